"""Text and tables: read, and written again as UTF-8, with no cell that a spreadsheet would run."""

import csv
import io
import re
from collections import Counter

from improvement.copies.cleaned import Cleaned, NotPublishable
from inspections.cells import neutralise
from inspections.decoding import encoding_of, open_text
from inspections.spreadsheets import Unreadable

_DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[+-]?[0-9][0-9., ]*%?")  # -5 is a number, and no formula


def clean_text(content: bytes) -> Cleaned:
    text = _text(content)
    return Cleaned(text.encode(), "txt", words=text)


def clean_table(content: bytes) -> Cleaned:
    """Raises NotPublishable for what is no table."""
    text = _text(content)
    counted = Counter(character for character in text.partition("\n")[0])
    delimiter = max(_DELIMITERS, key=lambda one: counted[one])
    out = io.StringIO()
    writer = csv.writer(out)
    marked = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            safe = [cell if _NUMBER.fullmatch(cell) else neutralise(cell) for cell in row]
            marked += safe != row
            writer.writerow(safe)
    except csv.Error as problem:
        raise NotPublishable(f"This table cannot be read: {problem}. Save it again.") from problem
    removed = [f"formulas, in {marked} of its rows: they stand as words"] if marked else []
    return Cleaned(out.getvalue().encode(), "csv", removed=removed, words=text)


def _text(content: bytes) -> str:
    try:
        text = open_text(content, encoding_of(content)).read()
    except Unreadable as problem:
        raise NotPublishable(str(problem)) from problem
    return text.removeprefix("\ufeff")
