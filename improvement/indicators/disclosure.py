"""What the public may see of a measured figure. One function; every page and file goes through it.

The rule for numbers of children is the Department for Education's for its statistics of children
looked after and in need: numbers from 1 to 5 are hidden, and so is a percentage whose numerator,
whose remainder or whose base would tell one. Counts are rounded to the nearest ten and
percentages to whole ones, so that no difference between two readings tells one either. Counts of
actions are never hidden: they are not figures of this kind.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from improvement.models import Indicator, Reading

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
    step = NEAREST if figure.unit == Unit.NUMBER and figure.denominator is None else 1
    return Shown(
        _nearest(figure.value, step),
        _nearest(figure.numerator, NEAREST),
        _nearest(figure.denominator, NEAREST),
        rounded=True,
    )


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
