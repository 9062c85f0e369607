"""A plan as rows of a tracker: what its own people know of it, in a layout of their council's.

What a tracker holds and the plan has no column for (who monitors, where the evidence lies, words
cut from a title) comes back from the last file that was brought in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from improvement.models import Action, ActionState, Plan, Status, TrackerImport, Update
from improvement.record import Chain
from improvement.trackers.days import has_year
from improvement.trackers.layout import Layout, Note, TrackerRow
from improvement.trackers.matching import OURS_HAS_NO_PLACE, title_of
from improvement.trackers.meanings import OWN
from inspections.cells import fold
from inspections.models import Import, ImportRow


def rows_of(
    plan: Plan, layout: Layout = OWN, *, seen: QuerySet | None = None
) -> Iterator[TrackerRow]:
    """The plan's actions in its order, those that were withdrawn too; a handful of queries.

    `seen` holds the recommendations that the reader may read, where that is not all of them.
    Where the words of `layout` tell a confidence and no status, an action that nobody said was
    begun is told by its confidence alone, as its council writes it. Ours has no date but an agreed
    one; a council's own layout has the date that is asked for, where none is agreed.
    """
    inside = ActionState.objects.filter(audience=ActionState.Audience.INTERNAL)
    states = {state.action_id: state for state in inside.filter(action__plan=plan)}
    said, kept = _said(plan), _last_files(plan)
    actions = plan.actions.select_related("lead", "workstream").order_by("sorts_as")
    posts = {fold(title) for title in plan.council.posts.values_list("title", flat=True)}
    unsaid = _told_alone(layout)
    answered = "recommendations" if seen is None else Prefetch("recommendations", seen)
    for action in actions.prefetch_related(answered):
        state = states[action.pk]
        file = kept.get(action.pk, {})
        row = _row(action, state, said[action.pk], file)
        named = file.get("leads", ())
        if layout is OWN:  # which knows of posts alone
            named = [title for title in named if fold(title) in posts]
        row = replace(row, leads=_leads(action, named, posts))
        if state.status == Status.NOT_STARTED and state.confidence in unsaid:
            row = replace(row, status="")
        yield row if layout is OWN else _with_date_asked_for(row, state)


def _with_date_asked_for(row: TrackerRow, state: ActionState) -> TrackerRow:
    return row if row.due or row.due_words else replace(row, due=state.asked_for)


def _told_alone(layout: Layout) -> set[str]:
    """The values of `Confidence` for which the layout has a word, or a colour, of their own."""
    words = [*layout.meanings.values(), layout.fills if layout is not OWN else {}]
    meanings = (meaning for said in words for meaning in said.values())
    return {one.confidence for one in meanings if one.confidence and not one.status}


def _row(action: Action, state: ActionState, said: list[Update], kept: dict) -> TrackerRow:
    asked = sorted(action.recommendations.all(), key=lambda one: one.pk)
    last = said[-1] if said else None
    row = TrackerRow(
        action=action.title,
        reference=action.reference,
        recommendations=tuple(
            filter(None, (one.reference or one.council_reference for one in asked))
        ),
        recommendation=asked[0].text if len(asked) == 1 else "",
        workstream=action.workstream.title if action.workstream else "",
        original_due=action.original_due,
        due=state.due_on,
        status=state.status,
        confidence=state.confidence,
        reason=last.reason if last else "",
        notes=tuple(
            Note(one.what_changed, one.effective_on, one.month_only)
            for one in said
            if one.what_changed
        ),
        success_measure=action.success_measure,
        completed=state.delivered_on if state.status == "complete" else None,
    )
    return _with_what_we_have_no_place_for(row, kept)


def _leads(action: Action, named: Sequence[str], posts: Collection[str]) -> tuple[str, ...]:
    """The action's one lead; with whom the file names beside it, while it names that one first.

    Whom it names first and who is no post here (`posts` are folded titles) is still its lead there.
    """
    first = fold(named[0]) if named else ""
    if action.lead is None:
        return () if first in posts else tuple(named)
    return tuple(named) if first == fold(action.lead.title) else (action.lead.title,)


def _with_what_we_have_no_place_for(row: TrackerRow, kept: dict) -> TrackerRow:
    values = {name: value for name in row.__dataclass_fields__ if (value := getattr(row, name))}
    given = {name: kept[name] for name in OURS_HAS_NO_PLACE if kept.get(name)}
    for name in ("due", "original_due"):
        if getattr(row, name) and not has_year(given.get(f"{name}_words", "")):
            given.pop(f"{name}_words", None)  # "Q3" would be asked about again: the date is known
    whole = TrackerRow(action=kept.get("action", ""))
    if title_of(whole) == row.action:
        given["action"] = whole.action
    return TrackerRow(**(given | values | ({"action": given.get("action", row.action)})))


def _said(plan: Plan) -> defaultdict[int, list[Update]]:
    """The reports of each action in their order, a correction in the place of what it corrects."""
    by_action = defaultdict(list)
    for update in Update.objects.filter(action__plan=plan).order_by("number").iterator():
        by_action[update.action_id].append(update)
    told = defaultdict(list)
    for key, updates in by_action.items():
        told[key] = Chain(updates).counting(updates)
    return told


def _last_files(plan: Plan) -> dict[int, dict]:
    """For each action, what the last confirmed file said of it."""
    batches = TrackerImport.objects.filter(plan=plan, state=Import.State.CONFIRMED)
    rows = ImportRow.objects.filter(batch__in=batches.values("pk"), subject_id__isnull=False)
    rows = rows.order_by("batch__confirmed_at", "batch_id", "number")
    return dict(rows.values_list("subject_id", "values"))
