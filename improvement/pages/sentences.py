"""A plan's figures as sentences that can be read out, right at none, at one and at many."""

from dataclasses import dataclass
from datetime import date

from improvement.models import Confidence, Status
from improvement.rules import Assessed, Course, Recent, Summary, is_overdue
from improvement.wording import (
    ago,
    counted,
    day_words,
    listed,
    number,
    opened,
    plural,
    span,
    times,
)


def lede(summary: Summary) -> list[str]:
    """What is claimed, what the record says to it, and what is late."""
    if not summary.total:
        return ["No action of this plan has been published yet."]
    sentences = [_claim(summary), _held_against(summary), _late(summary), _taken_out(summary)]
    return [sentence for sentence in sentences if sentence]


def _claim(summary):
    total, claimed = summary.total, summary.claimed
    if total == 1:
        says = "reports it" if claimed else "does not report it"
        return f"This plan holds one action. The council {says} complete or on track."
    share = {0: f"none of the {total}", total: f"all {total}"}.get(claimed, f"{claimed} of {total}")
    return f"The council reports {share} actions complete or on track."


def _held_against(summary):
    """The claims by what the record says to them; the counts add up to the claims."""
    if not summary.claimed:
        return ""
    told = [(count, words) for count, words in _by_list(summary) if count]
    if summary.claimed == 1:
        return f"{told[0][1].alone}."
    if len(told) == 1:
        return f"{opened(told[0][1].told(summary.claimed, all_of_them=True))}."
    return f"Of those {summary.claimed}, {'; '.join(words.told(count) for count, words in told)}."


@dataclass(frozen=True)
class ListWords:
    """What is said of the claims on one list: of the only one, of one of several, of some."""

    alone: str
    one: str
    some: str

    def told(self, count: int, *, all_of_them: bool = False) -> str:
        if all_of_them:
            return self.some.format(f"all {count}")
        return self.one.format(number(1)) if count == 1 else self.some.format(number(count))


_CONTRADICTED = ListWords(
    "The record says otherwise",
    "the record says otherwise of {}",
    "the record says otherwise of {}",
)
_NOT_SHOWN = ListWords("That is not yet shown", "{} is not yet shown", "{} are not yet shown")
_WAITING = ListWords(
    "That waits for somebody else",
    "{} waits for somebody else",
    "{} wait for somebody else",
)
_CHECKED = ListWords(
    "Somebody other than its lead has checked that it is complete",
    "{} is complete and checked by somebody else",
    "{} are complete and checked by somebody else",
)
_UNDISPUTED = ListWords(
    "Nothing on record speaks against that; it is not complete",
    "nothing on record speaks against {}",
    "nothing on record speaks against {}",
)


def _by_list(summary) -> tuple[tuple[int, ListWords], ...]:
    return (
        (summary.otherwise, _CONTRADICTED),
        (summary.not_shown, _NOT_SHOWN),
        (summary.waiting, _WAITING),
        (summary.borne_out, _CHECKED),
        (summary.undisputed, _UNDISPUTED),
    )


def taken_out_not_borne_out(summary: Summary) -> str:
    """So that taking an action out of the plan does not take what spoke against its report."""
    count = summary.gone_not_borne_out
    if not count:
        return ""
    if summary.claimed:
        others = counted(count, "other was", "others were")
        return f"{others} not borne out when taken out of the plan"
    reports = counted(count, "report was", "reports were")
    whose = plural(count, "its action was", "their actions were")
    return f"{reports} not borne out when {whose} taken out of the plan"


def _late(summary):
    late, longest = summary.late, span(summary.longest_late)
    if not late:
        sentence = "No action is late"
    elif late == 1:
        sentence = f"One action is late, by {longest}"
    else:
        sentence = f"{opened(number(late))} actions are late, the longest by {longest}"
    if summary.moved_twice:
        verb = plural(summary.moved_twice, "has", "have")
        sentence += f"; {number(summary.moved_twice)} {verb} had the date moved twice or more"
    return f"{sentence}."


def _taken_out(summary):
    """So that taking an action out of the plan improves neither of the two sentences before."""
    late, doubted, gone = summary.gone_late, summary.gone_not_borne_out, summary.gone
    if not (late or doubted):
        return ""
    if gone == 1:
        told = listed(["late"] * bool(late) + ["not borne out"] * bool(doubted))
        return f"The one action taken out of the plan was {told} when it left."
    told = [
        f"{_of_them(count, gone)} {plural(count, 'was', 'were')} {what}"
        for count, what in ((doubted, "not borne out"), (late, "late"))
        if count
    ]
    return f"Of {number(gone)} actions taken out of the plan, {listed(told)} by then."


def _of_them(count, all_):
    if count < all_:
        return number(count)
    return "both" if all_ == 2 else f"all {number(all_)}"


def taken_out_late(summary: Summary) -> str:
    """So that taking a late action out of the plan does not make it look more punctual."""
    count = summary.gone_late
    if not count:
        return ""
    more = " more" if summary.late else ""
    return f"{number(count)}{more} {plural(count, 'was', 'were')} late when taken out of the plan"


def claim_and_fact(one: Assessed, day: date) -> list[str]:
    """What is reported of one action, and what the calendar says to that."""
    sentences = [_reported(one, day), _due(one.row, day)]
    if one.row.last_heard_on and not one.stale:
        sentences.append(f"Last heard {ago(one.row.last_heard_on, day)}.")
    if one.awaits_release:
        sentences.append("A newer report has been made and awaits release.")
    if one.left_not_borne_out:
        sentences.append(_as_it_left(one.left, one.row.left_on))
    return [sentence for sentence in sentences if sentence]


def _as_it_left(left, day):
    found = "; ".join(found.label for found in left.against)
    return (
        f"It was taken out of the plan on {day_words(day)}. Until then it was reported "
        f"{left.claim.value}, and the record did not bear that out: {found}."
    )


def _reported(one, day):
    row = one.row
    if row.last_heard_on is None:
        return "No report on this has been published."
    said = Status(row.claimed).label
    if row.claimed != row.status:
        said += ", which was not accepted"
    elif row.is_open and row.confidence and not one.stale:
        said += f", {Confidence(row.confidence).label}"
    if one.stale:
        heard = f"{row.last_heard}, {ago(row.last_heard_on, day)}"
        return f"No report has been published since {heard}. Then it was reported {said}."
    return f"Reported {said}."


def _due(row, day):
    if row.is_gone:
        return ""
    if row.due_on is None:
        return "It has no due date."
    due, moved = day_words(row.due_on), ""
    if row.date_moved:
        first = day_words(row.original_due) if row.original_due else "a date that is not known"
        moved = f", moved {times(row.moves)} from {first}" if row.moves else f", moved from {first}"
    if is_overdue(row, day):
        return f"It was due on {due}{moved}: it is {span((day - row.due_on).days)} late."
    return f"It {'was' if row.is_delivered else 'is'} due on {due}{moved}."


def denominator(summary: Summary) -> str:
    """What the total is made of: what was added, and what left the plan and still counts."""
    start = summary.total - summary.added
    sentence = f"{opened(counted(summary.total, 'action'))}: {start} promised at the start"
    sentence += f", {summary.added} added since." if summary.added else ", none added since."
    if not summary.gone:
        return f"{sentence} None was withdrawn, merged or replaced."
    reasons = (
        ("withdrawn", summary.withdrawn),
        ("merged", summary.merged),
        ("replaced", summary.replaced),
    )
    went = listed([f"{number(count)} {word}" for word, count in reasons if count])
    counts = plural(summary.gone, "It still counts", "They still count")
    late = _when_it_left(summary)
    why = "so that taking an action out improves no figure"
    return f"{sentence} {opened(went)}. {late}{counts}, {why}."


def _when_it_left(summary):
    """What was held against those that left."""
    late, doubted = summary.gone_late, summary.gone_not_borne_out
    if summary.gone == 1:
        told = "It was late when it left. " if late else ""
        return told + ("Its last report was not borne out. " if doubted else "")
    told = ""
    if late:
        told = f"{opened(number(late))} of those {plural(late, 'was', 'were')} late by then. "
    if doubted:
        reports, were = ("reports", "were") if doubted > 1 else ("report", "was")
        told += f"The last {reports} on {number(doubted)} of those {were} not borne out. "
    return told


def impact_in_words(summary: Summary) -> str:
    """Of how many actions a difference for children is claimed, and of how many it is shown."""
    claimed, rest = summary.impact_claimed, summary.impact_claimed - summary.impact_evidenced
    if not claimed:
        return "For no action the difference for children is reported as evidenced yet."
    actions = counted(claimed, "action")
    said = f"For {actions} the difference for children is reported as evidenced or embedded."
    if not rest:
        return f"{said} Somebody independent has looked at evidence of that itself."
    whose = "" if rest == claimed else f"for {number(rest)} of them "
    claim = opened(f"{whose}impact is claimed, and nobody independent has looked at evidence of it")
    return f"{said} {claim}."


def is_it_done(summary: Summary) -> str:
    """Of the actions that answer one recommendation: the four answers, and the difference.

    One that was withdrawn, merged or replaced is among them, and is none of the four.
    """
    told = (
        ("delivered", summary.delivered),
        ("evidenced", summary.evidenced),
        ("verified", summary.verified),
        ("sustained", summary.sustained),
    )
    shown = summary.impact_evidenced
    if summary.total == 1:
        four = listed([word if count else f"not {word}" for word, count in told])
        difference = "is shown" if shown else "is not shown yet"
        return f"The action that answers it is {four}. A difference for children {difference}."
    four = ", ".join(f"{number(count) if count else 'none'} {word}" for word, count in told)
    difference = f"shown for {number(shown)}" if shown else "not shown for any of them yet"
    actions = f"Of {number(summary.total)} actions that answer it"
    return f"{actions}: {four}. A difference for children is {difference}."


def recently(happened: Recent) -> str:
    """What has happened since the day that the reader is told beside it."""
    parts = [f"{counted(happened.delivered, 'action was', 'actions were')} reported complete"]
    if happened.moved:
        parts.append(f"{counted(happened.moved, 'due date was', 'due dates were')} moved")
    if happened.asked:
        parts.append(
            f"{number(happened.asked)} {plural(happened.asked, 'waits', 'wait')} for a later date"
        )
    if happened.gone:
        parts.append(f"{counted(happened.gone, 'was', 'were')} taken out of the plan")
    if happened.unheard:
        parts.append(f"no report was published on {number(happened.unheard)} still open")
    return f"{opened(listed(parts))}."


def awaiting_release(summary: Summary) -> str:
    """That reports wait, though never what they say; nothing when none waits too long."""
    waiting = summary.awaiting_release
    if not waiting:
        return ""
    one = "A report on one action was made"
    made = plural(waiting, one, f"Reports on {number(waiting)} actions were made")
    return f"{made}, and {plural(waiting, 'awaits', 'await')} release by the council."


def what_is_claimed(summary: Summary) -> str:
    """Where the claims come from, so that the figures on the page can be added up."""
    if summary.claimed < 2:
        return ""
    parts = [
        (summary.delivered, "{} complete"),
        (summary.sent_back, "{} reported complete and sent back"),
        (summary.on_track, "{} on track"),
        (summary.on_track_stale, "{} last reported on track, longer ago than the plan allows"),
    ]
    told = [words.format(count) for count, words in parts if count]
    return f"Those {summary.claimed} are {listed(told)}." if len(told) > 1 else ""


def course_in_words(progress: Course, day: date) -> str:
    """What the chart shows."""
    sentence = _done_and_due(progress, day_words(day))
    if progress.undated:
        without = opened(counted(progress.undated, "action has", "actions have"))
        stands = plural(progress.undated, "it is", "they are")
        sentence += f" {without} no first date on record: {stands} not in the promised line."
    return sentence


def _done_and_due(progress, today):
    done, due = progress.delivered, progress.promised_by_now
    if not done and not due:
        return f"By {today} no action was promised to be complete, and none is."
    if progress.total == 1:
        promised = "was first promised" if due else "was not yet promised"
        reported = "is" if done else "is not"
        return f"By {today} the one action {promised} to be complete. It {reported} reported so."
    were = "were" if due > 1 else "was"
    said = f"By {today}, {due or 'none'} of {progress.total} actions {were} first promised"
    if done == due:
        return f"{said} to be complete. Just as many are reported complete."
    are = f"{opened(number(done))} {plural(done, 'is', 'are')}" if done else "None is"
    gap = f"{number(abs(done - due))} {'fewer' if done < due else 'more'} than promised"
    return f"{said} to be complete. {are} reported complete, {gap}."
