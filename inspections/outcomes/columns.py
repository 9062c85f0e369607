"""The columns of a table of inspection outcomes, found by what their headings mean.

A judgement's column is known by the theme of the areas that frameworks judge: the headings are
compared with the areas' own labels, so that no judgement area is named here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inspections.cells import fold
from inspections.models import JudgementArea

NAMES = {
    "code": ("local authority area code", "area code", "ons code", "gss code", "la code"),
    "urn": ("urn", "ofsted urn", "local authority urn", "la urn", "ofsted reference number"),
    "name": ("local authority name", "local authority", "la name", "authority name", "council"),
    "status": ("local authority status", "authority status", "la status", "status"),
    "region": ("ofsted region", "region", "government region"),
    "start": (
        *("inspection date", "inspection visit date", "visit date", "inspection start date"),
        *("start date", "date of inspection", "first day of fieldwork", "fieldwork start"),
    ),
    "end": ("inspection end date", "end date", "last day of fieldwork", "fieldwork end"),
    "published": ("publication date", "date published", "published", "date of publication"),
    "type": (
        *("inspection type", "inspection visit type", "visit type", "type of inspection", "type"),
        *("inspection framework", "event type", "inspection event type"),
    ),
    "theme": ("visit theme", "theme", "theme of visit", "focus of visit", "focus"),
    "link": ("web link", "link", "inspection link", "report link", "url", "web address"),
    "inspector": ("inspector name", "lead inspector", "inspector"),
}
MEANINGS = {
    "code": "the council's code",
    "start": "the first day of the inspection",
    "published": "the day of publication",
}
WHO = ("code", "urn", "name")
DAYS = ("start", "published")
# Of the words of a heading and a label together, the share that must be in both.
_LIKE, _SHORTENED, _OTHERWISE = 0.5, 0.55, 0.7
_LEFT_OUT = {"the", "of", "and", "a", "grade", "judgement", "for", "on"}


@dataclass(frozen=True)
class OutcomeColumns:
    """Places of columns: `places` by our keys, `judged` by themes' keys."""

    places: Mapping[str, int]
    judged: Mapping[str, int]
    unused: tuple[int, ...]
    clashes: Mapping[str, tuple[int, ...]]

    @property
    def evidence(self) -> int:
        return len(self.places) + len(self.judged)

    @property
    def is_of_outcomes(self) -> bool:
        """Whether a table so headed says which council, and when."""
        known = {*self.places, *self.clashes}
        return not known.isdisjoint(WHO) and not known.isdisjoint(DAYS)


class Headings:
    """Knows the headings that there may be: `wordings` are pairs of a theme's key and a label.

    `themes` are the themes' own labels, by their keys.
    """

    def __init__(self, themes: Mapping[str, str], wordings: Iterable[tuple[str, str]]):
        self.themes = themes
        self._by_name = {_words(name): key for key, names in NAMES.items() for name in names}
        self._labels: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
        for theme, label in wordings:
            self._labels[theme][frozenset(_words(label))] += 1

    def recognise(self, headings: Sequence[str]) -> OutcomeColumns:
        """Which heading means which column. Of several judgements of a theme the likest counts."""
        claims: dict[str, list[int]] = defaultdict(list)
        judged: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for place, heading in enumerate(headings):
            words = _words(heading)
            if words in self._by_name:
                claims[self._by_name[words]].append(place)
            elif found := self._theme(frozenset(words)):
                likeness, theme = found
                judged[theme].append((likeness, place))
        for theme, likely in judged.items():
            claims[theme] = [at for likeness, at in likely if likeness == max(likely)[0]]
        known = {place for places in claims.values() for place in places}
        sole = {key: places[0] for key, places in claims.items() if len(places) == 1}
        return OutcomeColumns(
            places={key: place for key, place in sole.items() if key not in judged},
            judged={key: place for key, place in sole.items() if key in judged},
            unused=tuple(place for place in range(len(headings)) if place not in known),
            clashes={key: tuple(at) for key, at in claims.items() if len(at) > 1},
        )

    def _theme(self, words: frozenset[str]) -> tuple[float, str] | None:
        """The theme whose labels are most like these words; None if none is, or two are.

        Where labels of two are as like, it is the one of which more areas bear that label.
        """
        likes = sorted(
            (max((_likeness(words, label), areas) for label, areas in labels.items()), theme)
            for theme, labels in self._labels.items()
        )
        if not likes or not likes[-1][0][0]:
            return None
        if len(likes) > 1 and likes[-2][0] == likes[-1][0]:
            return None
        (likeness, _), theme = likes[-1]
        return likeness, theme


def _likeness(words: frozenset[str], label: frozenset[str]) -> float:
    """The share of words that are in both; nothing where it says too little.

    A heading may shorten a label, or add to it, but hardly do both.
    """
    if not words or not label:
        return 0.0
    share = len(words & label) / len(words | label)
    least = _LIKE if label <= words else _SHORTENED if words < label else _OTHERWISE
    return share if share >= least else 0.0


def known_headings() -> Headings:
    """The headings by the labels of every area that has a theme, and the themes' own."""
    themes, wordings = {}, []
    areas = JudgementArea.objects.exclude(theme=None).select_related("theme")
    for area in areas.order_by("theme__order", "pk"):
        theme = area.theme
        themes[theme.key] = theme.label
        wordings += [(theme.key, words) for words in (theme.label, area.label, *area.aliases)]
    return Headings(themes, wordings)


def _words(heading: str) -> tuple[str, ...]:
    words = re.findall(r"\w+", fold(heading).replace("_", " "))
    return tuple(word for word in words if word not in _LEFT_OUT)
