"""Everything that the page of a plan over time says, put together for its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.days import day_of, end_of
from improvement.indicators.measures import measures_on, on_plan
from improvement.indicators.on_rows import last_days, with_measures_on
from improvement.models import ActionPeriod, Confidence, Plan
from improvement.pages.charts import OverTime, over_time_chart
from improvement.pages.frame import Banner, banners, trail
from improvement.pages.public import reader_of
from improvement.pages.sentences import taken_out_late, taken_out_not_borne_out
from improvement.record import A_MOMENT, AsAt, amended_in, as_promised, rows_of_plan_on
from improvement.rules import NOT_REPORTED, OnDay, Summary, days_of_life, over_time
from improvement.wording import counted, day_words, number, opened, plural

_LOOKS = {
    Confidence.ON_TRACK.value: "sound",
    Confidence.AT_RISK.value: "promised",
    Confidence.OFF_TRACK.value: "claimed",
    NOT_REPORTED: "agreed",
}
_NAMES = {choice.value: opened(choice.label) for choice in Confidence} | {
    NOT_REPORTED: "Not reported"
}


@dataclass(frozen=True)
class OverTimePage:
    """The parts of the page, in its order."""

    banners: list[Banner]
    trail: list[tuple[str, str]]
    day: str
    lede: str
    charts: list[OverTime]
    days: list[tuple[date, str]]


def over_time_page(plan: Plan, *, user, at: datetime) -> OverTimePage:
    """The page of a plan that `user` may see, at the moment `at`; four queries."""
    today = day_of(at)
    public_from = day_of(plan.publish_from) if plan.publish_from else today
    days = days_of_life(max(public_from, plan.starts_on), today)
    told = over_time(
        _rows_on(plan, days, reader_of(plan, user, at), at), started_on=plan.promised_until
    )
    return OverTimePage(
        banners=banners(plan.council, draft=plan.is_draft(at), publish_from=plan.publish_from),
        trail=trail(plan.council, plan),
        day=day_words(today),
        lede=_gap_in_words(told),
        charts=[_gap(told), _four(told), _sure(told), _moved(told)],
        days=[(one.day, day_words(one.day)) for one in reversed(told[:-1])],
    )


def _rows_on(plan, days, reader, at):
    """As each day was seen then, in its words, with what was measured by then."""
    found = rows_of_plan_on(plan, ActionPeriod.View.SEEN, days, reader=reader, at=at)
    amended = list(amended_in(plan))
    by_day = {day: as_promised(rows, AsAt(day), amended)[0] for day, rows in found.items()}
    left = set().union(*(last_days(rows) for rows in by_day.values()))
    then = {day: min(end_of(day) - A_MOMENT, at) for day in {*days, *left}}
    return with_measures_on(by_day, measures_on(on_plan, plan.pk, reader=reader, moments=then))


def _gap_in_words(told: Sequence[OnDay]) -> str:
    """How far what is reported is from what is on record, at first and now."""
    first, last = told[0], told[-1]
    if len(told) == 1:
        return f"Today {_not_borne_out(last, 'is', 'are')}."
    then = f"On {day_words(first.day)} {_not_borne_out(first, 'was', 'were')}."
    return f"{then} Today {_not_borne_out(last, 'is', 'are')}."


def _not_borne_out(one: OnDay, is_, are) -> str:
    told = _of_claims(one.summary, is_, are), taken_out_not_borne_out(one.summary)
    return "; ".join(words for words in told if words)


def _of_claims(summary: Summary, is_, are) -> str:
    if not summary.claimed:
        return f"nothing {is_} reported complete or on track"
    doubted, claimed = summary.held_against, counted(summary.claimed, "claim")
    if summary.claimed == 1:
        return f"the one claim {is_} {'contradicted or not shown' if doubted else 'not disputed'}"
    if not doubted:
        return f"none of {claimed} {is_} contradicted or still to be shown"
    return f"{number(doubted)} of {claimed} {plural(doubted, is_, are)} contradicted or not shown"


def _chart(id, title, says, told, lines) -> OverTime:
    return over_time_chart(id, title, says, [one.day for one in told], lines)


def _gap(told) -> OverTime:
    last = told[-1].summary
    gone = f"; {words}" if (words := taken_out_not_borne_out(last)) else ""
    return _chart(
        "gap",
        "Reported, and on record",
        f"Now {last.claimed} of {last.total} actions are reported complete or on track. Of those, "
        f"{last.borne_out} are complete and checked by somebody other than their leads, and "
        f"{last.held_against} are contradicted or not yet shown{gone}.",
        told,
        [
            ("Actions in the plan", "promised", [one.summary.total for one in told]),
            ("Reported complete or on track", "claimed", [one.summary.claimed for one in told]),
            ("Complete and checked", "sound", [one.summary.borne_out for one in told]),
            ("Contradicted or not shown", "doubt", [one.summary.held_against for one in told]),
            *_if_any(
                "Not borne out when taken out of the plan",
                [one.summary.gone_not_borne_out for one in told],
            ),
        ],
    )


def _four(told) -> OverTime:
    last = told[-1].summary
    return _chart(
        "answers",
        "Delivered, evidenced, verified",
        f"Of {last.total} actions {last.delivered} are reported complete. For {last.evidenced} of "
        f"those the evidence was checked, and {last.verified} were verified.",
        told,
        [
            # Without it the delivered would reach the top, as if all of them were.
            ("Actions in the plan", "agreed", [one.summary.total for one in told]),
            ("Delivered", "claimed", [one.summary.delivered for one in told]),
            ("Evidenced", "promised", [one.summary.evidenced for one in told]),
            ("Verified", "sound", [one.summary.verified for one in told]),
        ],
    )


def _sure(told) -> OverTime:
    last = told[-1].sure
    parts = ", ".join(
        f"{last[code]} {_NAMES[code][:1].lower()}{_NAMES[code][1:]}" for code in _LOOKS
    )
    return _chart(
        "confidence",
        "How sure the leads are",
        f"Of the {sum(last.values())} actions that are open now: {parts}.",
        told,
        [(_NAMES[code], look, [one.sure[code] for one in told]) for code, look in _LOOKS.items()],
    )


def _moved(told) -> OverTime:
    moved, late = told[-1].moved, told[-1].summary.late
    dates = counted(moved, "due date has", "due dates have")
    late_now = opened(counted(late, "action is", "actions are")) if late else "No action is"
    gone = f"; {words}" if (words := taken_out_late(told[-1].summary)) else ""
    return _chart(
        "moved",
        "Due dates moved, and late actions",
        f"{opened(dates)} been moved by agreement so far. {late_now} late now{gone}.",
        told,
        [
            ("Due dates moved so far", "promised", [one.moved for one in told]),
            ("Late", "claimed", [one.summary.late for one in told]),
            *_if_any("Late when taken out of the plan", [one.summary.gone_late for one in told]),
        ],
    )


def _if_any(name, counts) -> list[tuple[str, str, list[int]]]:
    """A line for what was held against actions that were taken out of the plan."""
    return [(name, "agreed", counts)] if any(counts) else []
