"""The whole reading: bytes in, a report out."""

from collections.abc import Iterable
from functools import cached_property

from inspections.reports.reader import cover
from inspections.reports.reader.boxes import boxed_asides
from inspections.reports.reader.cleaning import Vocabulary, clean
from inspections.reports.reader.doubts import doubts_about
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.facts import Facts, title_of_review
from inspections.reports.reader.families import Family, recognise
from inspections.reports.reader.furniture import Body
from inspections.reports.reader.headings import is_about_board, opener
from inspections.reports.reader.items import Item
from inspections.reports.reader.judgements import BOARD, OVERALL, Judged, overall_area
from inspections.reports.reader.lines import Line
from inspections.reports.reader.opening import Document, open_document
from inspections.reports.reader.outline import PAGES
from inspections.reports.reader.parts import Part, merged, missing_pages, parts_of
from inspections.reports.reader.recommendations import (
    EMPTY,
    Entry,
    Region,
    doubt_gaps,
    entries,
    find_regions,
    states_none,
)
from inspections.reports.reader.reference import Framework, Reference
from inspections.reports.reader.responsible import addressees, bodies_of
from inspections.reports.reader.results import (
    BodyRead,
    Doubt,
    InspectionRead,
    JudgementRead,
    RecommendationRead,
    Report,
)
from inspections.reports.reader.sections import Section, is_heading, read_sections
from inspections.reports.reader.statement import statement_due
from inspections.reports.reader.subject import theme_of

BOARDS = "“{}” stands in the part about the safeguarding board; the cover names no review of it."
NOT_AFTER = "The day by which the statement is due is not after the letter's."
UNSEEN = (
    "The file holds words here that are not to be seen on the page: covered, white, or hidden in "
    "another way. They were not read out."
)
PAGES_MISSING = "The page before prints the number {}, this one {}: pages are missing."
STRUCK = "A line is drawn through words here: they may have been struck out."
NO_TEXT = "This page holds no text: what it says was not read."
NO_HEADING = "No heading was found that opens a list of recommendations."


def read_report(data: bytes, reference: Reference) -> Report:
    """What the PDF says. Raises Unreadable."""
    with open_document(data) as document:
        return read_document(document, reference)


def read_document(document: Document, reference: Reference) -> Report:
    """What an opened document says, which may hold several reports. Raises Unreadable."""
    read: list[tuple[Part, Report]] = []
    unread: list[tuple[Part, str]] = []
    for part in parts_of(document):
        try:
            read.append((part, _read_part(part, reference)))
        except Unreadable as problem:
            unread.append((part, str(problem)))
    if not read:
        raise Unreadable(unread[0][1])
    return merged(read, unread)


def _read_part(part: Part, reference: Reference) -> Report:
    """What one report says. Raises Unreadable.

    Only the pages that matter are read; every page, where those leave more doubts.
    """
    reading = _Reading(part, reference)
    report = reading.report()
    if report.doubts and not reading.is_of_every_page:
        whole = _Reading(part, reference, every_page=True).report()
        report = min(report, whole, key=lambda each: len(each.doubts))
    return report


Lists = list[tuple[Region, list[Entry]]]


class _Reading:
    """One document being read; the doubts gather as it goes."""

    def __init__(self, document: Part, reference: Reference, *, every_page: bool = False):
        self._document = document
        self._every_page = every_page
        self._reference = reference
        self._doubts: list[Doubt] = []
        self._body = Body(document)
        self._titles = [line for line in self._body.lines(1) if is_heading(line, self._body.size)]
        self._family = self._recognised()
        self._facts = Facts(self._body, self._titles, self._family, self._reference, self._doubts)

    def report(self) -> Report:
        facts, family = self._facts, self._family
        regions = self._regions()
        lists = [(region, self._entries(region)) for region in regions]
        doubt_gaps(lists)
        ours = _part_of(lists, boards=False) if self._has_board else lists
        body = self._board() if family.is_boards else facts.body
        inspections = [self._inspection(0, facts.framework, body, ours)]
        if self._has_board:
            review = self._reference.frameworks[family.reviews]
            theirs = _part_of(lists, boards=True)
            inspections.append(self._inspection(1, review, self._board(), theirs))
        elif family.reviews and (theirs := _part_of(lists, boards=True)):
            region, _ = theirs[0]
            why = BOARDS.format(region.section)
            self._doubt("inspections[0].recommendations", region.page, why)
        for page in self._pages:
            if page < self._body.page_count and self._body.lacks_text(page):
                self._doubt("inspections[0].recommendations", page, NO_TEXT)
        self._doubt_unseen()
        for page, before, printed in missing_pages(self._document):
            why = PAGES_MISSING.format(before, printed)
            self._doubt("inspections[0].recommendations", page, why)
        return Report(facts.council, tuple(inspections), tuple(self._doubts))

    def _doubt_unseen(self) -> None:
        """A doubt for each page with words that it does not show, if no entry has it; and for a
        cover with words that are struck out.
        """
        doubted = {doubt.page for doubt in self._doubts if doubt.why == UNSEEN}
        for page in sorted({1, *self._pages} - doubted):
            if self._body.has_unseen(page):
                self._doubt("inspections[0].recommendations", page, UNSEEN)
        if any(map(self._body.is_struck, self._body.lines(1))):
            self._doubt("inspections[0].recommendations", 1, STRUCK)

    def _regions(self) -> list[Region]:
        """The lists; of every page, if one runs on to the end of a page that the next is not read
        after: the printed contents may be out of date.
        """
        regions = self._found_regions()
        read, last = set(self._pages), self._body.page_count
        ends = [
            self._body.lines(page)[-1:] for page in read if page < last and page + 1 not in read
        ]
        if any(line in region.lines for end in ends for line in end for region in regions):
            self._pages = list(range(1, last + 1))
            del self._sections
            regions = self._found_regions()
        return regions

    def _found_regions(self) -> list[Region]:
        return find_regions(self._sections, themes=self._family.is_letter)

    @property
    def is_of_every_page(self) -> bool:
        return {1, *self._pages} == set(range(1, self._body.page_count + 1))

    @cached_property
    def _has_board(self) -> bool:
        """Whether the cover says that the report holds the review of a safeguarding board."""
        named = is_about_board(_prose(self._titles))
        named = named or bool(title_of_review(self._body.lines(1)))
        return self._family.reviews is not None and named

    def _recognised(self) -> Family:
        second = self._body.lines(2) if self._body.page_count > 1 else ()
        return recognise(_prose(self._titles), _prose(self._body.lines(1)), _prose(second))

    @cached_property
    def _pages(self) -> list[int]:
        """The pages that matter; every page, if those lack a heading that must be there."""
        numbers = PAGES["every" if self._every_page else self._family.pages](self._body)
        lines = [line for page in numbers if page > 1 for line in self._body.lines(page)]
        headings = [line.text for line in lines if is_heading(line, self._body.size)]
        if self._has_board:
            boards = next((place for place, each in enumerate(headings) if is_about_board(each)), 0)
            parts = [headings[:boards], headings[boards:]]
        else:
            parts = [headings]
        complete = all(any(map(opener, part)) for part in parts)
        return numbers if complete else list(range(1, self._body.page_count + 1))

    @cached_property
    def _sections(self) -> list[Section]:
        first = 2 if self._family.boards else 1  # such a cover names the board, and lists nothing
        numbers = [page for page in self._pages if page >= first]
        boxes = boxed_asides(self._body, numbers) if self._family.is_letter else frozenset()
        return list(read_sections(self._body, numbers, without=boxes))

    @cached_property
    def _lines(self) -> list[Line]:
        """Every line of the text on the pages that matter, and on the cover."""
        return [line for page in sorted({1, *self._pages}) for line in self._body.lines(page)]

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(lambda: (line.text for line in self._lines))

    def _board(self) -> BodyRead:
        """The safeguarding board under review."""
        council = self._facts.council
        name = cover.board_name(
            _prose(self._titles),
            _prose(self._lines),
            council.name if council else "",
            self._reference.place_words,
        )
        return BodyRead("lscb", name)

    def _inspection(
        self, index: int, framework: Framework, body: BodyRead, lists: Lists
    ) -> InspectionRead:
        facts = self._facts
        published = facts.published
        lead = cover.lead_inspector([*self._lines, *self._body.foot(1)])
        return InspectionRead(
            framework=framework.key,
            kind=framework.kind,
            body=body,
            theme=self._theme if self._family.is_letter else None,
            fieldwork_start=facts.fieldwork.start and facts.fieldwork.start.isoformat(),
            fieldwork_end=facts.fieldwork.end and facts.fieldwork.end.isoformat(),
            published=published and published.isoformat(),
            response_due=self._response_due if self._family.is_letter else None,
            lead_inspector=lead,
            judgements=self._judgements(index, framework),
            recommendations=self._recommendations(index, lists),
        )

    @cached_property
    def _theme(self) -> str | None:
        pages = range(1, min(2, self._body.page_count) + 1)
        first_pages = (line for page in pages for line in self._body.lines(page))
        found = theme_of(first_pages, self._facts.authority, self._vocabulary)
        if found and found.doubt:
            self._doubt("inspections[0].theme", found.page, found.doubt)
        return found and found.words

    @cached_property
    def _response_due(self) -> str | None:
        found = statement_due(self._sections)
        if found is None:
            return None
        days, page = found
        published = self._facts.published
        if days.doubt or (published and days.end <= published):
            self._doubt("inspections[0].response_due", page, days.doubt or NOT_AFTER)
        return days.end and days.end.isoformat()

    def _judgements(self, index: int, framework: Framework) -> tuple[JudgementRead, ...]:
        """One for each area of the framework that is judged; a doubt where none was found."""
        judged = self._judged(framework)
        found = []
        for area in framework.areas:
            field = f"inspections[{index}].judgements[{len(found)}].grade"
            if area.key in judged.found:
                found.append(judged.found[area.key])
                if area.key in judged.against:
                    self._doubt(field, *judged.against[area.key])
            elif area.grades:
                found.append(JudgementRead(area.key, area.label, None, "", 1))
                self._doubt(field, 1, f"No grade was found for “{area.label}”.")
        return tuple(found)

    def _judged(self, framework: Framework) -> Judged:
        judged = Judged(framework)
        overall = overall_area(framework)
        tables = range(1, self._body.page_count + 1) if self._family.table_inside else [1]
        for page in tables:
            judged.take_table(self._body.lines(page))
        tabled = judged.found or framework.key != self._family.boards
        if tabled and judged.lacks and self._body.page_count > 1:  # the table may go on
            judged.take_rest_of_table(self._body.lines(2))
        if framework.key == self._family.boards:
            judged.take_sentence(BOARD, [*self._body.lines(1), *self._headings], overall)
        elif overall and self._family.reviews and overall.key not in judged.found:
            judged.take_sentence(OVERALL, self._body.lines(1), overall)
        judged.take_headings(self._sections)
        if overall:
            judged.take_outcome(self._cover_sections, overall)
        return judged

    def _recommendations(self, index: int, lists: Lists) -> tuple[RecommendationRead, ...]:
        """Those of the lists given, in order; doubts where a list or its limits are unclear."""
        field = f"inspections[{index}].recommendations"
        found: list[RecommendationRead] = []
        regions = [region for region, _ in lists]
        for entry in (entry for _, held in lists for entry in held):
            where = f"{field}[{len(found)}]"
            if entry.item.doubt:
                self._doubt(f"{where}.text", entry.item.page, entry.item.doubt)
            text = entry.item.text(self._vocabulary)
            for why in doubts_about(text, fills_line=entry.fills_line):
                self._doubt(f"{where}.text", entry.item.page, why)
            self._doubt_marred(entry.item, where)
            found.append(
                RecommendationRead(
                    order=len(found) + 1,
                    reference=entry.item.reference,
                    section=entry.section,
                    kind=entry.region.kind,
                    timescale=entry.timescale,
                    bodies=bodies_of(entry, self._addressees),
                    text=text,
                    page=entry.item.page,
                )
            )
        for page, why in (doubt for region in regions for doubt in region.doubts):
            self._doubt(field, page, why)
        if not (found or states_none(regions) or any(region.doubts for region in regions)):
            page, section = (regions[0].page, regions[0].section) if regions else (1, "")
            self._doubt(field, page, EMPTY.format(section) if regions else NO_HEADING)
        return tuple(found)

    def _doubt_marred(self, item: Item, where: str) -> None:
        """Doubts about an entry of which words are hidden or struck out."""
        for test, why in ((self._body.lacks_words, UNSEEN), (self._body.is_struck, STRUCK)):
            if marred := next(filter(test, item.lines), None):
                self._doubt(f"{where}.text", marred.page, why)

    def _entries(self, region: Region) -> list[Entry]:
        pages = {line.page for line in region.lines} if self._family.is_ruled else set()
        if region.split is not None:
            region.lines = self._body.in_columns(region.lines, region.split)
        return entries(region, {page: self._body.rules(page) for page in pages})

    @cached_property
    def _headings(self) -> list[Line]:
        return [cell for section in self._sections for cell in section.cells]

    @cached_property
    def _cover_sections(self) -> list[Section]:
        return list(read_sections(self._body, [1]))

    @cached_property
    def _addressees(self) -> tuple[str, ...]:
        if not self._family.is_letter:
            return ()
        pages = range(1, min(2, self._body.page_count) + 1)
        return addressees(line for page in pages for line in self._body.lines(page))

    def _doubt(self, field: str, page: int, why: str) -> None:
        self._doubts.append(Doubt(field, page, why))


def _part_of(lists: Lists, *, boards: bool) -> Lists:
    """Those of the lists, and of their entries, that are for the safeguarding board, or are not."""
    parts = (
        (region, [entry for entry in held if entry.is_boards == boards]) for region, held in lists
    )
    return [(region, held) for region, held in parts if held or region.is_boards == boards]


def _prose(lines: Iterable[Line]) -> str:
    return clean(" ".join(line.text for line in lines))
