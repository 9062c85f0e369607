"""The real record: inspections, the bodies inspected, and their judgements, as facts."""

from pathlib import Path

from councils.days import start_of
from councils.models import Body, Council
from councils.reference.files import Line, read_lines
from councils.reference.rows import Tally, Wanted, bring_into_line, made_here
from inspections.models import (
    Framework,
    Grade,
    InspectedBody,
    Inspection,
    Judgement,
    JudgementArea,
)

TEXTS = ("slug", "title", "theme", "report_url")
DAYS = ("fieldwork_start", "fieldwork_end", "published_on")
COLUMNS = (
    *("council", "slug", "framework", "title", "theme", "parent", *DAYS, "public_on"),
    *("report_url", "source", "body", "recommendations", "judgements"),
)
Key = tuple[str, str]  # of an inspection: the council's slug and its own


def load_record(folder: Path) -> list[Tally]:
    """Load the inspections with their judgements. Raises ReferenceDataError.

    Needs the councils and frameworks to be there. What hangs on an inspection that a person
    entered, or moved to another framework, is never looked at.
    """
    tallies = [Tally(label) for label in ("Inspections", "Inspected bodies", "Judgements")]
    lines: dict[Key, Line] = {}
    for line in read_lines(folder / "inspections.csv", COLUMNS):
        if (key := (line["council"], line["slug"])) in lines:
            raise line.wrong(f"{line['council']} already has an inspection “{line['slug']}”")
        lines[key] = line
    inspections = _inspections(lines, _sources(folder), tallies[0])
    ours = made_here(Inspection, inspections.values())
    loaded = [
        (lines[key], row)
        for key, row in inspections.items()
        if row.pk in ours and row.framework.key == lines[key]["framework"]
    ]
    _bodies(loaded, tallies[1])
    _judgements(loaded, tallies[2])
    return tallies


def _sources(folder: Path) -> dict[str, Line]:
    return {
        line["key"]: line for line in read_lines(folder / "sources.csv", ("key", "text", "url"))
    }


def _inspections(lines: dict[Key, Line], sources, tally: Tally) -> dict[Key, Inspection]:
    """Bring inspections into line, those that others follow first."""
    councils = {council.slug: council for council in Council.objects.all()}
    frameworks = {framework.key: framework for framework in Framework.objects.all()}
    existing = {
        (row.council.slug, row.slug): row
        for row in Inspection.objects.filter(slug__in={slug for _, slug in lines}).select_related(
            "council", "framework", "parent"
        )
    }
    done: dict[Key, Inspection] = {}
    for followers in (False, True):
        wanted = {
            key: Wanted(line.where, _values(line, councils, frameworks, sources, done))
            for key, line in lines.items()
            if bool(line["parent"]) == followers
        }
        done |= bring_into_line(Inspection, wanted, existing, tally)
    return done


def _values(line: Line, councils, frameworks, sources, done) -> dict:
    """What the inspection on this line should hold. Released from its day of publication."""
    source = line.find(line["source"], sources, "source")
    values = {name: line[name] for name in TEXTS} | {name: line.day(name) for name in DAYS}
    public_on = line.day("public_on") or values["published_on"]
    if not public_on:
        raise line.wrong("it has neither published_on nor public_on")
    parent = None
    if line["parent"]:
        key = (line["council"], line["parent"])
        if key not in done:
            raise line.wrong(f"{line['council']} has no inspection “{line['parent']}” to follow")
        parent = done[key]
    return values | {
        "council": line.find(line["council"], councils, "council"),
        "framework": line.find(line["framework"], frameworks, "framework"),
        "parent": parent,
        "publish_from": start_of(public_on),
        "source": source["text"],
        "source_url": source["url"],
    }


def _bodies(loaded: list[tuple[Line, Inspection]], tally: Tally) -> None:
    """Say who was inspected, and how many recommendations were printed.

    These rows have no history, so a person's hand cannot be told: a body is only added to an
    inspection that has none, and a number only fills an empty place.
    """
    named = {body.name: body for body in Body.objects.filter(council=None)}
    own = {body.council_id: body for body in Body.objects.exclude(council=None)}
    existing = {
        (row.inspection_id, row.body_id): row
        for row in InspectedBody.objects.filter(inspection__in=[row.pk for _, row in loaded])
    }
    with_bodies = {inspection_id for inspection_id, _ in existing}
    wanted = {}
    for line, inspection in loaded:
        body = own[inspection.council_id]
        if line["body"]:
            body = line.find(line["body"], named, "body")
        key = (inspection.pk, body.pk)
        values = {"inspection": inspection, "body": body}
        number = line.number("recommendations")
        if number is not None:
            values["recommendations_printed"] = number
        if row := existing.get(key):
            decided = number is not None and row.recommendations_printed not in (None, number)
        else:
            decided = inspection.pk in with_bodies
        if decided:
            tally.kept += 1
        else:
            wanted[key] = Wanted(line.where, values)
    bring_into_line(InspectedBody, wanted, existing, tally)


def _judgements(loaded: list[tuple[Line, Inspection]], tally: Tally) -> None:
    """Bring judgements into line; a row that a later correction replaced stays as it is."""
    areas: dict[int, dict[str, JudgementArea]] = {}
    for area in JudgementArea.objects.select_related("framework"):
        areas.setdefault(area.framework_id, {})[area.key] = area
    grades = _grades_by_wording()
    wanted = {}
    for line, inspection in loaded:
        for item in filter(None, line["judgements"].split("; ")):
            key, _, printed = item.partition("=")
            area = line.find(key, areas.get(inspection.framework_id, {}), "area of its framework")
            if (inspection.pk, area.pk) in wanted:
                raise line.wrong(f"“{key}” is judged twice")
            values = {"inspection": inspection, "area": area}
            values |= _grade(line, printed, grades.get(area.scale_id, {}))
            wanted[inspection.pk, area.pk] = Wanted(line.where, values)
    first = Judgement.objects.filter(corrects=None, inspection__in=[row.pk for _, row in loaded])
    existing = {
        (row.inspection_id, row.area_id): row
        for row in first.select_related("inspection", "area__framework")
    }
    bring_into_line(Judgement, wanted, existing, tally)


def _grade(line: Line, printed: str, grades: dict[str, Grade]) -> dict:
    """The fields that say the grade, or in square brackets why there is none."""
    if printed.startswith("["):
        why = printed.strip("[]")
        if why not in Judgement.NoGrade.values:
            raise line.wrong(f"“{why}” is no reason for having no grade")
        return {"grade": None, "no_grade": why, "printed_grade": ""}
    grade = line.find(printed.casefold(), grades, "grade on its scale")
    return {"grade": grade, "no_grade": "", "printed_grade": printed}


def _grades_by_wording() -> dict[int, dict[str, Grade]]:
    """For each scale its grades, by every wording that is known of them."""
    grades: dict[int, dict[str, Grade]] = {}
    for grade in Grade.objects.select_related("scale"):
        for wording in (grade.label, *grade.aliases):
            grades.setdefault(grade.scale_id, {})[wording.casefold()] = grade
    return grades
