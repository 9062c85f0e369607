"""Texts that are nearly the same, found without comparing each with each.

Words that few texts hold weigh more than words that all of them hold: "outcome 2, national
framework" at the end of every recommendation makes no two of them alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log

from inspections.imports.cells import fold

ALIKE = 0.6  # of the weight of the words in both texts; below it two real ones are not the same
UNLIKE = 0.3  # below it a text was not corrected, but is another
_RARE = 40  # a word in more texts than this brings none of them up for comparison
_LOOKED_UP = 12  # of a text's words, the rarest
_COMPARED = 15  # texts that share most of those words


class Likeness:
    """Finds, among `texts`, those that a text may be a new version of.

    The work for one text is bounded, however many there are.
    """

    def __init__(self, texts: Mapping[int, str]):
        self.words = {key: _words(text) for key, text in texts.items()}
        self.holders = defaultdict(list)
        for key, words in self.words.items():
            for word in words:
                self.holders[word].append(key)
        count = len(self.words)
        self.unheard = log(1 + count)
        self.weights = {word: log((1 + count) / len(keys)) for word, keys in self.holders.items()}
        self.totals = {key: self._weight(words) for key, words in self.words.items()}

    def near(self, text: str) -> list[tuple[float, int]]:
        """The texts alike, each with its likeness between ALIKE and 1."""
        words = _words(text)
        found = []
        for key, _ in self._candidates(words).most_common(_COMPARED):
            likeness = self._compare(words, key)
            if likeness >= ALIKE:
                found.append((likeness, key))
        return found

    def are_unlike(self, text: str, key: int) -> bool:
        """Whether hardly a word that matters stands in both."""
        return self._compare(_words(text), key) < UNLIKE

    def _compare(self, words: set[str], key: int) -> float:
        total = self._weight(words) + self.totals[key]
        return 2 * self._weight(words & self.words[key]) / total if total else 0.0

    def _candidates(self, words: set[str]) -> Counter:
        known = sorted((len(self.holders[word]), word) for word in words if word in self.holders)
        shared = Counter()
        for count, word in known[:_LOOKED_UP]:
            if count <= _RARE:
                shared.update(self.holders[word])
        return shared

    def _weight(self, words: set[str]) -> float:
        return sum(self.weights.get(word, self.unheard) for word in words)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))
