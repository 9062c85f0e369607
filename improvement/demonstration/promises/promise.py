"""What was promised: one action of the plan, and its story since."""

from collections.abc import Sequence
from dataclasses import dataclass

from improvement.demonstration.stage import Act
from improvement.demonstration.timetable import WorkingDays
from improvement.models import Action

OUTCOME, PROCESS = Action.Measures.OUTCOME, Action.Measures.PROCESS


@dataclass(frozen=True)
class Promise:
    """An action. `due` is the last day of a month counted from the day of loading, like the months
    of its story; `answers` are keys of recommendations; `milestones` are promised by the last day
    of their month; `added` is the month in which it joined the plan, if that was after
    publication; a draft is not public.
    """

    reference: str
    title: str
    difference: str
    measure: str = ""
    measures: str = ""
    lead: str = ""
    answers: Sequence[str] = ()
    due: int | WorkingDays | None = None
    milestones: Sequence[tuple[str, int]] = ()
    added: int | None = None
    draft: bool = False
    story: Sequence[Act] = ()


@dataclass(frozen=True)
class Strand:
    """A workstream and its actions."""

    title: str
    sponsor: str
    promises: Sequence[Promise]
