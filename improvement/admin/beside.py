"""What is on record, shown beside the form of a report."""

from dataclasses import dataclass

from improvement.models import ActionState, Update
from improvement.pages import lines
from improvement.wording import day_words
from improvement.work.inside import held_one


@dataclass(frozen=True)
class Beside:
    """What is on record, beside the form."""

    due: str
    due_note: str
    public_reported: str  # HTML
    public_record: str  # HTML
    last: Update | None
    corrects: bool


def beside(action, last, today, *, corrects):
    """The date and the public's view, by the rules of the public page."""
    public = action.states.get(audience=ActionState.Audience.PUBLIC)
    one = held_one(action, public, today)
    return Beside(
        due=day_words(one.row.due_on) if one.row.due_on else "No date",
        due_note=lines.due_note(one),
        public_reported=lines.reported(one),
        public_record=lines.record(one),
        last=last,
        corrects=corrects,
    )
