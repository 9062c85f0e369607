"""Plans at a glance, for a page that shows several: the claim, the bar, and what to look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.days import day_of
from improvement.indicators.measure import Measure
from improvement.indicators.measures import measures_and_earlier, on_plans_of_council
from improvement.indicators.on_rows import last_days, says_on_track, with_measures
from improvement.models import Plan
from improvement.pages.charts import Bar, bar
from improvement.pages.frame import Concern
from improvement.pages.sentences import lede, taken_out_late
from improvement.record import ActionRow, rows_of_plans
from improvement.rules import Assessed, Summary, assess, summarise
from improvement.wording import counted, listed, number, opened, plural, span


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
    read = rows_of_plans([plan.pk for plan in plans], reader=reader, at=at)
    found, measured = _measured(council, read, reader, at)
    for row in found:
        rows[row.plan_id].append(row)
    return [_glance(plan, rows[plan.pk], measured, day_of(at)) for plan in plans]


def _measured(council, rows, reader, at) -> tuple[list[ActionRow], list[Measure]]:
    if not says_on_track(rows):
        return rows, []
    asked = {"reader": reader, "at": at, "days": last_days(rows)}
    measured, earlier = measures_and_earlier(on_plans_of_council, council.pk, **asked)
    return with_measures(rows, measured, earlier), measured


def _glance(plan, rows, measured, day: date) -> Glance:
    assessed = assess(rows, day)
    summary = summarise(assessed, started_on=plan.promised_until, day=day)
    address = plan.get_absolute_url()
    return Glance(
        plan=plan,
        address=address,
        summary=summary,
        claims=lede(summary),
        bar=how_far(f"plan-{plan.pk}", assessed),
        concerns=[
            *_concerns(summary, address, plan.title),
            *_worsening(assessed, measured, address, plan.title),
            *_left(summary, address, plan.title),
        ],
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
        says = f"{actions} had no report for longer than the plan allows."
        yield _concern("silent", "No report", says, silent, *plan)
    if moved:
        actions = opened(counted(moved, "action has", "actions have"))
        says = f"{actions} had the date moved twice or more."
        yield _concern("moved", "Date moved", says, moved, *plan)


def _worsening(assessed, measured, *plan):
    """What is measured gets worse while what it measures is reported on track."""
    actions = {one.row.pk for one in assessed if "worsening" in one.codes}
    if actions:
        count = len(actions)
        names = listed(
            [one.name for one in measured if one.worse_and_beyond and one.actions & actions]
        )
        are = opened(counted(count, "action is", "actions are"))
        says = f"{are} reported on track, though what is measured is getting worse: {names}."
        yield _concern("worsening", "Getting worse", says, count, *plan)


def _left(summary, *plan):
    """Taking an action out of the plan takes nothing back."""
    late, doubted = summary.gone_late, summary.gone_not_borne_out
    taken_out = "taken out of the plan"
    if late:
        actions = opened(counted(late, "action was", "actions were"))
        yield _concern("left-late", "Taken out", f"{actions} late when {taken_out}.", late, *plan)
    if doubted:
        actions = opened(counted(doubted, "action was", "actions were"))
        says = f"{actions} reported complete or on track, and not borne out, when {taken_out}."
        yield _concern("left-not-borne-out", "Taken out", says, doubted, *plan)


def _concern(code, tag, says, count, address, plan) -> Concern:
    link = plural(count, "See the action", f"See the {number(count)} actions")
    return Concern(code, tag, says, link, f"{address}?state={code}#actions", plan)
