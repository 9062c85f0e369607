"""From the lines of a PDF to one clean text, its words, quotation marks and dashes as printed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise

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
LAST_PART = re.compile(
    r"(?<![^\W_])(?<![^\W_][-\u2010\u2011])"
    r"((?:[^\W_]++[-\u2010\u2011])*[^\W_]++)[-\u2010\u2011]$"
)
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
    def _lines(self) -> list[str]:
        return [clean(text) for text in self._texts()]

    @cached_property
    def _counts(self) -> Counter:
        """How often each word stands within a line; counted only if a line ends in a hyphen.

        The parts of a word on two lines are none.
        """
        counts = Counter()
        for before, line in zip(["", *self._lines], self._lines, strict=False):
            whole = FIRST_PART.sub("", line) if LAST_PART.search(before) else line
            counts.update(word.casefold() for word in WORD.findall(LAST_PART.sub("", whole)))
        return counts

    @cached_property
    def _is_hyphenated(self) -> bool:
        """Whether the typesetter broke words: one that the document also prints whole."""
        return any(
            last and first and self._is_broken(last.group(1), first.group(1))
            for last, first in (
                (LAST_PART.search(before), FIRST_PART.search(after))
                for before, after in pairwise(self._lines)
            )
        )

    def join(self, before: str, after: str, *, tight: bool) -> str:
        """Two lines as one text; `tight` when the first ends in a hyphen or dash without a space.

        A hyphen at the end of a line stays, unless the document elsewhere prints the word whole
        and never with the hyphen, and its first part is none by itself: most reports are typeset
        without breaking words, so that such a hyphen is nearly always one of the word's own, and
        "well-being" may stand beside "wellbeing". Where words are surely broken, so is any that
        the document prints whole, or whose parts it never prints. "16- / and 17-year-olds" keeps
        its space.
        """
        last, first = LAST_PART.search(before), FIRST_PART.search(after)
        if SPACED_DASH.search(before) or not (tight or last):
            return f"{before} {after}"
        if not (last and first):
            return before + after
        hyphened = f"{last.group(1)}-{first.group(1)}".casefold()
        if self._counts[hyphened]:
            return before + after
        if first.group(1).casefold() in SUSPENDED:
            return f"{before} {after}"
        broken = self._is_broken(last.group(1), first.group(1)) or self._may_be_broken(last, first)
        return before[:-1] + after if broken else before + after

    def _is_broken(self, last: str, first: str) -> bool:
        whole, part = f"{last}{first}".casefold(), last.casefold()
        hyphened = self._counts[f"{last}-{first}".casefold()]
        known = part in PREFIXES or self._counts[part]
        return bool(self._counts[whole]) and not (hyphened or known)

    def _may_be_broken(self, last: re.Match, first: re.Match) -> bool:
        """Whether it is a broken word where the typesetter breaks others."""
        part, rest = last.group(1).casefold(), first.group(1).casefold()
        if not (part.isalpha() and rest.isalpha() and self._is_hyphenated):
            return False
        unknown = not (self._counts[part] or self._counts[rest] or part in PREFIXES)
        return unknown or bool(self._counts[part + rest])
