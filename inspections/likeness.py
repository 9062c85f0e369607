"""Texts that are nearly the same, found without comparing each with each.

Words that few texts hold weigh more than words that all of them hold: "outcome 2, national
framework" at the end of every recommendation makes no two of them alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log

from inspections.cells import fold

ALIKE = 0.6  # of the weight of the words in both texts; below it two real ones are not the same
SEEN = 0.3  # a problem that returns years later is seldom asked for in the same words
UNLIKE = 0.3  # below it a text was not corrected, but is another
_WORD = re.compile(r"\w+")
# The same in plain text, in a third of the time: what each character counts as.
_PLAIN = "".join(c.lower() if c.isalnum() or c == "_" else " " for c in map(chr, range(128)))
_RARE = 40  # a word in more texts than this brings none of them up for comparison
_LOOKED_UP = 12  # of a text's words, the rarest
_COMPARED = 15  # texts that share most of those words
_UNHEARD = 20  # texts without a word, so that among a few a shared word still counts as rare


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    if text.isascii():
        return frozenset(text.translate(_PLAIN).split())
    return frozenset(_WORD.findall(fold(text)))


class Weights:
    """How much each word counts among texts that are added one by one; none of them is held."""

    def __init__(self):
        self.count = 0
        self.holding: Counter[str] = Counter()

    def add(self, words: frozenset[str]) -> None:
        self.count += 1
        self.holding.update(words)
        self.__dict__.pop("_of", None)

    @cached_property
    def _of(self) -> dict[str, float]:
        # A word of one text weighs what one of none does, and there are many of those.
        return {
            word: log((1 + self.count) / texts) for word, texts in self.holding.items() if texts > 1
        }

    def of(self, words: Iterable[str]) -> float:
        """The weight of these words together; what one text holds, or none, weighs most."""
        known, unheard = self._of, log(1 + self.count)
        return sum([known.get(word, unheard) for word in words])

    def likeness(self, some: frozenset[str], others: frozenset[str]) -> float:
        """From 0, no word in common, to 1, the same words."""
        common = self.of(some & others)
        total = 2 * common + self.of(some ^ others)
        return 2 * common / total if total else 0.0


class Likeness:
    """Finds, among `texts`, those that a text may be a new version of.

    The work for one text is bounded, however many there are.
    """

    def __init__(self, texts: Mapping[int, str]):
        self.words = {key: words_of(text) for key, text in texts.items()}
        self.weights = Weights()
        self.holders = defaultdict(list)
        for key, words in self.words.items():
            self.weights.add(words)
            for word in words:
                self.holders[word].append(key)

    def near(self, text: str, least: float = ALIKE) -> list[tuple[float, int]]:
        """The texts alike, each with its likeness between `least` and 1."""
        words = words_of(text)
        found = []
        for key, _ in self._candidates(words).most_common(_COMPARED):
            likeness = self.weights.likeness(words, self.words[key])
            if likeness >= least:
                found.append((likeness, key))
        return found

    def _candidates(self, words: frozenset[str]) -> Counter:
        known = sorted((len(self.holders[word]), word) for word in words if word in self.holders)
        shared = Counter()
        for count, word in known[:_LOOKED_UP]:
            if count <= _RARE:
                shared.update(self.holders[word])
        return shared


def seen_before(
    later: Mapping[int, str], earlier: Mapping[int, str], *, each: int
) -> list[tuple[float, int, int]]:
    """Which of the earlier texts each later one may be about again: likeness, later, earlier.

    At most `each` for a later text; the likest of all first. The work for one text is bounded.
    """
    known = Likeness(earlier)
    for text in [*later.values(), *[""] * _UNHEARD]:
        known.weights.add(words_of(text))
    found = [
        (likeness, key, before)
        for key, text in later.items()
        for likeness, before in sorted(known.near(text, SEEN), reverse=True)[:each]
    ]
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))
