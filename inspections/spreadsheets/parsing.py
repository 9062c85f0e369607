"""XML, read as it passes by. A document type, by which XML may refer to other files, is refused."""

from collections.abc import Callable
from xml.parsers import expat

from inspections.spreadsheets.facts import Unreadable


def walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Call back for each element, by its local name, with its attributes by theirs.

    Raises Unreadable for what is no XML, or has a document type.
    """
    parser = new_parser()

    def opened(name, attributes):
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        start(name.rpartition(":")[2], plain)

    parser.StartElementHandler = opened
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    parse(parser, xml)


def new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def parse(parser: expat.XMLParserType, xml: bytes) -> None:
    """Raises Unreadable."""
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as problem:
        raise Unreadable(
            "This spreadsheet is damaged: a part of it is no XML. Open it in your spreadsheet "
            "program, save it again, and upload that file."
        ) from problem


class _Begun(Exception):
    """The first element has come: no document type can follow."""


def refuse_document_type(xml: bytes) -> None:
    """Look at what stands before the first element. Raises Unreadable."""
    parser = new_parser()

    def begun(*element):
        raise _Begun

    parser.StartElementHandler = begun
    try:
        parse(parser, xml)
    except _Begun:
        return


def _refuse(*declared):
    raise Unreadable(
        "This spreadsheet's XML has a document type. No spreadsheet program writes one. It was "
        "not read."
    )


def whole(written: str | None, otherwise: int) -> int:
    """A count or a number as XML writes it; what is none, or beyond any sheet, is `otherwise`."""
    if written and written.isascii() and written.isdigit() and len(written) <= 8:
        return int(written)
    return otherwise
