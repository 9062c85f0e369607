"""The log of a synthetic action: reports, later dates, evidence and sign-off."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from councils.days import day_of
from improvement.models import (
    Action,
    Confidence,
    DueDateMove,
    Evidence,
    Impact,
    Release,
    SignOff,
    Status,
    Step,
    Update,
)
from improvement.synthetic.places import Places
from improvement.synthetic.words import sentence

BATCH = 1_000
MEETING = "Synthetic board, monthly meeting"


@dataclass
class Log:
    """Rows that wait to be written together."""

    updates: list[Update] = field(default_factory=list)
    moves: list[DueDateMove] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    sign_offs: list[SignOff] = field(default_factory=list)

    def write(self) -> None:
        for rows in (self.updates, self.moves, self.evidence, self.sign_offs):
            if rows:  # the claim that a sign-off is about has its key by then
                type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def tell(
    log: Log,
    action: Action,
    random: Random,
    releases: list[Release],
    places: Places,
    *,
    brief: bool,
) -> None:
    """Add the story of one action: reports up to a last one, and what follows from that.

    `releases` are newest first; a report stands a few days before the release that it came with.
    """
    oldest = len(releases) - 1
    last = min(random.choice((0, 0, 0, 1, 2, 5)), oldest)
    first = last if brief else random.randint(last, oldest)
    status = random.choice(
        (Status.IN_PROGRESS,) * 9 + (Status.COMPLETE,) * 10 + (Status.WITHDRAWN,)
    )
    for number, month in enumerate(range(first, last - 1, -1), start=1):
        now = status if month == last else Status.IN_PROGRESS
        log.updates.append(_report(action, random, releases[month], places, number, now))
    if brief:
        return
    claim, release = log.updates[-1], releases[last]
    if random.random() < 0.3:
        log.moves.append(_move(action, random, release, places))
    if status == Status.COMPLETE and random.random() < 0.7:
        _prove(log, claim, random, release, places)


def _report(action, random, release, places, number, status) -> Update:
    recorded = _before(release, random)
    open_still = status == Status.IN_PROGRESS
    return Update(
        action=action,
        number=number,
        effective_on=day_of(recorded),
        recorded_at=recorded,
        public_at=release.at,
        release=release,
        by=places.reporter,
        entered_by=places.reporter,
        status=status,
        confidence=random.choice(Confidence.values) if open_still else "",
        reason=sentence(random) if status == Status.WITHDRAWN else "",
        what_changed=sentence(random),
        impact=random.choice(Impact.values),
    )


def _move(action, random, release, places) -> DueDateMove:
    recorded = _before(release, random)
    agreed = random.random() < 0.8
    decision = {
        "outcome": DueDateMove.Outcome.AGREED,
        "decided_at": release.at,
        "decided_by": places.checker,
        "decided_where": MEETING,
    }
    return DueDateMove(
        action=action,
        number=1,
        from_date=action.original_due,
        to_date=action.original_due + timedelta(days=random.randint(30, 200)),
        reason=sentence(random),
        asked_by=places.reporter,
        recorded_at=recorded,
        public_at=release.at,
        **(decision if agreed else {}),
    )


def _prove(log: Log, claim: Update, random: Random, release: Release, places: Places) -> None:
    """Evidence for the claim; often checked; then often proposed and verified."""
    checked = random.random() < 0.6
    log.evidence.append(
        Evidence(
            action=claim.action,
            kind=random.choice(Evidence.Kind.values),
            title="A count that was made up to measure with",
            dated=claim.effective_on,
            url="https://synthetic.example/evidence",
            added_by=places.reporter,
            recorded_at=claim.recorded_at,
            public_at=release.at,
            checked_at=release.at if checked else None,
            checked_by=places.checker if checked else None,
        )
    )
    steps = (Step.PROPOSED, Step.VERIFIED)[: random.randint(0, 2)] if checked else ()
    for minutes, step in enumerate(steps, start=1):
        confirmed = step == Step.VERIFIED
        recorded = claim.recorded_at + timedelta(minutes=minutes)
        log.sign_offs.append(
            SignOff(
                action=claim.action,
                claim=claim,
                step=step,
                effective_on=day_of(recorded),
                recorded_at=recorded,
                public_at=release.at,
                by=places.checker if confirmed else places.reporter,
                checked_by=places.checker if confirmed else None,
                where=MEETING if confirmed else "",
            )
        )


def _before(release: Release, random: Random) -> datetime:
    """A moment in the week before the release."""
    return release.at - timedelta(days=random.randint(1, 7), minutes=random.randint(0, 300))
