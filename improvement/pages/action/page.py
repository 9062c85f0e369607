"""Everything that an action's page says, put together for its template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
)
from django.urls import reverse

from councils.days import day_of
from councils.models import PostHolding
from improvement.indicators.measure import Measure
from improvement.indicators.measures import Group, of_action
from improvement.indicators.on_rows import against_reports, last_days, with_measures
from improvement.models import (
    Action,
    Amendment,
    DueDateMove,
    Evidence,
    HelpAnswer,
    Impact,
    SignOff,
    Step,
    Update,
)
from improvement.opendata import Published, public_fields
from improvement.pages.action.milestones import MilestoneLine, Milestones, milestones_of
from improvement.pages.action_lines import Tag, record, reported
from improvement.pages.answers import RecommendationRow, answered_by
from improvement.pages.frame import Banner, banners, trail
from improvement.pages.look_back import LookBack, look_back
from improvement.pages.sentences import claim_and_fact
from improvement.pages.timeline import (
    Event,
    newest_first,
    of_amendments,
    of_evidence,
    of_help,
    of_moves,
    of_sign_offs,
    of_updates,
    promise,
    said,
)
from improvement.record import OF_LINK, ActionRow, Amended, AsAt, Chain, as_promised, public_row
from improvement.rules import Assessed, assess, claims_impact
from improvement.wording import counted, day_words, opened


@dataclass(frozen=True)
class ActionPage:
    """The parts of the page, in its order."""

    action: Action
    look: LookBack
    title: str
    assessed: Assessed
    banners: list[Banner]
    day: str
    claim_and_fact: list[str]
    reported: list[Tag]
    in_its_words: str
    record: list[Tag]
    four_answers: list[tuple[str, str]]
    impact: str
    impact_proof: str
    milestones: list[MilestoneLine]
    milestones_in_words: str
    measures: str
    recommendations: list[RecommendationRow]
    indicators: list[Group]
    against: list[tuple[Measure, list[ActionRow]]]
    timeline: list[Event]
    trail: list[tuple[str, str]]
    forms: list[tuple[str, str]]

    def published(self, address: str) -> Published:
        """The action as downloads have it; `address` is its page, in full."""
        return Published(self.assessed, tuple(self.recommendations), address)


def action_page(action: Action, *, user, at: datetime, query) -> ActionPage | None:
    """The page of an action that `user` may see, at the moment `at`.

    Seven queries after that of the action and its row (`with_public_row`): what it answers, what
    measures it and five of the log; one more where it has milestones, and where a claim is not
    public. For a past day as many: `action` comes with its row of the day that `query` asks for.
    None if it was not in the plan yet on that day.
    """
    plan, look = action.plan, look_back(query, today=day_of(at))
    as_at = look.as_at
    day = as_at.day if as_at else day_of(at)
    draft = plan.is_draft(at) or not (action.public_at and action.public_at <= at)
    reader = user if draft else AnonymousUser()
    row = public_row(action)
    if row is None:
        return None
    amended = _amendments(action, at)
    rows, links = as_promised([row], as_at, _as_amended(amended)) if as_at else ([row], {})
    asked = {"reader": reader, "at": at, "as_at": as_at, "days": last_days(rows)}
    measured, earlier = of_action(action, **asked)
    found = [card.measure for group in measured for card in group.cards]
    rows = with_measures(rows, found, earlier)
    [assessed] = assess(rows, day)
    updates, answers = released_updates(action, as_at.moment(at) if as_at else at)
    told = public_chain(action, updates)
    milestones = _milestones(action, assessed.row, updates, told, day)
    return ActionPage(
        action=action,
        look=look,
        title=assessed.row.title,
        assessed=assessed,
        banners=banners(
            plan.council,
            draft=draft,
            publish_from=plan.publish_from if plan.is_draft(at) else None,
        ),
        day=day_words(day),
        claim_and_fact=claim_and_fact(assessed, day),
        reported=reported(assessed),
        in_its_words=latest_words(updates, assessed.row),
        record=record(assessed),
        four_answers=four_answers(assessed.row, updates),
        impact=opened(Impact(assessed.row.impact).label),
        impact_proof=impact_proof(assessed.row),
        milestones=milestones.lines,
        milestones_in_words=milestones.says,
        measures=Action.Measures(assessed.row.measures).label if assessed.row.measures else "",
        recommendations=answered_by(action, reader=reader, at=at, links=links),
        indicators=measured,
        against=against_reports(measured, [assessed]),
        timeline=history(action, assessed.row, updates, answers, milestones, amended, at, as_at),
        trail=[*trail(plan.council), (plan.title, plan.get_absolute_url() + look.suffix)],
        forms=[("JSON", _address(action, "action-json") + look.suffix)],
    )


def _address(action, name) -> str:
    plan = action.plan
    return reverse(name, args=[plan.council.slug, plan.slug, action.reference])


def four_answers(row: ActionRow, updates: Iterable[Update]) -> list[tuple[str, str]]:
    """Is it delivered, evidenced, verified, sustained? Four questions, four answers.

    `updates`: the reports that may be told. One that is dated back says when it was made.
    """
    pieces = counted(row.evidence, "piece of evidence", "pieces of evidence")
    looked = "looked at by somebody independent" if row.evidenced else "not looked at yet"
    verified = row.is_delivered and row.step in (Step.VERIFIED, Step.SUSTAINED)
    sustained = verified and row.step == Step.SUSTAINED
    since = f"Yes, since {day_words(row.delivered_on)}" if row.delivered_on else "Yes"
    made = [one for one in updates if one.effective_on == row.delivered_on and one.is_delivery]
    if made and (recorded := day_of(made[0].recorded_at)) != row.delivered_on:
        since += f", as reported on {day_words(recorded)}"
    return [
        ("Delivered", since if row.is_delivered else "No"),
        ("Evidenced", f"{opened(pieces)}, {looked}" if row.evidence else "No evidence on record"),
        ("Verified", "Yes" if verified else "No"),
        ("Sustained", "Yes: looked at again, and still true" if sustained else "No"),
    ]


def impact_proof(row: ActionRow) -> str:
    """Whether a claimed difference for children has evidence of its own; empty if none is claimed.

    It is apart from the four answers: what is done, verified and sustained may change nothing.
    """
    if not claims_impact(row):
        return ""
    if not row.impact_evidence:
        return "Impact claimed, no evidence for it yet."
    pieces = opened(counted(row.impact_evidence, "piece of evidence", "pieces of evidence"))
    if not row.impact_evidenced:
        return f"{pieces} of it offered, not looked at by anybody independent yet."
    return f"{pieces} of it on record, looked at by somebody independent."


def _milestones(action, row, updates, told: Chain, day) -> Milestones:
    """As the public could know them; nothing is asked where the action has none."""
    if not row.milestones:
        return Milestones()
    counting = {update.pk for update in told.counting(updates)}
    return milestones_of(action, counting=counting, day=day)


def released_updates(action: Action, at: datetime) -> tuple[list[Update], list[HelpAnswer]]:
    """The reports that the public could read at the moment `at`; and the answers to the help that
    they asked for, with `by_asked`: not entered by the plan's officers for the one who was asked.

    That somebody answered is public at once, though it was a correction or a repetition of what is
    public that they answered, and that is not released itself. One query, in which a report stands
    once for each of its answers.
    """
    rows = list(_released(action=action.pk, at=at))
    updates = {row.pk: row for row in rows if row.is_public}
    asked = {update.help_from_id for update in updates.values()}
    answers = []
    for row in rows:
        if row.answer_pk and row.help_from_id in asked:
            answer = HelpAnswer(**{name: getattr(row, f"answer_{name}") for name in _OF_ANSWER})
            answer.by_asked = row.answer_by_asked
            answers.append(answer)
    return list(updates.values()), answers


_OF_ANSWER = ("pk", "recorded_at", "public_at", "redacted_at", "words")


def _released(*, action, at):
    """With whether it was entered for the lead, and whether whose it is led the action then.

    Those too that are not public, but were answered: only for the answer.
    """
    found = _log_of(Update, action=action, at=at).select_related("help_from", "into")
    is_public = Q(public_at__lte=at)
    held = PostHolding.objects.on(OuterRef("effective_on")).filter(
        post=OuterRef("action__lead"), user=OuterRef("by")
    )
    asked = PostHolding.objects.filter(post=OuterRef("help_from"), user=OuterRef("answer__by"))
    until = Q(help_answers__recorded_at__lte=at)
    return found.annotate(
        is_public=ExpressionWrapper(is_public, BooleanField()),
        for_lead=~Q(by=F("entered_by")),
        by_lead=Exists(held),
        answer=FilteredRelation("help_answers", condition=until),
        answer_by_asked=Exists(asked),
        **{f"answer_{name}": F(f"answer__{name}") for name in _OF_ANSWER},
    ).filter(is_public | Q(answer__isnull=False))


def latest_words(updates: list[Update], row: ActionRow) -> str:
    """The reason that the report gives from which the action's state was read."""
    return next((said(update) for update in updates if update.pk == row.update_id), "")


def public_chain(action: Action, updates: list[Update]) -> Chain:
    """Which of these public reports corrects which.

    One query, and only where a public correction is of a report that is not public itself.
    """
    public = {update.pk for update in updates}
    if all(update.corrects_id in public for update in updates if update.corrects_id):
        return Chain(updates)
    return Chain(_links(action))


def _links(action) -> list[Update]:
    """All its reports, by number and link alone."""
    rows = Update.objects.filter(action=action).order_by("number")
    return list(rows.only("number", "corrects", "public_at", "effective_on"))


def history(
    action: Action,
    row: ActionRow,
    updates: list[Update],
    answers: list[HelpAnswer],
    milestones: Milestones,
    amended: list[Amendment],
    at: datetime,
    as_at: AsAt | None = None,
) -> list[Event]:
    """What the public may know at the moment `at` of what has happened; three queries.

    Of a past day: what had happened by then, as it was known by then or is known now.
    """
    moment = as_at.moment(at) if as_at else at
    sign_offs = _of_public_claims(action, _log(SignOff, action, moment), updates, moment)
    return newest_first(
        event
        for event in chain(
            [promise(row, action.plan.promised_until)],
            of_updates(updates, moment, milestones.by_update),
            milestones.events(),
            of_moves(_log(DueDateMove, action, moment), moment),
            of_evidence(_evidence(action=action.pk, at=moment), moment),
            of_sign_offs(sign_offs, moment),
            of_help(answers, moment),
            of_amendments(_public_by(moment, amended)),
        )
        if as_at is None or event.on <= as_at.day
    )


def _amendments(action, at) -> list[Amendment]:
    """All of them, each once for each recommendation that it added or took away; one query."""
    return list(_amended(action=action.pk, at=at))


def _amended(*, action, at):
    return _log_of(Amendment, action=action, at=at).annotate(**OF_LINK)


def _as_amended(amendments) -> list[Amended]:
    """The newest first."""
    return [Amended.of(one) for one in reversed(amendments)]


def _public_by(moment, amendments) -> list[Amendment]:
    """Each of those that the public could read, once."""
    public = [one for one in amendments if one.public_at and one.public_at <= moment]
    return list({one.pk: one for one in public}.values())


def _log(model, action, moment):
    """The action's rows of this part of the log by `moment`, in the columns that may be public."""
    return _log_of(model, action=action.pk, at=moment)


def _log_of(model, *, action, at):
    rows = model.objects.filter(action=action, recorded_at__lte=at)
    return rows.order_by("recorded_at", "pk").only(*public_fields(model))


def _evidence(*, action, at):
    """The evidence, with what is told of the public copies of its files."""
    copied = ("ending", "size", "published_at", "gone_at")
    copies = {f"copy_{name}": F(f"copy__{name}") for name in copied}
    return _log_of(Evidence, action=action, at=at).annotate(**copies)


def _of_public_claims(action, sign_offs, updates, at):
    """Sign-offs of a claim that is public, or that a public correction stands in the place of.

    Which report corrects which is asked only where a claim is not among the public `updates`.
    """
    sign_offs, public = list(sign_offs), {update.pk for update in updates}
    if all(row.claim_id in public for row in sign_offs):
        return sign_offs
    links = _links(action)
    told = Chain(links)
    origins = {told.origin(link.pk) for link in links if link.public_at and link.public_at <= at}
    return [row for row in sign_offs if told.origin(row.claim_id) in origins]
