"""What a person is asked about a tracker, and what is proposed."""

from dataclasses import dataclass
from enum import StrEnum

from improvement.trackers.layout import Layout


class Free(StrEnum):
    """What may be answered beside the choices."""

    NOTHING = ""
    DATE = "date"  # an ISO date
    POSTS = "posts"  # titles of posts, one a line


@dataclass(frozen=True)
class Example:
    """Where it was found; `cell` is named as the spreadsheet names it: C5."""

    sheet: str
    cell: str
    words: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """`key` stays the same from one reading of the file to the next. Without a proposal it must
    be answered before anything is read; with one, `why` gives the reason, and it may be.
    """

    key: str
    group: str  # the title under which it is asked
    found: str  # a sentence
    choices: tuple[Choice, ...]
    proposed: str | None = None
    why: str = ""
    free: Free = Free.NOTHING
    examples: tuple[Example, ...] = ()
    count: int = 1  # how often it was found
    fill: str = ""  # RRGGBB, of a question on a colour

    @property
    def blocks(self) -> bool:
        return self.proposed is None


@dataclass(frozen=True)
class Proposal:
    """`layout` holds the proposed answers, and UNANSWERED (or nothing) where a question blocks.

    `known`: an earlier layout fits this file. `told` are sentences on which nothing is asked.
    """

    layout: Layout
    questions: tuple[Question, ...]
    told: tuple[str, ...]
    known: bool = False

    @property
    def blocking(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.blocks)
