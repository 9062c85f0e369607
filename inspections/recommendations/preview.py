"""What the rows of a file would do, worked out from them and the records as they stand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from councils.days import day_of
from inspections.by_hand import last_by_hand
from inspections.cells import shorten
from inspections.intake import Decision, Mistake, Outcome, Table, Tally
from inspections.intake.whose_file import other_councils
from inspections.recommendations import placing
from inspections.recommendations.columns import FORM
from inspections.recommendations.matching import InspectionRecords, match
from inspections.recommendations.reading import (
    ORDER_MAX,
    RecommendationRow,
    StandingRecord,
    differing,
)


class RecommendationPreview:
    """Gives each of the rows its outcome and its place.

    `answers` gives the decisions on offered rows, by number. `taking` holds the rows that may
    replace what a person wrote by hand; None, for a preview, holds none of them back.
    `heading_of` gives the file's own name of a column.
    """

    def __init__(
        self,
        rows: Sequence[RecommendationRow],
        records: InspectionRecords,
        *,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
        heading_of: Callable[[str], str] = lambda key: FORM.column(key).heading,
    ):
        self.rows = rows
        self.records = records.records
        self.taking = taking
        self.heading_of = heading_of
        self.places: dict[int, int] = {}  # of standing records, by their keys, where they get one
        match(rows, self.records)
        self._decide(answers or {})
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
    def moves(self) -> dict[int, tuple[int, int]]:
        """Of the records that change their place, by key: the place before, and the new one."""
        if not self.tally.acts:
            return {}
        places = self.places | {row.record.pk: row.order for row in self._speaking()}
        return {
            record.pk: (record.order, places[record.pk])
            for record in self.records
            if places.get(record.pk, record.order) != record.order
        }

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
                row.before = differing(row.values, row.record.values)
                if row.before and row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _keep_what_people_decided(self) -> bool:
        """Leave alone what somebody edited by hand and nobody ticked; tell whether there is any.

        In a preview, only say so.
        """
        if self.taking is None:
            self._say_what_people_decided()
            return False
        changed = [row for row in self.rows if row.outcome == Outcome.CHANGED]
        unticked = [row for row in changed if row.number not in self.taking]
        hands = last_by_hand(row.record.pk for row in unticked) if unticked else {}
        for row in unticked:
            if row.record.pk in hands:
                row.kept = True
                row.outcome = Outcome.UNCHANGED
        return bool(hands)

    def _say_what_people_decided(self) -> None:
        differing = (Outcome.CHANGED, Outcome.SAME_AS)
        rows = [row for row in self.rows if row.outcome in differing and not row.hand]
        hands = last_by_hand(row.record.pk for row in rows) if rows else {}
        for row in rows:
            if hand := hands.get(row.record.pk):
                on = day_of(hand.at)
                row.hand = f"{hand.who} edited this here by hand on {on.day} {on:%B %Y}."

    # --- where each stands ---

    def _place(self) -> None:
        """Give every row, and every standing record of the same section, its place."""
        self.places.clear()
        self.standing = self._standing_places()
        sections: dict[tuple, list[RecommendationRow]] = defaultdict(list)
        for row in self.rows:
            if row.takes_place:
                sections[row.group, row.section].append(row)
        for section, rows in sections.items():
            self._place_section(rows, self.standing.get(section, []))

    def _standing_places(self) -> dict[tuple, list[StandingRecord]]:
        """Today's records by section, without those that the file moves to another."""
        sections = {row.record.pk: row.section for row in self._speaking()}
        standing = defaultdict(list)
        for record in self.records:
            if not record.withdrawn and sections.get(record.pk, record.section) == record.section:
                standing[record.group, record.section].append(record)
        return standing

    def _place_section(self, rows: list[RecommendationRow], records: list[StandingRecord]) -> None:
        keys = [row.record.pk if row.record else -row.number for row in rows]
        given = [(key, row.given) for key, row in zip(keys, rows, strict=True)]
        places = placing.arrange({record.pk: record.order for record in records}, given)
        for row, key in zip(rows, keys, strict=True):
            row.order = places[key]
            if row.order > ORDER_MAX:
                mistake = Mistake("There is no place left in this section.", "Split the section.")
                self._is_wrong(row, mistake, "order", str(row.order))
        self.places |= {record.pk: places[record.pk] for record in records}

    def _note_turns(self) -> None:
        """Rows whose record comes before or after others than today. Moving along is no change."""
        turned = set()
        for held in self.standing.values():
            orders = {one.pk: one.order for one in held}
            if orders.keys() & self.places.keys():
                turned |= placing.out_of_turn(orders, self.places)
        for row in self._speaking():
            if row.record.pk in turned:
                row.before = {"order": row.record.order, **row.before}
                if row.outcome == Outcome.UNCHANGED:
                    row.outcome = Outcome.CHANGED

    def _note_taken_references(self) -> None:
        """Rows whose reference would stand twice in a section, where it may stand once."""
        spoken_of = {row.record.pk for row in self._speaking()}
        taken = {
            (record.group, record.section, record.reference): record
            for record in self.records
            if record.pk not in spoken_of and not record.withdrawn
        }
        for row in self.rows if taken else ():
            if not row.takes_place or not (reference := row.reference):
                continue
            if other := taken.get((row.group, row.section, reference)):
                mistake = Mistake(
                    f"This reference stands here already: “{shorten(other.text, 60)}”.",
                    "Correct the reference, here or there.",
                )
                self._is_wrong(row, mistake, "reference", reference)

    def _speaking(self) -> Iterator[RecommendationRow]:
        """The rows that say where a record stands."""
        return (row for row in self.rows if row.record and row.takes_place)

    def _is_wrong(self, row: RecommendationRow, mistake: Mistake, key: str, value: str) -> None:
        row.is_wrong(mistake, column=self.heading_of(key), value=value)


def notices_of(table: Table, rows: Sequence[RecommendationRow], councils, council):
    """What a person should know about the rows as a whole, as sentences."""
    yield from other_councils(table, councils, council, f"This inspection is {council}'s.")
    if "order" in table.columns:
        yield from _unplaced(table, rows)


def _unplaced(table: Table, rows: Sequence[RecommendationRow]) -> Iterator[str]:
    sections = defaultdict(list)
    for row in rows:
        if row.to:
            sections[row.group, row.values.get("section") or ""].append(row.given)
    for (_, section), given in sections.items():
        if any(place is not None for place in given) and not placing.gives_places(given):
            where = f" of “{shorten(section)}”" if section else ""
            yield (
                f"The column “{table.heading_of('order')}” does not give each row{where} its own "
                "place. The order of the rows in the file is used."
            )
