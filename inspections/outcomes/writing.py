"""A plan's effects go into the record, inside the caller's transaction, each with its history."""

from collections import defaultdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from councils.days import start_of
from councils.models import Body
from inspections.bulk import BATCH
from inspections.cells import shorten
from inspections.corrections import correct_by_statistics
from inspections.intake import Refused
from inspections.models import Framework, Grade, Import, InspectedBody, Inspection, Judgement
from inspections.outcomes.matching import FIELDS
from inspections.outcomes.preview import Does, EventChange, FactChange, OutcomePlan
from inspections.outcomes.provenance import Whose

_NOTE_MAX = Judgement._meta.get_field("correction_note").max_length
_PRINTED_MAX = Judgement._meta.get_field("printed_grade").max_length
_DONE = (Does.NEW, Does.FILLS, Does.CORRECTS)


class OutcomeWriting:
    """Writes the plan as one import; `draft` keeps new inspections from the public."""

    def __init__(self, batch: Import, plan: OutcomePlan, *, draft: bool, by, at: datetime):
        self.batch, self.plan, self.draft = batch, plan, draft
        self.by, self.at = by, at
        self.reason = batch.reason
        self.inspections: dict[int, Inspection] = {}  # by the place of the effect
        self.before: dict[int, dict] = defaultdict(dict)

    def write(self) -> None:
        new = [(n, one) for n, one in enumerate(self.plan.effects) if one.inspection is None]
        self._make([pair for pair in new if not pair[1].framework.needs_parent])
        self._make([pair for pair in new if pair[1].framework.needs_parent])
        for n, effect in enumerate(self.plan.effects):
            if effect.inspection is not None:
                self.inspections[n] = effect.inspection
                self._change_facts(n, effect)
        self._judge()

    # --- inspections ---

    def _make(self, effects: list[tuple[int, EventChange]]) -> None:
        made = []
        for n, effect in effects:
            inspection = self._new(effect)
            self.inspections[n] = inspection
            made.append(inspection)
        self._insert(Inspection, made)
        bodies = Body.objects.filter(council__in={one.council_id for one in made})
        own = {body.council_id: body for body in bodies}
        inspected = [InspectedBody(inspection=one, body=own[one.council_id]) for one in made]
        self._insert(InspectedBody, inspected)

    def _new(self, effect: EventChange) -> Inspection:
        values = {FIELDS[one.key]: one.value for one in effect.of(Does.NEW) if one.key}
        council = effect.event.first.council
        day = values.get("fieldwork_start") or values.get("published_on")
        inspection = Inspection(
            council=council,
            framework=effect.framework,
            slug=self._free_slug(council.pk, effect, day),
            parent=self._parent(council.pk, day) if effect.framework.needs_parent else None,
            publish_from=None if self.draft else self._public_from(values.get("published_on")),
            source=self.plan.source.words,
            source_url=self.plan.book.address,
            **values,
        )
        relations = {field.name for field in inspection._meta.fields if field.is_relation}
        try:
            inspection.full_clean(
                exclude=relations, validate_unique=False, validate_constraints=False
            )
        except ValidationError as wrong:
            told = " ".join(wrong.messages)
            raise Refused(f"Nothing was saved. {effect.event.first.place}: {told}") from wrong
        return inspection

    def _public_from(self, published: date | None) -> datetime:
        """From the day of its report; if that is not known, from that of the statistics."""
        day = published or self.plan.book.published
        return start_of(day) if day else self.at

    def _parent(self, council: int, day: date) -> Inspection | None:
        kind = Framework.Kind.INSPECTION
        new = [
            one
            for one in self.inspections.values()
            if (one.council_id, one.framework.kind) == (council, kind)
            and one.fieldwork_start
            and one.fieldwork_start < day
        ]
        standing = self.plan.standing.last_before(council, day, kind)
        known = [*new, standing] if standing else new
        return max(known, key=lambda one: one.fieldwork_start, default=None)

    def _free_slug(self, council: int, effect: EventChange, day: date) -> str:
        """The month, and what kind of inspection it was."""
        title = effect.event.fact("title") or ""
        name = slugify(" ".join(title.split()[:2]) or effect.framework.short_name)
        slug = f"{day:%Y-%m}-{name}"[:90].strip("-")
        taken = self.plan.standing.slugs
        each = (slug, *(f"{slug}-{n}" for n in range(2, 1000)))
        free = next(one for one in each if (council, one) not in taken)
        taken.add((council, free))
        return free

    def _change_facts(self, n: int, effect: EventChange) -> None:
        inspection = effect.inspection
        changes = [one for one in effect.of(*_DONE) if one.key]
        values = {FIELDS[one.key]: one.value for one in changes}
        corrects = effect.of(Does.CORRECTS)
        if corrects and self.plan.source.whose == Whose.OFFICIAL:
            values |= {"source": self.plan.source.words}
            if self.plan.book.address:
                values["source_url"] = self.plan.book.address
        if not values:
            return
        before = {name: getattr(inspection, name) for name in values}
        self.before[n]["facts"] = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in before.items()
        }
        for name, value in values.items():
            setattr(inspection, name, value)
        self._sign(inspection)
        inspection.save(update_fields=list(values))

    # --- judgements ---

    def _judge(self) -> None:
        new = []
        for n, effect in enumerate(self.plan.effects):
            for change in effect.of(*_DONE):
                if change.area is None:
                    continue
                if change.standing is None:
                    new.append(
                        Judgement(
                            inspection=self.inspections[n],
                            area=change.area,
                            imported_by=self.batch,
                            **_judged(change),
                        )
                    )
                else:
                    self._correct(n, self.inspections[n], change)
        self._insert(Judgement, new)

    def _correct(self, n: int, inspection: Inspection, change: FactChange) -> None:
        """In the open where the public has read it, else in place."""
        if inspection.is_released(self.at):
            why = shorten(f"{self.plan.source.words}: this is what stands there.", _NOTE_MAX)
            correct_by_statistics(
                judgement=change.standing,
                **_judged(change),
                why=why,
                batch=self.batch,
                at=self.at,
            )
            return
        row = change.standing
        self.before[n].setdefault("judgements", {})[str(row.pk)] = {
            "grade_id": row.grade_id,
            "no_grade": row.no_grade,
            "printed_grade": row.printed_grade,
        }
        for name, value in _judged(change).items():
            setattr(row, name, value)
        self._sign(row)
        row.save()

    def _sign(self, row) -> None:
        row._change_reason = self.reason
        row._history_date = self.at
        if self.by:
            row._history_user = self.by

    def _insert(self, model, rows: list) -> None:
        if rows:
            bulk_create_with_history(
                rows,
                model,
                batch_size=BATCH,
                default_user=self.by,
                default_change_reason=self.reason,
                default_date=self.at,
            )


def _judged(change: FactChange) -> dict:
    grade = change.value if isinstance(change.value, Grade) else None
    return {
        "grade": grade,
        "no_grade": "" if grade else str(change.value),
        "printed_grade": change.printed[:_PRINTED_MAX],
    }
