"""Changes to a report that change nothing that it says: how it is set, cut and laid out.

Each takes the pages of a document and the heights of the lines drawn across them, and gives both
back changed. `random.Random` chooses where, from a seed, so that a failure can be repeated.
"""

import random
import re
from dataclasses import replace

from inspections.reports.reader.furniture import Body, plain
from inspections.reports.reader.lines import Line

BULLET = re.compile(r"^[\ue000-\uf8ff•▪■◼●]\s*")
NUMBER = re.compile(r"^(\d{1,3})\.\s+")
OPENER = re.compile(r"(?:what needs to improve\??\d?|recommendations:?)", re.IGNORECASE)
ENTRY = re.compile(r"^(?:\d{1,3}[.)]\s|[\ue000-\uf8ff•▪■◼●]\s*\S)")


class Paged:
    """Pages already read, with the face of `opening.Document`."""

    def __init__(self, pages, rules):
        self.pages, self.drawn = pages, rules
        self.page_count = len(pages)

    def page(self, number, column=None):
        return self.pages[number - 1]

    def rules(self, number):
        return self.drawn[number - 1]

    def sides(self, number):
        return ()

    def strikes(self, number):
        return ()


def each_line(change):
    """A change that is made to every line by itself."""

    def changed(document, rng):
        pages = [
            replace(page, lines=tuple(change(line) for line in page.lines))
            for page in document.pages
        ]
        return Paged(pages, document.drawn)

    return changed


def with_bullets(mark):
    return each_line(lambda line: replace(line, text=BULLET.sub(f"{mark} ", line.text)))


def with_numbers(form):
    return each_line(
        lambda line: replace(line, text=NUMBER.sub(lambda at: form.format(at[1]), line.text))
    )


def with_text(old, new, count=0):
    return each_line(lambda line: replace(line, text=re.sub(old, new, line.text, count=count)))


def with_heading(words):
    return each_line(
        lambda line: replace(line, text=words) if OPENER.fullmatch(line.text) else line
    )


def moved_right(line):
    return replace(line, x0=line.x0 + 10, x1=line.x1 + 10, indent=line.indent + 10)


def with_wide_left_pages(document, rng):
    pages = [
        replace(page, lines=tuple(map(moved_right, page.lines))) if page.number % 2 else page
        for page in document.pages
    ]
    return Paged(pages, document.drawn)


def with_running_heads(document, rng):
    def headed(page):
        top, last = page.height - 30, document.page_count
        head = Line(page.number, "A report of the inspectorate", 71, 250, top, 9, False, indent=71)
        foot = f"Page {page.number} of {last}"
        return replace(
            page,
            lines=(head, *page.lines, Line(page.number, foot, 71, 130, 28, 9, False, indent=71)),
        )

    return Paged([headed(page) for page in document.pages], document.drawn)


def with_a_break(document, rng: random.Random):
    """One page with entries becomes two, cut between any two of its lines."""
    body = Body(document)
    listed = [
        page
        for page in document.pages[1:]
        if sum(bool(ENTRY.match(line.text)) for line in page.lines) > 1
    ][:6]
    page = rng.choice(listed)
    kept = set(body.lines(page.number))
    text = [line for line in page.lines if plain(line) in kept]
    rest = tuple(line for line in page.lines if plain(line) not in kept)
    cut = rng.choice(sorted({round(line.y) for line in text})[2:-2])
    above = tuple(line for line in text if round(line.y) >= cut)
    below = [line for line in text if round(line.y) < cut]
    lift = page.height * 0.9 - max(line.y for line in below)
    under = tuple(replace(line, y=line.y + lift) for line in below)
    at, drawn = page.number - 1, document.drawn[page.number - 1]
    pages = [*document.pages[:at], replace(page, lines=above + rest)]
    pages += [replace(page, lines=under + rest), *document.pages[at + 1 :]]
    rules = [*document.drawn[:at], tuple(rule for rule in drawn if rule >= cut - 3)]
    rules += [tuple(rule + lift for rule in drawn if rule < cut), *document.drawn[at + 1 :]]
    return Paged([_numbered(each, place) for place, each in enumerate(pages, start=1)], rules)


def _numbered(page, number):
    lines = tuple(replace(line, page=number) for line in page.lines)
    return replace(page, number=number, lines=lines)


def with_other_line_ends(document, rng):
    """The last word of a line of prose goes to the next line."""

    def rewrapped(page):
        lines = list(page.lines)
        for place in range(len(lines) - 1 if page.number > 1 else 0):
            upper, lower = lines[place : place + 2]
            words = upper.text.split(" ")
            if len(words) > 5 and _runs_on(upper, lower):
                width = (upper.x1 - upper.indent) / len(upper.text) * (len(words[-1]) + 1)
                lines[place] = replace(upper, text=" ".join(words[:-1]), x1=upper.x1 - width)
                lines[place + 1] = replace(lower, text=f"{words[-1]} {lower.text}")
        return replace(page, lines=tuple(lines))

    return Paged([rewrapped(page) for page in document.pages], document.drawn)


def _runs_on(upper, lower):
    close = abs(upper.y - lower.y - 1.2 * upper.size) < 0.35 * upper.size
    level = abs(lower.x0 - upper.indent) < 3 and lower.indent == lower.x0
    same = (upper.size, upper.bold) == (lower.size, lower.bold) and not upper.bold
    return close and level and same and not upper.tight and not ENTRY.match(lower.text)


CHANGES = {
    "other bullets": with_bullets("•"),
    "dashes for bullets": with_bullets("–"),
    "bullets of a symbol font": with_bullets("\uf0b7"),
    "numbers with brackets": with_numbers("({}) "),
    "numbers without stops": with_numbers("{}  "),
    "ligatures": with_text("fi", "\ufb01"),
    "soft hyphens": with_text("([a-z]{4})([a-z]{4})", "\\1\u00ad\\2", 1),
    "spaces that do not break": with_text("(?<=[a-z]) (?=[a-z])", "\u00a0", 2),
    "wide left pages": with_wide_left_pages,
    "running heads": with_running_heads,
    "other line ends": with_other_line_ends,
    "no bold letters": each_line(lambda line: replace(line, bold=False)),
    "the heading Recommendations": with_heading("Recommendations"),
    "the heading Areas for improvement": with_heading("Areas for improvement:"),
    "the heading with a footnote": with_heading("What needs to improve?1"),
} | {f"a page break, {place}": with_a_break for place in "abc"}
