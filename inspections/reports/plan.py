"""What saving a draft would do to the record, worked out from both as they stand."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from councils.models import Body
from inspections.cells import one_line, tidy
from inspections.models import Framework, Grade, Inspection, Judgement, JudgementArea, Report
from inspections.recommendations.addressees import Addressee
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.preview import RecommendationPreview
from inspections.recommendations.reading import RecommendationRow
from inspections.reports.bodies import Bodies
from inspections.reports.checking import Problem, problems_of
from inspections.reports.draft import Draft, InspectionDraft, Item
from inspections.reports.placing import day, next_version, standing_inspection
from inspections.reports.words import DAYS

# A fact of the draft and the field of the inspection that holds it.
_LABELS = {
    "theme": "theme",
    "fieldwork_start": "first day of fieldwork",
    "fieldwork_end": "last day of fieldwork",
    "published": "day of publication",
    "response_due": "day by which the response is due",
    "lead_inspector": "lead inspector",
}
FIELDS = {
    "theme": "theme",
    "fieldwork_start": "fieldwork_start",
    "fieldwork_end": "fieldwork_end",
    "published": "published_on",
    "response_due": "response_due_printed",
    "lead_inspector": "lead_inspector",
}
_LINES = ("reference", "section", "kind", "timescale")


@dataclass(frozen=True)
class FactPlan:
    """A fact that the record lacks (`here` empty), or holds otherwise."""

    key: str  # as "0.published"
    name: str
    here: object
    report: object

    @property
    def label(self) -> str:
        return _LABELS[self.name]

    @property
    def differs(self) -> bool:
        return self.here not in (None, "")


@dataclass(frozen=True)
class JudgementPlan:
    """A judgement of the draft beside the one that stands: none, the same, or another."""

    item: Item
    area: JudgementArea
    grade: Grade | None
    standing: Judgement | None

    @property
    def no_grade(self) -> str:
        return "" if self.grade else self.item.values["no_grade"]

    @property
    def differs(self) -> bool:
        standing = self.standing
        if standing is None:
            return False
        ours = self.grade and self.grade.pk
        return (standing.grade_id, standing.no_grade) != (ours, self.no_grade)

    @property
    def said(self) -> str:
        """What the report says, in words."""
        return str(self.grade or dict(Judgement.NoGrade.choices).get(self.no_grade, "no grade"))


class InspectionPlan:
    """What becomes of one inspection of the draft."""

    def __init__(
        self,
        draft: InspectionDraft,
        bodies: Bodies,
        *,
        first_row: int,
        by,
        at: datetime,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
    ):
        self.draft = draft
        self.place = draft.place
        self.bodies = bodies
        self.first_row = first_row
        self._asked = {"by": by, "at": at}
        self._decided = {"answers": answers, "taking": taking}
        facts = draft.facts.values
        self.framework = Framework.objects.filter(key=facts["framework"] or "").first()
        self.body: Body | None = bodies.inspected(facts["body_kind"], facts["body_name"] or "")
        self.inspection = standing_inspection(draft, bodies.council, by=by, at=at)
        self.version = next_version(self.inspection)
        self.problems: list[Problem] = problems_of(
            draft, self.framework, self.areas, self.grades, standing=self.inspection
        )

    @property
    def body_name(self) -> str:
        """The inspected body as it is known here, else as the report prints it."""
        return self.body.name if self.body else self.draft.facts.values["body_name"] or ""

    @property
    def is_public(self) -> bool:
        return self.inspection is not None and self.inspection.is_released(self._asked["at"])

    @cached_property
    def areas(self) -> dict[str, JudgementArea]:
        """The areas that the framework judges, by their keys, with the grades of their scales."""
        rows = JudgementArea.objects.filter(framework=self.framework)
        return {area.key: area for area in rows.select_related("framework", "own_scale")}

    @cached_property
    def grades(self) -> dict[tuple[int, str], Grade]:
        scales = {area.scale_id for area in self.areas.values()}
        rows = Grade.objects.filter(scale__in=scales - {None})
        return {(grade.scale_id, grade.label): grade for grade in rows}

    @cached_property
    def facts(self) -> list[FactPlan]:
        """Where a standing inspection lacks a fact that the report gives, or has another."""
        if self.inspection is None:
            return []
        plans = []
        for name, field in FIELDS.items():
            said = self.draft.facts.values[name]
            said = day(said) if name in DAYS else said
            here = getattr(self.inspection, field)
            if said and said != here:
                plans.append(FactPlan(f"{self.place}.{name}", name, here, said))
        return plans

    @cached_property
    def judgements(self) -> list[JudgementPlan]:
        """One for each judgement that is kept, and of an area that the framework judges."""
        standing = {}
        if self.inspection:
            rows = self.inspection.judgements.current().select_related("grade", "area")
            standing = {row.area_id: row for row in rows}
        plans = []
        for item in self.draft.kept_judgements:
            area = self.areas.get(item.values["area"])
            if area is None:
                continue
            grade = self.grades.get((area.scale_id, item.values["grade"]))
            plans.append(JudgementPlan(item, area, grade, standing.get(area.pk)))
        return plans

    @cached_property
    def judgements_absent(self) -> list[Judgement]:
        """What stands here and is not in the report: told, never deleted."""
        if self.inspection is None:
            return []
        spoken_of = {plan.area.pk for plan in self.judgements}
        rows = self.inspection.judgements.current().select_related("grade", "area")
        return [row for row in rows if row.area_id not in spoken_of]

    @cached_property
    def recommendations(self) -> RecommendationPreview | None:
        """How they meet those that stand here; None where the inspection is new."""
        return self.matched(self.inspection, self.body) if self.inspection and self.body else None

    def matched(
        self, inspection: Inspection, body: Body, *, lock: bool = False
    ) -> RecommendationPreview:
        """The recommendations as they would stand in `inspection`, made to `body`."""
        records = InspectionRecords(inspection, **self._asked, lock=lock)
        return RecommendationPreview(self.rows(inspection, body), records, **self._decided)

    def rows(self, inspection: Inspection, body: Body) -> list[RecommendationRow]:
        to = Addressee(inspection, body)
        return [
            RecommendationRow(number, _said(item), to=to)
            for number, item in enumerate(self.draft.kept_recommendations, start=self.first_row)
        ]

    def item_of(self, row_number: int) -> Item:
        return self.draft.kept_recommendations[row_number - self.first_row]

    def state(self) -> tuple:
        """What a preview of this depends on in the record."""
        if self.inspection is None:
            return (self.place, None)
        return (
            self.place,
            *(self.inspection.pk, self.version, self.is_public, self.body and self.body.pk),
            *(getattr(self.inspection, field) for field in FIELDS.values()),
            *sorted(self.inspection.judgements.current().values_list("area", "grade", "no_grade")),
            InspectionRecords(self.inspection, **self._asked).fingerprint,
        )


class DraftPlan:
    """The whole document against the record."""

    def __init__(
        self,
        report: Report,
        draft: Draft,
        *,
        by,
        at: datetime,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
    ):
        self.report = report
        self.draft = draft
        self.bodies = Bodies(report.council)
        self.inspections: list[InspectionPlan] = []
        first = 1
        for each in draft.inspections:
            plan = InspectionPlan(
                each, self.bodies, first_row=first, by=by, at=at, answers=answers, taking=taking
            )
            self.inspections.append(plan)
            first += len(each.kept_recommendations)
        self._note_shared_targets()

    def _note_shared_targets(self) -> None:
        """Two inspections of one document never go into one record."""
        counts = Counter(plan.inspection for plan in self.inspections if plan.inspection)
        for plan in self.inspections[1:]:
            if counts[plan.inspection] > 1:
                plan.problems.append(
                    Problem(
                        str(plan.place),
                        "This inspection has the framework and the days of another one in this "
                        "document. Correct one of them.",
                    )
                )

    @property
    def problems(self) -> list[Problem]:
        return [problem for plan in self.inspections for problem in plan.problems]

    @property
    def fingerprint(self) -> str:
        """A digest of the draft and of everything in the record that its preview depends on."""
        digest = hashlib.sha256()
        digest.update(repr((self.report.council_id, self.report.corrections.count())).encode())
        for plan in self.inspections:
            digest.update(repr(plan.state()).encode())
        return digest.hexdigest()


def _said(item: Item) -> dict:
    """A recommendation as the cells of a row."""
    said = {name: one_line(item.values[name] or "") for name in _LINES}
    return said | {"text": tidy(item.values["text"]), "page": item.page}
