"""A plan as it stands when a tracker comes in: what its rows are held against.

Read with a dozen queries, however many actions there are; the file's day decides what is newer.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from councils.days import day_of
from councils.models import Post
from improvement.models import (
    Action,
    ActionState,
    Amendment,
    DueDateMove,
    Plan,
    TrackerImport,
    TrackerLayout,
    Update,
    Workstream,
)
from inspections.bulk import batches
from inspections.cells import fold
from inspections.intake import Records
from inspections.models import ImportRow, Recommendation

_SAID = (
    *("action_id", "effective_on", "recorded_at", "redacted_at"),
    *("status", "confidence", "reason", "what_changed"),
)
# What `writing` notes of a row that made or changed something.
MADE = ("made", "was", "updates", "move", "amendments", "workstream_made")


@dataclass
class ActionRecord:
    """One action, where it stands for the council's own people, and what its log says.

    `said` holds the day, the status and the confidence of each report, in their order; `words` are
    those of the reports, folded, whole and by their lines, each with its day and with None; on
    the days `removed` words were redacted. `heard_after` and `moved_after` tell that the log
    knows more than the file can; `amended_after` names the promises that a person changed since.
    """

    action: Action
    state: ActionState
    recommendations: frozenset[int] = frozenset()
    said: list[tuple[date, str, str]] = field(default_factory=list)
    words: set[tuple[date | None, str]] = field(default_factory=set)
    removed: set[date] = field(default_factory=set)
    heard_after: bool = False
    moved_after: bool = False
    amended_after: set[str] = field(default_factory=set)
    refused: set[date] = field(default_factory=set)  # dates that were asked for and refused

    @property
    def is_gone(self) -> bool:
        return self.state.status in ActionState.GONE

    def knows(self, words: str, on: date | None = None) -> bool:
        """Whether a report says this already: on that day, if one is given."""
        lines = [fold(line) for line in words.splitlines() if line.strip()]
        return (on, fold(words)) in self.words or all((on, line) in self.words for line in lines)

    def hear(self, on: date, words: str) -> None:
        for said in (words, *words.splitlines()):
            self.words |= {(on, fold(said)), (None, fold(said))}

    def stood(self, day: date) -> tuple[str, str] | None:
        """The status and the confidence as reported for that day or the last one before it."""
        before = [one for one in self.said if one[0] <= day]
        return before[-1][1:] if before else None


class PlanRecords(Records):
    """The plan's actions, posts, workstreams and recommendations at the moment `at`.

    `as_at` is the file's London day; `layout` is None until somebody has settled it. With `lock`
    (inside a transaction) nobody else changes any of it until the end. `decided` is what the rows
    would do after a person's answers (`preview.TrackerPreview`), from `decide` to `write`.
    """

    decided = None

    def __init__(
        self,
        plan: Plan,
        *,
        as_at: date,
        at: datetime,
        layout: TrackerLayout | None = None,
        lock: bool = False,
    ):
        self.as_at, self.at, self.layout = as_at, at, layout
        if lock:
            _lock(plan)
        self.plan = Plan.objects.select_related("council").get(pk=plan.pk)
        self.is_public = self.plan.is_released(at)

    @cached_property
    def actions(self) -> list[ActionRecord]:
        """Every action of the plan, in its order."""
        states = {state.action_id: state for state in self._states()}
        links = defaultdict(set)
        for action, recommendation in self._links():
            links[action].add(recommendation)
        records = {
            action.pk: ActionRecord(action, states[action.pk], frozenset(links[action.pk]))
            for action in self.plan.actions.order_by("sorts_as")
        }
        self._hear(records)
        return list(records.values())

    @cached_property
    def same_before(self) -> frozenset[tuple[str, int]]:
        """What a person said of earlier files that still hold: folded words, and their action."""
        said = ImportRow.objects.filter(
            batch__in=TrackerImport.objects.filter(
                plan=self.plan, state=TrackerImport.State.CONFIRMED
            ),
            decision=ImportRow.Decision.SAME,
        )
        rows = said.values_list("values__action", "subject_id")
        return frozenset((fold(words), key) for words, key in rows if words and key)

    @cached_property
    def posts(self) -> dict[str, Post]:
        """The council's posts by their folded titles."""
        return {fold(post.title): post for post in self.plan.council.posts.order_by("pk")}

    @cached_property
    def posts_by_key(self) -> dict[int, Post]:
        return {post.pk: post for post in self.posts.values()}

    @cached_property
    def workstreams(self) -> dict[str, Workstream]:
        return {fold(one.title): one for one in self.plan.workstreams.order_by("pk")}

    @cached_property
    def recommendations(self) -> dict[int, Recommendation]:
        """The standing recommendations of the inspections that the plan answers, by their keys.

        None of an inspection under embargo: not everybody who sees the import may read that.
        """
        rows = Recommendation.objects.standing().filter(inspection__plans=self.plan)
        rows = rows.exclude(inspection__publish_from__gt=self.at)
        return {one.pk: one for one in rows.order_by("pk")}

    @cached_property
    def by_reference(self) -> dict[str, list[int]]:
        """Which of them bear a reference, as printed or the council's own; folded."""
        found = defaultdict(list)
        for one in self.recommendations.values():
            for reference in {one.reference, one.council_reference} - {""}:
                found[fold(reference)].append(one.pk)
        return found

    @property
    def fingerprint(self) -> str:
        """A digest of all that a preview depends on, the layout too; empty without a layout."""
        if self.layout is None:
            return ""
        said = json.dumps([self.layout.layout, self.layout.due_is_original], sort_keys=True)
        digest = hashlib.sha256(said.encode())
        for fact in self._facts():
            digest.update(repr(fact).encode())
        return digest.hexdigest()

    def _facts(self) -> Iterator[tuple]:
        plan = self.plan
        yield plan.pk, self.is_public, plan.withdrawn_at is not None, self.as_at
        columns = (
            *("pk", "reference", "title", "success_measure", "lead_id", "workstream_id"),
            *("original_due", "public_at", "internal_note"),
        )
        yield from plan.actions.order_by("pk").values_list(*columns).iterator()
        stands = ("action_id", "status", "claimed", "confidence", "update_id", "due_on", "step")
        yield from self._states().order_by("action").values_list(*stands, "asked_for").iterator()
        for model in (Update, DueDateMove, Amendment):
            rows = model.objects.filter(action__plan=plan).order_by("-pk")
            yield model.__name__, rows.count(), rows.values_list("pk", flat=True).first()
        yield from self._links().order_by("pk")
        yield from sorted(self.posts)
        yield from sorted(self.workstreams)
        for one in self.recommendations.values():
            yield one.pk, one.reference, one.council_reference, one.text

    def _states(self):
        states = ActionState.objects.filter(action__plan=self.plan)
        return states.filter(audience=ActionState.Audience.INTERNAL)

    def _links(self):
        links = Action.recommendations.through.objects.filter(action__plan=self.plan)
        return links.values_list("action_id", "recommendation_id")

    # --- what the logs say ---

    def _hear(self, records: dict[int, ActionRecord]) -> None:
        updates = Update.objects.filter(action__plan=self.plan).order_by("effective_on", "pk")
        for one in updates.only("source", *_SAID).iterator():
            record = records[one.action_id]
            for words in filter(None, (one.reason, one.what_changed)):
                record.hear(one.effective_on, words)
            if one.redacted_at:
                record.removed.add(one.effective_on)
            record.said.append((one.effective_on, one.status, one.confidence))
            is_later = one.source != Update.Source.IMPORTED and self._is_later(one.recorded_at)
            if one.effective_on > self.as_at or is_later:
                record.heard_after = True
        self._hear_of_dates(records)
        amended = Amendment.objects.filter(plan=self.plan, action__isnull=False)
        for action, name, recorded in amended.values_list("action", "field", "recorded_at"):
            if self._is_later(recorded):
                records[action].amended_after.add(name)

    def _hear_of_dates(self, records: dict[int, ActionRecord]) -> None:
        moves = DueDateMove.objects.filter(action__plan=self.plan).order_by("pk")
        for one in moves.only("action_id", "to_date", "recorded_at", "decided_at", "outcome"):
            if self._is_later(one.decided_at or one.recorded_at):
                records[one.action_id].moved_after = True
            if one.outcome == DueDateMove.Outcome.REFUSED:
                records[one.action_id].refused.add(one.to_date)

    def _is_later(self, at: datetime) -> bool:
        """Whether it was recorded after the day of the file."""
        return day_of(at) > self.as_at


def _lock(plan: Plan) -> None:
    """Make whoever would act on these actions, or add one, wait. SQLite has locked everything."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    actions = Action.objects.filter(plan=plan).order_by("pk").select_for_update(of=("self",))
    list(actions.values_list("pk", flat=True))


def posts_titled(council) -> Collection[str]:
    """The titles of the council's posts, for asking whom a lead column means."""
    return list(council.posts.order_by("title").values_list("title", flat=True))


def link(wanted: Mapping[int, Iterable[int]]) -> None:
    """Give the actions of these keys exactly these recommendations; the history is not told."""
    through = Action.recommendations.through
    for keys in batches(wanted):
        through.objects.filter(action__in=keys).delete()
        through.objects.bulk_create(
            through(action_id=key, recommendation_id=one)
            for key in keys
            for one in sorted(wanted[key])
        )


def remember_links(actions: Iterable[int]) -> None:
    """The links of these actions, beside the newest version of each in the history."""
    through = Action.recommendations.through
    remembered = Action.history.model.recommendations.model
    for some in batches(actions):
        rows = Action.history.filter(id__in=some).order_by("history_date", "history_id")
        newest = dict(rows.values_list("id", "history_id"))
        remembered.objects.filter(history__in=newest.values()).delete()
        links = through.objects.filter(action__in=some)
        remembered.objects.bulk_create(
            remembered(id=pk, history_id=newest[action], action_id=action, recommendation_id=one)
            for pk, action, one in links.values_list("pk", "action_id", "recommendation_id")
        )


def did_something(row: ImportRow) -> bool:
    """Whether a confirmed row made or changed anything."""
    return any(row.values.get(name) for name in MADE)
