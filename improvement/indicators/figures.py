"""The rules of figures: what may be shown, which way it goes, what is promised, what is due next.

Pure, the London day passed in.

Everything is read from what the public sees: a figure that is hidden decides nothing, or it could
be worked out from what was decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from improvement.models import Indicator, Reading

Polarity = Indicator.Polarity


class Travel(StrEnum):
    """What has become of a measure since the reading before."""

    BETTER = "getting better"
    WORSE = "getting worse"
    SAME = "unchanged"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Point:
    """A reading as the public sees it; no value where it is missing or hidden."""

    as_at: date
    value: Decimal | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of a measure. Without a tolerance the target itself is the limit."""

    polarity: str
    target: Decimal | None = None
    tolerance: Decimal | None = None

    @property
    def limit(self) -> Decimal | None:
        return self.target if self.tolerance is None else self.tolerance


@dataclass(frozen=True, slots=True)
class Moved:
    """The newest reading beside the one before it that can be compared."""

    now: Point
    before: Point
    travel: Travel


@dataclass(frozen=True, slots=True)
class WorseAndBeyond:
    """A measure beyond its tolerance that got worse since the reading before."""

    now: Point
    before: Point
    limit: Decimal


def moved(points: Iterable[Point], *, polarity: str, day: date) -> Moved | None:
    """How the newest reading by the London day `day` compares with the one before it.

    None where the newest is missing or hidden: an older one is not put in its place. One that is
    missing further back is passed over, and `before` says of which day the compared one is.
    """
    known = sorted((one for one in points if one.as_at <= day), key=lambda one: one.as_at)
    if not known or known[-1].value is None:
        return None
    now = known[-1]
    before = next((one for one in reversed(known[:-1]) if one.value is not None), None)
    return before and Moved(now, before, _travel(before.value, now.value, polarity))


def beyond(value: Decimal | None, promise: Promise) -> bool:
    """Whether a value lies on the worse side of the limit; on the limit it does not."""
    if value is None or promise.limit is None or promise.polarity == Polarity.NEITHER:
        return False
    if promise.polarity == Polarity.HIGHER:
        return value < promise.limit
    return value > promise.limit


def worse_and_beyond(
    points: Iterable[Point], promise: Promise, *, day: date
) -> WorseAndBeyond | None:
    """Whether the measure is beyond its tolerance and getting worse on the London day `day`.

    A provisional reading counts, and says that it is one. Where neither higher nor lower is
    better, nothing is worse. The last two values decide: a day without one, whatever the reason,
    takes back nothing, and as a hidden figure is none of them it cannot be worked out either.
    """
    known = [one for one in points if one.value is not None]
    found = moved(known, polarity=promise.polarity, day=day)
    if not found or found.travel is not Travel.WORSE or not beyond(found.now.value, promise):
        return None
    return WorseAndBeyond(found.now, found.before, promise.limit)


def _travel(before: Decimal, now: Decimal, polarity: str) -> Travel:
    if now == before:
        return Travel.SAME
    if polarity == Polarity.NEITHER:
        return Travel.UP if now > before else Travel.DOWN
    better = (now > before) == (polarity == Polarity.HIGHER)
    return Travel.BETTER if better else Travel.WORSE


Rule = Indicator.SmallNumbers
Unit = Indicator.Unit

SMALLEST_SHOWN = 6  # children: 1 to 5 are hidden, and none at all is shown
SMALLEST_BASE = 11  # children: a percentage of ten or fewer is hidden
NEAREST = 10

HIDDEN_HERE = "not shown, so that no child can be recognised"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure as it is stored: a value, or the marker that stands in its place."""

    unit: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    missing_note: str = ""
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the public sees it: a value, or in `why_not` the words for there being none."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    why_not: str = ""
    marker: str = ""  # as the source printed it; "c" where it is hidden here
    rounded: bool = False


def disclosed(figure: Measured, rule: str) -> Shown:
    """What the public may see of a figure whose small numbers fall under `rule`."""
    if figure.value is None:
        why_not = figure.missing_note or Reading.Missing(figure.missing).label
        return Shown(None, why_not=why_not, marker=figure.missing)
    if figure.suppressed or (rule == Rule.CHILDREN and _tells_a_child(figure)):
        return Shown(None, why_not=HIDDEN_HERE, marker=Reading.Missing.CONFIDENTIAL.value)
    if rule != Rule.CHILDREN:
        return Shown(figure.value, figure.numerator, figure.denominator)
    # Beside a rounded share no counts: rounded too they contradict it, exact they tell of a child.
    step = NEAREST if figure.unit == Unit.NUMBER and figure.denominator is None else 1
    return Shown(_nearest(figure.value, step), rounded=True)


def _tells_a_child(figure: Measured) -> bool:
    if figure.denominator is None:
        # Of a percentage whose base nobody gave, nobody can say that it is large enough.
        return figure.unit == Unit.PERCENT or _small(figure.value)
    parts = [figure.numerator]
    if figure.unit == Unit.PERCENT:
        parts.append(figure.denominator - figure.numerator)
    return any(_small(part) for part in parts) or figure.denominator < SMALLEST_BASE


def _small(number: Decimal) -> bool:
    return 0 < number < SMALLEST_SHOWN


def _nearest(number: Decimal | None, step: int) -> Decimal | None:
    if number is None:
        return None
    return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


Frequency = Indicator.Frequency

# The longest that a period of each kind is.
DAYS = {
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
    Frequency.HALF_YEARLY: 184,
    Frequency.YEARLY: 366,
}


def reading_due_on(*, frequency: str, lag_days: int, counted_from: date) -> date:
    """The last day on which it is in order that nothing newer was published.

    Counted from the day that the newest reading is of; where there is none, from the day on which
    the indicator became public. A period goes by, and then the time that publishing takes.
    """
    return counted_from + timedelta(days=DAYS[Frequency(frequency)] + lag_days)


def is_reading_overdue(due_on: date | None, day: date, *, ended_on: date | None = None) -> bool:
    """Whether that day lies before `day`. `ended_on`: a council that was abolished owes none."""
    if due_on is None or (ended_on is not None and ended_on <= due_on):
        return False
    return due_on < day
