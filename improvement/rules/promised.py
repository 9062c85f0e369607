"""Rules on what was promised: dates, milestones, a lead, a measure."""

from django.db.models import Q

from improvement.models import ActionState
from improvement.rules.rule import COMPLETE, ON_TRACK, Ask, Rule, Weight
from improvement.wording import ago, day_words, span, times


class Late(Rule):
    """Open, and the due date last agreed lies before the day: late from the day after it."""

    code = "late"
    label = "Late"
    why = "A date is a promise to children. It moves in the open and by agreement, or not at all."
    ends = "It ends when a report says that it is complete, or a later date is agreed."
    against = COMPLETE | ON_TRACK
    weighs = Weight.OTHERWISE
    rank = 10
    look = "state-late"
    ask = Ask(
        10,
        "What will finish action {reference}, and when?",
        "What will finish the {count} late actions, and when?",
        "They are past the date last agreed, and not complete.",
    )

    def holds(self, row, day):
        return row.due_on is not None and row.due_on < day and row.is_open

    def weight(self, row, day):
        """A later date that was asked for before this one was over waits for the board's answer."""
        in_time = row.asked_on is not None and row.asked_on <= row.due_on
        return Weight.WAITS if in_time else self.weighs

    def waits_for(self, row):
        return "those who decide on later dates"

    def condition(self, day):
        return Q(due_on__lt=day, status__in=ActionState.OPEN)

    def describe(self, row, day):
        overdue = span((day - row.due_on).days)
        words = f"It was due on {day_words(row.due_on)} and is not complete."
        if row.asked_on is not None:
            asked, later = day_words(row.asked_on), day_words(row.asked_for)
            words += f" On {asked} {later} was asked for; nobody has decided yet."
        return f"{overdue} late", words


class MilestoneMissed(Rule):
    """One that was neither reported reached nor dropped, and whose day lies before the day."""

    code = "milestone"
    label = "Milestone missed"
    why = "Where a step on the way is not reached by its day, “on track” needs another reason."
    ends = "It ends when a published report says that it was reached, or it moves in the open."
    against = COMPLETE | ON_TRACK
    weighs = Weight.OTHERWISE
    rank = 50
    look = "tone-bad glyph-warning"
    ask = Ask(
        70,
        "What happened to the milestone of action {reference}?",
        "What happened to the milestones of {count} actions?",
        "Their day has passed, and no published report says that they were reached.",
    )

    def holds(self, row, day):
        due = row.milestone_due_on
        return due is not None and due < day and not row.is_gone

    def describe(self, row, day):
        due = f"{day_words(row.milestone_due_on)}, {ago(row.milestone_due_on, day)}"
        words = f"A milestone was due on {due}. No published report says that it was reached."
        return "Milestone missed", words


class DateMoved(Rule):
    code = "moved"
    label = "Date moved twice or more"
    why = "A date that moves again and again hides drift and delay."
    ends = "It stays on record. Each move was agreed, and is held against nobody."
    against = ON_TRACK
    weighs = Weight.TOLD
    rank = 130
    look = "state-moved"
    ask = Ask(
        120,
        "What makes the new date for action {reference} safe?",
        "What makes the new dates for {count} actions safe?",
        "Each has had its date moved twice or more.",
    )

    def holds(self, row, day):
        return row.moves >= 2 and not row.is_gone and row.due_on is not None

    def describe(self, row, day):
        first = day_words(row.original_due) if row.original_due else "a date that is not known"
        words = f"Its date has moved {times(row.moves)}: from {first} to {day_words(row.due_on)}."
        return f"Date moved {times(row.moves)}", words


class NoLead(Rule):
    code = "no-lead"
    label = "No lead"
    why = "What belongs to nobody is done by nobody."
    ends = "It ends when the plan names who leads it."
    against = ON_TRACK
    weighs = Weight.NOT_SHOWN
    rank = 160
    look = "tone-concern glyph-ring"

    def holds(self, row, day):
        return not row.lead and row.is_open

    def condition(self, day):
        return Q(action__lead=None, status__in=ActionState.OPEN)

    def describe(self, row, day):
        return "No lead", "Nobody is named who leads it."


class NoDate(Rule):
    code = "no-date"
    label = "No due date"
    why = "Without a day by which it will be done, “on track” says nothing."
    ends = "It ends when a date is asked for and agreed."
    against = ON_TRACK
    weighs = Weight.NOT_SHOWN
    rank = 170
    look = "tone-concern glyph-ring"

    def holds(self, row, day):
        return row.due_on is None and row.is_open

    def describe(self, row, day):
        words = "What has no date can never be late. A date is asked for, and agreed."
        return "No due date", words


class NoMeasure(Rule):
    code = "no-measure"
    label = "No success measure"
    why = "If nobody said how they would know, nobody can say that it worked."
    ends = "It ends when the plan says what is measured, and what is enough."
    against = COMPLETE | ON_TRACK
    weighs = Weight.NOT_SHOWN
    rank = 240  # after everything else: it puts no action before another
    look = "tone-concern glyph-ring"

    def holds(self, row, day):
        return not row.success_measure.strip() and not row.is_gone

    def describe(self, row, day):
        words = "The plan does not say how anybody would know that it worked."
        return "No success measure", words
