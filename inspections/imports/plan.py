"""What an import would do, decided from the file's bytes and the records as they stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from inspections.imports import placing
from inspections.imports.beside import told_of
from inspections.imports.cells import one_line, shorten, tidy
from inspections.imports.cleaning import clean, notices
from inspections.imports.matching import match
from inspections.imports.people import last_by_hand
from inspections.imports.reading import read
from inspections.imports.rows import Decision, Outcome, Row, Tally
from inspections.imports.scope import COMPARED, Scope
from inspections.resources import ORDER_MAX, Mistake


class Plan:
    """The rows of a file, each with its outcome and its place.

    `answers` gives the decisions on offered rows, by number. `taking` holds the rows that may
    replace what a person wrote by hand; None, for a preview, holds none of them back.
    `sheet` names the sheet to read where the file has more. Raises Unreadable.
    """

    def __init__(
        self,
        content: bytes,
        scope: Scope,
        *,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
        sheet: str = "",
    ):
        self.scope = scope
        self.taking = taking
        self.table = read(content, sheet)
        self.rows, self.councils = clean(self.table, scope.addressees())
        self._work_out(answers or {})

    def _work_out(self, answers: Mapping[int, str]) -> None:
        """Decide what becomes of each row, wherever the rows came from."""
        self.places: dict[int, int] = {}  # of standing records, by their keys
        match(self.rows, self.scope.records)
        self._decide(answers)
        self._compare()
        self._keep_what_people_decided()
        self._place()
        self._note_turns()
        if self._keep_what_people_decided():
            self._place()
        self._note_taken_references()

    @property
    def tally(self) -> Tally:
        return Tally.of(self.rows)

    @property
    def notices(self) -> list[str]:
        """What a person should know about the file as a whole, as sentences."""
        council = self.scope.inspection.council
        of_rows = notices(self.table, self.rows, self.councils, council)
        return [*told_of(self.table), *of_rows]

    @property
    def texts(self) -> list[tuple[int, str]]:
        """The words that would come in, by the rows' numbers."""
        comes_in = {Outcome.NEW, Outcome.CHANGED, Outcome.SAME_AS}
        return [(row.number, row.said["text"]) for row in self.rows if row.outcome in comes_in]

    @property
    def moves(self) -> dict[int, tuple[int, int]]:
        """Of the records that change their place, by key: the place before, and the new one."""
        if not self.tally.acts:
            return {}
        said = {row.record.pk: row.order for row in self.rows if self._speaks(row)}
        moves = {}
        for record in self.scope.records:
            place = said.get(record.pk) or self.places.get(record.pk, record.order)
            if place != record.order:
                moves[record.pk] = record.order, place
        return moves

    # --- what each row comes to ---

    def _decide(self, answers: Mapping[int, str]) -> None:
        for row in self.rows:
            if row.outcome == Outcome.SAME_AS:
                row.decision = answers.get(row.number, "")
                if row.decision == Decision.NEW:
                    row.record = None

    def _compare(self) -> None:
        for row in self.rows:
            if row.record and not row.record.withdrawn:
                row.before = _differences(row)
                if row.before and row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _keep_what_people_decided(self) -> bool:
        """Leave alone what somebody edited by hand and nobody ticked; tell whether there is any."""
        if self.taking is None:
            return False
        changed = [row for row in self.rows if row.outcome == Outcome.CHANGED]
        unticked = [row for row in changed if row.number not in self.taking]
        hands = last_by_hand(row.record.pk for row in unticked) if unticked else {}
        for row in unticked:
            if row.record.pk in hands:
                row.kept = True
                row.outcome = Outcome.UNCHANGED
        return bool(hands)

    # --- where each stands ---

    def _place(self) -> None:
        """Give every row, and every standing record of the same section, its place."""
        self.standing = self._standing_places()
        said = defaultdict(list)
        for row in self.rows:
            if row.takes_place:
                said[*row.group, row.section].append(row)
        for group, rows in said.items():
            self._place_section(group, rows)

    def _standing_places(self) -> dict[tuple, dict[int, int]]:
        """Today's places by section, without the records that the file moves to another."""
        sections = {row.record.pk: row.section for row in self.rows if self._speaks(row)}
        standing = defaultdict(dict)
        for record in self.scope.records:
            if not record.withdrawn and sections.get(record.pk, record.section) == record.section:
                group = (record.inspection_id, record.body_id, record.section)
                standing[group][record.pk] = record.order
        return standing

    def _place_section(self, group: tuple, rows: list[Row]) -> None:
        given = [row.said.get("order") for row in rows]
        keys = [row.record.pk if row.record else -row.number for row in rows]
        places = placing.arrange(self.standing[group], list(zip(keys, given, strict=True)))
        for row, key in zip(rows, keys, strict=True):
            row.order = places[key]
            if row.order > ORDER_MAX:
                mistake = Mistake("There is no place left in this section.", "Split the section.")
                self._is_wrong(row, mistake, "order", str(row.order))
        self.places |= {key: places[key] for key in self.standing[group]}

    def _note_turns(self) -> None:
        """Rows whose record comes before or after others than today. Moving along is no change."""
        turned = set()
        for standing in self.standing.values():
            if not self.places.keys().isdisjoint(standing):
                turned |= placing.out_of_turn(standing, self.places)
        for row in self.rows:
            if self._speaks(row) and row.record.pk in turned:
                row.before = {"order": row.record.order} | row.before
                if row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _note_taken_references(self) -> None:
        """Rows whose reference would stand twice in a section, where it may stand once."""
        spoken_of = {row.record.pk for row in self.rows if self._speaks(row)}
        taken = {
            (record.inspection_id, record.body_id, record.section, record.reference): record
            for record in self.scope.records
            if record.pk not in spoken_of and not record.withdrawn
        }
        for row in self.rows:
            if not row.takes_place or not (reference := row.value("reference")):
                continue
            if other := taken.get((*row.group, row.section, reference)):
                mistake = Mistake(
                    f"This reference stands here already: “{shorten(other.text, 60)}”.",
                    "Correct the reference, here or there.",
                )
                self._is_wrong(row, mistake, "reference", reference)

    def _speaks(self, row: Row) -> bool:
        return row.takes_place and row.record is not None

    def _is_wrong(self, row: Row, mistake: Mistake, key: str, value: str) -> None:
        row.is_wrong(mistake, column=self.table.heading_of(key), value=value)


def _differences(row: Row) -> dict:
    """What stands in the record where the row says something else; places are compared later."""
    before = {}
    for name in COMPARED:
        if name == "order" or name not in row.said:
            continue
        old = getattr(row.record, name)
        if _as_read(name, old) != row.said[name]:
            before[name] = old
    return before


def _as_read(name: str, value):
    """A record's value as the same value would be read from a file."""
    if name == "text":
        return tidy(value)
    return one_line(value) if isinstance(value, str) else value
