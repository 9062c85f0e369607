"""What is on record, shown beside the form of a report."""

from dataclasses import dataclass

from improvement.models import ActionState, Update
from improvement.pages.action_lines import Tag, due_note, record, reported
from improvement.wording import day_words
from improvement.work.inside import held_one


@dataclass(frozen=True)
class Beside:
    """What is on record, beside the form."""

    due: str
    due_note: str
    public_reported: list[Tag]
    public_record: list[Tag]
    last: Update | None
    corrects: bool


def beside(action, last, today, *, corrects):
    """The date and the public's view, by the rules of the public page."""
    public = action.states.get(audience=ActionState.Audience.PUBLIC)
    one = held_one(action, public, today)
    return Beside(
        due=day_words(one.row.due_on) if one.row.due_on else "No date",
        due_note=due_note(one),
        public_reported=reported(one),
        public_record=record(one),
        last=last,
        corrects=corrects,
    )
