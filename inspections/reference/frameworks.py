"""Themes, grade scales, frameworks and judgement areas, from frameworks.json."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import models

from councils.reference.files import Line, ReferenceDataError, read_text
from councils.reference.rows import Tally, Wanted, bring_into_line
from inspections.models import Framework, Grade, GradeScale, JudgementArea, Theme

FILE = "frameworks.json"
GRADE = ("rank", "label", "code", "aliases", "plain")
FRAMEWORK = (
    "key",
    "name",
    "short_name",
    "kind",
    "inspectorates",
    "legal_basis",
    "starts_on",
    "ends_on",
    "items_term",
    "response_working_days",
    "needs_theme",
    "needs_parent",
    "verified",
)
AREA = ("key", "label", "number", "is_overall", "aliases")


def load_frameworks(folder: Path) -> list[Tally]:
    """Load what inspections are judged by. Raises ReferenceDataError."""
    data = _read(folder / FILE)
    tallies = [Tally(label) for label in ("Themes", "Grades", "Frameworks", "Judgement areas")]
    themes = _load_keyed(
        Theme,
        [
            (line, _values(line, Theme, ("key", "label", "order")))
            for line in _lines(data, "themes")
        ],
        tallies[0],
    )
    scales = _scales(_lines(data, "scales"), tallies[1])
    lines = _lines(data, "frameworks")
    wanted = [
        (
            line,
            _values(line, Framework, FRAMEWORK, beside=("scale", "areas")) | _scale(line, scales),
        )
        for line in lines
    ]
    frameworks = _load_keyed(Framework, wanted, tallies[2])
    _areas(lines, frameworks, scales, themes, tallies[3])
    return tallies


def _read(path: Path) -> dict[str, list[dict]]:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as problem:
        raise ReferenceDataError(f"{path.name} is not JSON: {problem}.") from problem


def _lines(data: Mapping[str, Any], part: str) -> list[Line]:
    """The entries of one part of the file, each with its place."""
    if part not in data:
        raise ReferenceDataError(f"{FILE} has no “{part}”.")
    return [Line(f"{FILE}, {part}, “{entry.get('key')}”", entry) for entry in data[part]]


def _values(line: Line, model, names, *, beside=()) -> dict[str, Any]:
    """The entry's values by field name; what it leaves out has the model's default."""
    if unknown := line.cells.keys() - {*names, *beside}:
        raise line.wrong(f"“{min(unknown)}” is not known here")
    values = {}
    for name in names:
        field = model._meta.get_field(name)
        if name not in line.cells:
            values[name] = field.get_default()
        elif isinstance(field, models.DateField):
            values[name] = line.day(name)
        else:
            values[name] = line[name]
    return values


def _load_keyed(model, wanted: list[tuple[Line, dict]], tally: Tally) -> dict[str, models.Model]:
    """Bring the rows of a model with a unique key into line; return them by that key."""
    by_key = {values["key"]: Wanted(line.where, values) for line, values in wanted}
    if len(by_key) < len(wanted):
        raise ReferenceDataError(f"{FILE}: a key stands twice among the {tally.label.lower()}.")
    existing = {row.key: row for row in model.objects.filter(key__in=by_key)}
    return bring_into_line(model, by_key, existing, tally)


def _scales(lines: list[Line], tally: Tally) -> dict[str, GradeScale]:
    """Load the scales, and count their grades."""
    named = [
        (line, _values(line, GradeScale, ("key", "name"), beside=("verified", "grades")))
        for line in lines
    ]
    scales = _load_keyed(GradeScale, named, Tally("Grade scales"))
    wanted = {}
    for line in lines:
        for entry in line["grades"]:
            grade = Line(f"{line.where}, grade {entry.get('rank')}", entry)
            values = _values(grade, Grade, GRADE) | {"scale": scales[line["key"]]}
            wanted[line["key"], values["rank"]] = Wanted(grade.where, values)
    existing = {
        (grade.scale.key, grade.rank): grade for grade in Grade.objects.select_related("scale")
    }
    bring_into_line(Grade, wanted, existing, tally)
    return scales


def _scale(line: Line, scales: Mapping[str, GradeScale]) -> dict[str, GradeScale | None]:
    key = line.cells.get("scale")
    return {"scale": line.find(key, scales, "scale") if key else None}


def _areas(lines, frameworks, scales, themes, tally: Tally) -> None:
    """Load the judgement areas, in the order in which the file lists them."""
    waiting, wanted = {}, {}
    for line in lines:
        for order, entry in enumerate(line.cells.get("areas", ()), start=1):
            area = Line(f"{line.where}, area “{entry.get('key')}”", entry)
            values = _values(area, JudgementArea, AREA, beside=("parent", "theme", "scale"))
            theme = area.cells.get("theme")
            values |= {
                "framework": frameworks[line["key"]],
                "order": order,
                "theme": area.find(theme, themes, "theme") if theme else None,
                "own_scale": _scale(area, scales)["scale"],
            }
            waiting[line["key"], values["key"]] = area
            wanted[line["key"], values["key"]] = Wanted(area.where, values)
    existing = {
        (area.framework.key, area.key): area
        for area in JudgementArea.objects.select_related("framework")
    }
    _by_generation(waiting, wanted, existing, tally)


def _by_generation(waiting, wanted, existing, tally: Tally) -> None:
    """Bring areas into line, parents before their sub-judgements."""
    done: dict = {(key, None): None for key, _ in waiting}  # the parent of those without one
    while waiting:
        ready = {}
        for key, area in waiting.items():
            parent = (key[0], area.cells.get("parent"))
            if parent in done:
                values = {**wanted[key].values, "parent": done[parent]}
                ready[key] = Wanted(wanted[key].where, values)
        if not ready:
            area = next(iter(waiting.values()))
            raise area.wrong(f"there is no area “{area['parent']}” above it")
        done |= bring_into_line(JudgementArea, ready, existing, tally)
        waiting = {key: area for key, area in waiting.items() if key not in ready}
