"""The rows of a file of outcomes, each read by itself; mistakes are noted where they stand."""

import re
from collections.abc import Iterator

from inspections.cells import fold, one_line, shorten
from inspections.models import Framework, Inspection
from inspections.outcomes.authorities import CouncilsBySign
from inspections.outcomes.cells import day_in, is_blank, no_grade_in
from inspections.outcomes.columns import DAYS
from inspections.outcomes.frameworks import LENGTHS, Types
from inspections.outcomes.rows import JudgementCell, OutcomeRow
from inspections.outcomes.tables import OutcomeFile, OutcomeTable

_BY_DAYS = "Write it like 10 July 2023 or 10/07/2023."
_THEME_MAX = Inspection._meta.get_field("theme").max_length
_NAME_MAX = Inspection._meta.get_field("lead_inspector").max_length


def rows_of(book: OutcomeFile) -> list[OutcomeRow]:
    """The rows of every table in the file. Raises Unreadable."""
    authorities, types = CouncilsBySign(book.as_at), Types()
    rows: list[OutcomeRow] = []
    for table in book.tables:
        links = {(row, column): address for row, column, address in table.source.facts.links}
        for number, cells in table.rows():
            if _is_note(cells):
                book.notices.append(_not_read(table, number, cells))
                continue
            said = OutcomeRow(len(rows) + 1, table.sheet, number)
            _read(said, table, cells, links, authorities, types)
            rows.append(said)
    return rows


def _is_note(cells: list[str]) -> bool:
    """Whether it is words below the table, as notes and sources stand there."""
    filled = [cell for cell in cells if cell]
    return len(cells) > 2 and len(filled) == 1 and len(filled[0].split()) > 1


def _not_read(table: OutcomeTable, number: int, cells: list[str]) -> str:
    where = f"In the sheet “{table.sheet}” row" if table.sheet else "Row"
    words = shorten(one_line("".join(cells)))
    return f"{where} {number} holds one cell only, and was not read: “{words}”."


def _read(
    said: OutcomeRow,
    table: OutcomeTable,
    cells: list[str],
    links,
    authorities: CouncilsBySign,
    types: Types,
) -> None:
    places = table.columns.places
    said.cells = {table.heading(place): cells[place] for place in range(len(cells)) if cells[place]}
    given = {key: (table.heading(place), one_line(cells[place])) for key, place in places.items()}
    said.given = given
    for key in (*DAYS, "end"):
        _read_day(said, key, given.get(key, ("", "")))
    _hold_days(said, given)
    day = said.facts.get("start") or said.facts.get("published")
    if day is None and not said.problems:
        heading, value = given.get("start") or given["published"]
        said.is_wrong(heading, value, "The row gives no day.", _BY_DAYS)
    authorities.find(said, given, day)
    _hold_status(said, given.get("status", ("", "")))
    _read_type(said, given.get("type", ("", "")), types)
    _read_words(said, "theme", given, _THEME_MAX)
    _read_words(said, "inspector", given, _NAME_MAX)
    if "link" in places:
        written = given["link"][1]
        address = links.get((said.row, places["link"] + 1), "")
        said.link = address or (written if re.fullmatch(r"https?://\S{1,490}", written) else "")
    for theme, place in table.columns.judged.items():
        words = one_line(cells[place])
        why = no_grade_in(words)
        blank = bool(why) or is_blank(words)
        said.judged[theme] = JudgementCell(table.heading(place), "" if blank else words, why)


def _read_day(said: OutcomeRow, key: str, given: tuple[str, str]) -> None:
    heading, value = given
    try:
        if found := day_in(value):
            said.facts[key] = found
    except ValueError:
        said.is_wrong(heading, value, "This is not a day.", _BY_DAYS)


def _hold_days(said: OutcomeRow, given) -> None:
    """The days must come one after the other."""
    for earlier, later, reason in (
        ("start", "end", "The inspection would end before it began."),
        ("start", "published", "It would be published before it began."),
    ):
        first, last = said.facts.get(earlier), said.facts.get(later)
        if first and last and last < first:
            said.is_wrong(*given[later], reason, "Correct one of the days.")


def _hold_status(said: OutcomeRow, given: tuple[str, str]) -> None:
    """What the file says of the council itself, where the record says otherwise."""
    gone = "no longer" in fold(given[1])
    if said.council and gone and not said.council.abolished_on:
        said.note(f"It says “{given[1]}” of {said.council}, which is not known as abolished here.")


def _read_type(said: OutcomeRow, given: tuple[str, str], types: Types) -> None:
    """What kind of inspection or visit it was, and how long, where it says that."""
    found = types.find(given[1])
    if found is None:
        said.is_wrong(*given, "This type is not known.", f"Known are: {types.known()}.")
        return
    said.kind, said.named = found
    if said.kind == Framework.Kind.INSPECTION and (length := _length(given[1])):
        said.facts["title"] = f"{length.capitalize()} inspection of children's services"


def _length(words: str) -> str:
    """“Standard” of “ILACS Standard Inspection”; empty where it says more, or nothing."""
    plain = fold(words).removesuffix("inspection").split()
    last = plain[-1] if plain else ""
    return last if last in LENGTHS and len(plain) <= 2 else ""


def _read_words(said: OutcomeRow, key: str, given, most: int) -> None:
    heading, value = given.get(key, ("", ""))
    if is_blank(value):
        return
    if len(value) > most:
        said.is_wrong(heading, value[:60], f"This is longer than {most} characters.", "Cut it.")
        return
    said.facts[key] = value


def notes_of(rows: list[OutcomeRow]) -> Iterator[str]:
    """Sentences on rows that were taken though something in them is unusual."""
    for said in rows:
        for note in said.notes:
            told = f"{said.place}: {note}"
            yield told[:1].upper() + told[1:]
