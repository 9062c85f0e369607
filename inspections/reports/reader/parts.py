"""A file may hold more than one report, or something before it: where each part begins, and the
readings of the parts as one.

The numbers that pages print tell. Where they run from the first pages to the last, as in nearly
every file, there is one report and no page is missing; else every page is looked at for a cover.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from inspections.reports.reader import cover
from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.facts import GREETING
from inspections.reports.reader.furniture import printed_number
from inspections.reports.reader.pages import Page
from inspections.reports.reader.results import Doubt, InspectionRead, Report

ENDS = 3  # pages at the beginning and at the end whose printed numbers are compared
BEFORE = 4  # pages, at most, of a covering letter
TITLE = 13.5  # points: letters so large, or bold, are those of a title
ANEW = 2  # the highest number with which a part begins that is numbered anew
LISTS = "inspections[0].recommendations"
FIRST = "inspections["
UNREAD = "Pages {} to {} hold another document, which was not read. {}"
ANOTHERS = "Pages {} to {} hold a report about {}, which was not read: a file is of one council."


class Part:
    """Some pages of a document that follow one another, with the face of `opening.Document`."""

    def __init__(self, document, first: int, last: int):
        self._document = document
        self.first, self.last = first, last
        self.page_count = last - first + 1
        self.page = cache(self._page)

    def _page(self, number: int, column: float | None = None) -> Page:
        place = (number + self.first - 1, *([] if column is None else [column]))
        page = self._document.page(*place)  # the same arguments as elsewhere: it is kept by them
        if page.number == number:
            return page
        lines = tuple(replace(line, page=number) for line in page.lines)
        return replace(page, number=number, lines=lines)

    def rules(self, number: int):
        return self._document.rules(number + self.first - 1)

    def sides(self, number: int):
        return self._document.sides(number + self.first - 1)

    def strikes(self, number: int):
        return self._document.strikes(number + self.first - 1)

    def is_pictured(self, number: int) -> bool:
        return self._document.is_pictured(number + self.first - 1)


def parts_of(document) -> list[Part]:
    """The parts of the document, in order; nearly always one. A covering letter is none."""
    count = document.page_count
    starts = {1}
    if not _is_cover(document.page(1)):
        near = map(document.page, range(2, min(BEFORE, count) + 1))
        starts = {next((page.number for page in near if _is_cover(page)), 1)}
    if not _is_numbered_through(document):
        pages = map(document.page, range(min(starts) + 1, count + 1))
        starts |= {page.number for page in pages if _begins_report(page)}
        starts |= set(_numbered_anew(document, starts))
    bounds = [*sorted(starts), count + 1]
    return [
        Part(document, first, after - 1) for first, after in zip(bounds, bounds[1:], strict=False)
    ]


def missing_pages(part: Part) -> Iterator[tuple[int, int, int]]:
    """A page of the part with its printed number, above which pages are missing, and the last
    number printed before it.
    """
    if _is_numbered_through(part):
        return
    last = 0
    for number in range(1, part.page_count + 1):
        printed = printed_number(part.page(number))
        if printed is None:
            last = last and last + 1
            continue
        if last and printed > last + 1:
            yield number, last, printed
        last = printed


def _begins_report(page: Page) -> bool:
    """Whether a page is the cover of a report, or the first page of a letter."""
    greeted = any(GREETING.match(clean(line.text)) for line in page.lines)
    dated = greeted and cover.letter_date(page.lines) is not None
    return _is_cover(page) or (dated and _is_titled(page))


def _is_cover(page: Page) -> bool:
    """Whether a page has a title, and says when inspectors came."""
    dated = any(cover.FIELDWORK.match(clean(line.text)) for line in page.lines)
    return dated and _is_titled(page)


def _is_titled(page: Page) -> bool:
    return any(line.bold or line.size >= TITLE for line in page.lines)


def _is_numbered_through(document) -> bool:
    """Whether the last pages print the numbers that follow from those of the first ones."""
    count = document.page_count
    if count <= ENDS:
        return False
    ahead = _ahead(document, range(1, ENDS + 1))
    return ahead is not None and ahead == _ahead(document, range(count, count - ENDS, -1))


def _ahead(document, numbers: range) -> int | None:
    """By how much the first printed number among these pages is ahead of the page's own."""
    for number in numbers:
        printed = printed_number(document.page(number))
        if printed is not None:
            return printed - number
    return None


def _numbered_anew(document, starts: set[int]) -> Iterator[int]:
    """The pages at which another numbering begins, unless a report is known to begin there."""
    last = 0
    for number in range(min(starts), document.page_count + 1):
        printed = printed_number(document.page(number))
        if printed is None:
            continue
        start = number - printed + 1
        if printed <= ANEW and last > printed and not starts & {start, start - 1, number}:
            yield start
        last = printed


def merged(read: Sequence[tuple[Part, Report]], unread: Iterable[tuple[Part, str]]) -> Report:
    """The reports with their pages counted through the file, and a doubt for what was not read."""
    council = next((report.council for _, report in read if report.council), None)
    inspections: list[InspectionRead] = []
    doubts: list[Doubt] = []
    for part, report in read:
        if report.council and council and report.council.name != council.name:
            why = ANOTHERS.format(part.first, part.last, report.council.name)
            doubts.append(Doubt(LISTS, part.first, why))
            continue
        before, held = part.first - 1, len(inspections)
        doubts += [_moved_doubt(doubt, before, held) for doubt in report.doubts]
        inspections += [_moved(inspection, before) for inspection in report.inspections]
    for part, why in unread:
        doubts.append(Doubt(LISTS, part.first, UNREAD.format(part.first, part.last, why)))
    return Report(council, tuple(inspections), tuple(doubts))


def _moved(inspection: InspectionRead, pages: int) -> InspectionRead:
    if not pages:
        return inspection
    return replace(
        inspection,
        judgements=tuple(replace(each, page=each.page + pages) for each in inspection.judgements),
        recommendations=tuple(
            replace(each, page=each.page + pages) for each in inspection.recommendations
        ),
    )


def _moved_doubt(doubt: Doubt, pages: int, inspections: int) -> Doubt:
    field = doubt.field
    if field.startswith(FIRST):
        index, rest = field.removeprefix(FIRST).split("]", 1)
        field = f"{FIRST}{int(index) + inspections}]{rest}"
    return replace(doubt, field=field, page=doubt.page + pages)
