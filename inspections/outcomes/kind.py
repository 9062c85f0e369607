"""A file of outcomes is brought in: every row that is right, in one transaction, or nothing.

What official statistics print is public, so a new inspection is public from the day of its report,
as in the reference data; `draft` leaves that to a publisher.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from inspections import intake
from inspections.intake import Choices, Kind, Preview, Refused, RowChange, RowDescription
from inspections.intake.storing import keep_rows
from inspections.models import Import, ImportRow, Inspection
from inspections.outcomes import undoing
from inspections.outcomes.columns import known_headings
from inspections.outcomes.keeping import in_words, rows_to_keep
from inspections.outcomes.preview import OutcomePlan
from inspections.outcomes.provenance import source_of_file
from inspections.outcomes.reading import rows_of
from inspections.outcomes.tables import read
from inspections.outcomes.writing import OutcomeWriting


class Outcomes(Kind):
    """Inspections and judgements of the whole nation, from any number of sheets.

    Rows that are wrong are told and left out. How the file was brought in stands in
    `Import.reading`: `as_at`, the day up to which official statistics count, and `draft`.
    """

    kind = Import.Kind.OUTCOMES
    subject = Inspection
    title = "Inspection outcomes"
    one, many = "inspection", "inspections"
    leaves_out_wrong = True

    def records(self, batch: Import, *, by, at: datetime, lock: bool = False) -> OutcomePlan:
        book = read(bytes(batch.content), known_headings())
        if as_at := batch.reading.get("as_at"):
            book = replace(book, as_at=date.fromisoformat(as_at))
        return OutcomePlan(book, rows_of(book), source_of_file(book, batch.file_name), lock=lock)

    def records_to_undo(self, batch: Import, *, by, at: datetime) -> None:
        return None  # it is undone by what it kept

    def preview(self, batch, records: OutcomePlan, *, by, at: datetime, sheet="") -> Preview:
        book = records.book
        reading = {
            "source": records.source.words,
            "as_at": book.as_at.isoformat() if book.as_at else None,
            "draft": bool(batch.reading.get("draft")),
            "hidden": book.hidden,
            "acts": records.acts,
        }
        return Preview(rows_to_keep(records), notices=book.notices, reading=reading)

    def write(self, batch, records: OutcomePlan, choices, *, by, at: datetime) -> OutcomePlan:
        writing = OutcomeWriting(batch, records, draft=batch.reading["draft"], by=by, at=at)
        writing.write()
        batch.rows.all().delete()
        keep_rows(self, batch, rows_to_keep(records, writing))
        return records

    def undo(self, batch: Import, records, *, by, at: datetime) -> None:
        undoing.undo(batch, by=by, at=at)

    def where(self, row: ImportRow) -> str:
        return place_of(row)

    def describe(self, row: ImportRow) -> RowDescription:
        said = "; ".join(f"{name}: {words}" for name, words in row.values["cells"].items())
        changes = [
            RowChange(one["what"], one["here"], one["file"]) for one in row.values.get("did", ())
        ]
        return RowDescription(place_of(row), said, changes)


def place_of(row: ImportRow) -> str:
    """Where a row stands in its file."""
    sheet, number = row.values["sheet"], row.values["row"]
    return f"Sheet “{sheet}”, row {number}" if sheet else f"Row {number}"


@dataclass(frozen=True)
class Done:
    """What became of a file. `batch` is None where the same file had done all of it before."""

    plan: OutcomePlan
    batch: Import | None


@transaction.atomic
def bring_in(
    *,
    content: bytes,
    file_name: str,
    by,
    at: datetime,
    as_at: date | None = None,
    with_hidden: bool = False,
    all_or_nothing: bool = False,
    draft: bool = False,
) -> Done:
    """Save what the file says and the record lacks, and correct what earlier issues of it said.

    `as_at` declares the file official statistics of that day, where it does not say so itself.
    Raises Unreadable; Refused where something in it is hidden and nobody has looked, where no row
    is right, or, with `all_or_nothing`, where one is wrong.
    """
    kind = Outcomes()
    batch = intake.preview(
        kind,
        content=content,
        file_name=file_name,
        whose=None,
        by=by,
        at=at,
        reading={"as_at": as_at and as_at.isoformat(), "draft": draft},
    )
    if (hidden := batch.reading["hidden"]) and not with_hidden:
        raise Refused(
            f"Nothing was saved. {' '.join(hidden)} Look at it. To import it with the rest, "
            "say --with-hidden."
        )
    _refuse_wrong(batch, all_or_nothing)
    if not batch.reading["acts"] and _before(batch):
        plan = kind.records(batch, by=by, at=at)
        batch.delete()
        return Done(plan, None)
    done = intake.confirm(batch=batch, by=by, at=at, choices=Choices(hidden_seen=True))
    return Done(done.made, done.batch)


def _refuse_wrong(batch: Import, all_or_nothing: bool) -> None:
    rows, wrong = batch.rows.count(), batch.rows.wrong()
    if not rows:
        raise Refused("Nothing was saved. The file holds headings and no rows.")
    if (count := wrong.count()) and (all_or_nothing or count == rows):
        first = wrong.order_by("number").first()
        raise Refused(
            f"Nothing was saved. Rows that are wrong: {count:,} of {rows:,}. "
            f"{in_words(place_of(first), first.errors[0])}"
        )


def _before(batch: Import) -> bool:
    """Whether the same bytes were brought in, as of the same day, and stand."""
    rows = Import.objects.filter(
        kind=Import.Kind.OUTCOMES, state=Import.State.CONFIRMED, sha256=batch.sha256
    )
    readings = rows.values_list("reading", flat=True)
    return any(said.get("as_at") == batch.reading["as_at"] for said in readings)
