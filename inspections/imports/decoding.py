"""The bytes of a file become text; what holds no text gets a sentence."""

import re

MAX_BYTES = 10 * 1024 * 1024
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western European)",
}
_SAVE_AS = "In your spreadsheet choose “Save as” and the type “CSV UTF-8”, and upload that file."
_NOT_TEXT = (
    (b"PK\x03\x04", "a spreadsheet (XLSX, ODS) or another packed file"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of the old kind (XLS), or one with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a word-processing file (RTF)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
# Dashes and curly quotes in UTF-8: in a file that is not UTF-8 they show two encodings mixed.
_UTF8_PUNCTUATION = re.compile(rb"\xe2\x80[\x90-\xa6]")


class Unreadable(Exception):
    """The file cannot be taken for a table of recommendations; the message tells a person why."""


def decode(content: bytes) -> tuple[str, str]:
    """The text in the bytes, and the name of its encoding. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise Unreadable("The file is empty.")
    for magic, what in _NOT_TEXT:
        if start.startswith(magic.lower()):
            raise Unreadable(f"This is {what}, not a CSV file. {_SAVE_AS}")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise Unreadable(f"The file holds bytes that stand for no text. {_SAVE_AS}")


def _encodings(content: bytes) -> list[str]:
    """The encodings that the bytes may be in, the likeliest first."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if content.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    return ["utf-8"] if _UTF8_PUNCTUATION.search(content) else ["utf-8", "cp1252"]
