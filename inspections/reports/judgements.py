"""The judgements of an inspection: from its table, its sentences and its headings."""

import re
from collections.abc import Iterable, Sequence

from inspections.reports.cleaning import clean
from inspections.reports.grades import Wording, graded, grades_within, last_grade
from inspections.reports.lines import Line
from inspections.reports.reference import Area, Framework
from inspections.reports.results import JudgementRead
from inspections.reports.sections import Section
from inspections.reports.tables import match_area, table_judgements

OVERALL = re.compile(
    r"^(?:the )?(?:overall (?:judgement|effectiveness)|children.?s services in|"
    r"services for children in)\b",
    re.IGNORECASE,
)
BOARD = re.compile(
    r"^(?:the )?(?:arrangements|effectiveness of the |overall effectiveness of the )?"
    r"(?:[\w’' -]{0,60}safeguarding children(?:['’]s)? board|lscb)\b",
    re.IGNORECASE,
)
OUTCOME = re.compile(r"^inspection outcome", re.IGNORECASE)
VERB = re.compile(
    r"\s+(?:is|are|has been|that|judged|to be|children’s services)+\s*$", re.IGNORECASE
)
DENIED = re.compile(
    r"\b(?:no longer|not(?: yet)?|previously)(?: judged)?(?: to be)?$", re.IGNORECASE
)
LONGEST_SENTENCE = 3  # lines


class Judged:
    """The judgements found so far, by area, and what speaks against them."""

    def __init__(self, framework: Framework):
        self.framework = framework
        self.found: dict[str, JudgementRead] = {}
        self.against: dict[str, tuple[int, str]] = {}  # area to page and reason

    def take(self, judgement: JudgementRead) -> None:
        """Add a judgement; where the area has another grade already, note the contradiction."""
        held = self.found.setdefault(judgement.area, judgement)
        if held.grade != judgement.grade and judgement.area not in self.against:
            self.against[judgement.area] = (
                judgement.page,
                f"Page {held.page} prints “{held.printed_grade}”, page {judgement.page} "
                f"“{judgement.printed_grade}”.",
            )

    def take_table(self, lines: Iterable[Line]) -> None:
        for judgement in table_judgements(lines, self.framework).values():
            self.take(judgement)

    def take_sentence(self, about: re.Pattern, lines: Sequence[Line], area: Area) -> None:
        """The grade with which a sentence about the area ends; it may run over three lines."""
        for index in range(len(lines)):
            for length in range(1, LONGEST_SENTENCE + 1):
                run = lines[index : index + length]
                text = clean(" ".join(line.text for line in run))
                if not about.match(text):
                    break
                wording = last_grade(text, area.grades)
                if wording and not DENIED.search(" ".join(text.split()[: wording.start])):
                    self.take(_from_sentence(area, text, wording, run[0].page))
                    return

    def take_headings(self, sections: Iterable[Section]) -> None:
        """The grades of headings such as "The experiences of care leavers: good"."""
        for section in sections:
            name, colon, grade_text = section.heading.rpartition(":")
            area = colon and match_area(name, self.framework.areas)
            grade = area and graded(grade_text, area.grades)
            if grade:
                self.take(
                    JudgementRead(
                        area.key, clean(name), grade.label, clean(grade_text), section.page
                    )
                )

    def take_outcome(self, sections: Iterable[Section], area: Area) -> None:
        """The grade stated in the prose under the heading "Inspection outcome"."""
        for section in sections:
            if not OUTCOME.match(section.heading):
                continue
            prose = " ".join(line.text for line in section.lines)
            stated = grades_within(prose, area.grades)
            if len(stated) == 1:
                grade, printed = stated[0].grade, stated[0].printed
                heading = clean(section.heading)
                self.take(JudgementRead(area.key, heading, grade.label, printed, section.page))
                return


def _from_sentence(area: Area, text: str, wording: Wording, page: int) -> JudgementRead:
    before = " ".join(text.split()[: wording.start])
    while VERB.search(before):
        before = VERB.sub("", before)
    return JudgementRead(area.key, before, wording.grade.label, wording.printed, page)


def overall_area(framework: Framework) -> Area | None:
    return next((area for area in framework.areas if area.is_overall), None)
