"""A task: one thing that waits for a person, in a sentence, with where to do it."""

from dataclasses import dataclass

from django.db.models import Q

from councils.access import Can, councils_where

SHOWN = 5  # examples named under a task


@dataclass(frozen=True)
class Task:
    """One thing that waits, in a sentence; what it is about; and where to do it."""

    sentence: str
    button: str
    address: str
    about: tuple[tuple[str, str], ...] = ()  # (words, address)


def at_their(user, can: Can, path: str) -> Q:
    """Rows whose council, at that `path`, is one where a role of theirs allows it."""
    return Q(**{f"{path}__in": councils_where(user, can)})
