"""What does not fit: three lists of claims, each with what is on record and the lead's own line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from improvement.models import Update
from improvement.pages.action_lines import TITLE_MAX
from improvement.rules import Assessed, Weight
from inspections.cells import shorten

MOST = 10  # that stand on the page; the filter has all
OWN_MAX = 160  # characters of the lead's own line

_MEANS = {
    Weight.OTHERWISE: "What is reported and what is on record do not fit.",
    Weight.NOT_SHOWN: "Nothing contradicts the report. What would show it is missing, and its lead "
    "owes that.",
    Weight.WAITS: "The lead has done their part. This is held against nobody’s report.",
}


@dataclass(frozen=True)
class ListedClaim:
    """One action on a list: what is on record, whose act it waits for, and what its lead says."""

    reference: str
    title: str
    label: str
    words: str
    waits_for: str
    own: str


@dataclass(frozen=True)
class ClaimList:
    """One of the three lists: the first claims of it, the gravest first."""

    code: str
    label: str
    means: str
    count: int
    claims: list[ListedClaim]
    all: str  # the address of the whole list

    @property
    def more(self) -> int:
        return self.count - len(self.claims)


def three_lists(assessed: Sequence[Assessed], carry: Callable[[str], str] = str) -> list[ClaimList]:
    """Those of the three lists that hold a claim; one query, for the leads' own words.

    `assessed` is the whole plan, worst first; `carry` keeps the day in addresses. An action stands
    on one list, the gravest.
    """
    found = {
        weight: [one for one in assessed if one.claim and one.weight is weight] for weight in _MEANS
    }
    shown = {weight: claims[:MOST] for weight, claims in found.items()}
    own = _own_lines([one.row.update_id for claims in shown.values() for one in claims])
    return [
        ClaimList(
            code=weight.value,
            label=weight.label,
            means=_MEANS[weight],
            count=len(found[weight]),
            claims=[_listed(one, weight, own) for one in claims],
            all=carry(f"?state={weight.value}#actions"),
        )
        for weight, claims in shown.items()
        if claims
    ]


def _listed(one: Assessed, weight: Weight, own: Mapping[int, str]) -> ListedClaim:
    finding = next(each for each in (*one.against, *one.waits) if each.weight is weight)
    return ListedClaim(
        reference=one.row.reference,
        title=shorten(one.row.title, TITLE_MAX),
        label=finding.label,
        words=finding.words,
        waits_for=finding.waits_for,
        own=own.get(one.row.update_id, ""),
    )


def _own_lines(reports: Sequence[int | None]) -> dict[int, str]:
    """Of these published reports why the lead is as sure as they say, else what changed."""
    said = Update.objects.filter(pk__in=[pk for pk in reports if pk], public_at__isnull=False)
    return {
        one.pk: shorten(one.reason or one.what_changed, OWN_MAX)
        for one in said.only("reason", "what_changed")
    }
