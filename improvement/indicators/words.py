"""A measure in words that a councillor can read out, and its readings as a drawing.

Which way is better is always said. The drawing is SVG coordinates with the words around it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improvement.indicators.figures import Travel
from improvement.models import Indicator
from improvement.wording import ago, counted, day_words, number, opened

Unit = Indicator.Unit
Polarity = Indicator.Polarity
_PROMISED = {
    "target": "target",
    "target_on": "day of the target",
    "tolerance": "tolerance",
    "frequency": "time between readings",
    "lag_days": "time until a reading is published",
}


def amount(value: Decimal, unit: str, decimals: int) -> str:
    """23.5%, £12,000, 17.4: without places that are nothing."""
    places = 0 if value == value.to_integral_value() else decimals
    if unit == Unit.POUNDS:
        return f"£{value:,.{places}f}"
    return f"{value:,.{places}f}{'%' if unit == Unit.PERCENT else ''}"


def newest_in_words(measure) -> str:
    """23.5% of referrals, as at 31 March 2025 (33 weeks ago)."""
    newest = measure.newest
    if newest is None:
        return "No reading has been published yet."
    when = f"as at {day_words(newest.as_at)}, {ago(newest.as_at, measure.day)}"
    if newest.shown.value is None:
        return f"No value {when}: {newest.words}."
    parts = [newest.words, measure.of_what]
    kind = ["provisional"] if newest.provisional else []
    return f"{', '.join([' '.join(filter(None, parts)), *kind, when])}."


def overdue_in_words(measure) -> str:
    """The next reading was due by 3 October 2026, and none has been published."""
    if not measure.is_overdue:
        return ""
    due = f"{day_words(measure.reading_due_on)}, {ago(measure.reading_due_on, measure.day)}"
    what = "The next reading" if measure.newest else "The first reading"
    return f"{what} was due by {due}. None has been published."


def direction_in_words(measure) -> str:
    """Getting worse: it was 20% on 31 March 2024. Lower is better."""
    polarity = f"{opened(measure.polarity_words)}."
    found = measure.moved
    if found is None:
        known = measure.newest and measure.newest.shown.value is not None
        return f"{polarity} There is no earlier value to compare it with." if known else polarity
    was = f"{measure.amount(found.before.value)} on {day_words(found.before.as_at)}"
    if found.travel is Travel.SAME:
        return f"Unchanged: it was {was} too. {polarity}"
    return f"{opened(found.travel)}: it was {was}. {polarity}"


def worse_in_words(measure) -> str:
    """Repeat referrals: 26% on 31 March 2026, 25% before. Lower is better, the limit is 20%."""
    found = measure.worse_and_beyond
    if found is None:
        return ""
    now, before, limit = (
        measure.amount(value) for value in (found.now.value, found.before.value, found.limit)
    )
    return (
        f"{measure.name.rstrip('.')}: {now} on {day_words(found.now.as_at)}, {before} before. "
        f"{opened(measure.polarity_words)}, and the limit is {limit}."
    )


def promise_in_words(measure) -> str:
    """Target: 20% or less by 31 March 2027. Tolerance: up to 25%. Empty without a target."""
    if measure.target is None:
        return ""
    bound = "or more" if measure.polarity == Polarity.HIGHER else "or less"
    by = f" by {day_words(measure.target_on)}" if measure.target_on else ""
    said = [f"Target: {measure.amount(measure.target)} {bound}{by}."]
    if measure.tolerance is not None:
        edge = "down to" if measure.polarity == Polarity.HIGHER else "up to"
        said.append(f"Tolerance: {edge} {measure.amount(measure.tolerance)}.")
    return " ".join(said)


def standing_of(measure) -> tuple[str, str]:
    """Where the newest value stands by what was promised: the tag's words and its look."""
    newest = measure.newest
    if newest is None or newest.shown.value is None:
        return ("No value", "tone-quiet glyph-dash")
    if measure.target is None:
        return ("", "")
    if measure.is_beyond:
        word = "Beyond tolerance" if measure.tolerance is not None else "Short of the target"
        return (word, "tone-bad glyph-warning")
    if _reached(measure, newest.shown.value):
        return ("On target", "tone-good glyph-tick")
    return ("Within tolerance", "tone-concern glyph-half")


def _reached(measure, value) -> bool:
    if measure.polarity == Polarity.HIGHER:
        return value >= measure.target
    return value <= measure.target


def change_in_words(measure, change) -> str:
    """The target was changed on 3 October 2026 from 20% to 22%. Why: …"""
    old, new = (_told(measure, change.field, words) for words in (change.old, change.new))
    agreed = f" Agreed by: {change.agreed_by}." if change.agreed_by else ""
    return (
        f"The {_PROMISED[change.field]} was changed on {day_words(change.on)} from {old} to {new}. "
        f"Why: {change.why}{agreed}"
    )


def _told(measure, name, words) -> str:
    if not words:
        return "none"
    if name == "target_on":
        return day_words(date.fromisoformat(words))
    if name == "frequency":
        return Indicator.Frequency(words).label
    if name == "lag_days":
        return f"{words} days"
    return measure.amount(Decimal(words))


def course_in_words(measure) -> str:
    """What the chart shows, in a sentence of its own."""
    known = [one for one in measure.readings if one.shown.value is not None]
    first, last = known[0], known[-1]
    gaps = len(measure.readings) - len(known)
    without = f" {opened(_times(gaps))} without a value." if gaps else ""
    return (
        f"{measure.name}: {first.words} on {day_words(first.as_at)}, {last.words} on "
        f"{day_words(last.as_at)}; {measure.polarity_words}.{without}"
    )


def lede(groups) -> str:
    """How many there are, how many get worse, how many are beyond what was promised."""
    found = [card.measure for group in groups for card in group.cards]
    standing = [one for one in found if not one.withdrawn_at]
    if not standing:
        return "Nothing is measured here yet."
    worse = sum(one.moved is not None and one.moved.travel is Travel.WORSE for one in standing)
    better = sum(one.moved is not None and one.moved.travel is Travel.BETTER for one in standing)
    beyond = sum(one.is_beyond for one in standing)
    said = [
        f"{opened(counted(len(standing), 'thing is', 'things are'))} measured here: "
        f"{_none_or(worse)} got worse since the reading before, {_none_or(better)} got better."
    ]
    if beyond:
        said.append(f"{opened(counted(beyond, 'is', 'are'))} beyond what was promised.")
    return " ".join(said)


def _none_or(count: int) -> str:
    return number(count) if count else "none"


def _times(count: int) -> str:
    return "one reading is" if count == 1 else f"{count} readings are"


ENOUGH = 2  # values, without which there is nothing to draw
_STEPS = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))


@dataclass(frozen=True)
class Dot:
    """A reading's place; hollow where it is provisional."""

    x: float
    y: float
    provisional: bool


@dataclass(frozen=True)
class IndicatorChart:
    """Points lie in a box of `WIDTH` by `HEIGHT`, the origin at the top left; nothing at the
    bottom. A line breaks where a value is missing or hidden.
    """

    WIDTH, HEIGHT = 600, 180
    GRID = (0, 60, 120, 180)

    says: str
    caption: str
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    target: float | None
    tolerance: float | None


def indicator_chart(measure) -> IndicatorChart | None:
    """The drawing of a measure's public readings; None where there is nothing to compare."""
    known = [one for one in measure.readings if one.shown.value is not None]
    if len(known) < ENOUGH:
        return None
    first, last = known[0].as_at, known[-1].as_at
    promised = [value for value in (measure.target, measure.tolerance) if value is not None]
    top = _top(max(*(one.shown.value for one in known), *promised))
    across = (last - first).days

    def x(on) -> float:
        return round((on - first).days / across * IndicatorChart.WIDTH, 1)

    def y(value) -> float:
        return round(float(1 - value / top) * IndicatorChart.HEIGHT, 1)

    lines, run = [], []
    for one in [*measure.readings, None]:
        if one is not None and one.shown.value is not None:
            run.append(f"{x(one.as_at)},{y(one.shown.value)}")
        else:
            lines += [" ".join(run)] if len(run) > 1 else []
            run = []
    return IndicatorChart(
        says=course_in_words(measure),
        caption=_caption(measure, known, top),
        lines=tuple(lines),
        dots=tuple(Dot(x(one.as_at), y(one.shown.value), one.provisional) for one in known),
        target=None if measure.target is None else y(measure.target),
        tolerance=None if measure.tolerance is None else y(measure.tolerance),
    )


def _top(highest: Decimal) -> Decimal:
    """A round number at or above the highest value, so that the top of the drawing has a name."""
    if highest <= 0:
        return Decimal(1)
    scale = Decimal(10) ** highest.adjusted()
    return next(step * scale for step in _STEPS if step * scale >= highest)


def _caption(measure, known, top) -> str:
    said = [
        f"From {day_words(known[0].as_at)} on the left to {day_words(known[-1].as_at)} on the "
        f"right, from {measure.amount(Decimal(0))} at the bottom to {measure.amount(top)} at the "
        "top."
    ]
    if measure.target is not None:
        said.append(f"Dashed line: the target, {measure.amount(measure.target)}.")
    if measure.tolerance is not None:
        said.append(f"Dotted line: the tolerance, {measure.amount(measure.tolerance)}.")
    if any(one.provisional for one in known):
        said.append("Hollow dot: provisional.")
    if len(known) < len(measure.readings):
        said.append("Where a value is missing the line breaks.")
    return " ".join(said)
