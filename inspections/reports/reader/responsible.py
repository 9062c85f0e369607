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
BODY_WORD = re.compile(rf"\b{ORGANISATION_END}\b|\bNHS\b|\bHMI", re.IGNORECASE)
PLACE = re.compile(  # not the end of a post: "Director of Children, Families and Education"
    r"^(?!Families|Education|Skills|Health|Learning|Adults|Communities)"
    r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?$"
)
SPLIT = re.compile(
    rf"\b({ORGANISATION_END}\)?)\s*(?:,\s*and\b|,|;|\band\b|&)\s*(?=[A-Z])(?!Crime\b)",
    re.IGNORECASE,
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
    found = (_body_of(text.split(", ")) for text in address if text[:1].isupper())
    return tuple(dict.fromkeys(filter(None, found)))


def _body_of(parts: list[str]) -> str:
    """The body in "name, post, body, place": the last part after the post with a word for one.

    A body of several places has commas of its own: "North, East and West Rehabilitation Company".
    """
    while len(parts) > 2 and not BODY_WORD.search(parts[-1]):
        parts = parts[:-1]
    if len(parts) < 3:
        return ""
    *before, body = parts
    while len(before) > 2 and " and " in body and PLACE.match(before[-1]):
        body = f"{before.pop()}, {body}"
    return body if " " in body and body[:1].isupper() else ""
