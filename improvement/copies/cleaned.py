"""What cleaning a file gives: a copy, or why there can be none."""

from dataclasses import dataclass, field


class NotPublishable(Exception):
    """No public copy of this file can be made; the message says why and what to do."""


@dataclass(frozen=True)
class Cleaned:
    """A copy that may be published, once a person has read what is told of it.

    `removed` says in words what the copy lacks; `notices` what a publisher should know; `words`
    is the text that was found in it, for the screening.
    """

    content: bytes
    ending: str
    removed: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    words: str = ""
