"""Trackers of improvement plans, as a kind of file that comes in: see `inspections.intake`."""

from collections.abc import Collection, Mapping
from datetime import datetime

from councils.days import day_of
from improvement.models import Action, Plan, TrackerImport
from improvement.trackers.forgetting import forget
from improvement.trackers.open_file import open_book
from improvement.trackers.plan_records import PlanRecords
from improvement.trackers.preview import TrackerPreview
from improvement.trackers.reading import read_rows
from improvement.trackers.settling import ask, layout_of, remember
from improvement.trackers.sheets import Book
from improvement.trackers.undoing import take_back
from improvement.trackers.writing import TrackerWriting
from improvement.wording import day_words
from inspections.intake import Choices, Kind, Preview, Refused
from inspections.intake.storing import keep_rows
from inspections.models import Import, ImportRow

MOST_HIDDEN = 50  # rows that are named


class Trackers(Kind):
    """A tracker of a plan. Until somebody has said what its columns mean, it has no rows.

    Confirming reads the stored bytes again with the answers, by the layout that was settled, while
    nobody else can change the plan: an answer may make another row wrong.
    """

    kind = Import.Kind.PLAN
    model = TrackerImport
    subject = Action
    title = "Trackers of improvement plans"
    one, many = "row", "rows"
    once_written = "Reports wait for the publisher."

    def new_import(self, whose: Plan, **facts) -> TrackerImport:
        batch = TrackerImport(kind=self.kind, council=whose.council, plan=whose, **facts)
        if batch.as_at > day_of(batch.uploaded_at):
            raise Refused("The file cannot tell of a day that is still to come.")
        return batch

    def whose(self, batch: TrackerImport) -> Plan:
        return batch.plan

    def refuse(self, whose: Plan) -> None:
        if whose.withdrawn_at:
            told = day_words(day_of(whose.withdrawn_at))
            raise Refused(f"This plan was withdrawn on {told}: nothing can be imported into it.")

    def where(self, row: ImportRow) -> str:
        return row.values["where"]

    def records(self, batch, *, by, at: datetime, lock: bool = False) -> PlanRecords:
        is_settled = bool(batch.layout and batch.fingerprint)
        if lock and not is_settled and batch.state == Import.State.PREVIEWED:
            raise Refused("Nothing was saved. Say first what the columns mean.")
        layout = batch.layout if is_settled else None
        return PlanRecords(batch.plan, as_at=batch.as_at, at=at, layout=layout, lock=lock)

    def preview(self, batch, records: PlanRecords, *, by, at: datetime, sheet="") -> Preview:
        book = open_book(bytes(batch.content))
        if records.layout is None:
            asked = ask(batch, book, at=at)
            if asked.is_settled:
                remember(batch, asked.proposal.layout, by=by, at=at)
                records.layout = batch.layout
            batch.save(update_fields=["layout"])
            if not asked.is_settled:
                return Preview((), reading=batch.reading)
        found = _rows(batch, book, records)
        hidden = [change.where for change in found.changes if change.row.hidden]
        reading = {
            "hidden": [f"Hidden in the file: {'; '.join(hidden[:MOST_HIDDEN])}."] if hidden else [],
            "absent": [record.action.pk for record in found.absent],
            "leads": sorted({lead for change in found.changes for lead in change.row.leads[:1]}),
        }
        return Preview(found.changes, reading=batch.reading | reading)

    def decide(self, batch, records: PlanRecords, choices: Choices, *, by, at: datetime) -> None:
        super().decide(batch, records, choices, by=by, at=at)
        book = open_book(bytes(batch.content))
        answers, taking = choices.answers, choices.taking
        records.decided = found = _rows(batch, book, records, answers=answers, taking=taking)
        if wrong := found.first_wrong:
            told = " ".join(f"{one.reason} {one.remedy}" for one in wrong.errors)
            raise Refused(f"Nothing was saved. {wrong.where} is wrong. {told}")

    def write(self, batch, records: PlanRecords, choices: Choices, *, by, at: datetime) -> None:
        decided, batch.why = records.decided, choices.why.strip()
        if decided.needs_a_reason and not batch.why:
            raise Refused(
                "Nothing was saved. The file changes promises or asks for later dates: say why. "
                "The public will read it."
            )
        TrackerWriting(batch, records, decided.changes, by, at).write()
        batch.save(update_fields=["why"])
        batch.rows.all().delete()
        keep_rows(self, batch, decided.changes)

    def forget(self, *, council, words: Collection[str], marker: str) -> None:
        forget(council=council, words=words, marker=marker)

    def undo(self, batch, records: PlanRecords, *, by, at: datetime) -> None:
        take_back(batch, by=by, at=at)


def _rows(
    batch: TrackerImport,
    book: Book,
    records: PlanRecords,
    *,
    answers: Mapping[int, str] | None = None,
    taking: Collection[int] | None = None,
) -> TrackerPreview:
    layout = layout_of(batch)
    return TrackerPreview(
        read_rows(book, layout),
        records,
        layout,
        due_is_original=batch.layout.due_is_original,
        answers=answers,
        taking=taking,
    )
