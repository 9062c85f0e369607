"""What the reader must know beforehand: frameworks, their areas and grades, and the councils.

Read from the same files that the database is loaded from. No code here names a grade.
"""

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from inspections.reports.reader.cleaning import fold

NO_PLACE = {"and", "of", "the", "upon", "on", "in", "with", "council", "authority", "unitary"}
NO_PLACE |= {"local", "metropolitan", "district"}


def fold_name(text: str) -> str:
    """The name of a place, for comparing."""
    return re.sub(r"\bsaint\b", "st", fold(text).replace("'", ""))


@dataclass(frozen=True)
class Grade:
    """One step of a scale, and the ways in which reports word it."""

    label: str
    aliases: tuple[str, ...] = ()
    code: str = ""

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """Every wording, folded, the longest first.

        An alias may stand for the beginning of the label and be followed by its end: "require
        improvement" for "requires improvement to be good", so "require improvement to be good".
        """
        words = fold(self.label).split()
        found = {" ".join(words)}
        for alias in map(fold, self.aliases):
            rest = words[len(alias.split()) :]
            found |= {alias, " ".join([alias, *rest])}
        if self.code:
            found |= {f"grade {self.code} {words[0]}", f"{words[0]} grade {self.code}"}
        return tuple(sorted(found, key=len, reverse=True))


@dataclass(frozen=True)
class Area:
    """What a framework judges; `number` as printed, "" where none is."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    number: str = ""
    is_overall: bool = False
    grades: tuple[Grade, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every wording of its name, folded."""
        return frozenset(map(fold, (self.label, *self.aliases)))


@dataclass(frozen=True)
class Framework:
    """The rules of an inspection. The days bound its fieldwork; None is unbounded."""

    key: str
    name: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    areas: tuple[Area, ...]

    def covers(self, day: date) -> bool:
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)


@dataclass(frozen=True)
class Code:
    """A GSS code with the first and last day in force; None is unbounded."""

    code: str
    valid_from: date | None
    valid_to: date | None

    def covers(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Authority:
    """A council; `ends_on` is the first day without it."""

    name: str
    official_name: str
    opened_on: date | None
    ends_on: date | None
    codes: tuple[Code, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names as they are compared: folded, "St" for "Saint", without apostrophes."""
        return frozenset(map(fold_name, (self.name, self.official_name)))

    def stood_on(self, day: date) -> bool:
        return (self.opened_on or date.min) <= day < (self.ends_on or date.max)


@dataclass(frozen=True)
class Reference:
    """Everything the reader knows beforehand."""

    frameworks: dict[str, Framework]
    authorities: tuple[Authority, ...]

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The words of the councils' names, folded, without those of their kinds."""
        names = (name for authority in self.authorities for name in authority.names)
        return frozenset(word for name in names for word in name.split()) - NO_PLACE


def load_reference(folder: Path) -> Reference:
    """Read frameworks.json, authorities.csv and authority_codes.csv. Raises OSError, ValueError,
    KeyError where they are not there or not as fixtures/README.md says.
    """
    data = json.loads((folder / "frameworks.json").read_text(encoding="utf-8"))
    scales = {
        scale["key"]: tuple(
            Grade(grade["label"], tuple(grade.get("aliases", ())), grade.get("code", ""))
            for grade in scale["grades"]
        )
        for scale in data["scales"]
    }
    frameworks = {entry["key"]: _framework(entry, scales) for entry in data["frameworks"]}
    codes: dict[str, list[Code]] = {}
    for line in _lines(folder / "authority_codes.csv"):
        code = Code(line["code"], _day(line["valid_from"]), _day(line["valid_to"]))
        codes.setdefault(line["council"], []).append(code)
    authorities = tuple(
        Authority(
            name=line["name"],
            official_name=line["official_name"],
            opened_on=_day(line["opened_on"]),
            ends_on=_day(line["abolished_on"]),
            codes=tuple(codes.get(line["slug"], ())),
        )
        for line in _lines(folder / "authorities.csv")
    )
    return Reference(frameworks, authorities)


def _framework(entry: dict, scales: dict[str, tuple[Grade, ...]]) -> Framework:
    return Framework(
        key=entry["key"],
        name=entry["name"],
        kind=entry["kind"],
        starts_on=_day(entry.get("starts_on")),
        ends_on=_day(entry.get("ends_on")),
        areas=tuple(
            Area(
                key=area["key"],
                label=area["label"],
                aliases=tuple(area.get("aliases", ())),
                number=area.get("number", ""),
                is_overall=area.get("is_overall", False),
                grades=scales.get(area.get("scale") or entry.get("scale"), ()),
            )
            for area in entry.get("areas", ())
        ),
    )


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
