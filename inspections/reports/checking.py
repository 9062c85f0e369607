"""What stands in the way of saving a draft, each as a sentence at the item that it is about."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from councils.models import Body
from inspections.cells import fold, shorten
from inspections.models import (
    Framework,
    Grade,
    Inspection,
    Judgement,
    JudgementArea,
    Recommendation,
)
from inspections.reports.draft import InspectionDraft, Item


@dataclass(frozen=True)
class Problem:
    """`key` names the item, as `Item.key`."""

    key: str
    sentence: str


def problems_of(
    draft: InspectionDraft,
    framework: Framework | None,
    areas: Mapping[str, JudgementArea],
    grades: Mapping[tuple[int, str], Grade],
    *,
    standing: Inspection | None,
) -> list[Problem]:
    """Everything that must be put right before this inspection can be saved.

    `areas` are the framework's, by their keys; `grades` those of its scales, by scale and label;
    `standing` is the inspection of the record that this is, if one is.
    """
    return [
        *_of_facts(draft.facts, framework, standing),
        *_of_judgements(draft.kept_judgements, areas, grades),
        *_of_recommendations(draft.kept_recommendations),
    ]


def _of_facts(
    facts: Item, framework: Framework | None, standing: Inspection | None
) -> Iterator[Problem]:
    values, key = facts.values, facts.key
    if framework is None:
        yield Problem(key, "Choose the framework that the inspection followed.")
    named = values["body_kind"] == Body.Kind.COUNCIL or (values["body_name"] or "").strip()
    if values["body_kind"] not in Body.Kind.values or not named:
        yield Problem(key, "Say which body was inspected.")
    theme = values["theme"] or (standing and standing.theme)
    if framework and framework.needs_theme and not theme:
        yield Problem(key, "Say what this visit looked at: correct the theme.")
    yield from _of_days(facts)
    for name, words in (("theme", "theme"), ("lead_inspector", "lead inspector's name")):
        most = Inspection._meta.get_field(name).max_length
        if len(values[name] or "") > most:
            yield Problem(key, f"The {words} is longer than {most} characters.")


def _of_days(facts: Item) -> Iterator[Problem]:
    """What is wrong with the days of fieldwork and of publication."""
    key = facts.key
    start, end, published = (
        facts.values[name] for name in ("fieldwork_start", "fieldwork_end", "published")
    )
    if start and end and end < start:
        yield Problem(key, "The fieldwork cannot end before it began. Correct one of the days.")
    if published and published < (end or start or published):
        yield Problem(
            key,
            "The report cannot be published before the fieldwork ended. Correct one of the days.",
        )
    if not start and not published:
        yield Problem(key, "Give the first day of fieldwork, or the day of publication.")


def _of_judgements(
    items: list[Item],
    areas: Mapping[str, JudgementArea],
    grades: Mapping[tuple[int, str], Grade],
) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in items:
        area = areas.get(item.values["area"])
        if area is None:
            yield Problem(
                item.key,
                "This framework does not judge this area. Choose another area, or leave this "
                "judgement out.",
            )
            continue
        if area.key in seen:
            yield Problem(item.key, "This area is judged twice. Leave one of the two out.")
        seen.add(area.key)
        if item.values["grade"] and (area.scale_id, item.values["grade"]) not in grades:
            yield Problem(item.key, "This grade is not one of the area's scale. Choose another.")
        if not item.values["grade"] and item.values["no_grade"] not in Judgement.NoGrade.values:
            yield Problem(item.key, "No grade was read. Choose one, or say why there is none.")


def _of_recommendations(items: Collection[Item]) -> Iterator[Problem]:
    fields = {
        name: Recommendation._meta.get_field(name).max_length
        for name in ("reference", "section", "kind", "timescale", "text")
    }
    seen: dict[tuple[str, str], Item] = {}
    for item in items:
        if not item.values["text"].strip():
            yield Problem(item.key, "There are no words here. Write them, or leave this one out.")
        for name, most in fields.items():
            if len(item.values[name] or "") > most:
                yield Problem(item.key, f"Its {name} is longer than {most:,} characters.")
        reference = fold(item.values["reference"] or "")
        place = fold(item.values["section"] or ""), reference
        if reference and seen.setdefault(place, item) is not item:
            other = shorten(seen[place].values["text"], 60)
            yield Problem(item.key, f"“{other}” has the same number. Correct one of them.")
