"""The national picture: councils counted by their latest overall judgement, as facts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from improvement.pages.councils.rows import CouncilRow
from improvement.wording import counted, listed, number, opened, plural


@dataclass(frozen=True, slots=True)
class Step:
    """One grade of one scale, and how many councils were last given it."""

    grade: str
    tone: str
    scale: str
    count: int


@dataclass(frozen=True)
class Picture:
    """Counts of the councils that exist today; demonstration councils do not count."""

    councils: int
    steps: tuple[Step, ...]
    scales: int
    without: int  # no overall judgement on record
    since: int  # inspected since, under rules without an overall judgement
    in_intervention: int
    with_plan: int
    newest: date | None  # the newest report among the judgements counted
    undated: int  # judgements counted whose report's publication is not known


def picture(rows: Sequence[CouncilRow], day: date) -> Picture:
    """What stands on the London day `day`: the best grade of each scale first."""
    existing = [row for row in rows if row.is_counted(day)]
    graded = [row.overall for row in existing if row.overall]
    counts = Counter((one.scale, one.rank, one.grade, one.tone) for one in graded)
    return Picture(
        councils=len(existing),
        steps=tuple(
            Step(grade, tone, scale, count)
            for (scale, _, grade, tone), count in sorted(counts.items())
        ),
        scales=len({one.scale for one in graded}),
        without=len(existing) - len(graded),
        since=sum(row.since is not None for row in existing),
        in_intervention=sum(bool(row.intervention) for row in existing),
        with_plan=sum(bool(row.plans) for row in existing),
        newest=max((one.published_on for one in graded if one.published_on), default=None),
        undated=sum(one.published_on is None for one in graded),
    )


def left_out(found: Picture) -> str:
    """Which councils the table of grades says nothing about, or too little; empty if all fit."""
    parts = []
    if found.without:
        none = counted(found.without, "council has", "councils have")
        parts.append(f"{none} no overall judgement on record here")
    if found.since:
        were = counted(found.since, "council was", "councils were")
        parts.append(f"{were} inspected since, under rules that give no overall judgement")
    if found.undated:
        these = counted(found.undated, "judgement counts", "judgements count")
        parts.append(f"{these} by the fieldwork, as the day of publication is not known")
    return f"{opened(listed(parts))}." if parts else ""


def published_here(found: Picture) -> str:
    """How many councils publish a plan on this site."""
    plans = found.with_plan
    whose = opened(number(plans)) if plans else "Not one"
    have = plural(plans or 1, "has", "have")
    return f"{whose} of the {found.councils} {have} published an improvement plan on this site."
