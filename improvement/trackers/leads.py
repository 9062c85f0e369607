"""Several leads in one cell. A new line or a semicolon parts them; a comma or an "and" may not."""

import re
from collections.abc import Iterable, Iterator

from improvement.trackers.days import NO_DATE
from improvement.trackers.layout import Layout
from inspections.cells import fold, one_line

_SURE = re.compile(r"[;\n]+")
# Marks that may part posts or stand in a title, the likeliest to part them first.
_UNSURE = [
    re.compile(rf"\s*(?:{marks})\s*", re.IGNORECASE)
    for marks in ("[/+]", "[,/+]", r"[,/&+]|\band\b")
]
NO_LEAD = NO_DATE | {"vacant", "vacancy", "to be appointed"}


def units(cell: str, layout: Layout) -> Iterator[str]:
    """The parts of a cell that surely stand apart, or are known as they are."""
    if fold(cell) in layout.leads:
        yield one_line(cell)
        return
    for part in _SURE.split(cell):
        if words := one_line(part).strip(" •*·▪"):
            yield words


def ways(unit: str) -> list[tuple[str, ...]]:
    """How a unit may be several posts, the fewest first; none where its words are one."""
    found = (tuple(words for words in mark.split(unit) if words) for mark in _UNSURE)
    return [several for several in dict.fromkeys(found) if len(several) > 1]


def is_one(unit: str) -> bool:
    """Whether it holds words, and they can only be one post's."""
    return not ways(unit) and any(map(str.isalnum, unit))


def titles(unit: str, layout: Layout, known: Iterable[str] = ()) -> tuple[str, ...] | None:
    """The posts that a unit names; None where a person must say. `known` are folded titles."""
    folded = fold(unit)
    if folded in layout.leads:
        return tuple(layout.leads[folded])
    if folded in known or layout.leads_on_lines or is_one(unit):
        return () if folded in NO_LEAD else (unit,)
    return None


def known_titles(layout: Layout) -> set[str]:
    return {fold(title) for posts in layout.leads.values() for title in posts}


def written(posts: Iterable[str], layout: Layout) -> str:
    """A cell for these posts, in the words that the layout has for them."""
    posts = tuple(posts)
    words = {tuple(titles): said for said, titles in reversed(layout.leads.items())}
    spelled = {fold(title): title for titles in layout.leads.values() for title in titles}
    return "\n".join(
        title if fold(title) in spelled else words.get((title,), title) for title in posts
    )
