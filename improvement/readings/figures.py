"""A row's figure: a value, or the marker in its place. The rules are those of `Reading`."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from councils.screening import screen
from improvement.indicators.recording import worked_out
from improvement.models import Indicator, Reading
from improvement.readings.columns import MARKERS
from inspections.cells import fold, one_line
from inspections.intake import Mistake
from inspections.intake.values import Number, number_in

Unit = Indicator.Unit
Standing = Reading.Standing
MOST = Reading._meta.get_field("missing_note").max_length
_SIGNS = {Unit.PERCENT: "%", Unit.POUNDS: "£"}
_STANDINGS = {
    **{fold(standing.label): standing.value for standing in Standing},
    "p": "provisional",
    "prov": "provisional",
    "f": "final",
    "yes": "provisional",
    "no": "final",
    "true": "provisional",
    "false": "final",
}
_BY_WORDS = {fold(words): marker for marker, words in MARKERS.items()}
_ONE_OR_OTHER = Mistake(
    "Here are a value and a reason why there is none.", "Give one of them, and empty the other."
)


class WrongCell(Exception):
    """A cell of the row is wrong: its column, and why."""

    def __init__(self, column: str, mistake: Mistake):
        super().__init__(str(mistake))
        self.column, self.mistake = column, mistake


@dataclass(frozen=True, slots=True)
class StoredReading:
    """The newest reading of an indicator and a day, as it stands here."""

    pk: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    missing: str
    missing_note: str
    standing: str
    suppressed: bool
    joint_with: str
    unit: str
    version: int
    by_id: int | None
    recorded_at: object
    read_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFigure:
    """What the row says, with what stands here where it says nothing."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    missing_note: str = ""
    standing: str

    def differences(self, old: StoredReading) -> dict[str, str]:
        """What stands here where the row says something else, as it is kept with the row."""
        return {
            name: kept(getattr(old, name))
            for name in self.__slots__
            if getattr(self, name) != getattr(old, name)
        }


def kept(value) -> str:
    """A value of a reading as JSON keeps it."""
    return "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


def plain(value: Decimal) -> str:
    """20.3333, 12000: no exponent, and no places that are nothing."""
    return f"{value.normalize():f}"


def figure_in(cells: dict[str, str], unit: str, old: StoredReading | None) -> ReadingFigure:
    """The figure in these cells. Raises WrongCell."""
    marker, standing = _marker(cells), _standing(cells.get("standing", ""), old)
    if marker:
        note = _why(cells, marker, old)
        return ReadingFigure(missing=marker, missing_note=note, standing=standing)
    value, part, whole = (
        _number(cells, name, unit) for name in ("value", "numerator", "denominator")
    )
    _demand_both(cells, part, whole, unit)
    made = worked_out(unit, part and part.value, whole and whole.value)
    if part and value and not (_agrees(value, cells["value"], made) or _is_old(value, old)):
        mend = "Correct the numbers or the value, or leave the value empty."
        raise WrongCell("value", Mistake(f"The two numbers make {plain(made)}.", mend))
    if old and _says_nothing_new(cells, value, part, whole, old):
        return ReadingFigure(
            value=old.value,
            numerator=old.numerator,
            denominator=old.denominator,
            standing=standing,
        )
    if made is None and value is None:
        why = "Here are neither a value nor a reason why there is none."
        column = "value" if "value" in cells else "numerator"
        raise WrongCell(column, Mistake(why, "Write one of them."))
    return ReadingFigure(
        value=value.value if made is None else made,
        numerator=part and part.value,
        denominator=whole and whole.value,
        standing=standing,
    )


def _why(cells: dict[str, str], marker: str, old: StoredReading | None) -> str:
    """The reason in words why there is no value."""
    note = _note(cells, old)
    if marker == Reading.Missing.OTHER and not note:
        mistake = Mistake("The reason is not given.", "Write it: the public will read it.")
        raise WrongCell("note", mistake)
    return note


def _says_nothing_new(
    cells: dict[str, str],
    value: Number | None,
    part: Number | None,
    whole: Number | None,
    old: StoredReading,
) -> bool:
    """Whether the numbers are those that stand, or the file gives the same value alone."""
    if part:
        return _says_what_stands(value, part, whole, old)
    return value is not None and value.value == old.value and "numerator" not in cells


def _marker(cells: dict[str, str]) -> str:
    """The reason why there is no value, from its own column or from the value's."""
    said = _as_marker(cells.get("missing", ""))
    if said is None:
        known = ", ".join(MARKERS)
        raise WrongCell(
            "missing", Mistake("This is no reason known here.", f"Write one of {known}.")
        )
    value = cells.get("value", "").strip()
    in_value = _as_marker(value)
    if said and in_value and said != in_value:
        raise WrongCell("missing", Mistake("The value's marker is another.", "Write one of them."))
    numbers = cells.get("numerator", "") + cells.get("denominator", "")
    has_value = bool(numbers.strip() or (value and not in_value))
    if (said or in_value) and has_value:
        raise WrongCell("missing" if said else "value", _ONE_OR_OTHER)
    return said or in_value or ""


@lru_cache(maxsize=256)
def _as_marker(cell: str) -> str | None:
    """The marker, "" for nothing, None for what is no marker."""
    folded = fold(cell)
    return folded if not folded or folded in MARKERS else _BY_WORDS.get(folded)


def _standing(cell: str, old: StoredReading | None) -> str:
    said = fold(cell)
    if not said:
        return old.standing if old else Standing.FINAL.value
    if said not in _STANDINGS:
        mistake = Mistake("This is neither.", "Write provisional or final, or leave it empty.")
        raise WrongCell("standing", mistake)
    return _STANDINGS[said]


def _note(cells: dict[str, str], old: StoredReading | None) -> str:
    if "note" not in cells:
        return old.missing_note if old else ""
    return words_in(cells, "note")


def words_in(cells: dict[str, str], column: str) -> str:
    """The words of a cell that the public will read. Raises WrongCell."""
    words = one_line(cells.get(column, ""))
    if len(words) > MOST:
        raise WrongCell(
            column, Mistake(f"This is longer than {MOST} characters.", "Write it more shortly.")
        )
    if words and (found := screen(words)):
        mistake = Mistake(f"“{found[0].words}” looks like {found[0].looks_like}.", "Reword it.")
        raise WrongCell(column, mistake)
    return words


def _number(cells: dict[str, str], column: str, unit: str) -> Number | None:
    cell = cells.get(column, "").strip()
    if not cell:
        return None
    try:
        found = number_in(cell)
    except Mistake as mistake:
        if column == "value" and not any(letter.isdigit() for letter in cell):
            mend = f"{mistake.mend} Where there is none, one of {', '.join(MARKERS)}."
            mistake = Mistake(mistake.reason, mend)
        raise WrongCell(column, mistake) from None
    allowed = _SIGNS.get(unit) if column == "value" or unit == Unit.POUNDS else None
    if found.sign and found.sign != allowed:
        counted = Unit(unit).label
        mistake = Mistake(f"“{found.sign}” does not go with {counted}.", "Take it off.")
        raise WrongCell(column, mistake)
    return found


def _demand_both(cells, part: Number | None, whole: Number | None, unit: str) -> None:
    if (part is None) != (whole is None):
        column = "numerator" if part is None else "denominator"
        if column not in cells:
            column = "numerator" if part else "denominator"
        mistake = Mistake("Only one of the two numbers is given.", "Give both, or neither.")
        raise WrongCell(column, mistake)
    if part is None:
        return
    if part.value < 0:
        raise WrongCell("numerator", Mistake("This is less than nothing.", "Correct it."))
    if whole.value <= 0:
        raise WrongCell("denominator", Mistake("This is not more than nothing.", "Correct it."))
    if unit == Unit.PERCENT and part.value > whole.value:
        mistake = Mistake("This is more than the whole.", "Correct one of the two numbers.")
        raise WrongCell("numerator", mistake)


def _agrees(value: Number, cell: str, made: Decimal) -> bool:
    """Whether the value is what the numbers make, to the places in which it is written."""
    places = len(cell.partition(".")[2].rstrip("% "))
    return abs(value.value - made) * 2 <= Decimal(1).scaleb(-min(places, 4))


def _says_what_stands(
    value: Number | None, part: Number, whole: Number, old: StoredReading
) -> bool:
    """Whether nothing was edited: then a value that its source rounded stays as it is."""
    if (part.value, whole.value) != (old.numerator, old.denominator):
        return False
    return value is None or value.value == old.value


def _is_old(value: Number, old: StoredReading | None) -> bool:
    """Whether the value is the one that stands here: then the numbers beside it were edited."""
    return old is not None and value.value == old.value
