"""Small trackers, as councils write them, and the way of one through an import."""

import csv
import io
from datetime import date

from improvement.trackers import Free, Trackers, ask_about, settle
from inspections import intake
from inspections.intake import Choices, Confirmation
from tests.factories import NOW, TODAY

HEADINGS = ["Ref", "Action", "Lead", "By when", "RAG", "Progress"]
MEANINGS = {
    "green": "in-progress/on-track",
    "amber": "in-progress/at-risk",
    "red": "in-progress/off-track",
    "blue": "complete/",
    "grey": "withdrawn/",
}
MANAGERS = ["2.3", "Decide every contact in one day", "Head of Assessment", "18/12/2026"]
VISITS = ["2.4", "Visit every child in time", "Head of Assessment", "31/03/2027"]


def csv_of(*rows, headings=HEADINGS):
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


def received(plan, content, *, by=None, as_at=TODAY, name="board tracker.csv", at=NOW):
    given = {"content": content, "file_name": name, "whose": plan, "as_at": as_at}
    return intake.preview(Trackers(), **given, by=by, at=at)


def confirm(*, batch, by, at, **choices) -> Confirmation:
    """What a person's decisions on the preview come to."""
    return intake.confirm(batch=batch, by=by, at=at, choices=Choices(**choices))


def answers_to(questions):
    """What a clerk of these tests says: the proposals, and what the colours' words mean."""
    given = {}
    for one in questions:
        if one.proposed is not None:
            given[one.key] = one.proposed
        elif one.key.startswith(("word:", "fill:")):
            given[one.key] = MEANINGS.get(one.key.rpartition(":")[2], "/at-risk")
        elif one.free == Free.POSTS:
            given[one.key] = one.choices[0].value
        else:
            given[one.key] = "take" if "hidden" in one.key else one.choices[0].value
    return given


def settled(batch, *, by=None, first_date=True, name="Board tracker", at=NOW):
    """Answer every round of questions; the import is previewed then."""
    for _ in range(5):
        batch.refresh_from_db()
        asked = ask_about(batch, at=at)
        if settle(
            batch=batch,
            answers=answers_to(asked.proposal.questions),
            first_date=first_date if asked.asks_first_date else None,
            name=name,
            by=by,
            at=at,
        ):
            break
    batch.refresh_from_db()
    return batch


def previewed(plan, *rows, by=None, as_at=TODAY, headings=HEADINGS, **given):
    """An import of these rows that shows what it would do."""
    batch = received(plan, csv_of(*rows, headings=headings), by=by, as_at=as_at)
    return batch if batch.fingerprint else settled(batch, by=by, **given)


def brought_in(plan, *rows, by, as_at=TODAY, headings=HEADINGS, first_date=True, **choices):
    """The same, confirmed."""
    batch = previewed(plan, *rows, by=by, as_at=as_at, headings=headings, first_date=first_date)
    done = confirm(batch=batch, by=by, at=NOW, **choices)
    assert done.saved
    return done.batch


def day(words) -> date:
    return date.fromisoformat(words)
