"""What differs between two texts, word by word, for a person to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_CONTEXT = 60  # characters of what stays the same, shown on either side of a difference
_ALIKE = 0.3  # of the words; with fewer in common both are shown whole
_COMPARED = 400  # words on either side, beyond which the whole is shown as replaced


@dataclass(frozen=True)
class Part:
    """A run of words. `kind` is "same", "removed" or "added"."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Part]:
    """The way from `old` to `new`; what stays the same is shortened, if it is long."""
    parts = list(_parts(re.findall(r"\S+|\s+", old), re.findall(r"\S+|\s+", new)))
    last = len(parts) - 1
    return [
        Part("same", _shorten(part.text, first=place == 0, last=place == last))
        if part.kind == "same"
        else part
        for place, part in enumerate(parts)
    ]


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    if max(len(old), len(new)) > 2 * _COMPARED or _are_others(old, new):  # white space counts
        for kind, words in (("removed", old), ("added", new)):
            if words:
                yield Part(kind, "".join(words))
        return
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("same", "".join(old[i:j]))
            continue
        if i < j:
            yield Part("removed", "".join(old[i:j]))
        if k < m:
            yield Part("added", "".join(new[k:m]))


def _are_others(old: list[str], new: list[str]) -> bool:
    """Whether hardly a word stays, so that a mixture of both would be read by nobody."""
    before, after = ([word for word in words if word.strip()] for words in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).ratio() < _ALIKE


def _shorten(text: str, *, first: bool, last: bool) -> str:
    """The ends of `text` that border on a difference."""
    if len(text) <= 2 * _CONTEXT + 20:
        return text
    start = "" if first else text[:_CONTEXT]
    end = "" if last else text[-_CONTEXT:]
    return f"{start} … {end}"
