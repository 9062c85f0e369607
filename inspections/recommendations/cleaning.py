"""A table's rows: each cell held against its column's rules, and the rows against each other."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from sys import intern

from councils.models import Council
from inspections.cells import shorten
from inspections.intake import Mistake
from inspections.intake.tables import Table
from inspections.intake.whose_file import other_councils
from inspections.recommendations.addressees import Addressees
from inspections.recommendations.placing import gives_places
from inspections.recommendations.resources import RecommendationResource
from inspections.recommendations.rows import Row, Rows
from inspections.spreadsheets import Unreadable

_SURPLUS = Mistake(
    "The row has more cells than there are headings.",
    "Put quotation marks around a text that holds the delimiter.",
)


def clean(table: Table, addressees: Addressees) -> tuple[Rows, Counter]:
    """The rows of the table, with their mistakes noted; and how many rows name which council.

    Raises Unreadable.
    """
    councils: Counter[str] = Counter()
    rows = _rows(table, addressees, councils)
    if not rows:
        raise Unreadable("The file holds headings and no rows.")
    _note_repeats(rows, table)
    return rows, councils


def notices(table: Table, rows: Rows, councils: Counter, council: Council) -> Iterator[str]:
    """What a person should know about the rows as a whole, as sentences."""
    yield from other_councils(table, councils, council, f"This inspection is {council}'s.")
    if "order" in table.columns:
        yield from _unplaced(table, rows)


def _unplaced(table: Table, rows: Rows) -> Iterator[str]:
    places = defaultdict(lambda: array("L"))
    for row in rows:
        if row.to:
            places[row.group, rows.section[row.at] or ""].append(row.at)
    for (_, section), held in places.items():
        given = [rows[at].given for at in held]
        if any(place is not None for place in given) and not gives_places(given):
            where = f" of “{shorten(section)}”" if section else ""
            yield (
                f"The column “{table.heading_of('order')}” does not give each row{where} its own "
                "place. The order of the rows in the file is used."
            )


def _rows(table: Table, addressees: Addressees, councils: Counter) -> Rows:
    resource = RecommendationResource()
    rows = Rows()
    for line in table.rows():
        if "council" in table.columns:
            councils[line.cells["council"]] += 1
        said, mistakes = resource.read(line.cells, addressees=addressees)
        if "section" in said:
            said["section"] = intern(said["section"])  # many rows say the same: held once
        to = said.pop("body", None)
        rows.append(line.number, said, to)
        if not mistakes and not line.surplus:
            continue
        row = rows[len(rows) - 1]
        for key, mistake in mistakes.items():
            row.is_wrong(mistake, column=table.heading_of(key), value=line.cells.get(key, ""))
        if line.surplus:
            row.is_wrong(_SURPLUS, column="", value=line.surplus[0])
    return rows


def _note_repeats(rows: Rows, table: Table) -> None:
    """Find rows that say what an earlier one says already."""
    for row, first in _repeats(rows, lambda section, number, _: number and hash((section, number))):
        mistake = Mistake(f"Row {first.number} has the same reference.", "Correct one of them.")
        row.is_wrong(mistake, column=table.heading_of("reference"), value=row.said["reference"])
    numbers = rows.signs.numbers
    for row, first in _repeats(rows, lambda section, _, words: hash((section, words))):
        if not (numbers[row.at] and numbers[first.at]):
            mistake = Mistake(f"Row {first.number} has the same words.", "Delete one of them.")
            row.is_wrong(mistake, column=table.heading_of("text"), value=row.said["text"])


def _repeats(rows: Rows, key_of: Callable[[int, int, int], int]) -> Iterator[tuple[Row, Row]]:
    """Each row that has the key of an earlier one, and the first of those; 0 is no key."""
    keys = array("q", (key_of(*row.signs) if row.is_known else 0 for row in rows))
    # Sorted, as a dict of them all would take more memory than the rows.
    twice = {key for key, after in pairwise(sorted(keys)) if key == after} - {0}
    first: dict[int, int] = {}
    for at, key in enumerate(keys) if twice else ():
        if key in twice and first.setdefault(key, at) != at:
            yield rows[at], rows[first[key]]
