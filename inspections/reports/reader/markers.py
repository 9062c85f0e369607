"""Numbers, letters and bullets that lines open with, and what they tell of a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspections.reports.reader.lines import Line, moved

NUMBER = re.compile(r"^\(?(\d{1,3})(?:[.)]\s*(?![\d\s])|\s{2,})")
LETTER = re.compile(r"^\(?([a-z]|[ivx]{2,4})[.)]\s+(?=\S)")
# Arrows, shapes, dingbats, what symbol fonts put in the private use area, and what has no name.
BULLET = re.compile(
    r"^(?:[\ue000-\uf8ff\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ufffd•‣⁃∙·]\s*|[-–—*o§üØ]\s+)(?=\S)"
)
SAME_COLUMN = 7  # points: markers this near stand under one another
MARGINS_DIFFER = 12  # points, at most, between left and right pages
SHORT_WORD = 4  # letters: any sentence may begin with "The" or "This"
SENTENCE_END = (".", "!", "?", ".’", ".”", ".)", ";")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number, letter or bullet that a line opens with."""

    kind: str
    value: str
    length: int
    weak: bool = False  # may as well be a dash or a letter of the sentence


def marker_of(line: Line) -> Marker | None:
    if found := NUMBER.match(line.text):
        return Marker("number", found.group(1), found.end())
    if found := BULLET.match(line.text):
        return Marker("bullet", "", found.end(), weak=found.group()[0] in "-–—*o§üØ")
    if found := LETTER.match(line.text):
        return Marker("letter", found.group(1), found.end(), weak=True)
    return None


def unmarked(line: Line) -> str:
    """The line's words without the number or bullet that it opens with."""
    marker = marker_of(line)
    return line.text[marker.length :] if marker else line.text


def opens_like(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line opens an entry as those of the list do: any mark, where it has none yet.

    A mark that may be a dash of the sentence is one where the list has no others.
    """
    marker, first = marker_of(line), _first_marked(lines)
    if marker is None or first is None:
        return marker is not None and not marker.weak
    known = marker_of(first)
    near = abs(first.x0 - line.x0) < MARGINS_DIFFER
    return known.kind == marker.kind and known.weak >= marker.weak and near


def in_column(lines: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """The lines below a heading, moved so that their marks stand under those of the list above it:
    a list may be set in further under one heading than under another.
    """
    home, first = _first_marked(lines), _first_marked(below)
    if not (home and first) or any(opens_like(lines, line) for line in below):
        return list(below)
    same = marker_of(home).kind == marker_of(first).kind
    return [moved(line, home.x0 - first.x0) for line in below] if same else list(below)


def _first_marked(lines: Sequence[Line]) -> Line | None:
    marked = [line for line in lines if marker_of(line)]
    return min(marked, key=lambda line: marker_of(line).weak, default=None)


def counts_on(lines: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether the first line below a heading bears the next number of the list above it."""
    marker = marker_of(below[0]) if below else None
    numbers = {number for number, _ in _numbered(lines)}
    return marker is not None and marker.kind == "number" and int(marker.value) - 1 in numbers


def goes_on(lines: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a list goes on below a heading: with its next number, and with a word that one of
    its entries begins with, since most begin with "Ensure" or the like.
    """
    words = {word for _, line in _numbered(lines) if len(word := _first_word(line)) > SHORT_WORD}
    return counts_on(lines, below) and any(
        _first_word(line) in words for _, line in _numbered(below)
    )


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    for line in lines:
        if (marker := marker_of(line)) and marker.kind == "number":
            yield int(marker.value), line


def runs_on(before: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    return not before.rstrip().endswith(SENTENCE_END) or after[:1].islower()


def _first_word(line: Line) -> str:
    return (unmarked(line).split() or [""])[0].casefold()
