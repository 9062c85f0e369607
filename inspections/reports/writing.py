"""One inspection of a report on its way into the record, inside the caller's transaction."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError

from councils.models import Body
from inspections.bulk import BATCH
from inspections.corrections import correct_judgement
from inspections.intake import Outcome, Refused
from inspections.models import (
    ImportRow,
    InspectedBody,
    Inspection,
    Judgement,
    Recommendation,
    ReportVersion,
)
from inspections.reports.placing import day, free_slug
from inspections.reports.plan import FIELDS, InspectionPlan


class Writing:
    """One inspection of the document; `accepting` as in `saving.Choices`."""

    def __init__(self, report, plan: InspectionPlan, *, parent, accepting: Collection[str], by, at):
        self.report, self.plan, self.parent, self.accepting = report, plan, parent, accepting
        self.by, self.at = by, at
        self.reason = report.reason

    def begin(self) -> None:
        """The inspection, its judgements, and what each recommendation is about to do."""
        plan = self.plan
        body = plan.body or self._new_body()
        is_new = plan.inspection is None
        self.inspection = self._new_inspection() if is_new else self._bring_up(plan.inspection)
        self._judgements()
        self._inspected(body)
        self.rows = plan.matched(self.inspection, body, lock=True)
        self._refuse_open_questions()
        self._keep_rows()

    def finish(self, keys: Mapping[int, int]) -> None:
        """What follows once the recommendations are written; `keys` are theirs, by their rows."""
        ours = {row.number: keys[row.number] for row in self.rows.rows if row.number in keys}
        note_responsible(self.plan, ours, self.reason)
        ReportVersion.objects.create(
            inspection=self.inspection,
            report=self.report,
            place=self.plan.place,
            number=self.plan.version,
        )

    def _new_body(self) -> Body:
        facts = self.plan.draft.facts.values
        return self.plan.bodies.added(facts["body_kind"], facts["body_name"])

    def _new_inspection(self) -> Inspection:
        plan, facts = self.plan, self.plan.draft.facts.values
        council = self.report.council
        inspection = Inspection(
            council=council,
            framework=plan.framework,
            slug=free_slug(council, plan.framework, plan.draft),
            parent=self.parent,
            theme=facts["theme"] or "",
            fieldwork_start=day(facts["fieldwork_start"]),
            fieldwork_end=day(facts["fieldwork_end"]),
            published_on=day(facts["published"]),
            response_due_printed=day(facts["response_due"]),
            lead_inspector=facts["lead_inspector"] or "",
            source="The report itself, as the inspectorate published it.",
        )
        self._save(inspection)
        return inspection

    def _bring_up(self, inspection: Inspection) -> Inspection:
        """Fill in what the record lacks, and change what a person said to take."""
        takes = [fact for fact in self.plan.facts if not fact.differs or fact.key in self.accepting]
        for fact in takes:
            setattr(inspection, FIELDS[fact.name], fact.report)
        if takes:
            self._save(inspection)
        return inspection

    def _judgements(self) -> None:
        for judged in self.plan.judgements:
            values = {
                "grade": judged.grade,
                "no_grade": judged.no_grade,
                "printed_grade": (judged.item.values["printed_grade"] or "")[:120],
                "page": judged.item.page,
            }
            if judged.standing is None:
                row = Judgement(
                    inspection=self.inspection, area=judged.area, imported_by=self.report, **values
                )
                self._save(row)
            elif judged.differs and judged.item.key in self.accepting:
                self._correct(judged.standing, values)

    def _correct(self, standing: Judgement, values: dict) -> None:
        if not self.plan.is_public:
            for name, value in values.items():
                setattr(standing, name, value)
            standing.imported_by = self.report
            self._save(standing)
            return
        why = f"The report says so: version {self.plan.version}, page {values['page']}."
        row = correct_judgement(judgement=standing, **values, why=why, by=self.by, at=self.at)
        row.imported_by = self.report
        row.save(update_fields=["imported_by"])

    def _inspected(self, body: Body) -> None:
        """Who was inspected, and how many recommendations the report makes to it."""
        place = {"inspection": self.inspection, "body": body}
        row = InspectedBody.objects.filter(**place).first() or InspectedBody(**place)
        if row.pk is None or row.recommendations_printed is None:
            row.recommendations_printed = len(self.plan.draft.kept_recommendations)
            self._save(row)

    def _refuse_open_questions(self) -> None:
        for row in self.rows.rows:
            if row.outcome == Outcome.WRONG:
                told = " ".join(f"{error['reason']} {error['mend']}" for error in row.errors)
                words = self.plan.item_of(row.number).values["text"][:60]
                raise Refused(f"Nothing was saved. “{words}”: {told}")
        if offered := self.rows.tally.offered:
            raise Refused(f"Nothing was saved. Recommendations to decide on first: {offered}.")

    def _keep_rows(self) -> None:
        """What each recommendation of the report does, as for any import."""
        rows = [ImportRow(batch=self.report, **row.stored()) for row in self.rows.rows]
        ImportRow.objects.bulk_create(rows, batch_size=BATCH)

    def _save(self, record) -> None:
        """Held against its rules first, so that what is refused is refused with a sentence."""
        try:
            record.full_clean()
        except ValidationError as wrong:
            raise Refused(f"Nothing was saved. {' '.join(wrong.messages)}") from wrong
        if self.by:
            record._history_user = self.by
        record._change_reason = self.reason
        record.save()


# --- who must act, where the report names them beside a recommendation ---


def note_responsible(plan: InspectionPlan, keys: Mapping[int, int], why: str) -> None:
    """Write the bodies that the report names, where the record names none yet.

    `keys` are the recommendations by their rows' numbers. A body that is not known here is added
    as a partner of the council. Their history is written with the version that the import made.
    """
    named = {
        keys[number]: plan.item_of(number).values["bodies"]
        for number in keys
        if plan.item_of(number).values["bodies"]
    }
    links = Recommendation.responsible.through
    taken = set(
        links.objects.filter(recommendation__in=named).values_list("recommendation_id", flat=True)
    )
    fresh = {key: names for key, names in named.items() if key not in taken}
    links.objects.bulk_create(
        links(recommendation_id=key, body_id=body)
        for key, names in fresh.items()
        for body in dict.fromkeys(_body(plan, name).pk for name in names)
    )
    _remember(links.objects.filter(recommendation__in=fresh), why)


def _remember(links, why: str) -> None:
    """Into the version that the import made, instead of a version more: nobody did it by hand."""
    keys = links.values("recommendation")
    made = Recommendation.history.filter(id__in=keys, history_change_reason=why)
    versions = {version.id: version for version in made.order_by("history_id")}
    past = Recommendation.history.model.responsible.model
    past.objects.bulk_create(
        past(
            history=versions[link.recommendation_id],
            **{field.attname: getattr(link, field.attname) for field in link._meta.fields},
        )
        for link in links
        if link.recommendation_id in versions
    )


def _body(plan: InspectionPlan, name: str) -> Body:
    return plan.bodies.responsible(name) or plan.bodies.added(Body.Kind.OTHER, name)
