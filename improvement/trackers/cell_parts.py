"""Months of notes piled in one cell, taken apart by the dates that their lines begin with.

A date without its year counts only where the dated notes above and below it leave one year; else
the note stays undated, with its words as they stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile

from improvement.trackers.days import MONTH, NO_DATE, month_of, read_day
from improvement.trackers.layout import Layout, Note
from inspections.cells import fold, one_line

_FULL = (
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -](?:{MONTH})[ ,-]+(?:\d{{4}}|'?\d{{2}})(?!\d)"
)
_MONTHLY = rf"(?:{MONTH})[ -](?:\d{{4}}|'\d{{2}})(?!\d)"
_SHORT = rf"\d{{1,2}}/\d{{1,2}}(?![\d/])|\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTH})(?! *'?\d)"
_HEAD = re.compile(
    r"[ \t]*+(?:[•*·▪-][ \t]*+)?(?:(?:latest |progress |monthly )?(?:update|updated|note|progress|"
    r"position)(?: as at| on| for)?[ \t:–-]*+)?"
    rf"(?P<open>[\[(])?[ \t]*+(?:(?P<full>{_FULL})|(?P<month>{_MONTHLY})|(?P<short>{_SHORT}))"
    r"[ \t]*+(?P<close>[\])])?"
    r"(?P<by>[ \t]*+(?:\([A-Z]{2,3}\)|[A-Z]{2,3}(?=[ \t]*+[:–—-])))?"
    r"(?:[ \t]*+(?:[:–—]|-(?=\s|$))[ \t]*+|(?P<none>))",
    re.IGNORECASE,
)
_TO_END_OF_LINE = re.compile(r"[ \t]*$")
# "20/11/26 45 of 52 trained": in figures, such a date begins no sentence that goes on from above.
_IN_FIGURES = re.compile(r"[\d./-]+")
_GOES_ON = re.compile(
    r"[ \t]++(?!(?:to|and|or|is|was|are|were|will|until|onwards)\b)\w", re.IGNORECASE
)
# The next note on the same line: after the end of a sentence, a whole date with a mark behind it.
_NEXT = re.compile(
    rf"(?<=[.!?;)])[ \t]++(?=(?P<open>[\[(])?(?:{_FULL})(?(open)[\])])[ \t]*+(?:[:–—]|-\s))",
    re.IGNORECASE,
)
_BEFORE = 40  # characters that are shown of the words before such a date
_BEGINS_LIKE_ONE = re.compile(r"[ \t]*+(?:[•*·▪\[(-][ \t]*+)*+(?:\d|[A-Za-z]{3})")


@dataclass
class _PiledNote:
    head: str = ""
    kind: str = ""  # full, month, short; or none: what stands before the first date
    when: str = ""
    lines: list[str] = field(default_factory=list)
    on: date | None = None


def notes_of(
    cell: str, *, order: str = "dmy", month: date | None = None, inner: bool = False
) -> tuple[Note, ...]:
    """The notes of a cell: what has no date first, as one; then the others as they stand.

    `month`: the one that the column is for, where its heading says so. `inner`: a whole date
    within the words that stand before the first date begins a note too (`inner_dates`).
    """
    if not cell.strip():
        return ()
    entries = [_PiledNote()]
    for line in _lines(cell, inner):
        found = _head(line)
        if found is None:
            entries[-1].lines.append(line)
            continue
        kind = next(name for name in ("full", "month", "short") if found[name])
        rest = f"{(found['by'] or '').strip()} {line[found.end() :]}".lstrip()
        entries.append(_PiledNote(line[: found.end()], kind, found[kind], [rest]))
    _read(entries, order)
    return gathered(_note(words, one, month) for one in entries if (words := _words(one)))


def divided(line: str) -> list[str]:
    """The notes that stand on one line, where it begins with the date of the first."""
    head = _head(line)
    return _parts(line) if head is not None and head["full"] else [line]


def inner_dates(cell: str) -> list[str]:
    """Where lines before the first dated one have a whole date after other words: what is there."""
    parted = (_parts(line) for line in _undated(cell))
    return [f"{parts[0][-_BEFORE:]} {parts[1]}" for parts in parted if len(parts) > 1]


def _undated(cell: str) -> Iterator[str]:
    return takewhile(lambda line: _head(line) is None, cell.split("\n"))


def _lines(cell: str, inner: bool) -> Iterator[str]:
    """The lines of a cell, those that hold several notes in as many parts."""
    before = sum(1 for _ in _undated(cell)) if inner else 0
    for number, line in enumerate(cell.split("\n")):
        yield from _parts(line) if number < before else divided(line)


def _parts(line: str) -> list[str]:
    starts = [0, *(found.end() for found in _NEXT.finditer(line))]
    return [line[start:end].rstrip() for start, end in pairwise([*starts, None])]


def gathered(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Undated words together, first; the others in their order, none twice."""
    undated, dated = [], {}
    for note in notes:
        if note.on is None:
            undated.append(note.words)
        else:
            dated[note] = None
    words = "\n".join(dict.fromkeys(undated))
    return (*((Note(words),) if words else ()), *dated)


def begins_like_a_note(line: str) -> bool:
    """Whether a line would be taken for the first one of a note."""
    return _head(line) is not None


def _head(line: str) -> re.Match | None:
    if not _BEGINS_LIKE_ONE.match(line):
        return None
    found = _HEAD.match(line)
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    if found["none"] is None or found["open"] or _TO_END_OF_LINE.match(line, found.end()):
        return found
    in_figures = found["full"] and _IN_FIGURES.fullmatch(found["full"])
    return found if in_figures and _GOES_ON.match(line, found.end("full")) else None


def _read(entries: list[_PiledNote], order: str) -> None:
    for entry in entries:
        if entry.kind == "full":
            entry.on = read_day(entry.when, order)
        elif entry.kind == "month":
            entry.on = month_of(entry.when)
    for place, entry in enumerate(entries):
        if entry.kind == "short":
            above = _first_sure(reversed(entries[:place]))
            below = _first_sure(entries[place + 1 :])
            entry.on = _between(entry.when, above, below, order)


def _first_sure(entries: Iterable[_PiledNote]) -> date | None:
    """The first day that is written with its year."""
    return next((one.on for one in entries if one.on and one.kind == "full"), None)


def _between(when: str, above: date | None, below: date | None, order: str) -> date | None:
    """The only day of that day and month from the one date to the other, if there is one."""
    if above is None or below is None:
        return None
    first, last = sorted((above, below))
    mark = "/" if "/" in when else " "
    days = [read_day(f"{when}{mark}{year}", order) for year in range(first.year, last.year + 1)]
    within = [day for day in days if day and first <= day <= last]
    return within[0] if len(within) == 1 else None


def _note(words: str, entry: _PiledNote, month: date | None) -> Note:
    by_heading = entry.on is None and month is not None
    whole_month = by_heading or entry.kind == "month"
    return Note(words, entry.on or month, whole_month, by_heading)


def _words(entry: _PiledNote) -> str:
    """Without the date, where that was read."""
    lines = entry.lines if entry.on or not entry.head else [entry.head + entry.lines[0]]
    if not entry.on and entry.head:
        lines += entry.lines[1:]
    return "\n".join(lines).strip()


_SURE = re.compile(r"[;\n]+")
# Marks that may part posts or stand in a title, the likeliest to part them first.
_UNSURE = [
    re.compile(rf"\s{{0,9}}(?:{marks})\s{{0,9}}", re.IGNORECASE)
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
