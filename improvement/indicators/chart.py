"""A measure's readings as a drawing: SVG coordinates, and the words that stand around it."""

from dataclasses import dataclass
from decimal import Decimal

from improvement.indicators.words import course_in_words
from improvement.wording import day_words

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
