"""Words that look like personal data, found before they are published.

A screening, not a proof: it finds what has a shape (an address, a number, a date of birth, a
name with an age), and a person decides. Data Protection Act 2018; councils must not publish
child-level data. Every expression takes time in proportion to the text, whatever the text.
"""

import re
from dataclasses import dataclass

_NAME = r"[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}"
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d)"
)
_NOT_NAMES = (
    "Aged|Ages|Under|Over|Quarter|Week|Weeks|Month|Day|Year|Years|Stage|Phase|Section|Page|Item|"
    "Action|Recommendation|Part|Level|Band|Grade|Group|Team|Point|Paragraph|Appendix|Annex|"
    "Table|Figure|Form|Chapter|Outcome|Priority|Workstream|Version|No|Number|All|Only|Of|"
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Children|Child|People|Pupils|Girls|Boys|Those|Care|Leavers|Young|Babies|Everyone|Anyone|"
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Step|Rule|Schedule|Act"
)


@dataclass(frozen=True)
class Found:
    """One suspicion: what it looks like, and the very words."""

    looks_like: str
    words: str


_SHAPES = (
    ("an e-mail address", re.compile(r"(?<![\w.+'’-])[\w.+'’-]++@[\w-]++(?:\.[\w-]++)++")),
    (
        "a date of birth",
        re.compile(
            rf"(?:\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)\b[\s:,is-]*+{_DATE})",
            re.IGNORECASE,
        ),
    ),
    (
        "a postcode",
        re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b"),
    ),
    (
        "a telephone number",
        re.compile(r"(?<![\w/.-])(?:\+44[\s(0)-]{0,12}|\(?0)(?:\d[\s()-]?){9,10}(?![\w/])"),
    ),
    (
        "a name with an age",
        re.compile(
            rf"\b(?!(?:{_NOT_NAMES})\b){_NAME}(?: (?!(?:{_NOT_NAMES})\b){_NAME})?"
            r"(?:,? \(?(?:is |was |who is |who was )?aged? \d{1,2}\b"
            r"|, \d{1,2}(?=[,.;:)]|\s(?:and|who|was|is)\b|$)"
            r"| \((?:aged )?\d{1,2}\)"
            r"|,? (?:is |was )?\(?\d{1,2}[ -](?:years?|months?)[ -]old)"
        ),
    ),
)
_NHS = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")


def screen(text: str) -> list[Found]:
    """Everything in `text` that looks like personal data, in reading order, each words once."""
    found = [
        (match.start(), Found(name, match.group().strip()))
        for name, shape in _SHAPES
        for match in shape.finditer(text)
    ]
    found += [
        (match.start(), Found("an NHS number", match.group()))
        for match in _NHS.finditer(text)
        if _is_nhs_number(match.group())
    ]
    return list(dict.fromkeys(item for _, item in sorted(found, key=lambda pair: pair[0])))


def _is_nhs_number(text: str) -> bool:
    """Ten digits, of which the last checks the others (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in text if character.isdigit()]
    check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (0 if check == 11 else check)
