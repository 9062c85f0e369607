"""Files of recommendations through the life of an import."""

from inspections import intake
from inspections.intake import Choices, Refused, choose, discard, undo
from inspections.recommendations import Recommendations

__all__ = ["Refused", "answer", "choose", "confirm", "discard", "preview", "undo"]


def preview(*, inspection, **file):
    return intake.preview(Recommendations(), whose=inspection, **file)


def answer(*, batch, answers):
    intake.note(batch=batch, choices=Choices(answers=answers))


def confirm(*, batch, by, at, **choices):
    return intake.confirm(batch=batch, by=by, at=at, choices=Choices(**choices))
