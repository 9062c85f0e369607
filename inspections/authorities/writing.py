"""Councils, their codes and successors go into the record, each with its history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model

from councils.models import Council, CouncilCode
from inspections.authorities.reading import DAYS, TEXTS, DatedCode, codes_in
from inspections.intake import Refused
from inspections.models import Import, ImportRow


def write(batch: Import, *, by, at: datetime) -> None:
    """Save what the batch's rows say, inside the caller's transaction. Raises Refused."""
    writing = CouncilWriting(by, at, batch.reason)
    kind = ContentType.objects.get_for_model(Council)
    adding = list(batch.rows.adding().order_by("number"))
    changing = list(batch.rows.changing().order_by("number"))
    # What is ended makes room for what is new; a successor may stand further down the file.
    for row in changing:
        council = Council.objects.get(pk=row.subject_id)
        writing.save(council, {name: row.values[name] for name in row.before})
    for row in adding:
        council = Council(slug=row.values["slug"])
        writing.save(council, row.values)
        ImportRow.objects.filter(pk=row.pk).update(subject_type=kind, subject_id=council.pk)
        row.subject_id = council.pk
    for row in [*adding, *(one for one in changing if "succeeded_by" in one.before)]:
        if "succeeded_by" in row.values:
            council = Council.objects.get(pk=row.subject_id)
            writing.set_successors(council, row.values["succeeded_by"])


class CouncilWriting:
    """Saves councils; the history says who, when and why."""

    def __init__(self, by, at: datetime, why: str):
        self.by, self.at, self.why = by, at, why

    def save(self, council: Council, values: Mapping[str, str], *, exactly: bool = False) -> None:
        """Give the council these values; codes of it that are not named stay, unless `exactly`."""
        for name in (*TEXTS, *DAYS):
            if name in values:
                value = values[name]
                is_day = name in DAYS
                setattr(council, name, _day(value) if is_day else value)
        self._save(council)
        if "codes" in values:
            self._set_codes(council, codes_in(values["codes"]), exactly=exactly)

    def set_successors(self, council: Council, slugs: str) -> None:
        """The councils that took its place, by their slugs."""
        successors = Council.objects.filter(slug__in=[slug for slug in slugs.split("; ") if slug])
        self._sign(council).succeeded_by.set(successors)

    def delete(self, record: Model) -> None:
        self._sign(record).delete()

    def _set_codes(self, council: Council, codes: Sequence[DatedCode], *, exactly: bool) -> None:
        existing = {row.code: row for row in council.codes.all()}
        if exactly:
            for code in existing.keys() - {one.code for one in codes}:
                self.delete(existing.pop(code))
        for one in sorted(codes, key=lambda one: one.last is None):  # what has ended makes room
            row = existing.get(one.code) or CouncilCode(council=council, code=one.code)
            if row.pk is None or (row.valid_from, row.valid_to) != (one.first, one.last):
                row.valid_from, row.valid_to = one.first, one.last
                self._save(row)

    def _save(self, record: Model) -> None:
        """Held against every rule first, so that the database has nothing to refuse."""
        try:
            record.full_clean()
        except ValidationError as problem:
            told = " ".join(problem.messages)
            raise Refused(f"Nothing was saved. {record}: {told}") from problem
        self._sign(record).save()

    def _sign(self, record: Model) -> Model:
        record._history_user, record._history_date = self.by, self.at
        record._change_reason = self.why
        return record


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
