"""What each rule says of an action of which it holds: a short label, and a sentence.

When a rule holds is written in `assurance`, which takes the words from here.
"""

from datetime import date

from improvement.models import Impact, Step
from improvement.record import ActionRow
from improvement.wording import ago, counted, day_words, number, opened, span, times

Said = tuple[str, str]


def late(row: ActionRow, day: date) -> Said:
    overdue = span((day - row.due_on).days)
    return f"{overdue} late", f"It was due on {day_words(row.due_on)} and is not complete."


def sent_back(row: ActionRow, day: date) -> Said:
    if row.step == Step.REOPENED:
        return "Reopened", "It was signed off, then reopened. Its last report still says complete."
    return "Sent back", "The sign-off was returned. Its last report still says complete."


def silent(row: ActionRow, day: date) -> Said:
    if row.last_heard_on is None:
        since = f"It has been in the plan since {day_words(row.added_on)}."
        return "Never reported on", f"No report on it has been published. {since}"
    heard = f"{row.last_heard}, {ago(row.last_heard_on, day)}"
    label = f"No report for {span((day - row.last_heard_on).days)}"
    return label, f"The last published report is of {heard}."


def missed(row: ActionRow, day: date) -> Said:
    due = f"{day_words(row.milestone_due_on)}, {ago(row.milestone_due_on, day)}"
    words = f"A milestone was due on {due}. No published report says that it was reached."
    return "Milestone missed", words


def worsening(row: ActionRow, day: date) -> Said:
    return "Measure getting worse", row.worse


def impact_unproved(row: ActionRow, day: date) -> Said:
    said = f"What is different for children is reported as {Impact(row.impact).label}."
    if not row.impact_evidence:
        return "Impact claimed, no evidence for it yet", f"{said} No evidence of that is on record."
    looked = "There is evidence offered for it, but nobody independent has looked yet."
    return "Impact claimed, evidence not checked", f"{said} {looked}"


def unevidenced(row: ActionRow, day: date) -> Said:
    return "No evidence", "It is reported complete. No evidence is on record."


def moved(row: ActionRow, day: date) -> Said:
    first = day_words(row.original_due) if row.original_due else "a date that is not known"
    words = f"Its date has moved {times(row.moves)}: from {first} to {day_words(row.due_on)}."
    return f"Date moved {times(row.moves)}", words


def unchecked(row: ActionRow, day: date) -> Said:
    pieces = counted(row.evidence, "piece of evidence is", "pieces of evidence are")
    words = f"{pieces} on record, but nobody independent has looked yet."
    return "Evidence not checked", opened(words)


def self_verified(row: ActionRow, day: date) -> Said:
    return "Verified by its own lead", "Whoever reported it complete also checked that it is."


def old_evidence(row: ActionRow, day: date) -> Said:
    which = "evidence that somebody independent has looked at" if row.evidenced else "evidence"
    dated = f"The newest {which} is of {day_words(row.newest_evidence)}."
    if row.open_until:
        later = f"On {day_words(row.open_until)} it was still reported not complete."
    else:
        later = f"The action was promised on {day_words(row.added_on)}."
    return "Evidence older than the claim", f"{dated} {later}"


def not_looked_at_again(row: ActionRow, day: date) -> Said:
    due = f"{day_words(row.check_due_on)}, {ago(row.check_due_on, day)}"
    words = f"It was to be checked again by {due}. No later report or check is on record."
    return "Not checked again", words


def unanswered(row: ActionRow, day: date) -> Said:
    asked = f"Help was asked of {row.help_from} on {day_words(row.help_since)}"
    words = f"{asked}, {ago(row.help_since, day)}. No answer is on record."
    return f"{row.help_from} has not answered", words


def unchanged(row: ActionRow, day: date) -> Said:
    reports = f"{opened(number(row.unchanged))} reports in a row"
    return f"{reports}, nothing new", f"{reports} say nothing that had not been said before."


def no_lead(row: ActionRow, day: date) -> Said:
    return "No lead", "Nobody is named who leads it."


def no_date(row: ActionRow, day: date) -> Said:
    return "No due date", "What has no date can never be late. A date is asked for, and agreed."


def no_measure(row: ActionRow, day: date) -> Said:
    return "No success measure", "The plan does not say how anybody would know that it worked."
