"""What a tracker would do to a plan, decided from its rows and the plan as it stands.

Here stand the promises that a row changes: words, measure, lead, workstream, recommendations and
dates. A blank cell says nothing: what stands here stays. Nothing that cannot be told apart is
linked. What a row reports is decided in `row_reports`.
"""

from collections.abc import Collection, Mapping
from datetime import date

from improvement.models import Action
from improvement.trackers.layout import Field, Layout, TrackerRow
from improvement.trackers.matching import ActionChange, Outcome, absent, is_cut, match, title_of
from improvement.trackers.plan_records import ActionRecord, PlanRecords
from improvement.trackers.row_reports import report
from improvement.wording import day_words, listed
from inspections.by_hand import last_by_hand
from inspections.cells import fold, one_line, tidy

NOT_KNOWN = "not known"
Said = dict[str, tuple[object, str]]  # by a promise's field: its value, and that in words


class TrackerPreview:
    """The rows of a file, each with all that it would do.

    `answers` gives the decisions on offered rows, by number. `taking` holds the rows that may
    change a promise which is public or was written by hand; None, for a preview, holds none back.
    """

    def __init__(
        self,
        rows: Collection[TrackerRow],
        stored: PlanRecords,
        layout: Layout,
        *,
        due_is_original: bool | None,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
    ):
        self.stored = stored
        self.changes = [ActionChange(row, number) for number, row in enumerate(rows, start=1)]
        for change in self.changes:
            for mistake in change.row.mistakes:
                change.note(mistake)
        match(self.changes, stored.actions, answers or {}, stored.same_before)
        original = {sheet.name for sheet in layout.sheets if sheet.places(Field.ORIGINAL_DUE)}
        for change in (one for one in self.changes if one.outcome != Outcome.WRONG):
            promise(change, stored)
            has_original = change.row.sheet in original
            promise_date(change, bool(due_is_original), has_original=has_original)
            report(change, stored.as_at)
        self._heed_hands()
        if taking is not None:
            self._keep_unticked(taking)
        self._note_changed()

    def _note_changed(self) -> None:
        for change in self.changes:
            if change.outcome == Outcome.UNCHANGED and change.acts:
                change.outcome = Outcome.CHANGED

    def _heed_hands(self) -> None:
        """What a person wrote into a draft is theirs, as a public promise is the public's."""
        drafts = [one for one in self.changes if one.record and one.promises and not one.by_hand]
        hands = last_by_hand((one.record.action.pk for one in drafts), Action) if drafts else {}
        for change in drafts:
            change.by_hand = change.record.action.pk in hands

    def _keep_unticked(self, taking: Collection[int]) -> None:
        for change in self.changes:
            change.kept_back = change.by_hand and change.number not in taking

    @property
    def absent(self) -> list[ActionRecord]:
        return absent(self.changes, self.stored.actions)

    @property
    def first_wrong(self) -> ActionChange | None:
        return next((one for one in self.changes if one.outcome == Outcome.WRONG), None)

    @property
    def needs_a_reason(self) -> bool:
        """Whether it changes a public promise, or asks for a date: the public reads why."""
        return any(one.move_to or (one.amends and not one.kept_back) for one in self.changes)


# --- promises: words, measure, lead, workstream, recommendations ---


def promise(change: ActionChange, stored: PlanRecords) -> None:
    """Fill in what the row would make, or change, of its action's promises."""
    for name, (value, words) in _said(change, stored).items():
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
        for part in (change.promises, change.before, change.after):
            del part[name]
    change.by_hand = bool(change.promises) and record.action.public_at is not None


def _said(change: ActionChange, stored: PlanRecords) -> Said:
    """What the row says: by field, the value and its words."""
    row, title = change.row, title_of(change.row)
    said: Said = {"title": (title, title)}
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


def _stands(change: ActionChange, stored: PlanRecords, name: str) -> tuple[object, str]:
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


def _lead(change: ActionChange, stored: PlanRecords, said: Said) -> None:
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


def _recommendations(change: ActionChange, stored: PlanRecords, said: Said) -> None:
    """Those of the plan's inspections that bear the references, or have the words."""
    if change.row.recommendations:
        found = _with_references(change, stored)
    else:
        found = _with_words(change.row.recommendation, stored)
    if found:
        stand = change.record.recommendations if change.record else frozenset()
        unsaid = stand - stored.recommendations.keys()  # no file can name these: they stay
        said["recommendations"] = unsaid | found, _named(found, stored)


def _with_references(change: ActionChange, stored: PlanRecords) -> set[int]:
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
    if unknown:
        change.told.append(
            "Not found among the recommendations of the reports that this plan answers: "
            f"{listed(unknown)}."
        )
    return found


def _with_words(words: str, stored: PlanRecords) -> set[int]:
    """The one recommendation of these words; of several, none."""
    same = fold(words)
    keys = [pk for pk, one in stored.recommendations.items() if same and fold(one.text) == same]
    return set(keys) if len(keys) == 1 else set()


def _named(keys, stored: PlanRecords) -> str:
    known = stored.recommendations
    return listed([known[pk].label or str(known[pk]) for pk in sorted(keys) if pk in known])


# --- dates ---


def promise_date(change: ActionChange, due_is_original: bool, *, has_original: bool) -> None:
    """The first date of an action that is no public promise yet; and a later date asked for.

    `has_original`: the file has a column for the date first promised. Where it has not,
    `due_is_original` says that its only date is that one.
    """
    row, record = change.row, change.record
    said = row.original_due if has_original else (row.due if due_is_original else None)
    if record is None:
        change.promises["original_due"] = said
        change.differs("original_due", "", day_words(said) if said else NOT_KNOWN)
        _ask_for(change, row.due, said)
        return
    action, stands = record.action, record.state.due_on
    is_promise = action.public_at is not None
    is_another = said is not None and said != action.original_due
    if is_another and is_promise and has_original:
        change.told.append("The date first promised never changes: it stays as it is here.")
    elif is_another and not is_promise and not record.state.moves:
        change.promises["original_due"] = stands = said
        change.differs("original_due", _day(action.original_due), day_words(said))
    _ask_for(change, row.due, stands)


def _ask_for(change: ActionChange, due: date | None, stands: date | None) -> None:
    """A request for a later date, where the file gives one; never silently a date."""
    record = change.record
    if due is None or due == stands:
        return
    if record is not None and (record.is_gone or due == record.state.asked_for):
        return
    if record is not None and record.moved_after:
        change.newer = True
        change.told.append("A date was asked for or decided after the day of the file: it stays.")
    elif said := _against(record, due, stands):
        change.told.append(said)
    else:
        change.move_to = due
        change.differs("due", _day(stands), day_words(due))


def _against(record: ActionRecord | None, due: date, stands: date | None) -> str:
    """Why this date is not asked for; empty where nothing speaks against it."""
    if record is not None and due in record.refused:
        return f"{day_words(due)} was asked for and refused: it is not asked again."
    if record is not None and record.state.asked_for:
        return (
            f"{day_words(record.state.asked_for)} is asked for already: decide on that first. "
            f"The file says {day_words(due)}."
        )
    if stands is not None and due < stands:
        return (
            f"The file gives an earlier date, {day_words(due)}. Here a date only moves to a later "
            "one that was agreed: it stays."
        )
    return ""


def _day(day: date | None) -> str:
    return day_words(day) if day else NOT_KNOWN
