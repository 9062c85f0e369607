"""Several leads in one cell. A new line or a semicolon parts them; a comma or an "and" may not."""

import re
from collections.abc import Iterable, Iterator

from improvement.trackers.days import NO_DATE
from improvement.trackers.layout import Layout
from inspections.imports.cells import fold, one_line

_SURE = re.compile(r"[;\n]+")
_UNSURE = re.compile(r"\s*(?:[,/&+]|\band\b)\s*", re.IGNORECASE)
NO_LEAD = NO_DATE | {"vacant", "vacancy", "to be appointed"}


def units(cell: str, layout: Layout) -> Iterator[str]:
    """The parts of a cell that surely stand apart, or are known as they are."""
    if fold(cell) in layout.leads:
        yield one_line(cell)
        return
    for part in _SURE.split(cell):
        if words := one_line(part).strip(" •*·▪"):
            yield words


def parts(unit: str) -> tuple[str, ...]:
    """What a unit may hold: more than one where its words can be read so."""
    return tuple(words for words in _UNSURE.split(unit) if words)


def titles(unit: str, layout: Layout, known: Iterable[str] = ()) -> tuple[str, ...] | None:
    """The posts that a unit names; None where a person must say. `known` are folded titles."""
    folded = fold(unit)
    if folded in layout.leads:
        return tuple(layout.leads[folded])
    if folded in known or layout.leads_on_lines or len(parts(unit)) == 1:
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
