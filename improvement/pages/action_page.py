"""Everything that an action's page says, put together for its template."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from councils.days import day_of
from improvement.corrections import Chain
from improvement.models import (
    Action,
    Amendment,
    DueDateMove,
    Evidence,
    Impact,
    SignOff,
    Step,
    Update,
)
from improvement.opendata import Published, public_fields
from improvement.pages.answers import RecommendationRow, answered_by
from improvement.pages.frame import Banner, banners, trail
from improvement.pages.lines import record, reported
from improvement.pages.sentences import claim_and_fact
from improvement.pages.timeline import (
    Event,
    newest_first,
    of_amendments,
    of_evidence,
    of_moves,
    of_sign_offs,
    of_updates,
    promise,
    said,
)
from improvement.progress import Assessed, assess
from improvement.rows import ActionRow, public_rows
from improvement.wording import counted, day_words, opened


@dataclass(frozen=True)
class ActionPage:
    """The parts of the page, in its order."""

    action: Action
    assessed: Assessed
    banners: list[Banner]
    today: str
    claim_and_fact: list[str]
    reported: SafeString
    in_its_words: str
    record: SafeString
    four_answers: list[tuple[str, str]]
    impact: str
    recommendations: list[RecommendationRow]
    timeline: list[Event]
    trail: list[tuple[str, str]]
    forms: list[tuple[str, str]]

    def published(self, address: str) -> Published:
        """The action as downloads have it; `address` is its page, in full."""
        return Published(self.assessed, tuple(self.recommendations), address)


def action_page(action: Action, *, user, at: datetime) -> ActionPage:
    """The page of an action that `user` may see, at the moment `at`.

    Eight queries after the action's own: its row, what it answers, five of the log,
    and which report corrects which.
    """
    plan, day = action.plan, day_of(at)
    draft = plan.is_draft(at) or not (action.public_at and action.public_at <= at)
    reader = user if draft else AnonymousUser()
    [assessed] = assess(public_rows(Action.objects.filter(pk=action.pk)), day)
    updates = released_updates(action, at)
    return ActionPage(
        action=action,
        assessed=assessed,
        banners=banners(
            plan.council,
            draft=draft,
            publish_from=plan.publish_from if plan.is_draft(at) else None,
        ),
        today=day_words(day),
        claim_and_fact=claim_and_fact(assessed, day),
        reported=reported(assessed),
        in_its_words=latest_words(updates, assessed.row),
        record=record(assessed),
        four_answers=four_answers(assessed.row),
        impact=opened(Impact(assessed.row.impact).label),
        recommendations=answered_by(action, reader=reader, at=at),
        timeline=history(action, assessed.row, updates, at),
        trail=trail(plan.council, plan),
        forms=[
            ("JSON", reverse("action-json", args=[plan.council.slug, plan.slug, action.reference]))
        ],
    )


def four_answers(row: ActionRow) -> list[tuple[str, str]]:
    """Is it delivered, evidenced, verified, sustained? Four questions, four answers."""
    pieces = counted(row.evidence, "piece of evidence", "pieces of evidence")
    looked = "looked at by somebody independent" if row.evidenced else "not looked at yet"
    verified = row.is_delivered and row.step in (Step.VERIFIED, Step.SUSTAINED)
    sustained = verified and row.step == Step.SUSTAINED
    since = f"Yes, since {day_words(row.delivered_on)}" if row.delivered_on else "Yes"
    return [
        ("Delivered", since if row.is_delivered else "No"),
        ("Evidenced", f"{opened(pieces)}, {looked}" if row.evidence else "No evidence on record"),
        ("Verified", "Yes" if verified else "No"),
        ("Sustained", "Yes: looked at again, and still true" if sustained else "No"),
    ]


def released_updates(action: Action, at: datetime) -> list[Update]:
    """The reports that the public could read at the moment `at`."""
    return list(
        _log(Update, action)
        .public(at)
        .annotate(for_lead=~Q(by=F("entered_by")))
        .select_related("help_from", "into")
    )


def latest_words(updates: list[Update], row: ActionRow) -> str:
    """The reason that the report gives from which the action's state was read."""
    return next((said(update) for update in updates if update.pk == row.update_id), "")


def history(action: Action, row: ActionRow, updates: list[Update], at: datetime) -> list[Event]:
    """What the public may know at the moment `at` of what has happened; five queries."""
    sign_offs = _of_public_claims(action, _log(SignOff, action), at)
    return newest_first(
        chain(
            [promise(row, action.plan.starts_on)],
            of_updates(updates, at),
            of_moves(_log(DueDateMove, action), at),
            of_evidence(_log(Evidence, action), at),
            of_sign_offs(sign_offs, at),
            of_amendments(_log(Amendment, action).public(at)),
        )
    )


def _log(model, action):
    """The action's rows of this part of the log, in the columns that may be public."""
    rows = model.objects.filter(action=action)
    return rows.order_by("recorded_at", "pk").only(*public_fields(model))


def _of_public_claims(action, sign_offs, at):
    """Sign-offs of a claim that is public, or that a public correction stands in the place of."""
    links = list(
        Update.objects.filter(action=action)
        .order_by("number")
        .only("number", "corrects", "public_at", "effective_on")
    )
    told = Chain(links)
    public = {told.origin(link.pk) for link in links if link.public_at and link.public_at <= at}
    return [row for row in sign_offs if told.origin(row.claim_id) in public]
