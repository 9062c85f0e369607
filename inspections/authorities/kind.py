"""Councils: what a table of them says, and what it would do. Only superusers bring one in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, ProtectedError

from councils.days import day_of
from councils.models import Council, CouncilCode
from councils.scoping import Only, holds
from inspections.authorities.codes import Code, codes_in
from inspections.authorities.columns import EXAMPLE, FORM
from inspections.authorities.reader import Reader
from inspections.authorities.standing import DAYS, TEXTS, CouncilsStanding
from inspections.intake.kinds import Cell, Change, Described, Found, TableKind
from inspections.intake.people import last_by_hand, reason, undone
from inspections.intake.reading import Table
from inspections.models import Import, ImportRow
from inspections.recommendations.rows import Outcome
from inspections.recommendations.saving import Refused
from inspections.spreadsheets import Unreadable

_FIELDS = (*TEXTS, *DAYS)


class Councils(TableKind):
    """Matched by slug, code or name. A slug never changes, and no council is deleted by a file."""

    kind = Import.Kind.COUNCILS
    form = FORM
    subject = Council
    title = "Councils"
    one, many = "council", "councils"
    once_written = "Councils are public at once."

    def standing(self, whose, *, by, at: datetime, lock: bool = False) -> CouncilsStanding:
        _demand(by)
        return CouncilsStanding(lock=lock)

    def read(self, table: Table, standing: CouncilsStanding, *, at: datetime) -> Found:
        reader = Reader(table, standing)
        rows = reader.rows()
        if not rows:
            raise Unreadable("The file holds headings and no rows.")
        answered = (Outcome.CHANGED, Outcome.SAME_AS)
        changed = [row for row in rows if row.outcome in answered and row.before]
        hands = last_by_hand([row.subject for row in changed], Council)
        for row in changed:
            if (hand := hands.get(row.subject)) and row.outcome == Outcome.CHANGED:
                on = day_of(hand.at)
                row.hand = f"{hand.who} entered it here by hand on {on.day} {on:%B %Y}."
        return Found(rows, list(reader.absent()), list(reader.notices()))

    def write(self, batch: Import, standing: CouncilsStanding, *, by, at, why: str) -> None:
        told = reason(batch)
        kind = ContentType.objects.get_for_model(Council).pk
        adding = list(batch.rows.adding().order_by("number"))
        changing = list(batch.rows.changing().order_by("number"))
        # What is ended makes room for what is new; a successor may stand further down the file.
        for row in changing:
            self._change(row, {name: row.values[name] for name in row.before}, by, at, told)
        for row in adding:
            council = Council(slug=row.values["slug"])
            self._save(council, row.values, by, at, told)
            ImportRow.objects.filter(pk=row.pk).update(subject_type=kind, subject_id=council.pk)
            row.subject_id = council.pk
        for row in [*adding, *(one for one in changing if "succeeded_by" in one.before)]:
            if "succeeded_by" in row.values:
                council = Council.objects.get(pk=row.subject_id)
                _follow(council, row.values["succeeded_by"], by, at, told)

    def _change(self, row: ImportRow, values: dict, by, at, told, *, exactly=False) -> None:
        council = Council.objects.get(pk=row.subject_id)
        self._save(council, values, by, at, told, exactly=exactly)

    def _save(self, council, values, by, at, told, *, exactly=False) -> None:
        for name in _FIELDS:
            if name in values:
                value = values[name]
                setattr(council, name, _day(value) if name in DAYS else value)
        _checked(council)
        _sign(council, by, at, told).save()
        if "codes" in values:
            _set_codes(council, codes_in(values["codes"]), by, at, told, exactly=exactly)

    def undo(self, batch: Import, standing: CouncilsStanding, *, by, at) -> None:
        told = undone(batch)
        changed, made = list(batch.rows.changing()), list(batch.rows.adding())
        _refuse_touched(batch, [row.subject_id for row in [*changed, *made]])
        for row in changed:
            self._change(row, row.before, by, at, told, exactly=True)
            if "succeeded_by" in row.before:
                council = Council.objects.get(pk=row.subject_id)
                _follow(council, row.before["succeeded_by"], by, at, told)
        for row in made:
            _unmake(row.subject_id, by, at, told)
        batch.rows.adding().update(subject_type=None, subject_id=None)

    def describe(self, values: dict, before: dict) -> Described:
        if not (values.get("name") or values.get("slug")):
            return Described("", "")
        about = f"{values.get('name') or values['slug']} ({values.get('slug', '')})"
        said = [
            f"{FORM.column(name).heading}: {values[name]}"
            for name in (*_FIELDS[1:], "codes", "succeeded_by")
            if values.get(name)
        ]
        changes = [
            Change(FORM.column(name).heading, old, values[name]) for name, old in before.items()
        ]
        return Described(about, "; ".join(said), changes)

    def example(self) -> Sequence[Cell]:
        return [EXAMPLE[column.key] for column in FORM.columns]

    def export(self, whose, *, by, at: datetime) -> Iterator[Sequence[Cell]]:
        standing = self.standing(whose, by=by, at=at)
        labels = dict(Council.Kind.choices)
        for one in standing.all():
            if one.slug not in standing.demonstrations:
                said = one.said()
                said["kind"] = labels[said["kind"]]
                yield [
                    _day(said[column.key]) or "" if column.key in DAYS else said[column.key]
                    for column in FORM.columns
                ]


def _demand(by) -> None:
    if by is not None and not holds(by, Only.SUPERUSERS):
        raise PermissionDenied("Only superusers keep the national list of councils.")


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _checked(row) -> None:
    """Hold it against every rule, so that the database has nothing to refuse. Raises Refused."""
    try:
        row.full_clean()
    except ValidationError as problem:
        raise Refused(f"Nothing was saved. {row}: {' '.join(problem.messages)}") from problem


def _sign(row, by, at, told):
    """Who, when and why, for the row's history."""
    row._history_user, row._history_date, row._change_reason = by, at, told
    return row


def _set_codes(council, codes: Sequence[Code], by, at, told, *, exactly: bool) -> None:
    """Give the council these codes; others stay, unless it shall have `exactly` these."""
    existing = {row.code: row for row in council.codes.all()}
    if exactly:
        for code in existing.keys() - {one.code for one in codes}:
            _sign(existing.pop(code), by, at, told).delete()
    for one in sorted(codes, key=lambda one: one.last is None):  # what has ended makes room
        row = existing.get(one.code) or CouncilCode(council=council, code=one.code)
        if row.pk is None or (row.valid_from, row.valid_to) != (one.first, one.last):
            row.valid_from, row.valid_to = one.first, one.last
            _checked(row)
            _sign(row, by, at, told).save()


def _follow(council, slugs: str, by, at, told) -> None:
    successors = Council.objects.filter(slug__in=[slug for slug in slugs.split("; ") if slug])
    _sign(council, by, at, told).succeeded_by.set(successors)


def _refuse_touched(batch: Import, keys: Sequence[int]) -> None:
    """Unless the import's own version is the last of each council, and of each of their codes."""
    for model, path in ((Council, "id__in"), (CouncilCode, "council_id__in")):
        versions = model.history.filter(**{path: keys})
        own = versions.filter(history_change_reason=reason(batch))
        last = own.aggregate(last=Max("history_id"))["last"]
        later = {"history_id__gt": last} if last else {"history_date__gt": batch.confirmed_at}
        since = versions.filter(**later)
        if touched := since.order_by("history_id").first():
            raise Refused(f"Nothing was undone. Somebody has changed “{touched.instance}” since.")


def _unmake(key: int, by, at, told) -> None:
    """Take back a council that the import made, which nothing refers to. Raises Refused."""
    council = Council.objects.get(pk=key)
    body = council.body
    try:
        _sign(body, by, at, told).delete()
        for code in council.codes.all():
            _sign(code, by, at, told).delete()
        _sign(council, by, at, told).delete()
    except ProtectedError as problem:
        kinds = {row._meta.verbose_name_plural for row in problem.protected_objects}
        raise Refused(
            f"Nothing was undone. There are {', '.join(sorted(map(str, kinds)))} of {council} by "
            "now. A council that is used is never deleted."
        ) from problem
