"""Plans at a glance, for a page that shows several: the claim, the bar, and what to look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.days import day_of
from improvement.models import Plan
from improvement.pages.charts import Bar, bar
from improvement.pages.indicators import measures, on_plans_of_council
from improvement.pages.measured import says_on_track, with_measures
from improvement.pages.sentences import lede, taken_out_late
from improvement.progress import Assessed, Summary, assess, summarise
from improvement.rows import rows_of_council
from improvement.wording import counted, number, opened, plural, span


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at: its tag, its sentence, and where the list behind it stands.

    `plan` is the title of the plan that it is about, if it is about one.
    """

    code: str
    tag: str
    says: str
    link: str
    address: str
    plan: str = ""


@dataclass(frozen=True)
class Glance:
    """One plan on a day. `claims` say what the council reports, and whether that is borne out."""

    plan: Plan
    address: str
    summary: Summary
    claims: list[str]
    bar: Bar
    concerns: list[Concern]


def glances(council, plans: Sequence[Plan], *, reader, at: datetime) -> list[Glance]:
    """These plans of the council, which have passed the gate, as `reader` may know them; one
    query, and one for what is measured where something is reported on track."""
    if not plans:
        return []
    rows = defaultdict(list)
    for row in _with_measures(council, rows_of_council(council, reader=reader, at=at), reader, at):
        rows[row.plan_id].append(row)
    return [_glance(plan, rows[plan.pk], day_of(at)) for plan in plans]


def _with_measures(council, rows, reader, at):
    if not says_on_track(rows):
        return rows
    return with_measures(rows, measures(on_plans_of_council, council.pk, reader=reader, at=at))


def _glance(plan, rows, day: date) -> Glance:
    assessed = assess(rows, day)
    summary = summarise(assessed, started_on=plan.starts_on, day=day)
    address = plan.get_absolute_url()
    return Glance(
        plan=plan,
        address=address,
        summary=summary,
        claims=lede(summary),
        bar=how_far(f"plan-{plan.pk}", assessed),
        concerns=list(_concerns(summary, address, plan.title)),
    )


def promised(summary: Summary) -> str:
    """How many are reported complete, how many of those were checked, and how many are late."""
    total, done, late = summary.total, summary.delivered, summary.late
    if not total:
        return ""
    if total == 1:
        told = f"The one action promised is {'' if done else 'not '}reported complete."
        return f"{told} It is late." if late else told
    told = f"Of {total} actions promised, {_none(done)} {_is(done)} reported complete"
    if done:
        told += f", and the evidence for {_none(summary.evidenced)} of those has been checked"
    late_now = f"{opened(number(late))} {_is(late)} late" if late else "No action is late"
    gone = f"; {taken_out_late(summary)}" if summary.gone_late else ""
    return f"{told}. {late_now}{gone}."


def _none(count):
    return number(count) if count else "none"


def _is(count):
    return "are" if count > 1 else "is"


def how_far(id: str, assessed: Iterable[Assessed]) -> Bar:
    """Every action once, by the furthest that it has come: verified, checked, claimed, not done."""
    verified = checked = claimed = rest = 0
    for one in assessed:
        if not one.row.is_delivered:
            rest += 1
        elif one.verified:
            verified += 1
        elif one.row.evidenced:
            checked += 1
        else:
            claimed += 1
    total = verified + checked + claimed + rest
    done = total - rest
    return bar(
        id,
        f"Reported complete: {done} of {total}",
        [
            ("Complete and verified", verified, "sound"),
            ("Complete, evidence checked", checked, "part"),
            ("Reported complete, not checked", claimed, "doubt"),
            ("Not complete", rest, "rest"),
        ],
    )


def _concerns(summary, *plan):
    """Overdue, silent, moved twice: with the same codes as the plan page's own filter."""
    late, silent, moved = summary.late, summary.silent, summary.moved_twice
    if late:
        longest = span(summary.longest_late)
        by = f"by {longest}" if late == 1 else f"the longest by {longest}"
        actions = opened(counted(late, "action is", "actions are"))
        yield _concern("late", "Late", f"{actions} past the date last agreed, {by}.", late, *plan)
    if silent:
        actions = opened(counted(silent, "open action has", "open actions have"))
        says = f"{actions} had no published report for longer than the plan allows."
        yield _concern("silent", "No report", says, silent, *plan)
    if moved:
        actions = opened(counted(moved, "action has", "actions have"))
        says = f"{actions} had the date moved twice or more."
        yield _concern("moved", "Date moved", says, moved, *plan)


def _concern(code, tag, says, count, address, plan) -> Concern:
    link = plural(count, "See the action", f"See the {number(count)} actions")
    return Concern(code, tag, says, link, f"{address}?state={code}#actions", plan)
