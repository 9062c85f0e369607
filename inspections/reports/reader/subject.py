"""What a joint inspection looked at: its theme, in the words of the letter's own subject."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice

from inspections.reports.reader.cleaning import Vocabulary, clean
from inspections.reports.reader.cover import MONTHS, parts_of
from inspections.reports.reader.items import CLOSE
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import Authority, fold_name

OPENING = 3  # paragraphs: the subject, and how the text below it begins
SUBJECT = re.compile(
    r"\b(?:joint targeted area inspection|jtai|joint inspection)s?\b(?: ?\(jtais?\))?"
    r"(?: (?:of|into|on) | ?[:–-] ?| (?=(?:[\w’'-]+ ){0,3}response to ))"
    r"(?P<response>(?:[\w’'-]+:? (?:[–-] )?){0,8}?response to )?(?P<rest>.+)$",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"(?:\b(?:joint targeted area inspection|of|to|for|from|in|on|at|by|and|or|the|a|are|who|with)"
    r"|[:,–-])$",
    re.IGNORECASE,
)
KINDS = (
    r"(?:the|of|london|royal|metropolitan|city|county|borough|district|unitary|local|authority|"
    r"area|council|mbc)"
)
MONTH = rf"(?:{'|'.join(month.capitalize() for month in MONTHS)})[a-z]*"
DATED = re.compile(
    r"[ ,(:–-]{1,4}(?:(?:[Bb]etween|[Ff]rom|[Oo]n|[Dd]uring|[Ii]n) )?(?:the )?"
    rf"(?:[A-Z][a-z]+day,? )?(?:\d{{1,2}}\w{{0,2}}\b[^.]{{0,30}}?\b{MONTH}\b|{MONTH} 20\d\d).*$"
)
SENTENCE_END = re.compile(r"\.(?:\d{0,2}(?: |$))")
FOOTNOTE = re.compile(r"(?<=[^\W\d])\d{1,2}$")  # its mark, set close to the last word
SEPARATED = re.compile(r" ?[:–-] ?")  # "inspection of Salford: …"
AFTER_PLACE = re.compile(
    r"\d{0,2}(?:$|[.,;:)]| ?[(–-]| (?:between|from|on|during|in|and|which|that|was|took|carried|"
    r"undertaken|conducted|led|by)\b)",
    re.IGNORECASE,
)
MORE = re.compile(r"[,;]|\b(?:which|was|were|took|carried|undertaken|conducted|led)\b")
A_PLACE = re.compile(r"\b(?:in|across|within|throughout) (?:the )?[A-Z]")
NO_THEME = re.compile(
    r"^(?:(?:the|this|that|your|our|local|safeguarding|multi-agency) )*"
    r"(?:services|arrangements|area|authority|council|borough|city|county|partnership|partners)$",
    re.IGNORECASE,
)
AFTER = "After the place, the subject of the letter goes on: “{}”."
UNCLEAR = "It is not clear where the subject of the letter ends."


@dataclass(frozen=True, slots=True)
class Theme:
    """The words as printed, without the place and the days, and why they are in doubt."""

    words: str
    page: int
    doubt: str = ""


def theme_of(
    lines: Iterable[Line], authority: Authority | None, vocabulary: Vocabulary
) -> Theme | None:
    """What the letter's subject, or else how its text begins, says was looked at."""
    texts = ((lines[0].page, _text(lines, vocabulary)) for lines in _paragraphs(lines))
    subject = dropwhile(lambda each: not SUBJECT.search(each[1]), texts)
    place = _place(authority)
    for page, text in islice(subject, OPENING):
        found = SUBJECT.search(text)
        if found and (read := _cut(found, place)):
            words, doubt = read
            return Theme(words, page, doubt)
    return None


def _paragraphs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that are set alike and close together, or that are cut in the middle of a phrase."""
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph[-1], line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(before: Line, line: Line) -> bool:
    if (before.page, before.bold) != (line.page, line.bold) or abs(before.size - line.size) > 0.5:
        return False
    return before.y - line.y < CLOSE * line.size or _is_cut(before.text, line.text)


def _is_cut(before: str, after: str) -> bool:
    return bool(GOES_ON.search(clean(before))) or clean(after)[:1].islower()


def _text(lines: Sequence[Line], vocabulary: Vocabulary) -> str:
    text, *rest = (clean(line.text) for line in lines)
    for before, words in zip(lines, rest, strict=False):
        text = vocabulary.join(text, words, tight=before.tight)
    return text


def _place(authority: Authority | None) -> str:
    """A pattern of the council's names, and what may stand around them; of nothing without one."""
    if authority is None:
        return r"(?!)"
    names = {*authority.names, *parts_of(fold_name(authority.name))}
    patterns = (
        r"\W+".join(
            {"and": "(?:and|&)", "st": r"(?:st|saint)"}.get(word, "['’]?".join(word))
            for word in name.split()
        )
        for name in sorted(names, key=len, reverse=True)
    )
    return rf"(?:{KINDS} )*(?:{'|'.join(patterns)})(?:['’]s)?(?:,? {KINDS}\b)*(?![^\W\d])"


def _cut(found: re.Match, place: str) -> tuple[str, str] | None:
    """The theme of a text that names the subject, and a doubt; None where it gives none."""
    rest = found["rest"]
    if bare := re.match(place, rest, re.IGNORECASE):
        rest = rest[bare.end() :]
        if not SEPARATED.match(rest):
            return None
    where = re.search(
        rf"[,:–-]* \(?(?:in|on|across|within|throughout) {place}", rest, re.IGNORECASE
    )
    end = SENTENCE_END.search(rest)
    if where and (end is None or where.start() < end.start()):
        words, after, doubt = rest[: where.start()], rest[where.end() :], ""
        if not AFTER_PLACE.match(after):
            doubt = AFTER.format(after[: end and end.start() - where.end()].strip())
    else:
        words = DATED.sub("", rest[: end.start()] if end else rest)
        doubt = UNCLEAR if A_PLACE.search(words) or (end and MORE.search(words)) else ""
    words = FOOTNOTE.sub("", words.strip(" ,;:–-("))
    if not words or NO_THEME.match(words):
        return None
    return words, doubt
