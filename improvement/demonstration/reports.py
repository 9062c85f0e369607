"""What leads report in the stories, and the short words by which the stories say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from improvement import workflow
from improvement.demonstration.stage import Act, When
from improvement.models import Confidence, Impact, Status

ON_TRACK, AT_RISK, OFF_TRACK = Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK
NOTHING_NEW = "Nothing has changed since the last report."


@dataclass(frozen=True)
class Report(Act):
    """The lead's report; the plan officer's where nobody holds the post, or `typed` for the lead.

    `because` is the reason for the confidence; `different` is what children notice; `helper` is
    the post whose help is needed; `reached` are the titles of milestones.
    """

    what_changed: str = ""
    status: Status = Status.IN_PROGRESS
    sure: Confidence | str = ""
    because: str = ""
    impact: Impact = Impact.NONE_YET
    different: str = ""
    help_needed: str = ""
    helper: str = ""
    typed: bool = False
    into: str = ""
    next_check: When | None = None
    note: str = ""
    corrects_last: bool = False
    reached: Sequence[str] = ()

    def play(self, scene):
        lead = scene.lead()
        agreed_by_board = self.status in (Status.WITHDRAWN, Status.MERGED, Status.REPLACED)
        officer_types = self.typed or lead is None or agreed_by_board
        officer = scene.people["officer"]
        workflow.report_progress(
            action=scene.action,
            by=officer if officer_types else lead,
            on_behalf_of=lead,
            at=scene.at,
            status=self.status,
            confidence=self.sure,
            reason=self.because,
            what_changed=self.what_changed,
            impact=self.impact,
            impact_note=self.different,
            help_needed=self.help_needed,
            help_from=scene.posts[self.helper] if self.helper else None,
            into=scene.actions[self.into] if self.into else None,
            next_check_on=scene.timetable.due_day(self.next_check),
            internal_note=self.note,
            reached={scene.action.milestones.get(title=title): scene.day for title in self.reached},
            corrects=scene.last_report() if self.corrects_last else None,
            effective_on=scene.last_report().effective_on if self.corrects_last else None,
        )


def on_track(when, what_changed, **more) -> Report:
    return Report(when, what_changed, sure=ON_TRACK, **more)


def at_risk(when, what_changed, *, because, **more) -> Report:
    return Report(when, what_changed, sure=AT_RISK, because=because, **more)


def off_track(when, what_changed, *, because, **more) -> Report:
    return Report(when, what_changed, sure=OFF_TRACK, because=because, **more)


def same(sure, *months) -> list[Report]:
    """Reports that bring no news: they count as heard, not as progress."""
    return [Report(month, NOTHING_NEW, sure=sure) for month in months]


def complete(when, what_changed, **more) -> Report:
    return Report(when, what_changed, status=Status.COMPLETE, **more)


def business_as_usual(when, what_changed, *, next_check, **more) -> Report:
    return Report(
        when, what_changed, status=Status.BUSINESS_AS_USUAL, next_check=next_check, **more
    )


def withdrawn(when, *, because) -> Report:
    return Report(when, status=Status.WITHDRAWN, because=because)


def merged(when, *, into, because) -> Report:
    return Report(when, status=Status.MERGED, into=into, because=because)


def replaced(when, *, by, because) -> Report:
    return Report(when, status=Status.REPLACED, into=by, because=because)


def correction(when, what_changed, **more) -> Report:
    """The last report again, put right: it keeps the day on which it was so."""
    return Report(when, what_changed, corrects_last=True, **more)
