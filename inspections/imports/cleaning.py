"""A table's rows: each cell held against its column's rules, and the rows against each other."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from councils.models import Council
from inspections.imports.addressees import Addressees, names_council
from inspections.imports.cells import fold, shorten
from inspections.imports.decoding import Unreadable
from inspections.imports.matching import number_of
from inspections.imports.placing import gives_places
from inspections.imports.reading import Table
from inspections.imports.rows import Row
from inspections.resources import Mistake, RecommendationResource

_SURPLUS = Mistake(
    "The row has more cells than there are headings.",
    "Put quotation marks around a text that holds the delimiter.",
)


def clean(table: Table, addressees: Addressees) -> list[Row]:
    """The rows of the table, with their mistakes noted. Raises Unreadable."""
    rows = list(_rows(table, addressees))
    if not rows:
        raise Unreadable("The file holds headings and no rows.")
    _note_repeats(rows, table)
    return rows


def notices(table: Table, council: Council) -> list[str]:
    """What a person should know about the file as a whole, as sentences."""
    councils, places = Counter(), defaultdict(list)
    for line in table.rows():
        councils[line.cells.get("council", "")] += 1
        if "order" in table.columns:
            section = line.cells.get("body", ""), line.cells.get("section", "")
            places[section].append(line.cells["order"])
    return [*_other_councils(table, council, councils), *_unplaced(table, places)]


def _other_councils(table: Table, council: Council, counts: Counter) -> Iterator[str]:
    for said, count in counts.items():
        if said and not names_council(said, council):
            yield (
                f"Is this the right file? Its column “{table.heading_of('council')}” says "
                f"“{shorten(said)}” in {count:,} rows. This inspection is {council}'s."
            )


def _unplaced(table: Table, places: dict[tuple, list[str]]) -> Iterator[str]:
    for (_, section), given in places.items():
        numbers = [int(place) if place.isdecimal() else None for place in given]
        if any(given) and not gives_places(numbers):
            where = f" of “{shorten(section)}”" if section else ""
            yield (
                f"The column “{table.heading_of('order')}” does not give each row{where} its own "
                "place. The order of the rows in the file is used."
            )


def _rows(table: Table, addressees: Addressees) -> Iterator[Row]:
    resource = RecommendationResource()
    for line in table.rows():
        said, mistakes = resource.read(line.cells, addressees=addressees)
        row = Row(line.number, said, to=said.pop("body", None))
        for key, mistake in mistakes.items():
            row.is_wrong(mistake, column=table.heading_of(key), value=line.cells.get(key, ""))
        if line.surplus:
            row.is_wrong(_SURPLUS, column="", value=line.surplus[0])
        yield row


def _note_repeats(rows: list[Row], table: Table) -> None:
    """Find rows that say what an earlier one says already."""
    by_number: dict[tuple, int] = {}
    by_words: dict[tuple, tuple[int, str]] = {}
    for row in rows:
        if row.to is None or "text" not in row.said:
            continue
        place = row.group, fold(row.value("section"))
        number = number_of(row.value("reference"))
        first = by_number.setdefault((place, number), row.number)
        if number and first != row.number:
            mistake = Mistake(f"Row {first} has the same reference.", "Correct one of them.")
            row.is_wrong(mistake, column=table.heading_of("reference"), value=row.said["reference"])
        first, its_number = by_words.setdefault(
            (place, fold(row.said["text"])), (row.number, number)
        )
        if first != row.number and not (number and its_number):
            mistake = Mistake(f"Row {first} has the same words.", "Delete one of them.")
            row.is_wrong(mistake, column=table.heading_of("text"), value=row.said["text"])
