"""The judgements of an inspection: from its table, its sentences and its headings."""

import re
from collections.abc import Iterable, Sequence

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.grades import Wording, graded, grades_within, last_grade
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import Area, Framework, Grade
from inspections.reports.reader.results import JudgementRead
from inspections.reports.reader.sections import Section
from inspections.reports.reader.tables import is_under, match_area, table_judgements

OVERALL = re.compile(
    r"^(?:the )?(?:overall (?:judgement|effectiveness)|"
    r"(?:[\w’'&.-]+ ){0,6}?"
    r"(?:children.?s (?:social care )?services|services (?:for children )?in))\b",
    re.IGNORECASE,
)
BOARD = re.compile(
    r"^(?:the )?(?:arrangements|(?:overall )?effectiveness of the )?"
    r"(?:[\w’'&,. -]{0,60}safeguarding children(?:['’]s)? board|lscb)\b|"
    r"^the arrangements in place to evaluate",
    re.IGNORECASE,
)
OUTCOME = re.compile(r"^inspection outcome", re.IGNORECASE)
VERB = re.compile(
    r"(?<!\s)\s+(?:is|are|has been|that|judged|to be|children’s services)+\s*$", re.IGNORECASE
)
STATES = re.compile(r"(?:\b(?:is|are|be|as|now)|:)$", re.IGNORECASE)  # what a grade follows
DENIED = re.compile(
    r"\b(?:not|never|no longer|nor|cannot|was|were|previously|until)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[a-z)])\.(?=\s+[A-Z])")
BECAUSE = re.compile(r"(?:,? and (?:is|are) not yet \w+)?,? because:?$", re.IGNORECASE)
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

    @property
    def lacks(self) -> bool:
        """Whether an area that is judged has no grade yet."""
        return any(area.grades and area.key not in self.found for area in self.framework.areas)

    def take_rest_of_table(self, lines: Iterable[Line]) -> None:
        """The judgements of a page of which only those not found before count."""
        for judgement in table_judgements(lines, self.framework).values():
            self.found.setdefault(judgement.area, judgement)

    def take_sentence(self, about: re.Pattern, lines: Sequence[Line], area: Area) -> None:
        """The grade that a sentence about the area states at its end, over up to three lines."""
        for index in range(len(lines)):
            run = _paragraph(lines[index : index + LONGEST_SENTENCE])
            for length in range(1, len(run) + 1):
                text = clean(" ".join(line.text for line in run[:length]))
                text = BECAUSE.sub("", SENTENCE.split(text)[0])
                if not about.match(text):
                    break
                if wording := _stated(text, area.grades):
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


def _paragraph(lines: Sequence[Line]) -> list[Line]:
    """The first line, and those that may go on with its sentence: set alike, one below another."""
    run = list(lines[:1])
    for line in lines[1:]:
        if not is_under(run[-1], line) or abs(run[-1].size - line.size) > 0.5:
            break
        run.append(line)
    return run


def _stated(text: str, grades: Sequence[Grade]) -> Wording | None:
    """The grade that a sentence says is given: not one denied, past, or one of several."""
    wording = last_grade(text, grades)
    if wording is None:
        return None
    before = " ".join(text.split()[: wording.start])
    says = STATES.search(before) or len(wording.printed.split()) > 1  # "require improvement"
    unclear = DENIED.search(before) or grades_within(before, grades)
    return wording if says and not unclear else None


def _from_sentence(area: Area, text: str, wording: Wording, page: int) -> JudgementRead:
    before = " ".join(text.split()[: wording.start])
    while VERB.search(before):
        before = VERB.sub("", before)
    return JudgementRead(area.key, before, wording.grade.label, wording.printed, page)


def overall_area(framework: Framework) -> Area | None:
    return next((area for area in framework.areas if area.is_overall), None)
