"""A report's recommendations, from a table: a file belongs to an inspection.

reading ─▶ addressees ─▶ matching ─▶ preview ─▶ writing
(values)   (bodies)      (records)   (places)   undoing
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from inspections.by_hand import last_by_hand
from inspections.cells import shorten
from inspections.differences import differences
from inspections.intake import (
    Choices,
    FileCell,
    Kind,
    Outcome,
    Preview,
    Refused,
    RowChange,
    RowDescription,
    Table,
    keep_preview,
    read,
)
from inspections.models import Import, ImportRow, Inspection, Recommendation
from inspections.recommendations import undoing
from inspections.recommendations.columns import EXAMPLE, FORM, IMPORTED
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.preview import RecommendationPreview, notices_of
from inspections.recommendations.reading import rows_of
from inspections.recommendations.wording import absent_from, has_its_number, touched_by
from inspections.recommendations.writing import write

_TEXT_SHOWN = 600  # characters of a text


class Recommendations(Kind):
    """Rows take places and move each other, so answers may give others another place."""

    kind = Import.Kind.RECOMMENDATIONS
    subject = Recommendation
    form = FORM
    title = "Recommendations"
    one, many = "recommendation", "recommendations"

    def new_import(self, whose: Inspection, **facts) -> Import:
        return Import(kind=self.kind, council=whose.council, inspection=whose, **facts)

    def whose(self, batch: Import) -> Inspection:
        return batch.inspection

    def refuse(self, whose: Inspection) -> None:
        if whose.withdrawn_at:
            raise Refused("This inspection has been withdrawn: nothing can be imported into it.")

    def is_hidden_from(self, batch: Import, user, *, at: datetime) -> bool:
        touched = touched_by(batch)
        seen = Inspection.objects.visible_to(user, at=at).filter(pk__in=touched)
        return seen.count() < len(touched)

    def records(self, batch, *, by, at: datetime, lock: bool = False) -> InspectionRecords:
        return InspectionRecords(batch.inspection, by=by, at=at, lock=lock)

    def read(self, table: Table, records: InspectionRecords, *, at: datetime, **decided) -> Preview:
        rows, councils = rows_of(table, records.addressees())
        found = RecommendationPreview(rows, records, heading_of=table.heading_of, **decided)
        notices = list(notices_of(table, rows, councils, records.inspection.council))
        return Preview(rows, notices=notices, table=table, moves=found.moves)

    def decide(self, batch, records: InspectionRecords, choices: Choices, *, by, at) -> None:
        """Read the file again where what the person decided gives other rows another place."""
        self.note(batch, choices)
        answers = dict(batch.rows.exclude(decision="").values_list("number", "decision"))
        if answers or _holds_back(batch, choices):
            table = read(bytes(batch.content), FORM, batch.sheet)
            decided = {"answers": answers, "taking": choices.taking}
            keep_preview(self, batch, self.read(table, records, at=at, **decided), records)

    def write(self, batch: Import, records, choices, *, by, at: datetime) -> None:
        write(batch, by=by, at=at)

    def undo(self, batch: Import, records: InspectionRecords, *, by, at: datetime) -> None:
        undoing.undo(batch, records, by=by, at=at)

    # --- in words ---

    def rows_of(self, batch: Import) -> QuerySet:
        return batch.rows.select_related("recommendation")

    def absent(self, batch: Import) -> tuple[list[str], int]:
        records = absent_from(batch).select_related("body")
        names = [f"{one.label} ({one.body}) {shorten(one.text, 200)}" for one in records[:100]]
        return names, records.count()

    def describe(self, row: ImportRow) -> RowDescription:
        values, record = row.values, row.recommendation
        about = " ".join(filter(None, [values.get("reference"), values.get("body")]))
        notes = []
        if row.outcome == Outcome.UNCHANGED and row.before:
            notes.append("This stays as it was edited here by hand.")
        if record and record.withdrawn_at:
            notes.append("This has been withdrawn here, and stays withdrawn.")
        changes = [] if row.decision == ImportRow.Decision.NEW else _changes(row)
        offered = ""
        if row.outcome == Outcome.SAME_AS and record:
            offered = _offered(values, record)
        text = shorten(values.get("text", ""), _TEXT_SHOWN)
        return RowDescription(about, text, changes, notes, offered)

    def example(self) -> Sequence[FileCell]:
        return [EXAMPLE[column.key] for column in IMPORTED]

    def columns(self):
        return IMPORTED

    def export(self, whose: Inspection, *, by, at: datetime) -> Iterator[Sequence[FileCell]]:
        for one in InspectionRecords(whose, by=by, at=at).recommendations():
            values = [getattr(one, column.key) for column in IMPORTED]
            yield [
                value.name if column.key == "body" else "" if value is None else value
                for value, column in zip(values, IMPORTED, strict=True)
            ]


def _holds_back(batch: Import, choices: Choices) -> bool:
    """Whether some changed rows stay as a person wrote them."""
    changed = batch.rows.filter(outcome=Outcome.CHANGED)
    hands = last_by_hand(changed.order_by().values("recommendation"))
    held = changed.filter(recommendation__in=hands).exclude(number__in=choices.taking)
    return bool(hands) and held.exists()


def _changes(row: ImportRow) -> list[RowChange]:
    """Where the row says something else than what stood before, text first."""
    changes = []
    for name in sorted(row.before, key=lambda name: name != "text"):
        pair = row.before[name], row.values.get(name)
        old, new = ("" if value is None else str(value) for value in pair)
        changes.append(RowChange(FORM.column(name).heading, old, new, differences(old, new)))
    return changes


def _offered(values: dict, record: Recommendation) -> str:
    number = f", number {record.reference}" if record.reference else ""
    same = "the same number as" if has_its_number(values, record) else "nearly the words of"
    return f"It has {same} one here{number}: {shorten(record.text, _TEXT_SHOWN)}"
