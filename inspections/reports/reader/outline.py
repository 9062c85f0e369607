"""Which pages of a report have to be read: its page of contents tells, where it has one."""

import re
from collections.abc import Iterable
from itertools import pairwise

from inspections.reports.reader.furniture import Body
from inspections.reports.reader.headings import opener
from inspections.reports.reader.sections import contents_entries, is_heading

GAP = 3  # pages between two parts that are read with them
CONTENTS_BY = 6  # the contents stand on one of the first pages
# Besides recommendations: the board's part, what has to improve, the inspection team.
WANTED = re.compile(
    r"safeguarding children('s|’s)? board|\blscb\b|need to improve|"
    r"information about (?:this|the) .{0,30}?(?:inspection|review)\b|about this inspection|"
    r"inspection team|main findings",
    re.IGNORECASE,
)


def pages_in_contents(body: Body) -> list[int]:
    """The pages that the contents name for what is wanted; every page where there are none.

    One page before and after each part is read too, the few between two parts, and all before the
    first: printed numbers may be wrong, and a list in front of another may not be named.
    """
    every = range(1, body.page_count + 1)
    for number in range(2, min(CONTENTS_BY, body.page_count) + 1):
        if found := contents_entries(body, number):
            wanted = sorted(set(_wanted(found, body.page_count)))
            return _without_gaps(wanted) if wanted else list(every)
    return list(every)


def _without_gaps(pages: list[int]) -> list[int]:
    filled = list(range(2, pages[0]))
    for page, following in pairwise([*pages, pages[-1]]):
        near = following - page <= GAP + 1
        filled.extend(range(page, following) if near else [page])
    return [*filled, pages[-1]]


def pages_with_list(body: Body) -> list[int]:
    """The pages up to the end of the first list of recommendations; every page if none ends."""
    size = 0.0
    for number in range(1, body.page_count + 1):
        for line in body.lines(number):
            if not is_heading(line, body.size):
                continue
            if opener(line.text):
                size = line.size
            elif size and line.size > size - 0.5:
                return list(range(1, number + 1))
    return list(range(1, body.page_count + 1))


def _wanted(contents: list[tuple[str, int]], last: int) -> Iterable[int]:
    ends = [page for _, page in contents[1:]] + [last]
    for (title, start), end in zip(contents, ends, strict=True):
        if opener(title) or WANTED.search(title):
            yield from range(max(2, start - 1), min(last, max(start, end) + 1) + 1)


def _every(body: Body) -> list[int]:
    return list(range(1, body.page_count + 1))


PAGES = {"by-contents": pages_in_contents, "to-end-of-list": pages_with_list, "every": _every}
