"""Everything that a plan's page says, put together for its template."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator

from councils.days import day_of, end_of, start_of
from improvement.models import Amendment, DueDateMove, Plan
from improvement.opendata import public_fields
from improvement.pages.action_lines import ActionLine, line_of, titled
from improvement.pages.charts import (
    Answer,
    Bar,
    CourseChart,
    claim_and_record,
    course_chart,
    four_answers,
)
from improvement.pages.frame import Banner, KeyFigure, banners, other_forms, trail
from improvement.pages.look_back import LookBack, look_back
from improvement.pages.plan.filters import ActionFilter
from improvement.pages.plan.lists import ClaimList, three_lists
from improvement.pages.plan.questions import Question, worth_asking
from improvement.pages.plan.reading import PlanReading, read_plan
from improvement.pages.sentences import (
    awaiting_release,
    course_in_words,
    denominator,
    impact_in_words,
    lede,
    recently,
    what_is_claimed,
)
from improvement.pages.timeline import Event, newest_first, of_amendments
from improvement.rules import RECENT, Summary, changes, course, moves_between, recent
from improvement.wording import day_words, plural, span

PER_PAGE = 25


@dataclass(frozen=True)
class Left:
    """The actions that were taken out of the plan, and whose last report there did not fit."""

    count: int
    actions: list[tuple[str, str]]


@dataclass(frozen=True)
class Changed:
    """One kind of thing that happened: the first actions by title, the others by reference."""

    label: str
    count: int
    titled: list[tuple[str, str]]
    others: list[str]  # by reference alone: they may be a hundred


@dataclass(frozen=True)
class PlanPage:
    """The parts of the page, in its order."""

    plan: Plan
    banners: list[Banner]
    day: str
    look: LookBack
    released_to: str
    lede: list[str]
    figures: list[KeyFigure]
    happened_since: date
    since: str
    recently: str
    changes: list[Changed]
    not_yet: str
    awaiting_release: str
    questions: list[Question]
    bars: tuple[Bar, Bar]
    reading: PlanReading
    lists: list[ClaimList]
    left: Left | None
    made_of: str
    answers: tuple[Answer, ...]
    denominator: str
    impact: str
    chart: CourseChart
    chart_in_words: str
    filter: ActionFilter
    page_obj: Page
    lines: list[ActionLine]
    shares: list[tuple[str, str]]  # the name of each other council that it belongs to, and why
    amendments: list[Event]
    trail: list[tuple[str, str]]
    forms: list[tuple[str, str]]

    @property
    def all_changes(self) -> str:
        """What changed since the day of the notice, as a list."""
        since = f"{self.happened_since:%Y-%m-%d}"
        if self.look.since:
            return "#changes"
        return self.look.carry(f"?since={since}#changes")

    @property
    def all_actions(self) -> str:
        return self.look.carry("#actions") if self.look.is_active else "?#actions"

    @property
    def list_title(self) -> str:
        """What the list below the filters holds."""
        shown, total = self.page_obj.paginator.count, self.reading.summary.total
        if self.filter.is_active:
            return f"{shown} of {total} {plural(total, 'action', 'actions')}, worst first"
        return plural(total, "The one action", f"All {total} actions, worst first")


def plan_page(plan: Plan, *, user, at: datetime, query) -> PlanPage:
    """The page of a plan that `user` may see, at the moment `at`; `query` narrows its list.

    Nine queries after the plan's own; one more for a past day.
    """
    look = look_back(query, today=day_of(at))
    reading = read_plan(plan, user=user, at=at, as_at=look.as_at, since=look.since)
    day, rows = reading.day, [one.row for one in reading.assessed]
    since = look.since or day - RECENT
    before = reading.before
    moved = _moved(plan, rows, since, day) if before is None else moves_between(before, rows)
    happened = recent(rows, moved=moved, since=since)
    progress = course(rows, started_on=plan.starts_on, day=day)
    narrowed = reading.narrowed(query)
    page_obj = Paginator(narrowed.chosen(), PER_PAGE).get_page(query.get("page"))
    return PlanPage(
        plan=plan,
        banners=banners(plan.council, draft=plan.is_draft(at), publish_from=plan.publish_from),
        day=day_words(day),
        look=look,
        released_to=_released_to(plan, look.as_at),
        lede=[] if _not_yet(look, rows) else lede(reading.summary),
        figures=figures(reading.summary, look.carry),
        happened_since=since,
        since=day_words(since),
        recently=recently(happened),
        changes=[] if before is None else _changes(before, rows, since, day),
        not_yet=_not_yet(look, rows),
        awaiting_release=awaiting_release(reading.summary),
        questions=[
            replace(question, to=look.carry(question.to))
            for question in worth_asking(
                reading.assessed,
                gaps=len(reading.answers.gaps),
                before=reading.answers.before,
                day=day,
            )
        ],
        bars=claim_and_record(reading.summary),
        reading=reading,
        lists=three_lists(reading.assessed, look.carry),
        left=_left(reading.assessed),
        made_of=what_is_claimed(reading.summary),
        answers=four_answers(reading.summary),
        denominator=denominator(reading.summary),
        impact=impact_in_words(reading.summary),
        chart=course_chart(progress, day),
        chart_in_words=course_in_words(progress, day),
        filter=narrowed,
        page_obj=page_obj,
        lines=[line_of(one, day) for one in page_obj],
        shares=plan.shared_with,
        trail=trail(plan.council),
        forms=other_forms(
            query, ("CSV", "plan-csv"), ("JSON", "plan-json"), where=[plan.council.slug, plan.slug]
        ),
        amendments=newest_first(of_amendments(_amendments(plan, at, look.as_at))),
    )


def _not_yet(look: LookBack, rows) -> str:
    if rows or not look.as_at:
        return ""
    if look.as_at.is_seen:
        return f"On {day_words(look.as_at.day)} the public could not read this plan yet."
    return f"On {day_words(look.as_at.day)} no action was in this plan yet."


def _released_to(plan, as_at) -> str:
    """The last day on which something was released; of a past day, that day itself."""
    if as_at:
        return day_words(as_at.day)
    return day_words(day_of(plan.last_release)) if plan.last_release else ""


def figures(summary: Summary, carry: Callable[[str], str] = str) -> list[KeyFigure]:
    """Claim, record, lateness, drift: each with its denominator where it has one.

    What was held against actions that were taken out of the plan stands under the number that it
    left; `carry` keeps the day in the addresses of the lists.
    """
    doubted, late = summary.gone_not_borne_out, summary.gone_late
    most = "by up to" if summary.late > 1 else "by"
    longest = f", {most} {span(summary.longest_late)}" if summary.late else ""
    return [
        KeyFigure(summary.claimed, "reported complete or on track", of=summary.total),
        KeyFigure(
            summary.borne_out,
            "of those, complete and checked by somebody other than the lead",
            of=summary.claimed,
            tone="good",
            note=f"{doubted} not borne out when taken out of the plan" if doubted else "",
            behind=carry("?state=left-not-borne-out#actions"),
        ),
        KeyFigure(
            summary.late,
            f"late{longest}",
            tone="bad" if summary.late else "",
            note=f"{late} late when taken out of the plan" if late else "",
            behind=carry("?state=left-late#actions"),
        ),
        KeyFigure(
            summary.moved_twice,
            "had the date moved twice or more",
            tone="concern" if summary.moved_twice else "",
        ),
    ]


def _changes(before, rows, since, day) -> list[Changed]:
    return [
        Changed(
            change.kind.label,
            len(change.actions),
            titled(change.named),
            [row.reference for row in change.others],
        )
        for change in changes(before, rows, since=since - timedelta(days=1), until=day)
    ]


def _left(assessed) -> Left | None:
    """The actions that left the plan while something was held against what they claimed."""
    left = [one.row for one in assessed if one.left_not_borne_out]
    return Left(len(left), titled(left)) if left else None


def _amendments(plan, at, as_at):
    """Released changes to the plan as a whole; of a past day those that were in force."""
    moment, day = (as_at.moment(at), as_at.day) if as_at else (at, day_of(at))
    return _changed(plan=plan.pk, at=moment, day=day)


def _changed(*, plan, at, day):
    public = Amendment.objects.public(at).filter(plan=plan, action=None, effective_on__lte=day)
    return public.order_by().only(*public_fields(Amendment))


def _moved(plan, rows, since, until) -> int:
    """How many due dates were agreed to move from the London day `since` to `until`: a fact."""
    gated = {row.pk for row in rows}
    asked = {"first": start_of(since), "end": end_of(until)}
    return sum(pk in gated for (pk,) in _agreed(plan=plan.pk, **asked))


def _agreed(*, plan, first, end):
    moves = DueDateMove.objects.filter(
        action__plan=plan,
        outcome=DueDateMove.Outcome.AGREED,
        decided_at__gte=first,
        decided_at__lt=end,
    )
    return moves.order_by().values_list("action_id")
