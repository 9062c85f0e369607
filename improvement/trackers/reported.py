"""What a row says of progress: dated notes are past reports, the rest is of the file's own day.

Completed in a tracker is a claim, as any report is; nothing here verifies it.
"""

from datetime import date

from improvement.models import ActionState, Confidence, Status
from improvement.trackers.effects import Effect, Report
from improvement.trackers.rows import Note
from improvement.trackers.standing import Record
from improvement.wording import day_words, month_words
from inspections.cells import fold, tidy

_WITH_MORE_TO_SAY = {
    Status.BUSINESS_AS_USUAL: "when it is checked next",
    Status.MERGED: "into which action it went",
    Status.REPLACED: "which action took its place",
}

_SAID_BY_ITSELF = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE)


def report(effect: Effect, as_at: date) -> None:
    """Fill in the reports that the row makes, the oldest first."""
    record, row = effect.record, effect.row
    if record is not None and record.is_gone:
        if row.status and row.status != record.state.status:
            effect.newer = True
            gone = record.state.get_status_display()
            effect.told.append(f"It is {gone} here, and stays so.")
        return
    notes = _news(effect)
    dated = _dated(effect, [note for note in notes if note.on], as_at)
    undated = "\n".join(tidy(note.words) for note in notes if not note.on)
    days = [one.on for one in dated] + [day for day, *_ in (record.said if record else ())]
    now = _now(effect, undated, as_at, max(days, default=None))
    last = dated[-1] if dated else None
    if now and last and last.on == now.on and now.note is None and not last.note.whole_month:
        dated.pop()
        now = Report(now.on, now.status, now.confidence, now.reason, last.note)
    effect.reports = [*dated, *([now] if now else [])]
    if effect.reports:
        words = [_told(one) for one in effect.reports if one.note]
        if words:
            effect.differs("notes", "", "\n".join(words))


def _news(effect: Effect) -> list[Note]:
    """The row's notes that are not on record.

    A cell that says what it said last month, below a heading that names another month, is not a
    report of that month: nobody wrote anything. Columns for several months are each what they say.
    """
    record, row = effect.record, effect.row
    months = {note.on for note in row.notes if note.by_heading}
    news = []
    for note in row.notes:
        if not fold(note.words) or (record and record.knows(note.words, note.on)):
            continue
        if record and note.by_heading and len(months) == 1 and record.knows(note.words):
            effect.told.append(
                f"The note under {month_words(note.on)} says what was on record before, and is not "
                "reported again."
            )
            continue
        news.append(note)
    return news


def _dated(effect: Effect, notes: list[Note], as_at: date) -> list[Report]:
    """A report for each note, in the state that stood on its day: a note says nothing of one."""
    reports = []
    for note in sorted(notes, key=lambda note: note.on):
        if note.on > as_at:
            effect.is_wrong(
                "",
                note.words,
                f"This note is dated {day_words(note.on)}, after the day of the file, "
                f"{day_words(as_at)}.",
                "Correct the note, or upload the file again with its right day.",
            )
            continue
        if effect.record and note.on in effect.record.removed:
            effect.told.append(
                f"A note of {day_words(note.on)} is left: words of that day were removed here."
            )
            continue
        stood = effect.record.stood(note.on) if effect.record else None
        status, confidence = stood or (_begun(effect.row.status), "")
        if status not in _SAID_BY_ITSELF:
            effect.told.append(
                f"A note of {day_words(note.on)} is left: on that day it was "
                f"{Status(status).label} here. Add it on the action's page."
            )
            continue
        if status in ActionState.CLOSED:
            confidence = ""
        reports.append(Report(note.on, status, confidence, note=note))
    return reports


def _begun(status: str) -> str:
    """How an action stood while it was noted, of which nothing is on record yet."""
    return Status.NOT_STARTED if status in ("", Status.NOT_STARTED) else Status.IN_PROGRESS


def _now(effect: Effect, words: str, as_at: date, last: date | None) -> Report | None:
    """The report of the file's own day; None where it says no more than is on record.

    `last` is the day of the last report before it.
    """
    row, record = effect.row, effect.record
    said = row.status or (Status.COMPLETE.value if row.completed else "")
    status, confidence = _stands(record)
    news = bool(said) and said not in _claims(record)
    if said in _WITH_MORE_TO_SAY and news:
        effect.told.append(
            f"The file says “{Status(said).label}”, and not {_WITH_MORE_TO_SAY[said]}: close it on "
            "the action's page."
        )
        said, news = "", False
    if row.closed and not said:
        effect.told.append("It stands among the closed actions of the file, which gives no status.")
    after = said if news else status
    sure = row.confidence if after in ActionState.OPEN else ""
    unsure = bool(sure) and sure != confidence
    reason = tidy(row.reason)
    if reason and record and record.knows(reason):
        reason = ""
    if not (news or unsure or words or reason):
        return None
    if record is not None and record.heard_after:
        effect.newer = True
        effect.told.append(
            f"Somebody reported on it after {day_words(as_at)}, the day of the file: what stands "
            "here is newer, and stays."
        )
        return None
    if not news and after not in _SAID_BY_ITSELF:
        effect.told.append(
            f"It is {Status(after).label} here. What the file says more is left: report it on the "
            "action's page."
        )
        return None
    if after == Status.WITHDRAWN and not (words or reason):
        effect.told.append("The file says “withdrawn”, and not why: withdraw it on its page.")
        return None
    if news:
        effect.differs("status", Status(status).label, Status(after).label)
    if not sure and after in ActionState.OPEN and not news:
        sure = confidence  # the file says nothing of it: what was reported last still stands
    if unsure:
        effect.differs("confidence", _label(confidence), Confidence(sure).label)
    completed = row.completed if news and after == Status.COMPLETE else None
    told_then = completed and completed <= as_at and (last is None or completed >= last)
    return _made(effect, after, sure, reason, words, completed if told_then else as_at)


def _made(effect, status, confidence, reason, words, on) -> Report:
    if status == Status.WITHDRAWN and not reason:
        reason, words = words, ""
    if reason:
        effect.differs("reason", "", reason)
    return Report(on, status, confidence, reason, Note(words) if words else None)


def _stands(record: Record | None) -> tuple[str, str]:
    if record is None:
        return Status.NOT_STARTED.value, ""
    return record.state.status, record.state.confidence


def _claims(record: Record | None) -> set[str]:
    """What is on record, and what was claimed: a claim that was returned is not made again."""
    if record is None:
        return {Status.NOT_STARTED.value}
    return {record.state.status, record.state.claimed}


def _label(confidence: str) -> str:
    return Confidence(confidence).label if confidence else "not said"


def _told(one: Report) -> str:
    """A note as the preview shows it."""
    note = one.note
    day = month_words(one.on) if note.whole_month else day_words(one.on)
    return f"{day}: {note.words}"
