"""Grades in a text, in any wording that the scale knows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspections.reports.reader.cleaning import clean, fold
from inspections.reports.reader.reference import Grade

LONGEST = 8  # words in the wording of a grade


@dataclass(frozen=True, slots=True)
class Wording:
    """A grade found in a text: where, and as printed."""

    grade: Grade
    start: int
    printed: str


def graded(text: str, grades: Sequence[Grade]) -> Grade | None:
    """The grade that the whole text is a wording of, if it is one."""
    folded = fold(text)
    return next((grade for grade in grades if folded in grade.wordings), None)


def last_grade(text: str, grades: Sequence[Grade]) -> Wording | None:
    """The grade with which a sentence ends: "… is good.", "… requires improvement to be good"."""
    words = clean(text).rstrip(" .:;").split()
    for start in range(max(0, len(words) - LONGEST), len(words)):
        printed = " ".join(words[start:])
        if grade := graded(printed, grades):
            return Wording(grade, start, printed)
    return None


def grades_within(text: str, grades: Sequence[Grade]) -> list[Wording]:
    """The grades that a sentence states, where up to three words may follow the first:
    "typically lead to positive experiences" for "typically positive experiences".
    """
    words = fold(text)
    found = []
    for grade in grades:
        for wording in grade.wordings:
            first, *rest = map(re.escape, wording.split())
            loose = rf"\b{first}(?: [\w']+){{0,3}}? {' '.join(rest)}\b" if rest else rf"\b{first}\b"
            if match := re.search(loose, words):
                found.append(Wording(grade, match.start(), match.group()))
                break
    return found
