"""A plan as a whole: what it is called, what it answers, when it was made and published."""

from collections.abc import Sequence
from dataclasses import dataclass

from improvement.demonstration.promises.promise import Strand


@dataclass(frozen=True)
class Interval:
    """From that month on, leads report at least every so many days."""

    month: int
    days: int
    why: str


@dataclass(frozen=True)
class PlanData:
    """Months are counted from the day of loading; without `published` the plan is a draft.

    `length` is how many months it runs for; `interval` is in days; `reports` are the keys of the
    inspections and reviews that it answers; `answers` say why words that the screening stops at
    may be published.
    """

    slug: str
    title: str
    summary: str
    reports: Sequence[str]
    made: int
    length: int
    interval: int
    strands: Sequence[Strand]
    published: int | None = None
    new_interval: Interval | None = None
    answers: dict[str, str] | None = None
