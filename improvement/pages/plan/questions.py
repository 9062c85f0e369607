"""Questions worth asking: three to five, each tied to the facts that raise it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.models import Impact
from improvement.pages.answers import RecommendationRow
from improvement.rules import BY_CODE, RECENT, RULES, Assessed, Claim, only_process
from improvement.wording import counted, day_words, number, opened, plural, span, times

MOST = 5
_LATE = BY_CODE["late"]  # which is asked about first, and with more words
_ASKED = sorted(
    [rule for rule in RULES if rule.ask and rule is not _LATE], key=lambda rule: rule.ask.place
)


@dataclass(frozen=True)
class Question:
    """What to ask, what raises it, and where the evidence stands.

    `to` is an address, relative to the plan's page; `about` the reference of the one action that
    it is about, if it is about one.
    """

    asks: str
    because: str
    link: str
    to: str
    about: str = ""


def worth_asking(
    assessed: Sequence[Assessed], *, gaps: int, before: Sequence[RecommendationRow], day: date
) -> list[Question]:
    """At most five questions, the gravest first; no action is asked about twice.

    `assessed` is the whole plan, worst first. `gaps` counts the recommendations that no action
    answers; `before` holds those that an earlier inspection made too.
    """
    asked: set[str] = set()
    questions = []
    for question in _candidates(assessed, gaps, before, day):
        if question.about not in asked:
            questions.append(question)
        if question.about:
            asked.add(question.about)
    return questions[:MOST]


def _candidates(assessed, gaps, before, day) -> Iterator[Question]:
    late = [one for one in assessed if "late" in one.codes]
    if late:
        yield _latest(late[0], day)
    yield from _about_late_on_track(late)
    yield from _about_left(assessed, day)
    yield from _about_rules(assessed, [rule for rule in _ASKED if not _is_later(rule)])
    if words := only_process(one.row for one in assessed):
        yield Question("How will children notice?", words, "See the actions", "#actions")
    if gaps:
        yield _about_gaps(gaps)
    if before:
        yield _about_before(before)
    yield from _about_rules(assessed, [rule for rule in _ASKED if _is_later(rule)])
    yield from _about_children(assessed)


def _latest(one, day):
    row = one.row
    facts = [f"It was due on {day_words(row.due_on)}, {span((day - row.due_on).days)} ago."]
    if row.moves:
        first = f" from {day_words(row.original_due)}" if row.original_due else ""
        facts.append(f"Its date had moved {times(row.moves)}{first}.")
    if one.claim is Claim.ON_TRACK:
        facts.append("It is still reported on track.")
    return _about_one(_LATE, one, " ".join(facts))


def _about_late_on_track(late):
    on_track = [one for one in late if one.claim is Claim.ON_TRACK and not one.stale]
    if len(on_track) > 1:
        many = number(len(on_track))
        yield Question(
            f"Why are {many} late actions reported on track?",
            "Their date has passed, and the latest report still says on track.",
            f"See the {many} actions",
            "?state=on-track&due=overdue#actions",
        )


def _about_left(assessed, day):
    """What was taken out of the plan lately, and was not borne out by then."""
    left = [one for one in assessed if one.left_not_borne_out and one.row.left_on >= day - RECENT]
    for one in left[:1]:
        row, claim = one.row, one.left.claim.value
        found = "; ".join(finding.label for finding in one.left.against)
        others = f" So were {number(len(left) - 1)} others." if len(left) > 2 else ""
        others = " So was one other." if len(left) == 2 else others
        yield Question(
            f"Why was action {row.reference} taken out of the plan?",
            f"{row.title.rstrip('.')}. Until then it was reported {claim}, and the record did not "
            f"bear that out: {found}.{others}",
            f"See action {row.reference}",
            f"actions/{row.reference}/",
            about=row.reference,
        )


def _is_later(rule):
    return rule.ask.place > rule.ask.AFTER_THE_PLAN


def _about_rules(assessed, rules):
    for rule in rules:
        found = [one for one in assessed if rule.code in one.codes]
        if found:
            yield _about(rule, found)


def _about(rule, found):
    if len(found) == 1:
        words = next(one.words for one in found[0].findings if one.rule is rule)
        return _about_one(rule, found[0], words)
    many = number(len(found))
    return Question(
        rule.ask.several.format(count=many),
        rule.ask.because,
        f"See the {many} actions",
        f"?state={rule.code}#actions",
    )


def _about_one(rule, one, because):
    reference = one.row.reference
    return Question(
        rule.ask.one.format(reference=reference),
        f"{one.row.title.rstrip('.')}. {because}",
        f"See action {reference}",
        f"actions/{reference}/",
        about=reference,
    )


def _about_gaps(gaps):
    which = plural(gaps, "the recommendation", f"the {number(gaps)} recommendations")
    return Question(
        f"Who will answer {which} without an action?",
        f"{opened(counted(gaps, 'recommendation has', 'recommendations have'))} no action here.",
        plural(gaps, "See the recommendation", "See the recommendations"),
        "#gaps",
    )


def _about_before(before):
    first, more = before[0], len(before) - 1
    others = (
        f" So had {counted(more, 'other recommendation', 'other recommendations')}." if more else ""
    )
    return Question(
        "What is different this time?",
        f"An earlier inspection had asked for the same as {first.name}.{others}",
        f"See {first.name}",
        first.address,
    )


def _about_children(assessed):
    done = [one.row for one in assessed if one.row.is_delivered]
    without = sum(row.impact == Impact.NONE_YET for row in done)
    if without:
        yield Question(
            "What is different for children because of what is complete?",
            f"{opened(counted(len(done), 'action is', 'actions are'))} complete. "
            f"For {number(without)} no difference for children is reported yet.",
            "See what is complete",
            "?state=delivered#actions",
        )
