"""An action's history as sentences, newest first: only what the public may read at a moment.

Dates wait for nobody: that a later date was asked for, agreed or refused, and that evidence
exists and was looked at, is told at once. Words wait for their release. A report is the lead's;
no sentence names a user.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat

from councils.days import day_of
from improvement.models import (
    ActionState,
    Amendment,
    DueDateMove,
    Evidence,
    HelpAnswer,
    Impact,
    SignOff,
    Status,
    Step,
    Update,
)
from improvement.models.log import REMOVED, REMOVED_ADDRESS
from improvement.record import AMENDED, ActionRow
from improvement.wording import day_words, opened

NOT_RELEASED = "The reason is not released yet."
ANSWER_NOT_RELEASED = "The answer is not released yet."
# What a change after publication is called: of a plan here, of an action with its field.
_OF_PLAN = {
    "summary": "what the plan is for",
    "overseen_by": "who oversees the plan",
    "ends_on": "the day on which the plan ends",
    "reporting_interval_days": "the days between reports",
    "on_track_means": "what “on track” means",
    "at_risk_means": "what “at risk” means",
    "off_track_means": "what “off track” means",
    "inspections": "which inspections the plan answers",
}
_CHANGED = _OF_PLAN | {field.name: field.amended for field in AMENDED}
# Values that are no public words: only that they changed is told. A post's title may be shown as
# its service, a finding may stand in a draft.
_IN_PART = {"inspections", *(field.name for field in AMENDED if not field.in_full)}
_STEPS = {
    Step.PROPOSED: "Sign-off proposed",
    Step.VERIFIED: "Verified: somebody independent checked it, and that was confirmed",
    Step.RETURNED: "Sent back: not accepted as complete",
    Step.SUSTAINED: "Looked at again: still true",
    Step.REOPENED: "Reopened: no longer accepted as complete",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened (components/timeline_item.html). `at` only puts it in order.

    `month_only`: no more than the month is known, and `on` is its first day.
    """

    on: date
    at: datetime | None
    title: str
    body: str = ""
    by: str = ""
    state: str = ""
    state_label: str = ""
    note: str = ""
    link: str = ""
    link_words: str = ""
    month_only: bool = False


def newest_first(events: Iterable[Event]) -> list[Event]:
    """By the day on which it was so, then by when it was recorded; the promise itself last."""
    return sorted(
        events,
        key=lambda event: (event.on, event.at.timestamp() if event.at else 0),
        reverse=True,
    )


def promise(row: ActionRow, at_the_start_until: date) -> Event:
    """How the action came into the plan."""
    came = "Promised in the plan" if row.added_on <= at_the_start_until else "Added to the plan"
    due = f"due {day_words(row.original_due)}" if row.original_due else "with no date on record"
    return Event(row.added_on, None, f"{came}, {due}")


def of_updates(
    updates: Iterable[Update], at: datetime, reached: Mapping[int, list[str]]
) -> Iterator[Event]:
    """Released reports; a corrected one stays, and says that it was corrected.

    `reached`: by report, what it says of milestones.
    """
    updates = list(updates)
    public = {update.pk for update in updates}
    corrected = {update.corrects_id: update for update in updates}
    for update in updates:
        is_open = update.status in ActionState.OPEN
        sure = is_open and update.confidence
        label = update.get_confidence_display() if sure else update.get_status_display()
        yield Event(
            on=update.effective_on,
            at=update.recorded_at,
            title=_title_of_update(update, at),
            body=redacted(update, "\n\n".join((*_paragraphs(update), *reached.get(update.pk, ())))),
            by=_by(update),
            state=update.confidence if sure else update.status,
            state_label=opened(label),
            note=_note_of_update(update, corrected.get(update.pk), public),
            month_only=update.month_only,
        )


def _by(update):
    """The plan's officers may report too, and so may a lead of before: they are not called lead."""
    if update.for_lead:
        return "Entered for the lead"
    return "Reported by the lead" if update.by_lead else "Reported by the council"


def said(update: Update) -> str:
    """The reason that a report gives for what it says."""
    return redacted(update, update.reason)


def _title_of_update(update, at) -> str:
    status, into = update.get_status_display(), "another action"
    if update.into and update.into.public_at and update.into.public_at <= at:
        into = f"action {update.into.reference}"
    said = {
        Status.MERGED: f"merged into {into}",
        Status.REPLACED: f"replaced by {into}",
    }.get(update.status, status)
    if update.next_check_on:
        said += f", to be checked again on {day_words(update.next_check_on)}"
    if update.status in ActionState.OPEN and update.confidence:
        said += f", {update.get_confidence_display()}"
    return f"{'Corrected report' if update.corrects_id else 'Report'}: {said}"


def _paragraphs(update) -> Iterator[str]:
    if update.reason:
        yield update.reason
    if update.what_changed:
        yield f"What changed: {update.what_changed}"
    if update.impact != Impact.NONE_YET or update.impact_note:
        difference = f"Difference for children: {update.get_impact_display()}."
        yield f"{difference} {update.impact_note}".strip()
    if update.help_needed:
        whom = f" from {update.help_from.public_name}" if update.help_from else ""
        yield f"Help needed{whom}: {update.help_needed}"


def _note_of_update(update, correction, public) -> str:
    notes = []
    if update.corrects_id and update.corrects_id not in public:
        notes.append("The report that it corrects was not published.")
    if correction:
        notes.append(
            f"Corrected on {day_words(day_of(correction.recorded_at))}: "
            "this report no longer counts."
        )
    return " ".join(filter(None, [*notes, _recorded_later(update)]))


def _recorded_later(row) -> str:
    """When it was typed, where that is another day than the one that it speaks of."""
    recorded = day_of(row.recorded_at)
    return "" if recorded == row.effective_on else f"Recorded on {day_words(recorded)}."


def of_moves(moves: Iterable[DueDateMove], at: datetime) -> Iterator[Event]:
    """Each date asked for, and what was decided."""
    for move in moves:
        released = _is_released(move, at)
        was = day_words(move.from_date) if move.from_date else "no date"
        yield Event(
            on=day_of(move.recorded_at),
            at=move.recorded_at,
            title=f"Another date asked for: {day_words(move.to_date)} in place of {was}",
            body=redacted(move, move.reason) if released else NOT_RELEASED,
            state="asked",
            state_label="Date asked for",
        )
        if move.decided_at:
            agreed = move.outcome == DueDateMove.Outcome.AGREED
            to = day_words(move.to_date)
            yield Event(
                on=day_of(move.decided_at),
                at=move.decided_at,
                title=f"Due date moved from {was} to {to}"
                if agreed
                else f"The date {to} was refused: it stays {was}",
                body=f"Decided: {move.decided_where}" if released else "",
                state="moved" if agreed else "refused",
                state_label="Date moved" if agreed else "Refused",
            )


def of_evidence(evidence: Iterable[Evidence], at: datetime) -> Iterator[Event]:
    """That there is evidence, of which kind and date; its title and address once released."""
    evidence = list(evidence)
    newer = {piece.supersedes_id: piece for piece in evidence}
    for piece in evidence:
        released = _is_released(piece, at)
        what = f"{piece.get_kind_display()}, dated {day_words(piece.dated)}"
        if piece.shows == Evidence.Shows.IMPACT:
            what += f", of {piece.get_shows_display()}"
        replaced = newer.get(piece.pk)
        yield Event(
            on=day_of(piece.recorded_at),
            at=piece.recorded_at,
            title=f"Evidence added: {what}",
            body=redacted(piece, piece.title) if released else "",
            note=f"Replaced by newer evidence on {day_words(day_of(replaced.recorded_at))}."
            if replaced
            else "",
            **(_link(piece, at) if released else {}),
        )
        if piece.checked_at:
            yield Event(
                on=day_of(piece.checked_at),
                at=piece.checked_at,
                title=f"Somebody independent looked at the evidence: {what}",
                state="evidenced",
                state_label="Evidence checked",
            )


def _link(piece: Evidence, at: datetime) -> dict[str, str]:
    """Its address, or that of the public copy of its file."""
    if piece.url:
        return {"link": "" if piece.url == REMOVED_ADDRESS else piece.url}
    if piece.copy_gone_at or not piece.copy_published_at or piece.copy_published_at > at:
        return {}
    kind = f"{piece.copy_ending.upper()}, {filesizeformat(piece.copy_size)}"
    return {"link": f"evidence/{piece.pk}/", "link_words": f"Read the file ({kind})"}


def of_help(answers: Iterable[HelpAnswer], at: datetime) -> Iterator[Event]:
    """That whoever was asked for help answered; what, once released."""
    for answer in answers:
        released = _is_released(answer, at)
        yield Event(
            on=day_of(answer.recorded_at),
            at=answer.recorded_at,
            title="The request for help was answered",
            body=redacted(answer, answer.words) if released else ANSWER_NOT_RELEASED,
            by="By the one who was asked"
            if answer.by_asked
            else "Entered for the one who was asked",
        )


def of_sign_offs(sign_offs: Iterable[SignOff], at: datetime) -> Iterator[Event]:
    """The steps of sign-off of claims that are public; where and why once released."""
    for sign_off in sign_offs:
        said = [sign_off.note, sign_off.where and f"Decided: {sign_off.where}"]
        body = "\n\n".join(filter(None, said)) if _is_released(sign_off, at) else ""
        yield Event(
            on=sign_off.effective_on,
            at=sign_off.recorded_at,
            title=_STEPS[sign_off.step],
            body=redacted(sign_off, body),
            state=sign_off.step,
            state_label=opened(sign_off.get_step_display()),
            note=_recorded_later(sign_off),
        )


def of_amendments(amendments: Iterable[Amendment]) -> Iterator[Event]:
    """Released changes to what was promised: what it was, what it is now, why, who agreed."""
    for amendment in amendments:
        changed = _CHANGED.get(amendment.field, "something else")
        in_full = amendment.field in _CHANGED and amendment.field not in _IN_PART
        said = [f"Was: {amendment.old or 'empty'}", f"Now: {amendment.new or 'empty'}"]
        said = [*(said if in_full else ()), f"Why: {amendment.why}"]
        if amendment.agreed_by:
            said.append(f"Agreed by: {amendment.agreed_by}")
        yield Event(
            on=amendment.effective_on,
            at=amendment.recorded_at,
            title=f"Changed after publication: {changed}",
            body=redacted(amendment, "\n\n".join(said)),
        )


def _is_released(row, at) -> bool:
    return row.public_at is not None and row.public_at <= at


def redacted(row, text: str) -> str:
    """The row's words; where words about a person were removed, when that was done."""
    if row.redacted_at is None:
        return text
    return text.replace(REMOVED, f"{REMOVED[:-1]} on {day_words(day_of(row.redacted_at))}]")
