"""Who is to act on an entry, where the report names them."""

import re
from collections.abc import Iterable

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.lines import Line
from inspections.reports.reader.recommendations import Entry

ORGANISATION_END = (
    r"(?:council|corporation|authority|icb|board|trust|partnership|constabulary|police|service|"
    r"services|commissioner|ccg|group|probation|company|college|school|schools|area|borough)"
)
ADDRESSEE = re.compile(r"^[A-Z][^,]+,.*,\s*(?P<body>[A-Z][^,]* [^,]+)$")
SPLIT = re.compile(
    rf"\b({ORGANISATION_END}\)?)\s*(?:,\s*and\b|,|;|\band\b|&)\s*(?=[A-Z])", re.IGNORECASE
)


def bodies_of(entry: Entry, addressees: tuple[str, ...]) -> tuple[str, ...]:
    """The bodies in the cell beside the entry; in a letter, those of its addressees it names."""
    if entry.item.bodies:
        return split_bodies(" ".join(line.text for line in entry.item.bodies))
    text = clean(" ".join(line.text for line in entry.item.lines))
    return tuple(body for body in addressees if body in text)


def split_bodies(text: str) -> tuple[str, ...]:
    """ "X Council and NHS Y and Z ICB": a name ends at a word such as Council, Trust or ICB."""
    parts = SPLIT.sub(r"\1\n", clean(text)).split("\n")
    return tuple(part.strip(" .,;") for part in parts if part.strip(" .,;"))


def addressees(lines: Iterable[Line]) -> tuple[str, ...]:
    """The bodies of those to whom a letter is addressed: the end of "name, post, body"."""
    address: list[str] = []
    for line in lines:
        text = clean(line.text)
        if text.casefold().startswith("dear "):
            break
        if address and "," not in text:
            address[-1] = f"{address[-1]} {text}"  # the end of a long line
        else:
            address.append(text)
    found = (ADDRESSEE.match(text) for text in address)
    return tuple(dict.fromkeys(match["body"] for match in found if match))
