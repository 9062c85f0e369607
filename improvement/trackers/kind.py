"""A tracker's life: received, its layout settled, previewed, then confirmed or discarded.

All or nothing, and never twice. Confirming reads the stored bytes again, by the layout that was
settled, while nobody else can change the plan; and only if a fingerprint says that the plan is
as the preview saw it. If it moved since, the batch holds a new preview.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils.days import day_of
from councils.models import Post
from improvement.models import Plan, TrackerImport
from improvement.trackers import settling
from improvement.trackers.plan_records import PlanRecords
from improvement.trackers.preview import TrackerPreview, keep
from improvement.trackers.reading import read_rows
from improvement.trackers.sheets import open_book
from improvement.trackers.writing import Recording
from improvement.wording import day_words
from inspections.cells import fold, shorten
from inspections.intake import Refused
from inspections.models import Import


@dataclass(frozen=True)
class Confirmation:
    """What became of a request to confirm.

    Not `saved`, and not `before`: the plan moved, and the batch now holds a new preview.
    """

    batch: TrackerImport
    saved: bool
    before: bool = False  # an earlier request had saved it already


@transaction.atomic
def receive(
    *, content: bytes, file_name: str, plan: Plan, as_at: date, by, at: datetime
) -> TrackerImport:
    """Store the file; where its layout is known and asks nothing new, with what it would do.

    `as_at` is the London day of which the file tells. Saves no action and no report. Raises
    Unreadable if the file cannot be read (then nothing is stored), and Refused.
    """
    _refuse_withdrawn(plan)
    if as_at > day_of(at):
        raise Refused("The file cannot tell of a day that is still to come.")
    batch = TrackerImport(
        kind=Import.Kind.PLAN,
        council=plan.council,
        plan=plan,
        as_at=as_at,
        by=by,
        uploaded_at=at,
        file_name=file_name[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    book = open_book(content)
    asked = settling.recognise(batch, book, at=at)
    if asked.is_settled:
        settling.remember(batch, asked.proposal.layout, name="", by=by, at=at)
        _preview(batch, book, at=at)
    else:
        batch.save()
    return batch


@transaction.atomic
def settle(
    *,
    batch: TrackerImport,
    answers: Mapping[str, str],
    first_date: bool | None,
    name: str,
    by,
    at: datetime,
) -> bool:
    """Take answers on the layout; tell whether nothing is left to ask, and it is previewed."""
    batch = locked(batch)
    _refuse_closed(batch)
    book = settling.reopen(batch)
    given = {"answers": answers, "first_date": first_date, "name": name}
    left = settling.settle(batch, book, **given, by=by, at=at)
    if left.is_settled:
        _preview(batch, book, at=at)
    else:
        batch.save()
    return left.is_settled


@transaction.atomic
def preview(*, batch: TrackerImport, at: datetime) -> None:
    """Work out again what the file would do, for the plan as it stands now."""
    batch = locked(batch)
    _refuse_closed(batch)
    _preview(batch, settling.reopen(batch), at=at)


@transaction.atomic
def confirm(
    *,
    batch: TrackerImport,
    by,
    at: datetime,
    answers: Mapping[int, str] | None = None,
    taking: Collection[int] = frozenset(),
    hidden_seen: bool = False,
    why: str = "",
) -> Confirmation:
    """Save the whole of it that `by` may do, or nothing.

    `answers` decide on offered rows (`ImportRow.Decision`), `taking` holds the rows that may
    change a public promise or what was written by hand; the others leave it. `why` is read by
    the public, where a promise changes or a date is asked for. Raises Refused.
    """
    batch = locked(batch)
    if batch.state == Import.State.CONFIRMED:
        return Confirmation(batch, saved=False, before=True)
    _refuse_closed(batch)
    if batch.layout is None or not batch.fingerprint:
        raise Refused("Nothing was saved. Say first what the columns mean.")
    stored = PlanRecords(batch.plan, as_at=batch.as_at, at=at, lock=True)
    if _fingerprint(batch, stored) != batch.fingerprint:
        _preview(batch, settling.reopen(batch), at=at)
        return Confirmation(batch, saved=False)
    previewed = _previewed(batch, settling.reopen(batch), stored, answers=answers, taking=taking)
    _refuse_open(batch, previewed, hidden_seen, why)
    batch.why = why.strip()
    done = Recording(batch, previewed, by, at).write()
    keep(batch, previewed, done)
    batch.state = Import.State.CONFIRMED
    batch.confirmed_at, batch.confirmed_by = at, by
    batch.save()
    return Confirmation(batch, saved=True)


@transaction.atomic
def note(
    *, batch: TrackerImport, answers: Mapping[int, str], taking: Collection[int], why: str
) -> None:
    """Keep what a person decided on the preview, so that a refusal loses none of it."""
    batch = locked(batch)
    if batch.state == Import.State.PREVIEWED:
        kept = {str(number): decision for number, decision in answers.items()}
        batch.settled = {"answers": kept, "taking": sorted(taking)}
        batch.why = why.strip()
        batch.save(update_fields=["settled", "why"])


@transaction.atomic
def discard(*, batch: TrackerImport) -> None:
    """Put a preview away: it can no longer be confirmed. Raises Refused if it was."""
    batch = locked(batch)
    _refuse_closed(batch)
    batch.state = Import.State.DISCARDED
    batch.save(update_fields=["state"])


def locked(batch: TrackerImport) -> TrackerImport:
    """The import as it stands, which nobody else changes until the transaction ends."""
    Import.objects.select_for_update(of=("self",)).values_list("pk").get(pk=batch.pk)
    rows = TrackerImport.objects.select_related("plan__council", "council", "layout")
    return rows.get(pk=batch.pk)


def _preview(batch: TrackerImport, book, *, at: datetime) -> None:
    stored = PlanRecords(batch.plan, as_at=batch.as_at, at=at)
    previewed = _previewed(batch, book, stored)
    batch.fingerprint = _fingerprint(batch, stored)
    hidden = [change.where for change in previewed.changes if change.row.hidden]
    batch.reading |= {
        "hidden": hidden,
        "absent": [record.action.pk for record in previewed.absent],
        "leads": sorted({lead for change in previewed.changes for lead in change.row.leads[:1]}),
    }
    batch.save()
    keep(batch, previewed)


def _previewed(batch, book, stored, *, answers=None, taking=None) -> TrackerPreview:
    layout = settling.layout_of(batch)
    return TrackerPreview(
        read_rows(book, layout),
        stored,
        layout,
        due_is_original=batch.layout.due_is_original,
        answers=answers,
        taking=taking,
    )


def _fingerprint(batch: TrackerImport, stored: PlanRecords) -> str:
    """Of the plan, and of what the columns mean: a layout that was changed since counts too."""
    said = json.dumps([batch.layout.layout, batch.layout.due_is_original], sort_keys=True)
    return hashlib.sha256(f"{stored.fingerprint}{said}".encode()).hexdigest()


def _refuse_open(batch, previewed: TrackerPreview, hidden_seen: bool, why: str) -> None:
    if batch.reading.get("hidden") and not hidden_seen:
        raise Refused("Nothing was saved. Look first at the rows that are hidden in the file.")
    if wrong := previewed.first_wrong:
        told = " ".join(f"{one.reason} {one.remedy}" for one in wrong.errors)
        raise Refused(f"Nothing was saved. {wrong.where} is wrong. {told}")
    if offered := previewed.tally.offered:
        raise Refused(f"Nothing was saved. {offered:,} offered rows are not answered yet.")
    if previewed.needs_a_reason and not why.strip():
        raise Refused(
            "Nothing was saved. The file changes promises or asks for later dates: say why. The "
            "public will read it."
        )


def _refuse_closed(batch: TrackerImport) -> None:
    if batch.state != Import.State.PREVIEWED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be changed any more.")
    if not batch.content:
        raise Refused("Words of this file have been removed for good. Upload the file again.")
    _refuse_withdrawn(batch.plan)


def _refuse_withdrawn(plan: Plan) -> None:
    if plan.withdrawn_at:
        told = day_words(day_of(plan.withdrawn_at))
        raise Refused(f"This plan was withdrawn on {told}: nothing can be imported into it.")


def unknown_posts(batch: TrackerImport) -> list[str]:
    """The titles that the file's leads were said to hold and that the council has no post of."""
    if batch.state != TrackerImport.State.PREVIEWED or batch.layout is None:
        return []
    known = {fold(title) for title in batch.council.posts.values_list("title", flat=True)}
    wanted = {fold(title): title for title in batch.reading.get("leads", [])}
    return [title for folded, title in sorted(wanted.items()) if folded not in known]


@transaction.atomic
def make_posts(*, batch: TrackerImport, titles: Collection[str], by, at: datetime) -> None:
    """Make posts of these titles, which the file names, and look again at what it would do.

    The caller has checked that `by` names posts at this council. Raises Refused.
    """
    unknown = unknown_posts(batch)
    if not titles or set(titles) - set(unknown):
        raise Refused("Choose among the titles that the file names. Nothing was made.")
    for title in titles:
        post = Post(council=batch.council, title=title)
        post._history_user, post._history_date = by, at
        try:
            post.full_clean()
        except ValidationError as problem:
            raise Refused(
                f"Nothing was made. “{shorten(title)}”: {' '.join(problem.messages)}"
            ) from problem
        post.save()
    preview(batch=batch, at=at)
