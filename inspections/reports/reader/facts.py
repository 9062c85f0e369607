"""The facts around an inspection, with the doubts about them."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from inspections.reports.reader import cover
from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.families import Family
from inspections.reports.reader.furniture import Body
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import Authority, Framework, Reference
from inspections.reports.reader.results import BodyRead, CouncilRead, Doubt
from inspections.reports.reader.tables import is_under, table_judgements

DATED = re.compile(r"^(?:inspection dates?|report published|published|lead)\b", re.IGNORECASE)
BOARDS = re.compile(r"safeguarding|\bLSCB\b", re.IGNORECASE)
REVIEW = re.compile(r"^(?:and )?review of the effectiveness of", re.IGNORECASE)
BEGINNING = 4  # lines: a letter's title, and the first of its text
GREETING = re.compile(r"^dear (?P<name>.+)$", re.IGNORECASE)
UNDATED = "No day stands by itself at the head of the letter."


def title_of_review(lines: Sequence[Line]) -> list[Line]:
    """The lines of a cover that name the review of a safeguarding board: one, or several."""
    found: list[Line] = []
    for line in lines:
        goes_on = found and is_under(found[-1], line) and abs(found[-1].size - line.size) < 0.5
        if goes_on and not DATED.search(line.text) or REVIEW.match(clean(line.text)):
            found.append(line)
    return found


class Facts:
    """What the first pages say about the inspection. Doubts are added to the list given."""

    def __init__(
        self,
        body: Body,
        titles: Sequence[Line],
        family: Family,
        reference: Reference,
        doubts: list[Doubt],
    ):
        self._cover = list(body.lines(1))
        self._first_pages = [*self._cover, *body.lines(min(2, body.page_count))]
        self._foot = list(body.foot(1))
        self._titles = titles
        self._family = family
        self._reference = reference
        self._doubts = doubts

    def _doubt(self, field: str, page: int, why: str) -> None:
        self._doubts.append(Doubt(field, page, why))

    @cached_property
    def authority(self) -> Authority | None:
        """The council that the title names; in a letter, that its greeting or address names."""
        known = self._reference.authorities
        skipped = set(self._address)
        if self._family.reviews:  # a board may serve several councils
            skipped = {line for line in self._titles if BOARDS.search(line.text)}
            skipped |= set(title_of_review(self._titles))
        titles = " ".join(
            line.text
            for line in self._titles
            if line not in skipped and not DATED.search(line.text)
        )
        greetings = [line.text for line in self._cover if GREETING.match(line.text)]
        for text in (titles, *greetings, self._below_greeting):
            if named := cover.authorities_named(text, known):
                return self._only(named)
        if named := cover.authority_by_part(titles, known):
            return named
        for line in self._cover:
            if named := cover.authorities_named(line.text, known):
                why = f"The title names no council that is known here; the text, {named[0].name}."
                self._doubt("council", 1, why)
                return self._only(named)
        self._doubt("council", 1, "The first page names no council that is known here.")
        return None

    @cached_property
    def _greeting(self) -> int | None:
        """Which line of the first page a letter greets its readers in."""
        places = (place for place, line in enumerate(self._cover) if GREETING.match(line.text))
        return next(places, None)

    @property
    def _address(self) -> list[Line]:
        """What stands above a letter's greeting: it may name other places."""
        return self._cover[: self._greeting or 0]

    @property
    def _below_greeting(self) -> str:
        """How a letter begins: what it is about, where that is set as the text is."""
        if self._greeting is None:
            return ""
        below = self._cover[self._greeting + 1 :]
        return " ".join(line.text for line in below[:BEGINNING])

    def _only(self, named: Sequence[Authority]) -> Authority:
        """The first of the councils named, with a doubt where there are more."""
        if len(named) > 1:
            names = " and ".join(each.name for each in named)
            self._doubt("council", 1, f"The first page names {names}.")
        return named[0]

    @cached_property
    def council(self) -> CouncilRead | None:
        """The council with its code on the day; a doubt where none of that name stood then."""
        if self.authority is None:
            return None
        name, day = self.authority.name, self.fieldwork.start or self.published
        code = cover.code_on(self.authority, day)
        if day and not self.authority.stood_on(day):
            self._doubt("council", 1, f"The {name} known here did not exist on {day.isoformat()}.")
        elif code is None:
            self._doubt("council.gss_code", 1, f"No code of {name} at that time is known here.")
        return CouncilRead(name, code)

    @cached_property
    def fieldwork(self) -> cover.Days:
        found = cover.fieldwork(self._first_pages) or cover.fieldwork(self._foot)
        days, page = found or (cover.Days(doubt="No days of inspection are printed."), 1)
        if days.doubt:
            self._doubt("inspections[0].fieldwork_start", page, days.doubt)
        return days

    @cached_property
    def published(self) -> date | None:
        """The day that the cover prints; a letter's is its date. None where none is printed."""
        read = cover.letter_date if self._family.is_letter else cover.published
        found = read(self._cover) or (None if self._family.is_letter else read(self._foot))
        if found is None:
            if self._family.is_letter:
                self._doubt("inspections[0].published", 1, UNDATED)
            return None
        days, page = found
        if days.doubt:
            self._doubt("inspections[0].published", page, days.doubt)
        elif self.fieldwork.end and days.end < self.fieldwork.end:
            why = "The day of publication is before the end of the inspection."
            self._doubt("inspections[0].published", page, why)
        return days.end

    @cached_property
    def framework(self) -> Framework:
        """The family's framework whose days cover the first day of fieldwork.

        Where the cover prints more of another's judgements, that other, with a doubt.
        """
        candidates = [self._reference.frameworks[key] for key in self._family.frameworks]
        day = self.fieldwork.start
        if len(candidates) == 1:
            if day and not candidates[0].covers(day):
                why = f"No inspection followed the rules of {candidates[0].name} on {day}."
                self._doubt("inspections[0].framework", 1, why)
            return candidates[0]
        fits = {each.key: len(table_judgements(self._cover, each)) for each in candidates}
        by_day = next((each for each in candidates if day and each.covers(day)), None)
        fitting = max(candidates, key=lambda each: fits[each.key])
        if by_day and fits[by_day.key] >= fits[fitting.key]:
            return by_day
        why = (
            f"The days of inspection point to {by_day.name}; the judgements printed are those of "
            f"{fitting.name}."
            if by_day
            else "The days of inspection do not tell which rules were followed."
        )
        self._doubt("inspections[0].framework", 1, why)
        return fitting

    @cached_property
    def body(self) -> BodyRead:
        """The body inspected: the council itself, or the partnership that the report names."""
        name = self.authority.name if self.authority else ""
        if self._family.body != "council":
            name = self._partnership(name)
        return BodyRead(self._family.body, name)

    def _partnership(self, council: str) -> str:
        for line in self._cover:
            greeting = GREETING.match(clean(line.text))
            if greeting and council and council.casefold() in line.text.casefold():
                return greeting["name"].strip(" ,")
        return f"{council} {self._family.body_name}".strip()
