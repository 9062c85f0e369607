"""A person's answers go into the layout."""

from collections.abc import Iterable, Mapping

from improvement.trackers.layout import Layout
from improvement.trackers.proposing import Question


class BadAnswer(ValueError):
    """An answer that the question does not have; the message tells a person."""


def answer(layout: Layout, questions: Iterable[Question], answers: Mapping[str, str]) -> Layout:
    """`proposal.layout` with these answers, by the questions' keys. Raises BadAnswer.

    A question that is not answered keeps its proposal, or stays open.
    """
    raise NotImplementedError
