"""What a row says of a promise: words, measure, lead, workstream, recommendations, first date.

A blank cell says nothing: what stands here stays. Nothing that cannot be told apart is linked.
"""

from datetime import date

from improvement.models import ActionState, Confidence, Status
from improvement.trackers.matching import ActionChange, RowReport, is_cut, title_of
from improvement.trackers.plan_records import ActionRecord, PlanRecords
from improvement.trackers.tracker_row import Note
from improvement.wording import day_words, listed, month_words
from inspections.cells import fold, one_line, tidy

NOT_KNOWN = "not known"


def promise(change: ActionChange, stored: PlanRecords) -> None:
    """Fill in what the row would make, or change, of its action's promises."""
    said = _said(change, stored)
    for name, (value, words) in said.items():
        old, old_words = _stands(change, stored, name)
        if value != old:
            change.promises[name] = value
            change.differs(name, old_words, words)
    record = change.record
    if is_cut(change.row) and "title" in change.promises:
        where = "stay with the import" if record else "go into the note for the council only"
        change.told.append(f"The action is longer than a title: its whole words {where}.")
    if record is None:
        return
    for name in record.amended_after & change.promises.keys():
        change.newer = True
        change.told.append("This promise was changed here after the day of the file: it stays.")
        for kept in (change.promises, change.before, change.after):
            del kept[name]
    change.by_hand = bool(change.promises) and record.action.public_at is not None


def _said(change: ActionChange, stored: PlanRecords) -> dict[str, tuple]:
    """What the row says: by field, the value and its words."""
    row, said = change.row, {}
    title = title_of(row)
    said["title"] = title, title
    if measure := tidy(row.success_measure):
        said["success_measure"] = measure, measure
    if workstream := one_line(row.workstream):
        known = stored.workstreams.get(fold(workstream))
        words = known.title if known else workstream
        if len(words) > 160:
            change.is_wrong(
                "Workstream", words, "This is longer than 160 characters.", "Shorten it."
            )
        said["workstream"] = words, words
    if row.leads:
        _lead(change, stored, said)
    if row.recommendations or row.recommendation:
        _recommendations(change, stored, said)
    return said


def _stands(change: ActionChange, stored: PlanRecords, name: str) -> tuple:
    """What stands in the action: the value and its words."""
    if change.record is None:
        return None, ""
    action = change.record.action
    if name == "lead":
        post = stored.posts_by_key.get(action.lead_id)
        return action.lead_id, post.title if post else ""
    if name == "workstream":
        titles = {one.pk: one.title for one in stored.workstreams.values()}
        title = titles.get(action.workstream_id, "")
        return title, title
    if name == "recommendations":
        keys = change.record.recommendations
        return keys, _named(keys, stored)
    words = getattr(action, name)
    return (one_line(words) if name == "title" else tidy(words)), words


def _lead(change: ActionChange, stored: PlanRecords, said: dict) -> None:
    """The first post that the cell names; the others are told."""
    first, *others = change.row.leads
    if others:
        change.told.append(
            f"One post leads an action here: {first}. Not taken as leads: {listed(others)}."
        )
    if post := stored.posts.get(fold(first)):
        said["lead"] = post.pk, post.title
    else:
        change.told.append(f"There is no post “{first}” here: the lead is left as it is.")


def _recommendations(change: ActionChange, stored: PlanRecords, said: dict) -> None:
    """Those of the plan's inspections that bear the references, or have the words."""
    found, unknown = set(), []
    for reference in change.row.recommendations:
        keys = stored.by_reference.get(fold(reference), [])
        if len(keys) == 1:
            found.add(keys[0])
        elif keys:
            change.told.append(
                f"“{reference}” is a recommendation of more than one report that this plan "
                "answers: link it on the action's page."
            )
        else:
            unknown.append(reference)
    words = fold(change.row.recommendation)
    if words and not change.row.recommendations:
        keys = [pk for pk, one in stored.recommendations.items() if fold(one.text) == words]
        found |= set(keys) if len(keys) == 1 else set()
    if unknown:
        change.told.append(
            "Not found among the recommendations of the reports that this plan answers: "
            f"{listed(unknown)}."
        )
    if found:
        stand = change.record.recommendations if change.record else frozenset()
        unsaid = stand - stored.recommendations.keys()  # no file can name these: they stay
        said["recommendations"] = unsaid | found, _named(found, stored)


def _named(keys, stored: PlanRecords) -> str:
    labels = (stored.recommendations[pk] for pk in sorted(keys) if pk in stored.recommendations)
    return listed([one.label or str(one) for one in labels])


# --- dates ---


def promise_date(change: ActionChange, *, has_original: bool, due_is_original: bool) -> None:
    """The first date of an action that is no public promise yet; and a later date asked for.

    `has_original`: the file has a column for the date first promised. Where it has not,
    `due_is_original` says that its only date is that one.
    """
    row, record = change.row, change.record
    said = row.original_due if has_original else (row.due if due_is_original else None)
    if record is None:
        change.promises["original_due"] = said
        change.differs("original_due", "", day_words(said) if said else NOT_KNOWN)
        _ask(change, row.due, said)
        return
    action, stands = record.action, record.state.due_on
    is_promise = action.public_at is not None
    if said and said != action.original_due:
        if is_promise and has_original:
            change.told.append("The date first promised never changes: it stays as it is here.")
        elif not is_promise and not record.state.moves:
            change.promises["original_due"] = stands = said
            change.differs("original_due", _day(action.original_due), day_words(said))
    _ask(change, row.due, stands)


def _ask(change: ActionChange, due, stands) -> None:
    """A request for a later date, where the file gives one; never silently a date."""
    record = change.record
    if due is None or due == stands:
        return
    if record is not None and due == record.state.asked_for:
        return
    if record is not None and record.is_gone:
        return
    if record is not None and record.moved_after:
        change.newer = True
        change.told.append("A date was asked for or decided after the day of the file: it stays.")
    elif record is not None and due in record.refused:
        change.told.append(f"{day_words(due)} was asked for and refused: it is not asked again.")
    elif record is not None and record.state.asked_for:
        change.told.append(
            f"{day_words(record.state.asked_for)} is asked for already: decide on that first. "
            f"The file says {day_words(due)}."
        )
    elif stands is not None and due < stands:
        change.told.append(
            f"The file gives an earlier date, {day_words(due)}. Here a date only moves to a later "
            "one that was agreed: it stays."
        )
    else:
        change.move_to = due
        change.differs("due", _day(stands), day_words(due))


def _day(day) -> str:
    return day_words(day) if day else NOT_KNOWN


_WITH_MORE_TO_SAY = {
    Status.BUSINESS_AS_USUAL: "when it is checked next",
    Status.MERGED: "into which action it went",
    Status.REPLACED: "which action took its place",
}

_SAID_BY_ITSELF = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE)


def report(change: ActionChange, as_at: date) -> None:
    """Fill in the reports that the row makes, the oldest first."""
    record, row = change.record, change.row
    if record is not None and record.is_gone:
        if row.status and row.status != record.state.status:
            change.newer = True
            gone = record.state.get_status_display()
            change.told.append(f"It is {gone} here, and stays so.")
        return
    notes = _news(change)
    dated = _dated(change, [note for note in notes if note.on], as_at)
    undated = "\n".join(tidy(note.words) for note in notes if not note.on)
    days = [one.on for one in dated] + [day for day, *_ in (record.said if record else ())]
    now = _now(change, undated, as_at, max(days, default=None))
    last = dated[-1] if dated else None
    if now and last and last.on == now.on and now.note is None and not last.note.whole_month:
        dated.pop()
        now = RowReport(now.on, now.status, now.confidence, now.reason, last.note)
    change.reports = [*dated, *([now] if now else [])]
    if change.reports:
        words = [_told(one) for one in change.reports if one.note]
        if words:
            change.differs("notes", "", "\n".join(words))


def _news(change: ActionChange) -> list[Note]:
    """The row's notes that are not on record.

    A cell that says what it said last month, below a heading that names another month, is not a
    report of that month: nobody wrote anything. Columns for several months are each what they say.
    """
    record, row = change.record, change.row
    months = {note.on for note in row.notes if note.by_heading}
    news = []
    for note in row.notes:
        if not fold(note.words) or (record and record.knows(note.words, note.on)):
            continue
        if record and note.by_heading and len(months) == 1 and record.knows(note.words):
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


def _now(change: ActionChange, words: str, as_at: date, last: date | None) -> RowReport | None:
    """The report of the file's own day; None where it says no more than is on record.

    `last` is the day of the last report before it.
    """
    row, record = change.row, change.record
    said = row.status or (Status.COMPLETE.value if row.completed else "")
    status, confidence = _reported_state(record)
    news = bool(said) and said not in _claims(record)
    if said in _WITH_MORE_TO_SAY and news:
        change.told.append(
            f"The file says “{Status(said).label}”, and not {_WITH_MORE_TO_SAY[said]}: close it on "
            "the action's page."
        )
        said, news = "", False
    if row.closed and not said:
        change.told.append("It stands among the closed actions of the file, which gives no status.")
    after = said if news else status
    sure = row.confidence if after in ActionState.OPEN else ""
    unsure = bool(sure) and sure != confidence
    reason = tidy(row.reason)
    if reason and record and record.knows(reason):
        reason = ""
    if not (news or unsure or words or reason):
        return None
    if record is not None and record.heard_after:
        change.newer = True
        change.told.append(
            f"Somebody reported on it after {day_words(as_at)}, the day of the file: what stands "
            "here is newer, and stays."
        )
        return None
    if not news and after not in _SAID_BY_ITSELF:
        change.told.append(
            f"It is {Status(after).label} here. What the file says more is left: report it on the "
            "action's page."
        )
        return None
    if after == Status.WITHDRAWN and not (words or reason):
        change.told.append("The file says “withdrawn”, and not why: withdraw it on its page.")
        return None
    if news:
        change.differs("status", Status(status).label, Status(after).label)
    if not sure and after in ActionState.OPEN and not news:
        sure = confidence  # the file says nothing of it: what was reported last still stands
    if unsure:
        change.differs("confidence", _label(confidence), Confidence(sure).label)
    completed = row.completed if news and after == Status.COMPLETE else None
    told_then = completed and completed <= as_at and (last is None or completed >= last)
    return _made(change, after, sure, reason, words, completed if told_then else as_at)


def _made(change, status, confidence, reason, words, on) -> RowReport:
    if status == Status.WITHDRAWN and not reason:
        reason, words = words, ""
    if reason:
        change.differs("reason", "", reason)
    return RowReport(on, status, confidence, reason, Note(words) if words else None)


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


def _told(one: RowReport) -> str:
    """A note as the preview shows it."""
    note = one.note
    day = month_words(one.on) if note.whole_month else day_words(one.on)
    return f"{day}: {note.words}"
