"""What a row says of progress: dated notes are past reports, the rest is of the file's own day.

Completed in a tracker is a claim, as any report is; nothing here verifies it.
"""

from datetime import date

from improvement.models import ActionState, Confidence, Status
from improvement.trackers.layout import Note
from improvement.trackers.matching import ActionChange, RowReport
from improvement.trackers.plan_records import ActionRecord
from improvement.wording import day_words, month_words
from inspections.cells import fold, tidy

_WITH_MORE_TO_SAY = {
    Status.BUSINESS_AS_USUAL: "when it is checked next",
    Status.MERGED: "into which action it went",
    Status.REPLACED: "which action took its place",
}
_SAID_BY_ITSELF = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE)


def report(change: ActionChange, as_at: date) -> None:
    """Fill in the reports that the row makes, the oldest first."""
    record = change.record
    if record is not None and record.is_gone:
        _tell_gone(change, record)
        return
    notes = _news(change)
    dated = _dated(change, [note for note in notes if note.on], as_at)
    undated = "\n".join(tidy(note.words) for note in notes if not note.on)
    before = [day for day, *_ in record.said] if record else []
    now = _of_today(
        change, undated, as_at, max([*before, *(one.on for one in dated)], default=None)
    )
    change.reports = _together(dated, now)
    if words := [_in_words(one) for one in change.reports if one.note]:
        change.differs("notes", "", "\n".join(words))


def _tell_gone(change: ActionChange, record: ActionRecord) -> None:
    if change.row.status not in ("", record.state.status):
        change.newer = True
        change.told.append(f"It is {record.state.get_status_display()} here, and stays so.")


def _together(dated: list[RowReport], now: RowReport | None) -> list[RowReport]:
    """The reports of a row; a note of the file's own day and its state are one report."""
    last = dated[-1] if dated else None
    if now is None:
        return dated
    if last and last.on == now.on and now.note is None and not last.note.whole_month:
        one = RowReport(now.on, now.status, now.confidence, now.reason, last.note)
        return [*dated[:-1], one]
    return [*dated, now]


def _news(change: ActionChange) -> list[Note]:
    """The row's notes that are not on record.

    A cell that says what it said last month, below a heading that names another month, is not a
    report of that month: nobody wrote anything. Columns for several months are each what they say.
    """
    record, row = change.record, change.row
    notes = [note for note in row.notes if fold(note.words)]
    if record is None:
        return notes
    one_month = len({note.on for note in row.notes if note.by_heading}) == 1
    news = []
    for note in notes:
        if record.knows(note.words, note.on):
            continue
        if one_month and note.by_heading and record.knows(note.words):
            change.told.append(
                f"The note under {month_words(note.on)} says what was on record before, and is not "
                "reported again."
            )
            continue
        news.append(note)
    return news


def _dated(change: ActionChange, notes: list[Note], as_at: date) -> list[RowReport]:
    """A report for each note, in the state that stood on its day: a note says nothing of one."""
    reports = []
    for note in sorted(notes, key=lambda note: note.on):
        if note.on > as_at:
            change.is_wrong(
                "",
                note.words,
                f"This note is dated {day_words(note.on)}, after the day of the file, "
                f"{day_words(as_at)}.",
                "Correct the note, or upload the file again with its right day.",
            )
            continue
        if change.record and note.on in change.record.removed:
            change.told.append(
                f"A note of {day_words(note.on)} is left: words of that day were removed here."
            )
            continue
        stood = change.record.stood(note.on) if change.record else None
        status, confidence = stood or (_begun(change.row.status), "")
        if status not in _SAID_BY_ITSELF:
            change.told.append(
                f"A note of {day_words(note.on)} is left: on that day it was "
                f"{Status(status).label} here. Add it on the action's page."
            )
            continue
        if status in ActionState.CLOSED:
            confidence = ""
        reports.append(RowReport(note.on, status, confidence, note=note))
    return reports


def _begun(status: str) -> str:
    """How an action stood while it was noted, of which nothing is on record yet."""
    return Status.NOT_STARTED if status in ("", Status.NOT_STARTED) else Status.IN_PROGRESS


def _of_today(change: ActionChange, words: str, as_at: date, last: date | None) -> RowReport | None:
    """The report of the file's own day; None where it says no more than is on record.

    `last` is the day of the last report before it.
    """
    row, record = change.row, change.record
    status, confidence = _reported_state(record)
    said = _new_status(change)
    after = said or status
    sure = row.confidence if after in ActionState.OPEN else ""
    is_surer = bool(sure) and sure != confidence
    reason = _new_reason(change)
    if not any((said, is_surer, words, reason)):
        return None
    if why := _left(record, after, bool(said), bool(words or reason), as_at):
        change.newer = change.newer or bool(record and record.heard_after)
        change.told.append(why)
        return None
    if said:
        change.differs("status", Status(status).label, Status(after).label)
    if is_surer:
        change.differs("confidence", _label(confidence), Confidence(sure).label)
    elif not said and after in ActionState.OPEN:
        sure = confidence  # the file says no other: what was reported last still stands
    if after == Status.WITHDRAWN and not reason:
        reason, words = words, ""
    if reason:
        change.differs("reason", "", reason)
    on = _completed_on(change, said, as_at, last)
    return RowReport(on, after, sure, reason, Note(words) if words else None)


def _new_reason(change: ActionChange) -> str:
    """Why the lead is so sure, where that is not on record."""
    reason, record = tidy(change.row.reason), change.record
    return "" if record and record.knows(reason) else reason


def _new_status(change: ActionChange) -> str:
    """The status that the file says and that is not on record; empty without."""
    row = change.row
    said = row.status or (Status.COMPLETE.value if row.completed else "")
    if row.closed and not said:
        change.told.append("It stands among the closed actions of the file, which gives no status.")
    if not said or said in _claims(change.record):
        return ""
    if said in _WITH_MORE_TO_SAY:
        change.told.append(
            f"The file says “{Status(said).label}”, and not {_WITH_MORE_TO_SAY[said]}: close it on "
            "the action's page."
        )
        if row.closed:
            change.told.append(
                "It stands among the closed actions of the file, which gives no status."
            )
        return ""
    return said


def _left(
    record: ActionRecord | None, after: str, is_news: bool, has_words: bool, as_at: date
) -> str:
    """Why what the file says is left as it is; empty where it is reported."""
    if record is not None and record.heard_after:
        return (
            f"Somebody reported on it after {day_words(as_at)}, the day of the file: what stands "
            "here is newer, and stays."
        )
    if not is_news and after not in _SAID_BY_ITSELF:
        return (
            f"It is {Status(after).label} here. What the file says more is left: report it on the "
            "action's page."
        )
    if after == Status.WITHDRAWN and not has_words:
        return "The file says “withdrawn”, and not why: withdraw it on its page."
    return ""


def _completed_on(change: ActionChange, said: str, as_at: date, last: date | None) -> date:
    """The day on which it was completed, where the file says it and nothing was said since."""
    completed = change.row.completed if said == Status.COMPLETE else None
    is_last = completed and completed <= as_at and (last is None or completed >= last)
    return completed if is_last else as_at


def _reported_state(record: ActionRecord | None) -> tuple[str, str]:
    if record is None:
        return Status.NOT_STARTED.value, ""
    return record.state.status, record.state.confidence


def _claims(record: ActionRecord | None) -> set[str]:
    """What is on record, and what was claimed: a claim that was returned is not made again."""
    if record is None:
        return {Status.NOT_STARTED.value}
    return {record.state.status, record.state.claimed}


def _label(confidence: str) -> str:
    return Confidence(confidence).label if confidence else "not said"


def _in_words(one: RowReport) -> str:
    """A note as the preview shows it."""
    note = one.note
    day = month_words(one.on) if note.whole_month else day_words(one.on)
    return f"{day}: {note.words}"
