"""From the lines of a PDF to one clean text, its words, quotation marks and dashes as printed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u00a0": " ",
        "\u00ad": None,  # soft hyphen
        "\u200b": None,  # zero-width space
        "\ufeff": None,
        "\ufffe": "-",
        "\u0002": "-",
        **dict.fromkeys("¹²³⁴⁵⁶⁷⁸⁹⁰"),  # they lead to footnotes
    }
)
# Symbol fonts put their bullets in the private use area.
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+|[^\W\d_]+")
SUSPENDED = {"and", "or", "to"}  # what follows the hyphen of "short- and long-term"
# Words are printed with and without a hyphen after these.
PREFIXES = {"anti", "co", "ex", "inter", "mid", "multi", "non", "post", "pre", "re", "semi", "sub"}
LAST_PART = re.compile(r"((?:[^\W_]+[-\u2010\u2011])*[^\W_]+)[-\u2010\u2011]$")
FIRST_PART = re.compile(r"^([^\W_]+(?:[-\u2010\u2011][^\W_]+)*)")
SPACED_DASH = re.compile(r"\s[-–—]$")


def clean(text: str) -> str:
    """One line of text without ligatures, soft hyphens, private characters and odd spaces."""
    if not text.isascii():
        text = PRIVATE.sub(" ", text.translate(LIGATURES))
    return " ".join(text.split())


def fold(text: str) -> str:
    """The words alone, for comparing: no case, no punctuation, one apostrophe."""
    plain = clean(text).casefold().replace("’", "'").replace("‘", "'").replace("&", " and ")
    return " ".join(re.findall(r"[\w']+", plain))


class Vocabulary:
    """The words that a document prints within its lines: evidence for those broken between two."""

    def __init__(self, texts: Callable[[], Iterable[str]]):
        self._texts = texts

    @cached_property
    def _counts(self) -> Counter:
        """How often each word stands within a line; counted only if a line ends in a hyphen."""
        return Counter(
            word.casefold() for text in self._texts() for word in WORD.findall(clean(text))
        )

    def join(self, before: str, after: str, *, tight: bool) -> str:
        """Two lines as one text; `tight` when the first ends in a hyphen or dash without a space.

        A hyphen at the end of a line stays, unless the document elsewhere prints the word whole
        and never with the hyphen, and its first part is none by itself: the reports are typeset
        without breaking words, so that such a hyphen is nearly always one of the word's own, and
        "well-being" may stand beside "wellbeing". "16- / and 17-year-olds" keeps its space.
        """
        last, first = LAST_PART.search(before), FIRST_PART.search(after)
        if SPACED_DASH.search(before) or not (tight or last):
            return f"{before} {after}"
        if not (last and first):
            return before + after
        whole = (last.group(1) + first.group(1)).casefold()
        hyphened = f"{last.group(1)}-{first.group(1)}".casefold()
        if self._counts[hyphened]:
            return before + after
        if first.group(1).casefold() in SUSPENDED:
            return f"{before} {after}"
        part = last.group(1).casefold()
        broken = self._counts[whole] and not (part in PREFIXES or self._counts[part])
        return before[:-1] + after if broken else before + after
