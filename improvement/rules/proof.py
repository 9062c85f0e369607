"""Rules on what is reported complete, or to be different for children: what proves it."""

from django.db.models import Q

from improvement.models import ActionState, Impact, Step
from improvement.record import ActionRow
from improvement.rules.rule import COMPLETE, IMPACT, Ask, Rule, Weight
from improvement.wording import ago, counted, day_words, opened

SHOWN = (Impact.EVIDENCED.value, Impact.EMBEDDED.value)  # said to be more than a beginning


def claims_impact(row: ActionRow) -> bool:
    """Reported to be different for children, and to be shown: not only to begin."""
    return row.impact in SHOWN and not row.is_gone


class SentBack(Rule):
    """The last report says complete; the record, by the board's decision, does not."""

    code = "returned"
    label = "Sent back"
    why = "Those who oversee the plan looked, and did not accept that it is done."
    ends = "It ends with a new report."
    against = COMPLETE
    weighs = Weight.OTHERWISE
    rank = 20
    look = "state-returned"
    ask = Ask(
        20,
        "What was missing from action {reference}?",
        "What was missing from the {count} actions that were sent back?",
        "They were reported complete, and that was not accepted.",
    )

    def holds(self, row, day):
        return row.claimed in ActionState.DELIVERED and not row.is_delivered

    def condition(self, day):
        delivered = ActionState.DELIVERED
        return Q(claimed__in=delivered) & ~Q(status__in=delivered)

    def describe(self, row, day):
        if row.step == Step.REOPENED:
            words = "It was signed off, then reopened. Its last report still says complete."
            return "Reopened", words
        return "Sent back", "The sign-off was returned. Its last report still says complete."


class Unevidenced(Rule):
    code = "unevidenced"
    label = "No evidence"
    why = "Without evidence, “complete” is only somebody’s word."
    ends = "It ends when evidence is added."
    against = COMPLETE
    weighs = Weight.NOT_SHOWN
    rank = 70
    look = "state-unevidenced"
    ask = Ask(
        50,
        "What shows that action {reference} is complete?",
        "What shows that {count} actions are complete?",
        "They are reported complete. No evidence is on record.",
    )

    def holds(self, row, day):
        return not row.evidence and row.is_delivered

    def condition(self, day):
        return Q(evidence=0, status__in=ActionState.DELIVERED)

    def describe(self, row, day):
        return "No evidence", "It is reported complete. No evidence is on record."


class SelfVerified(Rule):
    code = "self-verified"
    label = "Verified by its own lead"
    why = "Nobody can check their own work for somebody else."
    ends = "It ends when somebody else verifies it."
    against = COMPLETE
    weighs = Weight.NOT_SHOWN
    rank = 80
    look = "tone-bad glyph-warning"

    def holds(self, row, day):
        return row.verified_by_lead and row.is_delivered

    def describe(self, row, day):
        words = "Whoever reported it complete also checked that it is."
        return "Verified by its own lead", words


class OldEvidence(Rule):
    """Of before the last report that said it was not complete; else of before it was promised."""

    code = "old-evidence"
    label = "Evidence older than the claim"
    why = "Evidence from before the work was done cannot show that it was done."
    ends = "It ends when somebody independent has looked at newer evidence."
    against = COMPLETE
    weighs = Weight.NOT_SHOWN
    rank = 90
    look = "tone-concern glyph-page"

    def holds(self, row, day):
        if not row.is_delivered or row.newest_evidence is None:
            return False
        return row.newest_evidence < (row.open_until or row.added_on)

    def describe(self, row, day):
        looked_at = "evidence that somebody independent has looked at"
        which = looked_at if row.evidenced else "evidence"
        dated = f"The newest {which} is of {day_words(row.newest_evidence)}."
        if row.open_until:
            later = f"On {day_words(row.open_until)} it was still reported not complete."
        else:
            later = f"The action was promised on {day_words(row.added_on)}."
        return "Evidence older than the claim", f"{dated} {later}"


class NotCheckedAgain(Rule):
    """Business as usual is where what nobody looks at again goes."""

    code = "check-overdue"
    label = "Not checked again"
    why = (
        "What became business as usual is true for as long as somebody looks: on the day that was "
        "named for it."
    )
    ends = "It ends when it is looked at again, and that is reported."
    against = COMPLETE
    weighs = Weight.NOT_SHOWN
    rank = 100
    look = "tone-concern glyph-wait"

    def holds(self, row, day):
        due = row.check_due_on
        return due is not None and due < day and row.is_delivered

    def describe(self, row, day):
        due = f"{day_words(row.check_due_on)}, {ago(row.check_due_on, day)}"
        words = f"It was to be checked again by {due}. No later report or check is on record."
        return "Not checked again", words


class EvidenceUnchecked(Rule):
    code = "unchecked"
    label = "Evidence not checked"
    why = "Evidence counts when somebody other than its authors has looked at it."
    ends = "It ends when somebody independent has looked at it."
    against = COMPLETE
    weighs = Weight.WAITS
    rank = 190
    look = "tone-concern glyph-page"
    ask = Ask(
        130,
        "Who has looked at the evidence for action {reference}?",
        "Who has looked at the evidence for {count} actions?",
        "They are reported complete. Nobody independent has checked the evidence yet.",
    )

    def holds(self, row, day):
        return bool(row.evidence) and not row.evidenced and row.is_delivered

    def waits_for(self, row):
        return "somebody other than its lead, to check it"

    def describe(self, row, day):
        pieces = counted(row.evidence, "piece of evidence is", "pieces of evidence are")
        words = f"{pieces} on record, but nobody independent has looked yet."
        return "Evidence not checked", opened(words)


class ImpactUnproved(Rule):
    code = "impact-unproved"
    label = "Impact claimed without evidence"
    why = (
        "That something is different for children has to be shown by itself: by what they say, "
        "or by what happened to them, looked at by somebody independent."
    )
    ends = "It ends when somebody independent has looked at evidence of that."
    against = IMPACT
    weighs = Weight.NOT_SHOWN
    rank = 150
    look = "tone-concern glyph-page"
    ask = Ask(
        110,
        "How do we know that children notice action {reference}?",
        "How do we know that children notice {count} actions?",
        "A difference for children is claimed. Nobody independent has looked at evidence of it.",
    )

    def holds(self, row, day):
        return claims_impact(row) and not row.impact_evidenced

    def weight(self, row, day):
        return Weight.WAITS if row.impact_evidence else self.weighs

    def waits_for(self, row):
        return "somebody other than its lead, to check it"

    def describe(self, row, day):
        said = f"What is different for children is reported as {Impact(row.impact).label}."
        if not row.impact_evidence:
            words = f"{said} No evidence of that is on record."
            return "Impact claimed, no evidence for it yet", words
        looked = "There is evidence offered for it, but nobody independent has looked yet."
        return "Impact claimed, evidence not checked", f"{said} {looked}"
