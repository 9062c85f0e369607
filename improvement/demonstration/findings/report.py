"""What was found in the fictional council: inspections, visits, a review, and their words.

All words are invented. They are of the kinds that real reports use. Grades are named by their
rank on the framework's own scale: 1 is the best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspections.models import Judgement

NOT_JUDGED = Judgement.NoGrade.NOT_JUDGED
PARTNERSHIP = "partnership"


@dataclass(frozen=True)
class Finding:
    """A recommendation. `key` is what the plan calls it; `responsible` are keys of bodies."""

    key: str
    text: str
    page: int | None = None
    section: str = ""
    kind: str = ""
    timescale: str = ""
    reference: str = ""
    council_reference: str = ""
    responsible: Sequence[str] = ()
    returns_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Corrected:
    """A grade that was put right after publication, so many months before the day of loading."""

    printed_rank: int
    rank: int
    month: int
    note: str


@dataclass(frozen=True)
class Report:
    """An inspection, visit or review. `month` is the round of its publication;
    `weeks_before` is how long before it the fieldwork began, `days` how long that lasted.

    `body` and `parent` are keys. Its address begins with the year and month of the fieldwork.
    """

    key: str
    slug: str
    framework: str
    month: int
    weeks_before: int
    days: int
    title: str = ""
    theme: str = ""
    parent: str = ""
    body: str = "council"
    judgements: Mapping[str, int | Corrected | Judgement.NoGrade] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    embargoed: bool = False
