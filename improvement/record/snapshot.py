"""Where an action stands, read from its log: pure functions, rows in, a frozen `Snapshot` out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from councils.days import day_of
from improvement.models import Action, ActionState, DueDateMove, Evidence, Impact, Status, Step
from improvement.record.log_rows import (
    Chain,
    Claimed,
    Interval,
    Log,
    Offered,
    Reported,
    course,
    stages,
)


@dataclass(frozen=True)
class Snapshot:
    """One audience's view of one action; the fields are those of `ActionState`."""

    report_due_on: date
    due_on: date | None
    status: str
    claimed: str
    confidence: str
    impact: str
    update_id: int | None
    last_heard_on: date | None
    moves: int
    asked_for: date | None
    asked_on: date | None
    delivered_on: date | None
    evidence: int
    evidenced: bool
    newest_evidence: date | None
    step: str
    verified_by_lead: bool
    open_until: date | None
    check_due_on: date | None
    unchanged: int
    help_from_id: int | None
    help_since: date | None
    waiting_since: datetime | None
    impact_evidence: int
    impact_evidenced: bool
    milestones: int
    milestones_reached: int
    milestones_changed: int
    milestone_due_on: date | None
    left_on: date | None = None  # this and the next are read from the day before: periods.py
    before: dict | None = None


def read(
    *,
    action: Action,
    interval: Interval,
    log: Log,
    chain: Chain,
    reports: Sequence[Reported],
    waiting: Sequence[Reported] = (),
) -> Snapshot:
    """Where `action` stands on these rows of its log; `waiting` are reports not yet released.

    `reports` are those that count, as `Chain.counting` has them: a correction in the place of what
    it corrects. A claim that the board returned or reopened is on record as in progress: what was
    claimed stays in `claimed`.
    """
    last = reports[-1] if reports else None
    heard = last.effective_on if last else None
    agreed = [move for move in log.moves if move.outcome == DueDateMove.Outcome.AGREED]
    asked = [move for move in log.moves if not move.outcome]
    evidence = _not_superseded(log.evidence)
    step, status = _signed_off(reports, log.sign_offs, chain)
    since = last.counts_from if last else action.added_on
    delivered, is_open = status in ActionState.DELIVERED, status in ActionState.OPEN
    help_from, help_since = _help(reports, log.help_answers, chain) if is_open else (None, None)
    for_children = _of_impact(evidence, action.added_on)
    way = course(stages(log.milestones, log.milestone_changes, log.reached))
    return Snapshot(
        status=status,
        claimed=last.status if last else Status.NOT_STARTED.value,
        confidence=last.confidence if last and is_open else "",
        impact=last.impact if last else Impact.NONE_YET.value,
        update_id=last.pk if last else None,
        last_heard_on=heard,
        report_due_on=since + timedelta(days=interval.shortest_since(since)),
        due_on=agreed[-1].to_date if agreed else action.original_due,
        moves=len(agreed),
        asked_for=asked[-1].to_date if asked else None,
        asked_on=day_of(asked[-1].recorded_at) if asked else None,
        delivered_on=_delivered_on(reports) if delivered else None,
        evidence=len(evidence),
        evidenced=any(piece.checked_at for piece in evidence),
        newest_evidence=_newest(evidence),
        step=step,
        verified_by_lead=_verified_by_lead(step, reports, log.sign_offs, chain),
        open_until=_open_until(reports) if delivered else None,
        check_due_on=_check_due_on(reports, step, log.sign_offs),
        unchanged=_unchanged(reports) if is_open else 0,
        help_from_id=help_from,
        help_since=help_since,
        waiting_since=min((row.recorded_at for row in chain.unsettled(waiting)), default=None),
        impact_evidence=len(for_children),
        impact_evidenced=any(piece.checked_at for piece in for_children),
        milestones=way.promised,
        milestones_reached=way.reached,
        milestones_changed=way.changed,
        milestone_due_on=way.next_due,
    )


def reports_inside(log: Log) -> list[Reported]:
    """The reports that count for the council's own people, released or not."""
    return Chain(log.updates).counting(log.updates)


def claims_of(claims: Sequence[Claimed], reports: Sequence[Reported]) -> list[Claimed]:
    """What these reports say of milestones."""
    counts = {update.pk for update in reports}
    return [claim for claim in claims if claim.update_id in counts]


def read_public(*, action: Action, interval: Interval, log: Log) -> Snapshot:
    """What the public may know of the action from this log.

    Released reports, and sign-offs of a claim that was released; and facts that wait for nobody:
    dates, that evidence exists, that a report waits.
    """
    chain = Chain(log.updates)
    released = [update for update in log.updates if update.public_at]
    claims = {chain.origin(update.pk) for update in released}
    signed = [row for row in log.sign_offs if chain.origin(row.claim_id) in claims]
    return _read(action, interval, replace(log, sign_offs=signed), chain, released)


def read_internal(*, action: Action, interval: Interval, log: Log) -> Snapshot:
    """What the council's own people know of it: reports count before their release."""
    return _read(action, interval, log, Chain(log.updates), log.updates)


def _read(action, interval, log, chain, updates) -> Snapshot:
    reports = chain.counting(updates)
    return read(
        action=action,
        interval=interval,
        log=replace(log, reached=claims_of(log.reached, reports)),
        chain=chain,
        reports=reports,
        waiting=[update for update in log.updates if not update.public_at],
    )


def _not_superseded(evidence):
    replaced = {piece.supersedes_id for piece in evidence}
    return [piece for piece in evidence if piece.pk not in replaced]


def _newest(evidence) -> date | None:
    """The newest date of what was looked at; while nothing was, of what was offered.

    A fresh paper that nobody has read does not make an old one that was read any newer.
    """
    looked_at = [piece.dated for piece in evidence if piece.checked_at]
    return max(looked_at or (piece.dated for piece in evidence), default=None)


def _of_impact(evidence, promised_on: date) -> list[Offered]:
    """What was offered for the difference itself; a paper older than the promise shows none."""
    return [
        piece
        for piece in evidence
        if piece.shows == Evidence.Shows.IMPACT and piece.dated >= promised_on
    ]


def _signed_off(reports, sign_offs, chain) -> tuple[str, str]:
    """The step of sign-off in force, and the status that the record has.

    A step speaks of the claim it was made on. Once the action was reported open again, a later
    claim has to be signed off anew.
    """
    if not reports:
        return "", Status.NOT_STARTED.value
    status = reports[-1].status
    if not sign_offs:
        return "", status
    step, claim = sign_offs[-1].step, chain.origin(sign_offs[-1].claim_id)
    delivered = status in ActionState.DELIVERED
    if step in (Step.RETURNED, Step.REOPENED):
        about_this = claim == chain.origin(reports[-1].pk)
        return step, Status.IN_PROGRESS.value if delivered and about_this else status
    stands = claim in {chain.origin(update.pk) for update in _delivered_run(reports)}
    return step if stands else "", status


def _delivered_run(reports) -> list[Reported]:
    """The last reports, as far back as they say delivered without a break."""
    return list(takewhile(lambda update: update.status in ActionState.DELIVERED, reversed(reports)))


def _delivered_on(reports) -> date:
    """The day from which it has been reported delivered without a break."""
    run = _delivered_run(reports)
    return run[-1].effective_on if run else reports[-1].effective_on


def _open_until(reports) -> date | None:
    """The last day on which a report said that it was not delivered, before all said that it is."""
    before = reports[: len(reports) - len(_delivered_run(reports))]
    return before[-1].effective_on if before else None


def _check_due_on(reports, step, sign_offs) -> date | None:
    """By when what was moved to business as usual is to be checked again.

    A report of before that day does not put it off; one of that day or later says when the next
    is. Found still true on or after that day, it owes none.
    """
    if not reports or reports[-1].status != Status.BUSINESS_AS_USUAL:
        return None
    due = None
    for update in reversed(_delivered_run(reports)):
        if (then := update.next_check_on) is not None:
            due = then if due is None or update.effective_on >= due else min(due, then)
    held = step == Step.SUSTAINED and due is not None and sign_offs[-1].effective_on >= due
    return None if held else due


def _unchanged(reports) -> int:
    """How many of the last reports, in a row, state the facts of the one before and say nothing
    that no earlier report had said: two sentences told in turn are no news."""
    words = [" ".join(update.what_changed.split()).casefold() for update in reports]
    first: dict[str, int] = {}
    for place, text in enumerate(words):
        first.setdefault(text, place)
    count = 0
    for place in range(len(reports) - 1, 0, -1):
        is_new = words[place] and first[words[place]] == place
        if is_new or reports[place].facts != reports[place - 1].facts:
            break
        count += 1
    return count


def _verified_by_lead(step, reports, sign_offs, chain) -> bool:
    """Whether the check that is in force was made by the one whose claim it is of."""
    if step not in (Step.VERIFIED, Step.SUSTAINED):
        return False
    claim = chain.origin(sign_offs[-1].claim_id)
    return any(
        update.by_id == sign_offs[-1].checked_by_id
        for update in reports
        if chain.origin(update.pk) == claim
    )


def _help(reports, help_answers, chain) -> tuple[int | None, date | None]:
    """Which post the last reports ask for help, and since when; None once it has answered.

    It has, too, where it answered a later report that asked again and is not released yet: an
    answer ends the wait at once for everyone.
    """
    answered = {chain.origin(answer.update_id) for answer in help_answers}
    wanted = reports[-1].help_from_id if reports else None
    if wanted and any(
        again.help_from_id == wanted and again.effective_on >= reports[-1].effective_on
        for again in chain.beyond(reports, [answer.update_id for answer in help_answers])
    ):
        return None, None
    asked = list(
        takewhile(
            lambda update: (
                update.help_from_id == wanted and chain.origin(update.pk) not in answered
            ),
            reversed(reports),
        )
    )
    return (wanted, asked[-1].effective_on) if wanted and asked else (None, None)
