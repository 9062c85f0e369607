"""Tables of grades: areas on the left, each with its grade on the right."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from inspections.reports.reader.cleaning import clean, fold
from inspections.reports.reader.grades import graded
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import Area, Framework
from inspections.reports.reader.results import JudgementRead

NOT_JUDGED = {"not judged", "not graded", "not inspected", "not applicable", "no judgement"}
LEAST_LABEL = 100  # points from the left edge of the text to the column of grades
NEARLY = 0.9  # likeness at which a label is a slip in printing an area's name
NUMBERING = re.compile(r"^\d(?:\.\d)?\.?\s+")
SAME_COLUMN = 8  # points
NEXT_LINE = 1.7  # times the size: lines this near above one another are one cell


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines that stand under one another in a table, as one text with its height on the page."""

    text: str
    page: int
    x0: float
    top: float
    bottom: float


def table_judgements(lines: Iterable[Line], framework: Framework) -> dict[str, JudgementRead]:
    """The judgements of a table with areas on the left and grades on the right, by area."""
    lines = list(lines)
    left = min((line.x0 for line in lines), default=0.0) + LEAST_LABEL
    grades = {grade for area in framework.areas for grade in area.grades}
    wordings = {wording for grade in grades for wording in grade.wordings} | NOT_JUDGED
    marks = _cells([line for line in lines if line.x0 > left], wordings)
    if not marks:
        return {}
    column = min(mark.x0 for mark in marks)
    lines = [cell for line in lines for cell in _cut(line, column, wordings)]
    marks = _cells([line for line in lines if line.x0 > left], wordings)
    beside = [line for line in lines if line.x0 < column]
    found: dict[str, JudgementRead] = {}
    for label in _cells(beside, {name for area in framework.areas for name in area.names}):
        area = match_area(label.text, framework.areas)
        if area and area.key not in found and (mark := _beside(label, marks)):
            found[area.key] = _judgement(area, label, mark)
            marks.remove(mark)
    for mark in marks:
        label = _left_of(mark, beside)
        area = label and match_area(label.text, framework.areas)
        if area and area.key not in found:
            found[area.key] = _judgement(area, label, mark)
    return found


def _cut(line: Line, column: float, wordings: set[str]) -> list[Line]:
    """A line that runs on into the column of grades, as its two cells: little space parts them."""
    if not line.x0 < column - SAME_COLUMN < column + SAME_COLUMN < line.x1:
        return [line]
    words = line.text.split()
    for start in range(1, len(words)):
        grade = fold(" ".join(words[start:]))
        if any(f" {wording} ".find(f" {grade} ") >= 0 for wording in wordings):
            label = replace(line, text=" ".join(words[:start]), x1=column)
            return [label, replace(line, text=" ".join(words[start:]), x0=column, indent=column)]
    return [line]


def match_area(text: str, areas: Sequence[Area]) -> Area | None:
    """The area that a label names: in one of its wordings, shortened, or nearly so."""
    folded = fold(NUMBERING.sub("", clean(text)))
    for area in areas:
        if folded in area.names:
            return area
    shortened = [
        area
        for area in areas
        if any(name.startswith(folded) and 2 * len(folded) > len(name) for name in area.names)
    ]
    if len(shortened) == 1:
        return shortened[0]
    likeness = {
        area.key: max(
            SequenceMatcher(None, folded, name).ratio() if abs(len(folded) - len(name)) < 6 else 0
            for name in area.names
        )
        for area in areas
    }
    best = max(areas, key=lambda area: likeness[area.key], default=None)
    return best if best and likeness[best.key] >= NEARLY else None


def _judgement(area: Area, label: Cell, mark: Cell) -> JudgementRead | None:
    grade = graded(mark.text, area.grades)
    printed = NUMBERING.sub("", label.text)
    return JudgementRead(area.key, printed, grade and grade.label, mark.text, label.page)


def _cells(lines: Sequence[Line], wordings: set[str]) -> list[Cell]:
    """The cells whose whole text is one of these wordings, over a line or several."""
    found, last = [], -1
    for index, line in enumerate(lines):
        if index <= last:
            continue
        run, best = [line], None
        for place in range(index, len(lines)):
            if place > index:
                if not is_under(run[-1], lines[place]):
                    break
                run.append(lines[place])
            text = fold(NUMBERING.sub("", clean(" ".join(each.text for each in run))))
            if text in wordings:
                best, last = _cell(run), place
            if not any(wording.startswith(text) for wording in wordings):
                break
        if best:
            found.append(best)
    return found


def is_under(upper: Line, lower: Line) -> bool:
    drop = upper.y - lower.y
    return upper.page == lower.page and 0.5 * lower.size < drop < NEXT_LINE * lower.size


def _cell(lines: Sequence[Line]) -> Cell:
    return Cell(
        text=clean(" ".join(line.text for line in lines)),
        page=lines[0].page,
        x0=min(line.x0 for line in lines),
        top=lines[0].y + lines[0].size,
        bottom=lines[-1].y,
    )


def _beside(label: Cell, marks: Sequence[Cell]) -> Cell | None:
    """The grade that shares most of its height with a label."""

    def shared(mark: Cell) -> float:
        return min(label.top, mark.top) - max(label.bottom, mark.bottom)

    best = max((mark for mark in marks if mark.page == label.page), key=shared, default=None)
    return best if best and shared(best) > 0 else None


def _left_of(mark: Cell, lines: Sequence[Line]) -> Cell | None:
    """What stands to the left of a grade: the line at its height, and those that it runs on from
    and to."""
    level = [
        index
        for index, line in enumerate(lines)
        if line.page == mark.page and mark.bottom - 8 < line.y < mark.top
    ]
    if not level:
        return None
    first, last = level[0], level[-1]
    while first > 0 and is_under(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and is_under(lines[last], lines[last + 1]):
        last += 1
    return _cell(lines[first : last + 1])
