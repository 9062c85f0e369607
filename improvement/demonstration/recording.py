"""Records what was found: inspections, visits and reviews, as a clerk enters them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from councils.models import Body, Council, User
from improvement.demonstration.entering import Clerk
from improvement.demonstration.findings.report import Corrected, Finding, Report
from improvement.demonstration.timetable import (
    Timetable,
    WorkingDays,
    moment,
    working_day_by,
    working_days_before,
)
from inspections.models import (
    Framework,
    Inspection,
    Intervention,
    Judgement,
    JudgementArea,
    Recommendation,
    RecommendationLink,
)

EMBARGO_ENDS = WorkingDays(6)
PUBLISHED_AT = time(9, 30)
TYPED_AT = time(15, 20)
SOURCE = "invented for the demonstration"


@dataclass(frozen=True)
class Recorder:
    """Keeps what it has recorded by key, for what follows to refer to."""

    council: Council
    bodies: Mapping[str, Body]
    people: Mapping[str, User]
    timetable: Timetable
    clerk: Clerk
    inspections: dict[str, Inspection]
    recommendations: dict[str, Recommendation]

    def record(self, reports: Sequence[Report]) -> None:
        for report in reports:
            replace(self, clerk=Clerk(self.clerk.by, self.entered_at(report))).enter(report)

    def entered_at(self, report: Report) -> datetime:
        """The working day before publication; all that is older, when the record was begun."""
        latest = min(self.published_on(report), self.timetable.today)
        eve = moment(working_days_before(latest - timedelta(days=1), 0), TYPED_AT)
        return max(self.clerk.at, eve)

    def enter(self, report: Report) -> None:
        inspection = self.inspections[report.key] = self.inspection(report)
        self.judgements(report, inspection)
        for order, finding in enumerate(report.findings, start=1):
            self.recommendation(finding, inspection, self.bodies[report.body], order)

    def inspection(self, report: Report) -> Inspection:
        published = self.published_on(report)
        started = _began(report, published)
        inspection = self.clerk.enter(
            Inspection(
                council=self.council,
                framework=Framework.objects.get(key=report.framework),
                title=report.title,
                slug=f"{started:%Y-%m}-{report.slug}",
                theme=report.theme,
                parent=self.inspections.get(report.parent),
                fieldwork_start=started,
                fieldwork_end=working_day_by(started + timedelta(days=report.days - 1)),
                published_on=published,
                received_on=working_days_before(published, 3),
                publish_from=moment(published, PUBLISHED_AT),
                source=SOURCE,
            )
        )
        inspection.inspected.create(
            body=self.bodies[report.body],
            recommendations_printed=len(report.findings) or None,
        )
        if report.embargoed:
            inspection.embargo_readers.set([self.people["publisher"], self.people["officer"]])
        return inspection

    def published_on(self, report: Report) -> date:
        if report.embargoed:
            return self.timetable.working_day(EMBARGO_ENDS)
        return self.timetable.release_day(report.month)

    def judgements(self, report: Report, inspection: Inspection) -> None:
        for area_key, said in report.judgements.items():
            area = JudgementArea.objects.select_related("framework").get(
                framework=inspection.framework, key=area_key
            )
            if isinstance(said, Corrected):
                self.corrected(said, area, inspection)
            elif isinstance(said, int):
                self.clerk.enter(judgement(inspection, area, said))
            else:
                self.clerk.enter(Judgement(inspection=inspection, area=area, no_grade=said))

    def corrected(self, said: Corrected, area: JudgementArea, inspection: Inspection) -> None:
        first = judgement(inspection, area, said.printed_rank)
        first.superseded_on = self.timetable.release_day(said.month)
        self.clerk.enter(first)
        second = judgement(inspection, area, said.rank)
        second.corrects, second.correction_note = first, said.note
        self.clerk.enter(second)

    def recommendation(
        self, finding: Finding, inspection: Inspection, body: Body, order: int
    ) -> None:
        recommendation = self.clerk.enter(
            Recommendation(
                inspection=inspection,
                body=body,
                section=finding.section,
                order=order,
                reference=finding.reference,
                council_reference=finding.council_reference,
                kind=finding.kind,
                timescale=finding.timescale,
                text=finding.text,
                page=finding.page,
            ),
            responsible=[self.bodies[key] for key in finding.responsible],
        )
        self.recommendations[finding.key] = recommendation
        for earlier, note in finding.returns_from.items():
            RecommendationLink.objects.create(
                earlier=self.recommendations[earlier],
                later=recommendation,
                note=note,
                by=self.people["clerk"],
            )

    def intervention(self, kind: Intervention.Kind, month: int, who: str = "") -> None:
        issued = self.timetable.release_day(month)
        self.clerk.enter(
            Intervention(
                council=self.council,
                kind=kind,
                issued_on=issued,
                who=who,
                source=SOURCE,
                publish_from=moment(issued, PUBLISHED_AT),
            )
        )


def judgement(inspection: Inspection, area: JudgementArea, rank: int) -> Judgement:
    """The grade of that rank on the area's own scale; its label is what the report prints."""
    scale = area.own_scale or area.framework.scale
    grade = scale.grades.get(rank=rank)
    return Judgement(inspection=inspection, area=area, grade=grade, printed_grade=grade.label)


def _began(report: Report, published: date) -> date:
    """The first day of fieldwork: a Monday, or for a visit of a few days a Tuesday. Inspectors
    stay away at Christmas.
    """
    day = published - timedelta(weeks=report.weeks_before)
    day -= timedelta(days=day.weekday())
    if (day.month, day.day) > (12, 12) or (day.month, day.day) < (1, 4):
        day -= timedelta(weeks=4)
    visit = report.days < 5
    return working_day_by(day + timedelta(days=visit))
