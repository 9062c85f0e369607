"""What an import would do, decided from the file's bytes and the records as they stand."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from inspections.by_hand import last_by_hand
from inspections.cells import shorten
from inspections.intake import Decision, Mistake, Outcome, Tally
from inspections.intake.beside import notices_of
from inspections.intake.tables import read
from inspections.recommendations import placing
from inspections.recommendations.cleaning import clean, notices
from inspections.recommendations.headings import FORM
from inspections.recommendations.matching import match
from inspections.recommendations.records import Record
from inspections.recommendations.resources import ORDER_MAX
from inspections.recommendations.rows import Row, differing
from inspections.recommendations.scope import Scope


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
        self.table = read(content, FORM, sheet)
        self.rows, self.councils = clean(self.table, scope.addressees())
        self._work_out(answers or {})

    def _work_out(self, answers: Mapping[int, str]) -> None:
        """Decide what becomes of each row, wherever the rows came from."""
        # The new places of standing records, by their places in the table; 0 before there is one.
        self.places = array("q", bytes(8 * len(self.scope.records)))
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
        return [*notices_of(self.table), *of_rows]

    @property
    def texts(self) -> Iterator[tuple[int, str]]:
        """The words that would come in, by the rows' numbers."""
        comes_in = {Outcome.NEW, Outcome.CHANGED, Outcome.SAME_AS}
        return ((row.number, row.said["text"]) for row in self.rows if row.outcome in comes_in)

    @property
    def moves(self) -> dict[int, tuple[int, int]]:
        """Of the records that change their place, by key: the place before, and the new one."""
        if not self.tally.acts:
            return {}
        places = self.places[:]
        for row in self._speaking():
            places[row.record.at] = row.order
        moves = {}
        for record in self.scope.records:
            place = places[record.at]
            if place and place != record.order:
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
        alike: dict[tuple, tuple] = {}  # of many rows the same columns differ: held once
        for row in self.rows:
            record = row.record
            if record and not record.withdrawn:
                names = differing(row.said, record.said)
                row.differs = alike.setdefault(names, names)
                if row.differs and row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _keep_what_people_decided(self) -> bool:
        """Leave alone what somebody edited by hand and nobody ticked; tell whether there is any."""
        if self.taking is None:
            return False
        changed = (row for row in self.rows if row.outcome == Outcome.CHANGED)
        unticked = [row for row in changed if row.number not in self.taking]
        hands = last_by_hand(row.record.pk for row in unticked) if unticked else {}
        for row in unticked:
            if row.record.pk in hands:
                row.kept = True
                row.outcome = Outcome.UNCHANGED
        return bool(hands)

    # --- where each stands: sections hold their rows and records by their places in the tables ---

    def _place(self) -> None:
        """Give every row, and every standing record of the same section, its place."""
        self.standing = self._standing_places()
        said = defaultdict(lambda: array("L"))
        for at, row in enumerate(self.rows):
            if row.takes_place:
                said[*row.group, row.section].append(at)
        for group, held in said.items():
            rows = [self.rows[at] for at in held]
            records = [self.scope.records[at] for at in self.standing.get(group, ())]
            self._place_section(rows, records)

    def _standing_places(self) -> dict[tuple, array]:
        """Today's records by section, without those that the file moves to another."""
        records = self.scope.records
        sections = [record.section for record in records]
        for row in self._speaking():
            sections[row.record.at] = row.section
        standing = defaultdict(lambda: array("L"))
        for record in records:
            if not record.withdrawn and sections[record.at] == record.section:
                standing[*record.group, record.section].append(record.at)
        return standing

    def _place_section(self, rows: list[Row], records: list[Record]) -> None:
        given = [row.given for row in rows]
        keys = [row.record.pk if row.record else -row.number for row in rows]
        standing = {record.pk: record.order for record in records}
        places = placing.arrange(standing, list(zip(keys, given, strict=True)))
        for row, key in zip(rows, keys, strict=True):
            row.order = places[key]
            if row.order > ORDER_MAX:
                mistake = Mistake("There is no place left in this section.", "Split the section.")
                self._is_wrong(row, mistake, "order", str(row.order))
        for record in records:
            self.places[record.at] = places[record.pk]

    def _note_turns(self) -> None:
        """Rows whose record comes before or after others than today. Moving along is no change."""
        turned = bytearray(len(self.places))
        for held in self.standing.values():
            if any(self.places[at] for at in held):
                orders = {at: self.scope.records[at].order for at in held}
                for at in placing.out_of_turn(orders, self.places):
                    turned[at] = True
        for row in self._speaking():
            if turned[row.record.at]:
                row.turned = True
                if row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _note_taken_references(self) -> None:
        """Rows whose reference would stand twice in a section, where it may stand once."""
        spoken_of = bytearray(len(self.places))
        for row in self._speaking():
            spoken_of[row.record.at] = True
        taken = {
            hash((record.group, record.section, record.reference)): record.at
            for record in self.scope.records
            if not spoken_of[record.at] and not record.withdrawn
        }
        for row in self.rows if taken else ():
            if not row.takes_place or not (reference := row.reference):
                continue
            at = taken.get(hash((row.group, row.section, reference)))
            if at is not None:
                other = self.scope.records[at]
                mistake = Mistake(
                    f"This reference stands here already: “{shorten(other.text, 60)}”.",
                    "Correct the reference, here or there.",
                )
                self._is_wrong(row, mistake, "reference", reference)

    def _speaking(self) -> Iterator[Row]:
        """The rows that say where a record stands."""
        return (row for row in self.rows if row.has_record and row.takes_place)

    def _is_wrong(self, row: Row, mistake: Mistake, key: str, value: str) -> None:
        row.is_wrong(mistake, column=self.table.heading_of(key), value=value)
