"""The facts around an inspection: the council, the days, the lead inspector, the bodies."""

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import Authority, fold_name

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_PART = re.compile(
    r"(?P<slashed>\b\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b)"
    rf"|\b(?P<month>{'|'.join(month + '[a-z]*' for month in MONTHS)})\b"
    r"|\b(?P<year>20\d\d)\b|\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
SHORT_YEAR = re.compile(  # "12 November 18"
    rf"(?<=\d )((?:{'|'.join(MONTHS)})[a-z]{{0,6}},? )"
    rf"(?=\d\d(?:$|[^\w:]))(?!\d\d (?:{'|'.join(MONTHS)}))",
    re.IGNORECASE,
)
FIELDWORK = re.compile(
    r"^(?:(?:re-?)?inspection dates?(?:\(s\))?|dates? of (?:re-?)?inspection)\s*:?\s*(?P<days>.*)$",
    re.IGNORECASE,
)
WEEKDAY = r"(?:[A-Z][a-z]+day,? )?"
DAYS = (
    rf"{WEEKDAY}(?:the )?"
    r"(?P<days>\d{1,2}[^.]{4,50}?20\d\d(?: ?(?:and|to|–|-) ?\d{1,2} \w+ 20\d\d)?)"
)
FIELDWORK_IN_PROSE = (
    re.compile(
        r"inspection (?:took place|was (?:carried out|undertaken|conducted))[^.]{0,40}?"
        rf"(?:from|between|on) {DAYS}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:between|from) {DAYS},? [^.]{{0,200}}?(?:Ofsted|inspect)", re.IGNORECASE),
)
WITHOUT_YEAR = re.compile(
    r"\b(?:between|from) (?P<days>\d{1,2}(?: [A-Z][a-z]+)? ?(?:and|to|–|-) ?\d{1,2} [A-Z][a-z]+)\b"
    r"(?! ?,? ?20\d\d)[^.]{0,200}?(?:Ofsted|inspect)",
    re.IGNORECASE,
)
GOES_ON = re.compile(  # at the end of a line
    r"(?:\b(?:and|to|until|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|[-–—&,;:])$", re.IGNORECASE
)
MORE_DAYS = re.compile(
    rf"^(?P<joined>(?:and|to|until|&|[-–—])\s*)?{WEEKDAY}"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\b(?!\.)|20\d\d|(?:{'|'.join(MONTHS)})[a-z]*\b.*20\d\d)",
    re.IGNORECASE,
)
MOST_LINES = 3  # of days on a cover
LONGEST_VISIT = 60  # days from first to last; over the new year it has taken 45
PUBLISHED = re.compile(
    r"^(?:report )?(?:published|publication date)(?: on)?\s*(?::\s*|(?=\d)|\s+(?=\w))(?P<days>.*)$",
    re.IGNORECASE,
)
LETTER_DATE = re.compile(
    rf"^(?:date:? |published:? )?{WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)? [A-Z][a-z]+,? (?:20)?\d\d$",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:name of )?(?:the )?(?:ofsted(?:’s|'s)? )?(?:lead|reporting) inspectors?"
    r"(?:(?:’s|'s) name)?"
    r"(?: ?\((?:ofsted|hmi)\))?\s*[:–-]?\s*(?P<name>.*)$",
    re.IGNORECASE,
)
LEAD_AFTER = re.compile(
    r"^(?P<name>[^,]{1,80}?),?\s{0,9}(?:(?:senior )?hmi,?\s*)?ofsted\b.*lead inspector",
    re.IGNORECASE,
)
LEAD_AT_END = re.compile(
    r"^(?P<name>(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)(?:,| HMI\b| \().{0,60}"
    r"\b[Ll]ead [Ii]nspector\)?\.?$"
)
LEAD_OF_OFSTED = re.compile(
    r"^(?P<name>(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+), .{0,20}?"
    r"(?:\b[Ll]ead (?:Ofsted|HMI)\b|\b(?:Ofsted|HMI)\b.{0,10}\b[Ll]ead\b).{0,20}$"
)
OTHERS_LEAD = re.compile(r"\bCQC\b|\bHMIP\b|Care Quality|Constabulary|Probation|HMICFRS")
RANK = re.compile(
    r"[,(–-]?\s{0,9}\b(?:(?:senior|lead|one of)\s+)*(?:s?hmi\b|h(?:er|is) majesty|ofsted\b|"
    r"(?:social care |regulatory |senior )*(?:regulatory )?inspect(?:or|ion)\b).*$",
    re.IGNORECASE,
)
WORD = r"[A-Z][\w-]{1,30}"  # no place has a longer one
BOARD_NAME = re.compile(
    rf"\b(?:{WORD} (?:(?:and|with|of|upon|on|the|&) )*){{1,6}}"
    r"Safeguarding Children(?:’s|'s)? Board\b"
)
OTHER_BODY = re.compile(r"\b(?:Council|Board|Partnership|Trust|Authority|Committee)\b (?=.)")
SHORT_WORD = 3  # letters, as in "and"
SHORTENED = re.compile(
    r"^(?!(?:city|county|borough|isle|isles) )"
    r"(?:(?P<two>\w+ \w+) of|(?P<first>\w+(?: \w+)?) (?:and|with)) .+$"
)
RIVER = re.compile(r"^(?P<town>.+?) (?P<upon>upon|on) (?P<river>.+)$")


@dataclass(frozen=True, slots=True)
class Days:
    """A first and a last day, and why they are in doubt, if they are."""

    start: date | None = None
    end: date | None = None
    doubt: str = ""


def read_days(text: str) -> Days:
    """The days that a text names: "4 July 2016–28 July 2016", "6 to 30 July 2015".

    A month or year that a day leaves out is that of the next day. Several spans are one, from
    the first day to the last.
    """
    days: list[date] = []
    month = year = None
    waiting: int | None = None
    for part in reversed(list(DAY_PART.finditer(SHORT_YEAR.sub(r"\g<1>20", clean(text))))):
        try:
            if part["slashed"]:
                day, month, year = map(int, re.split(r"[/.]", part["slashed"]))
                year += 2000 if year < 100 else 0
                days.append(date(year, month, day))
            elif part["year"]:
                year = int(part["year"])
            elif part["month"]:
                number = MONTHS.index(part["month"][:3].casefold()) + 1
                if month and number > month and days and year == days[-1].year:
                    year -= 1  # "28 November to 9 January 2019" began the year before
                month = number
            elif month and year:
                days.append(date(year, month, int(part["day"])))
            else:
                waiting = int(part["day"])
        except ValueError:
            return Days(doubt=f"“{clean(text)}” names a day that does not exist.")
    if not days or waiting is not None:
        return Days(doubt=f"“{clean(text)}” is not understood as days.")
    days.reverse()
    if days != sorted(days):
        return Days(days[0], days[-1], f"The days in “{clean(text)}” are not in order.")
    if len(days) == 2 and (days[1] - days[0]).days > LONGEST_VISIT:
        far = f"The days in “{clean(text)}” are further apart than a visit lasts."
        return Days(days[0], days[1], far)
    return Days(days[0], days[-1])


def fieldwork(lines: Iterable[Line]) -> tuple[Days, int] | None:
    """The days of the inspection, and the page that prints them."""
    lines = list(lines)
    for index, line in enumerate(lines):
        if found := FIELDWORK.match(clean(line.text)):
            text = _with_lines_below(found["days"], lines[index + 1 : index + MOST_LINES])
            days = read_days(text.rstrip("."))
            if days.start and days.start == days.end and not days.doubt:
                days = replace(days, doubt=f"“{clean(text)}” is one day; a visit takes several.")
            if not (days.doubt and text.endswith(".")):  # prose
                return days, line.page
    for number in sorted({line.page for line in lines}):
        prose = clean(" ".join(line.text for line in lines if line.page == number))
        for pattern in FIELDWORK_IN_PROSE:
            if found := pattern.search(prose):
                return read_days(found["days"]), number
        if (found := WITHOUT_YEAR.search(prose)) and (written := letter_date(lines)):
            return _before(written[0].end, found["days"]), number
    return None


def _with_lines_below(text: str, below: Iterable[Line]) -> str:
    """The days with those on the next lines, where they go on there."""
    for line in below:
        more = MORE_DAYS.match(clean(line.text))
        unfinished = GOES_ON.search(text) or not text or read_days(text).doubt
        if not (more and (unfinished or more["joined"])):
            break
        text = f"{text} {clean(line.text)}"
    return text


def _before(written: date, text: str) -> Days:
    """The days that a letter names without a year: the last such before the day it was written."""
    days = read_days(f"{text} {written.year}")
    late = days.end and days.end > written
    return read_days(f"{text} {written.year - 1}") if late else days


def published(lines: Iterable[Line]) -> tuple[Days, int] | None:
    """The day of publication, where the report prints it."""
    lines = list(lines)
    for line, below in zip_longest(lines, lines[1:]):
        if found := PUBLISHED.match(clean(line.text)):
            text = clean(found["days"]) or (clean(below.text) if below else "")
            days = read_days(text)
            if not days.doubt and days.start != days.end:
                days = replace(days, doubt=f"“{text}” names more than one day.")
            return days, line.page
    return None


def letter_date(lines: Iterable[Line]) -> tuple[Days, int] | None:
    """The day that stands alone at the head of a letter."""
    for line in lines:
        if LETTER_DATE.match(clean(line.text)):
            return read_days(line.text), line.page
    return None


def lead_inspector(lines: Iterable[Line]) -> str | None:
    """The lead inspector's name, without the rank."""
    texts = [clean(line.text) for line in lines]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        if OTHERS_LEAD.search(text) and "Ofsted" not in text:
            continue  # a joint inspection has a lead from each inspectorate
        found = LEAD.match(text) or LEAD_AFTER.match(text) or LEAD_AT_END.match(text)
        if found := found or LEAD_OF_OFSTED.match(text):
            named = found["name"] if " " in found["name"] else f"{found['name']} {following}"
            name = RANK.sub("", named).strip(" ,.;:–-")
            if 2 <= len(name.split()) <= 6 and not re.search(r"\d", name):
                return name
    return None


def authorities_named(text: str, authorities: Iterable[Authority]) -> list[Authority]:
    """The councils that a text names: of names that overlap, the first and longest."""
    folded = f" {fold_name(text)} "
    spans = []
    for authority in authorities:
        for name in authority.names:
            if name not in folded:
                continue
            places = re.finditer(rf"(?<= ){re.escape(name)}(?= )", folded)
            spans.extend((found.start(), -found.end(), authority) for found in places)
    named, reached = [], 0
    for start, end, authority in sorted(spans, key=lambda span: span[:2]):
        if start >= reached:
            named.append(authority)
            reached = -end
    return list(dict.fromkeys(named))


def parts_of(name: str) -> tuple[str, ...]:
    """What a title may shorten such a name to: "Southend" for Southend-on-Sea, "Hull", "East
    Riding", "Brighton".
    """
    if found := SHORTENED.match(name):
        return (found["two"] or found["first"],)
    if found := RIVER.match(name):
        return (found["town"], found["river"]) if found["upon"] == "upon" else (found["town"],)
    return ()


def authority_by_part(text: str, authorities: Iterable[Authority]) -> Authority | None:
    """The one council that a title shortens, as "Southend" does Southend-on-Sea."""
    folded = f" {fold_name(text)} "
    found = [
        authority
        for authority in authorities
        if any(f" {part} " in folded for part in parts_of(fold_name(authority.name)))
    ]
    return found[0] if len(found) == 1 else None


def code_on(authority: Authority, day: date | None) -> str | None:
    """The council's GSS code in force on a day; its only code where the day is not known."""
    if day is None:
        return authority.codes[0].code if len(authority.codes) == 1 else None
    return next((code.code for code in authority.codes if code.covers(day)), None)


def board_name(title: str, prose: str, council: str, places: Set[str]) -> str:
    """What the report calls the council's safeguarding board: in its title, else most often; or
    the name that such boards have. `places`: the words of councils' names, with which it begins.
    """
    own = {word for word in fold_name(council).split() if len(word) > SHORT_WORD}
    for text in (title, prose):
        names = Counter(
            name
            for found in BOARD_NAME.finditer(text)
            if own & set(fold_name(name := _from_place(found.group(), places)).split())
        )
        if names:
            return max(names, key=names.get)
    return f"{council} Local Safeguarding Children Board"


def _from_place(name: str, places: Set[str]) -> str:
    """A name without the words before it, such as those of another body: it begins with a place."""
    words = OTHER_BODY.split(name)[-1].split()
    while words and not set(fold_name(words[0]).split()) & places:
        words.pop(0)
    return " ".join(words)
