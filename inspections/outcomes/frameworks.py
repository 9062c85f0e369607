"""Under which framework an inspection was, and which of its areas a column of the file means.

By what was judged and when, never by a name: of the frameworks of that kind that were in force, the
one that judges just the themes that the row judges, else the only one that judges all of them.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from inspections.cells import fold
from inspections.models import Framework, Grade, JudgementArea

# Where the file gives the day of publication only: between how many days before it the
# inspection may have begun. Real ones took 30 to 120.
_LATEST, _EARLIEST = timedelta(days=28), timedelta(days=120)


# Words in the type of an inspection that say how long it was, and no more.
LENGTHS = {"standard", "short", "full"}
_LENGTH_TOO = {"duration", "longer", "than"}


class Types:
    """The types that a file may give, by the names of kinds and of frameworks."""

    def __init__(self):
        self._names: dict[str, tuple[Framework.Kind, str]] = {}
        self._words = {*LENGTHS, *_LENGTH_TOO, "re"}
        for kind in Framework.Kind:
            self._names[kind.label] = (kind, "")
        for one in Framework.objects.all():
            kind = Framework.Kind(one.kind)
            for name in (one.name, one.short_name):
                self._names[fold(name)] = (kind, fold(name))
                if kind == Framework.Kind.INSPECTION:
                    self._words.update(_words(name))

    def find(self, words: str) -> tuple[Framework.Kind, str] | None:
        """The kind, and the name of the framework if it is named; None for an unknown type.

        A row without a type, or with one that only says how long it was, is of an inspection.
        """
        folded = fold(words)
        if set(_words(folded)) <= LENGTHS:
            return Framework.Kind.INSPECTION, ""
        found = max((name for name in self._names if name in folded), key=len, default=None)
        if found is None:
            return None
        kind, name = self._names[found]
        if not name and kind == Framework.Kind.INSPECTION and set(_words(folded)) - self._words:
            return None  # an inspection, but of something that is not known here
        return kind, name

    def known(self) -> str:
        return ", ".join(kind.label for kind in Framework.Kind)


class Frameworks:
    """All frameworks with their areas and grades, read once."""

    def __init__(self):
        self._by_kind: dict[str, list[Framework]] = defaultdict(list)
        for framework in Framework.objects.all():
            self._by_kind[framework.kind].append(framework)
        self._areas: dict[int, dict[str, JudgementArea]] = defaultdict(dict)
        areas = JudgementArea.objects.exclude(theme=None)
        for area in areas.select_related("theme", "framework", "own_scale"):
            self._areas[area.framework_id].setdefault(area.theme.key, area)
        self._grades: dict[int, dict[str, Grade]] = defaultdict(dict)
        for grade in Grade.objects.all():
            for wording in (grade.label, *grade.aliases):
                self._grades[grade.scale_id][wording.casefold()] = grade

    def areas(self, framework: Framework) -> dict[str, JudgementArea]:
        """The areas of the framework that have a theme, by its key."""
        return self._areas[framework.pk]

    def grade(self, area: JudgementArea, words: str) -> Grade | None:
        """The grade of the area's scale that these words are a wording of."""
        return self._grades[area.scale_id].get(words.casefold())

    def wordings(self, area: JudgementArea) -> list[str]:
        grades = {grade.pk: grade for grade in self._grades[area.scale_id].values()}
        return [grade.label for grade in sorted(grades.values(), key=lambda one: one.rank)]

    def candidates(
        self,
        kind: str,
        claimed: Collection[str],
        start: date | None,
        published: date | None,
        named: str = "",
    ) -> list[Framework]:
        """The frameworks that it may have been under: one, if that can be told.

        `named`: the type that the file gives is the name of one.
        """
        first = start or published - _EARLIEST
        last = start or published - _LATEST
        in_force = [
            one
            for one in self._by_kind[kind]
            if (one.starts_on or date.min) <= last
            and first <= (one.ends_on or date.max)
            and (not named or named in (fold(one.name), fold(one.short_name)))
        ]
        exact = [one for one in in_force if set(self._areas[one.pk]) == set(claimed)]
        if len(exact) == 1:
            return exact
        return [one for one in in_force if set(claimed) <= set(self._areas[one.pk])]

    def elsewhere(self, framework: Framework, theme: str) -> JudgementArea | None:
        """The area of that theme in the framework nearest in time that judges it on this scale."""
        return min(
            (
                areas[theme]
                for areas in self._areas.values()
                if theme in areas and areas[theme].scale_id == framework.scale_id
            ),
            key=lambda area: (
                -len(self._areas[area.framework_id].keys() & self._areas[framework.pk].keys()),
                abs(_began(area.framework) - _began(framework)),
                area.pk,
            ),
            default=None,
        )


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", fold(name).replace("'s", ""))


def _began(framework: Framework) -> timedelta:
    return (framework.starts_on or date.min) - date.min
