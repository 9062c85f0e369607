"""The rows of a table of councils: which council each speaks of, and where it says otherwise.

A council is known by its slug, else by a GSS code, its DfE code or its very name. One whose name
is nearly that of another is offered as the same, and a person decides.
"""

from collections.abc import Iterator

from django.utils.text import slugify

from inspections.authorities.columns import EXAMPLE_BEGINS
from inspections.authorities.matching import CouncilRecords, StoredCouncil, short
from inspections.authorities.reading import DAYS, TEXTS, codes_in, value_in, written
from inspections.cells import fold, one_line
from inspections.intake import Mistake, Outcome
from inspections.intake.rows import SURPLUS, PreviewRow
from inspections.intake.tables import Table, TableLine


class CouncilRows:
    """Reads the rows of one table, and remembers which councils and codes they name."""

    def __init__(self, table: Table, records: CouncilRecords):
        self.table, self.records = table, records
        self.seen: dict[str, int] = {}  # slug → row
        self.codes: dict[str, int] = {}  # GSS or DfE code → row
        self.kept_codes: list[str] = []

    def rows(self) -> list[PreviewRow]:
        lines = list(self.table.rows())
        rows = [self._row(line) for line in lines]
        for row in rows:
            self._take_back_offer(row)
        for row, line in zip(rows, lines, strict=True):
            self._name_successors(row, line.cells)
        return rows

    def _row(self, line: TableLine) -> PreviewRow:
        row = PreviewRow(line.number, {})
        said, wrong = self._cells(line.cells)
        for column, mistake in wrong.items():
            self._is_wrong(row, line, column, mistake)
        if line.surplus:
            row.is_wrong(SURPLUS, column="", value=line.surplus[0])
        row.values = said
        if not row.errors:
            self._match(row, line)
        return row

    def _is_wrong(self, row: PreviewRow, line: TableLine, column: str, mistake: Mistake) -> None:
        heading = self.table.heading_of(column)
        row.is_wrong(mistake, column=heading, value=line.cells.get(column, ""))

    def _cells(self, cells: dict[str, str]) -> tuple[dict[str, str], dict[str, Mistake]]:
        """What the cells say by column, and what is wrong in them."""
        said, wrong = {}, {}
        for column in ("slug", *TEXTS, *DAYS, "codes"):
            if column in cells:
                try:
                    said[column] = value_in(column, cells[column])
                except Mistake as mistake:
                    wrong[column] = mistake
        if said.get("name", "").startswith(EXAMPLE_BEGINS):
            wrong["name"] = Mistake("This is the template's example.", "Delete the row.")
        if said.get("opened_on") and "" < said.get("abolished_on", "") <= said["opened_on"]:
            wrong["abolished_on"] = Mistake("It cannot end before it began.", "Correct the days.")
        return said, wrong

    # --- which council ---

    def _match(self, row: PreviewRow, line: TableLine) -> None:
        said, claims = row.values, list(self._claims(row.values))
        found = claims[0][1] if claims else None
        for column, other in claims[1:]:
            if other is not found:
                named = f"This is {other.name}'s here, and the row speaks of {found.name}."
                self._is_wrong(row, line, column, Mistake(named, "Correct the one or the other."))
                return
        slug = said.get("slug") or slugify(said.get("name", ""))
        if found and said.get("slug", found.slug) not in ("", found.slug):
            mistake = Mistake(f"{found.name} is “{found.slug}”.", "A slug never changes: write it.")
            self._is_wrong(row, line, "slug", mistake)
            return
        slug = found.slug if found else slug
        if not slug or (not found and not said.get("name")):
            column = "name" if "name" in line.cells else "slug"
            mistake = Mistake("No council is called so, and the name is empty.", "Write its name.")
            self._is_wrong(row, line, column, mistake)
            return
        if (first := self.seen.setdefault(slug, row.number)) != row.number:
            column = "slug" if "slug" in line.cells else "name"
            mistake = Mistake(f"Row {first} speaks of the same council.", "Delete one of the two.")
            self._is_wrong(row, line, column, mistake)
            return
        said["slug"] = slug
        if found:
            self._hold_against(row, line, found)
        else:
            self._offer(row)
        self._demand_codes_once(row, line, found)

    def _claims(self, said: dict[str, str]) -> Iterator[tuple[str, StoredCouncil]]:
        """By each sign the council that it means, the strongest first."""
        records = self.records
        if one := records.by_slug.get(said.get("slug", "")):
            yield "slug", one
        for code in codes_in(said.get("codes", "")):
            if one := records.by_code.get(code.code):
                yield "codes", one
        if one := records.by_dfe.get(said.get("dfe_code", "")):
            yield "dfe_code", one
        named = records.by_name.get(fold(said.get("name", "")), [])
        if len(named) == 1 and not said.get("slug"):
            yield "name", named[0]

    def _offer(self, row: PreviewRow) -> None:
        """A council that is not here, perhaps another's name written otherwise."""
        alike = [one for one in self.records.all() if short(one.name) == short(row.values["name"])]
        if len(alike) == 1:
            row.outcome = Outcome.SAME_AS
            row.subject = alike[0].pk
            row.values["offered"] = f"Here is “{alike[0].name}” ({alike[0].slug})."
            row.values["same_as"] = alike[0].slug
            row.before = _differences(row.values, alike[0])

    def _take_back_offer(self, row: PreviewRow) -> None:
        """Where another row speaks of that council, this one is another."""
        if row.outcome != Outcome.SAME_AS:
            return
        if self.seen.setdefault(row.values["same_as"], row.number) != row.number:
            row.outcome, row.subject, row.before = Outcome.NEW, None, {}
            del row.values["offered"], row.values["same_as"]

    def _hold_against(self, row: PreviewRow, line: TableLine, found: StoredCouncil) -> None:
        row.subject = found.pk
        if "name" in row.values and not row.values["name"]:
            del row.values["name"]  # an empty name says nothing
        if "codes" in row.values:
            self._keep_codes(row.values, found)
        row.differs(_differences(row.values, found))
        last = row.values.get("abolished_on", found.values["abolished_on"])
        if last and last <= row.values.get("opened_on", found.values["opened_on"]):
            mistake = Mistake("It cannot end before it began.", "Correct the days.")
            self._is_wrong(row, line, "abolished_on", mistake)

    def _keep_codes(self, said: dict[str, str], found: StoredCouncil) -> None:
        """What disappeared from the file is reported, and stays."""
        named = {one.code: one for one in codes_in(said["codes"])}
        left = [code for code in found.codes if code not in named]
        self.kept_codes += [f"{code} of {found.name}" for code in left]
        said["codes"] = written((found.codes | named).values())

    def _demand_codes_once(
        self, row: PreviewRow, line: TableLine, found: StoredCouncil | None
    ) -> None:
        said = row.values.get("codes", "")
        if not _is_sound(said):
            mistake = Mistake(
                "Another code of this council is still in force here.",
                "Write that one as well, and until when it was.",
            )
            self._is_wrong(row, line, "codes", mistake)
            return
        codes = [("codes", one.code) for one in codes_in(said)]
        for column, code in [*codes, ("dfe_code", row.values.get("dfe_code", ""))]:
            if code and (first := self.codes.setdefault(code, row.number)) != row.number:
                mistake = Mistake(f"Row {first} has the same code {code}.", "Correct one of them.")
                self._is_wrong(row, line, column, mistake)

    # --- what follows ---

    def _name_successors(self, row: PreviewRow, cells: dict[str, str]) -> None:
        if "succeeded_by" not in cells or row.outcome == Outcome.WRONG:
            return
        slugs = []
        for name in self._names(cells["succeeded_by"]):
            slug = self._successor(name)
            if slug is None or slug == row.values["slug"]:
                mistake = Mistake(f"No other council “{name}” is known.", "Write its slug.")
                heading = self.table.heading_of("succeeded_by")
                row.is_wrong(mistake, column=heading, value=cells["succeeded_by"])
                return
            slugs.append(slug)
        row.values["succeeded_by"] = "; ".join(sorted(set(slugs)))
        same_as = row.values.get("same_as")
        if stored := self.records.by_slug.get(same_as or row.values["slug"]):
            old = stored.as_row()["succeeded_by"]
            if old != row.values["succeeded_by"]:
                row.before = {**row.before, "succeeded_by": old}
                if row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _names(self, cell: str) -> Iterator[str]:
        """Parted by semicolons; slugs by spaces, too."""
        for name in filter(None, map(one_line, cell.split(";"))):
            words = name.split()
            yield from words if all(map(self._successor, words)) else [name]

    def _successor(self, name: str) -> str | None:
        if name in self.records.by_slug or name in self.seen:
            return name
        named = self.records.by_name.get(fold(name), [])
        return named[0].slug if len(named) == 1 else None

    def absent(self) -> Iterator[str]:
        """The councils of which the file says nothing, without the fictional ones."""
        for one in self.records.all():
            if one.slug not in self.seen and one.slug not in self.records.demonstrations:
                yield f"{one.name} ({one.slug})"

    def notices(self) -> Iterator[str]:
        if self.kept_codes:
            names = "; ".join(self.kept_codes[:10])
            yield f"GSS codes that stand here and not in the file, and stay: {names}."


def _differences(said: dict[str, str], found: StoredCouncil) -> dict[str, str]:
    """What stands here where the row says something else, by column."""
    stands = found.as_row()
    return {
        name: stands[name]
        for name in (*TEXTS, *DAYS, "codes")
        if name in said and said[name] != stands[name]
    }


def _is_sound(codes: str) -> bool:
    """Whether no two of the codes would be in force at once."""
    return sum(" until " not in part for part in codes.split("; ") if part) <= 1
