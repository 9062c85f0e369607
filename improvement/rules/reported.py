"""Rules on what is reported, and on what is not."""

from datetime import date

from django.db.models import Q

from councils.days import day_of, working_days_between
from improvement.models import ActionState
from improvement.models.log import RELEASE_WITHIN
from improvement.record import ActionRow
from improvement.rules.rule import ON_TRACK, Ask, Claim, Rule, Weight, claim_of
from improvement.wording import ago, day_words, number, opened, span

REPEATS = 3  # reports in a row that change nothing: fewer may be a quiet month


def awaits_release(row: ActionRow, day: date) -> bool:
    """A report has waited for its release for more than `RELEASE_WITHIN` working days.

    No rule: the reader is told, and it speaks against nobody.
    """
    if row.waiting_since is None:
        return False
    return working_days_between(day_of(row.waiting_since), day) > RELEASE_WITHIN


def is_stale(row: ActionRow, day: date) -> bool:
    """Open, and the last published report older than the plan's reporting interval.

    What such a report says of today, how sure the lead is among it, is not repeated as news.
    """
    return row.report_due_on < day and row.is_open


class Silent(Rule):
    """Open, and without a report for longer than the plan's reporting interval.

    A report that waits for its release is a report: `AwaitsRelease` speaks of that.
    """

    code = "silent"
    label = "No report"
    why = "What nobody reports on, nobody can question. An old report proves nothing about today."
    ends = "It ends when a report is made."
    against = ON_TRACK
    weighs = Weight.OTHERWISE
    rank = 40
    look = "state-silent"
    ask = Ask(
        60,
        "What has happened on action {reference}?",
        "What has happened on {count} actions that nobody has reported on?",
        "No report on them was published in the time that the plan sets.",
    )

    def holds(self, row, day):
        return is_stale(row, day) and row.waiting_since is None

    def condition(self, day):
        return Q(report_due_on__lt=day, status__in=ActionState.OPEN, waiting_since__isnull=True)

    def describe(self, row, day):
        if row.last_heard_on is None:
            since = f"It has been in the plan since {day_words(row.added_on)}."
            return "Never reported on", f"No report on it has been published. {since}"
        heard = f"{row.last_heard}, {ago(row.last_heard_by, day)}"
        label = f"No report for {span((day - row.last_heard_by).days)}"
        return label, f"The last published report is of {heard}."


class AwaitsRelease(Rule):
    """A report was made and not yet released: for long, or where the public hears nothing else."""

    code = "awaiting-release"
    label = "Reported, awaiting release"
    why = "The lead has reported. Until the council releases it, nobody outside can read it."
    ends = "It ends when the publisher releases the report."
    against = ON_TRACK
    weighs = Weight.WAITS
    rank = 250  # after everything else: it puts no action before another
    look = "state-awaiting-release"

    def holds(self, row, day):
        if row.waiting_since is None or row.is_gone:
            return False
        return is_stale(row, day) or awaits_release(row, day)

    def waits_for(self, row):
        return "the council’s publisher"

    def describe(self, row, day):
        made = day_of(row.waiting_since)
        words = f"A report was made on {day_words(made)}, {ago(made, day)}, and is not released."
        return "Reported, awaiting release", words


class Worsening(Rule):
    """`worse` is put on the row from what is measured, by whoever holds it against the record."""

    code = "worsening"
    label = "Reported on track, though what is measured is getting worse"
    why = (
        "When the measure is beyond what was promised and still going the wrong way, the report "
        "and the children’s experience do not fit."
    )
    ends = "It ends with a better value, not with a missing one."
    against = ON_TRACK
    weighs = Weight.OTHERWISE
    rank = 60
    look = "tone-bad glyph-warning"
    ask = Ask(
        30,
        "Why is action {reference} on track, while what is measured gets worse?",
        "Why are {count} actions on track, while what is measured gets worse?",
        "What is measured of them is beyond what was promised, and still going the wrong way.",
    )

    def holds(self, row, day):
        return bool(row.worse) and not is_stale(row, day) and claim_of(row) is Claim.ON_TRACK

    def describe(self, row, day):
        return "Measure getting worse", row.worse


class HelpUnanswered(Rule):
    code = "unanswered"
    label = "Help asked for, not answered"
    why = "Whoever leads it has said what is needed. The answer is owed by the one who was asked."
    ends = "It ends when the answer is given."
    against = ON_TRACK
    weighs = Weight.WAITS
    rank = 110
    look = "tone-concern glyph-wait"
    ask = Ask(
        40,
        "Who will answer the request for help on action {reference}?",
        "Who will answer the requests for help on {count} actions?",
        "Their leads said what they need and from whom. No answer is on record.",
    )

    def holds(self, row, day):
        return row.help_since is not None and row.is_open

    def waits_for(self, row):
        return row.help_from or "whoever was asked"

    def condition(self, day):
        return Q(help_since__isnull=False, status__in=ActionState.OPEN)

    def describe(self, row, day):
        asked = f"Help was asked of {row.help_from} on {day_words(row.help_since)}"
        words = f"{asked}, {ago(row.help_since, day)}. No answer is on record."
        return f"{row.help_from} has not answered", words


class ReportsUnchanged(Rule):
    code = "unchanged"
    label = "Reports that change nothing"
    why = "A report was made, but nothing in it has moved: heard is not the same as progress."
    ends = "It ends with a report that says something new."
    against = ON_TRACK
    weighs = Weight.NOT_SHOWN
    rank = 140
    look = "tone-concern glyph-dots"

    def holds(self, row, day):
        return row.unchanged >= REPEATS and row.is_open

    def describe(self, row, day):
        reports = f"{opened(number(row.unchanged))} reports in a row"
        return f"{reports}, nothing new", f"{reports} say nothing that had not been said before."
