"""The text that a file's bytes hold, and in which encoding."""

import codecs
import io
import re

from inspections.spreadsheets import Unreadable

_SAVE_AS = "In your spreadsheet choose “Save as” and the type “CSV UTF-8”, and upload that file."
_NOT_TEXT = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a word-processing file (RTF)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_PORTION = 64 * 1024  # bytes looked at together
# Dashes and curly quotes in UTF-8: in a file that is not UTF-8 they show two encodings mixed.
_UTF8_PUNCTUATION = re.compile(rb"\xe2\x80[\x90-\xa6]")


def encoding_of(content: bytes) -> str:
    """The name of the encoding that the bytes are text in. Raises Unreadable."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise Unreadable("The file is empty.")
    for magic, what in _NOT_TEXT:
        if start.startswith(magic.lower()):
            raise Unreadable(f"This is {what}, not a table. {_SAVE_AS}")
    for encoding in _encodings(content):
        try:
            if _holds_text(content, encoding):
                return encoding
        except UnicodeDecodeError:
            continue
        break
    raise Unreadable(f"The file holds bytes that stand for no text. {_SAVE_AS}")


def open_text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, decoded as it is read; its line breaks are as they stand."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _holds_text(content: bytes, encoding: str) -> bool:
    """Whether there is no character that no text has. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _PORTION):
        portion = content[start : start + _PORTION]
        if "\0" in decoder.decode(portion, final=start + _PORTION >= len(content)):
            return False
    return True


def _encodings(content: bytes) -> list[str]:
    """The encodings that the bytes may be in, the likeliest first."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if content.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    return ["utf-8"] if _UTF8_PUNCTUATION.search(content) else ["utf-8", "cp1252"]
