"""A council's public readings as rows of a file: one row a reading, small numbers hidden."""

from collections.abc import Iterable

from improvement.indicators.measure import Measure, ReadingRow
from improvement.indicators.measures import Group
from improvement.pages.files import FileColumn

Pair = tuple[Measure, ReadingRow]


def readings_of(groups: Iterable[Group]) -> list[Pair]:
    """Each measure with each of its readings; a measure without one has no row."""
    return [
        (card.measure, reading)
        for group in groups
        for card in group.cards
        for reading in card.measure.readings
    ]


def _number(value):
    """As a number without places that are nothing; empty where there is none."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _measure(name: str, holds: str) -> FileColumn:
    return FileColumn(name, holds, lambda pair: getattr(pair[0], name))


INDICATOR_COLUMNS = (
    FileColumn("indicator", "the name of the measure in this file’s addresses", lambda p: p[0].key),
    _measure("name", "what is measured"),
    _measure("for_children", "what it says about children"),
    FileColumn("about", "children, workforce or money", lambda pair: pair[0].subject),
    FileColumn(
        "unit", "per cent, number or pounds, when it was measured", lambda pair: pair[1].unit
    ),
    _measure("of_what", "what the number counts, or what it is a share of"),
    FileColumn("which_is_better", "higher, lower or neither", lambda pair: pair[0].polarity),
    FileColumn(
        "as_at", "the day of the count, or the last day of the period", lambda p: p[1].as_at
    ),
    FileColumn(
        "value",
        "the value; empty where there is none or it is hidden",
        lambda pair: _number(pair[1].shown.value),
    ),
    FileColumn("how_many", "the part", lambda pair: _number(pair[1].shown.numerator)),
    FileColumn("out_of", "the whole", lambda pair: _number(pair[1].shown.denominator)),
    FileColumn(
        "not_available",
        "the marker in the place of a value: c hidden, z not applicable, x not available, "
        "u unreliable, low or k rounds to zero",
        lambda pair: pair[1].shown.marker,
    ),
    FileColumn("not_available_because", "the same in words", lambda pair: pair[1].shown.why_not),
    FileColumn(
        "rounded", "whether it is rounded to protect children", lambda p: p[1].shown.rounded
    ),
    FileColumn("provisional", "whether it may still change", lambda pair: pair[1].provisional),
    FileColumn("together_with", "councils that are counted in it too", lambda p: p[1].joint_with),
    FileColumn("corrected", "why it was corrected, if it was", lambda pair: pair[1].correction),
    FileColumn("released", "the day on which it became public here", lambda p: p[1].released_on),
    FileColumn("target", "what is promised", lambda pair: _number(pair[0].target)),
    _measure("target_on", "by when"),
    FileColumn(
        "tolerance",
        "the value beyond which something must be done",
        lambda pair: _number(pair[0].tolerance),
    ),
    _measure("source", "who publishes or counts it"),
    _measure("source_url", "the address of the source"),
)
