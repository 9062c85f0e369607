"""The characters of a cell: made safe on export, taken back on import, folded for comparing."""

import re
import unicodedata

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV injection").
MARKER = "'"
_DANGEROUS = re.compile(rf"{MARKER}*[=+\-@\t\r]")
_MARKED = re.compile(rf"{MARKER}+[=+\-@\t\r]")

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


def neutralise(cell: str) -> str:
    """`cell` as no spreadsheet runs it: a marker before what would begin a formula.

    A cell that already looks marked gets one more, so that `restore` gives back exactly `cell`.
    """
    return MARKER + cell if _DANGEROUS.match(cell) else cell


def restore(cell: str) -> str:
    """Take off the one marker that `neutralise` put on; any other cell is left as it is."""
    return cell[len(MARKER) :] if cell.startswith(MARKER) and _MARKED.match(cell) else cell


def tidy(text: str) -> str:
    """Without white space at the ends, and with line breaks written one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """`text` on one line, each run of white space as one space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """What stays the same when words are typed again.

    Case, white space, the shapes of quotes and dashes, ligatures and invisible characters go.
    """
    if text.isascii():  # most are, and it is several times as fast
        return one_line(text.replace("`", "'").casefold())
    return one_line(unicodedata.normalize("NFKC", text).translate(_FOLDED).casefold())


def shorten(text: str, most: int = 100) -> str:
    """At most `most` characters of `text`, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
