"""Which way a measure goes, and whether it is beyond what was promised. Pure, its day passed in.

Everything is read from what the public sees: a figure that is hidden decides nothing, or it could
be worked out from what was decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from improvement.models import Indicator

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
