"""Which pages of a report have to be read: its page of contents tells, where it has one."""

import re
from collections.abc import Iterable

from inspections.reports.furniture import Body
from inspections.reports.headings import opener
from inspections.reports.sections import contents_entries, is_heading

CONTENTS_BY = 6  # the contents stand on one of the first pages
# Besides recommendations: the board's part, what has to improve, the inspection team.
WANTED = re.compile(
    r"safeguarding children('s|’s)? board|\blscb\b|need to improve|"
    r"information about this inspection|about this inspection|inspection team|main findings",
    re.IGNORECASE,
)


def pages_in_contents(body: Body) -> list[int]:
    """The pages that the contents name for what is wanted; every page where there are none.

    One page before and after each part is read too: printed numbers may be one out.
    """
    every = range(1, body.page_count + 1)
    for number in range(2, min(CONTENTS_BY, body.page_count) + 1):
        if found := contents_entries(body, number):
            wanted = set(_wanted(found, body.page_count))
            return [each for each in every if each in wanted] if wanted else list(every)
    return list(every)


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
