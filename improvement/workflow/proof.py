"""Evidence and sign-off: done is not verified."""

import hashlib
from datetime import timedelta

from django.db import transaction

from councils.access import Can
from councils.days import day_of
from improvement.models import ActionState, Evidence, SignOff, Step
from improvement.wording import day_words
from improvement.workflow.guards import (
    Refused,
    add,
    demand,
    demand_reporter,
    ever_led,
    locked,
)
from improvement.workflow.together import read_again, state_of

MAX_BYTES = 20 * 1024 * 1024
# What councils use for evidence; nothing that a browser or an office program would run.
ALLOWED = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "csv": (),
    "txt": (),
}
# Each step of sign-off, and the steps in force that it may follow.
FOLLOWS = {
    Step.PROPOSED: ("", Step.RETURNED, Step.REOPENED),
    Step.VERIFIED: (Step.PROPOSED,),
    Step.RETURNED: (Step.PROPOSED,),
    Step.SUSTAINED: (Step.VERIFIED, Step.SUSTAINED),
    Step.REOPENED: (Step.VERIFIED, Step.SUSTAINED),
}


def steps_after(step: str) -> list[Step]:
    """The steps of sign-off that may follow the one in force ("": none)."""
    return [following for following, before in FOLLOWS.items() if step in before]


@transaction.atomic
def offer_evidence(
    *,
    action,
    kind,
    title,
    dated,
    by,
    at,
    url="",
    file=None,
    supersedes=None,
    shows=Evidence.Shows.DONE,
):
    """Add evidence to an action: an address, or a file. It stays internal until released.

    `shows` says of which question it is the proof: that it was done, or what is different for
    children.
    """
    action = locked(action)
    demand_reporter(by, action, day_of(at))
    if dated > day_of(at):
        raise Refused("Evidence cannot be dated after today.")
    if supersedes is not None and supersedes.action_id != action.pk:
        raise Refused("Evidence can only replace evidence of the same action.")
    evidence = Evidence(
        action=action,
        kind=kind,
        shows=shows,
        title=title,
        dated=dated,
        url=url,
        supersedes=supersedes,
        added_by=by,
        recorded_at=at,
    )
    if file is not None:
        _attach(evidence, file)
    _demand_new(evidence)
    evidence.full_clean()  # all of it first: saving stores the file, which nothing would take back
    evidence.save()
    read_again([action.pk])
    return evidence


def _demand_new(evidence) -> None:
    """A button pressed six times offered the same evidence six times."""
    told = ("kind", "shows", "title", "dated", "url", "sha256", "supersedes", "added_by")
    twins = Evidence.objects.filter(action=evidence.action, superseded_by__isnull=True)
    if twins.filter(**{name: getattr(evidence, name) for name in told}).exists():
        raise Refused("This evidence stands on the action already.")


def _attach(evidence, file) -> None:
    name = file.name.replace("\\", "/").rsplit("/", 1)[-1][-255:]
    starts = ALLOWED.get(name.rsplit(".", 1)[-1].lower())
    if starts is None:
        raise Refused(f"This kind of file is not accepted. Use one of: {', '.join(ALLOWED)}.")
    if file.size > MAX_BYTES:
        raise Refused("This file is larger than 20 MB. Send a smaller one, or an address.")
    if starts and not file.read(8).startswith(starts):
        raise Refused("The file's name does not fit what is in it. Save it again, then send it.")
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    evidence.sha256, evidence.file_name, evidence.file = digest.hexdigest(), name, file


@transaction.atomic
def check_evidence(*, evidence, by, at, note="") -> Evidence:
    """Record that somebody other than the lead and the uploader has looked at it."""
    action = locked(evidence.action)
    demand(by, Can.CHECK, action.plan)
    if by.pk == evidence.added_by_id or by.pk in ever_led(action, day_of(at)):
        raise Refused("Somebody other than the lead and the uploader must check evidence.")
    checked = Evidence.objects.filter(pk=evidence.pk, checked_at__isnull=True).update(
        checked_at=at, checked_by=by, check_note=note
    )
    if not checked:
        raise Refused("This evidence has been checked already.")
    read_again([action.pk])
    return Evidence.objects.get(pk=evidence.pk)


@transaction.atomic
def record_sign_off(
    *, action, step, by, at, where="", note="", checked_by=None, effective_on=None, evidence=()
) -> SignOff:
    """Record one step of sign-off on the action's latest claim.

    The lead proposes; the board's secretary records what the board verified, returned, found
    still true or reopened, and who checked it, who is neither the lead nor who made the claim.
    """
    action = locked(action)
    evidence = list(evidence)
    today = day_of(at)
    if step == Step.PROPOSED:
        demand_reporter(by, action, today)
    else:
        demand(by, Can.DECIDE, action.plan)
    state = state_of(action)
    claim = state.update
    if step not in steps_after(state.step):
        now = state.get_step_display() or "no sign-off proposed"
        raise Refused(f"This step cannot follow “{now}”.")
    if claim is None or claim.status not in ActionState.DELIVERED:
        raise Refused("Only an action that is reported complete can be signed off.")
    if step == Step.PROPOSED and state.evidence == 0:
        raise Refused("Add evidence first: nothing is signed off without it.")
    if step == Step.VERIFIED and not state.evidenced:
        raise Refused("Somebody must check the evidence first.")
    if any(piece.action_id != action.pk for piece in evidence):
        raise Refused("Name evidence of this action.")
    _demand_in_order(step, effective_on or today, claim, action)
    if step in (Step.VERIFIED, Step.SUSTAINED):
        _demand_independent(checked_by, claim, action, today)
    sign_off = SignOff(
        action=action,
        claim=claim,
        step=step,
        effective_on=effective_on or today,
        by=by,
        checked_by=checked_by,
        where=where,
        note=note,
        recorded_at=at,
    )
    add(sign_off, known=["action", "claim", "by"])
    sign_off.evidence.set(evidence)
    read_again([action.pk])
    return sign_off


def _demand_in_order(step, day, claim, action) -> None:
    """Nothing is decided before it was claimed, or before the decision that it follows.

    Still true is found after the time that was agreed: on the claim's next check, and not within
    the plan's reporting interval, in which nobody would have heard otherwise.
    """
    if day < claim.effective_on:
        raise Refused(f"The report that it is about is of {claim.as_at}.")
    before = action.sign_offs.last()
    if before is None:
        return
    if day < before.effective_on:
        raise Refused(f"The step before it is of {day_words(before.effective_on)}.")
    if step == Step.SUSTAINED:
        interval = timedelta(days=action.plan.reporting_interval_days)
        earliest = max(before.effective_on + interval, claim.next_check_on or before.effective_on)
        if day < earliest:
            raise Refused(
                f"That it is still true can be found from {day_words(earliest)} on: what was "
                "looked at a moment ago has not lasted yet."
            )


def _demand_independent(checked_by, claim, action, today) -> None:
    if checked_by is None:
        raise Refused("Say who checked it.")
    if checked_by.pk in {claim.by_id, claim.entered_by_id} | ever_led(action, today):
        raise Refused("Somebody other than the lead, and whoever reported it, must check it.")
