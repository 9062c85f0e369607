"""Readings of a council's indicators: what a table of them says, and what it would do."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from councils.days import day_of
from improvement.indicators.recording_many import record_readings, take_back_readings
from improvement.models import Indicator, Reading
from improvement.readings.columns import EXAMPLE, EXPORTED, FORM, MARKERS
from improvement.readings.figures import StoredReading
from improvement.readings.matching import StoredReadings
from improvement.readings.reading import ReadingsReader
from improvement.wording import day_words
from improvement.workflow.guards import Refused as NotAllowed
from inspections.bulk import batches, update
from inspections.intake import (
    FileCell,
    Kind,
    Outcome,
    Preview,
    Refused,
    RowChange,
    RowDescription,
    Table,
)
from inspections.models import Import, ImportRow

_FIGURES = ("value", "numerator", "denominator")


class Readings(Kind):
    """Matched by indicator and day. Another figure than here is a correction, and says why."""

    kind = Import.Kind.READINGS
    form = FORM
    subject = Reading
    title = "Readings of indicators"
    one, many = "reading", "readings"
    file_name_max = 200  # what a reading holds of it
    once_written = "They wait for your publisher, who releases them on each indicator's page."

    def records(self, batch, *, by, at: datetime, lock: bool = False) -> StoredReadings:
        return StoredReadings(batch.council, by=by, at=at, lock=lock)

    def read(self, table: Table, standing: StoredReadings, *, at: datetime) -> Preview:
        reader = ReadingsReader(table, standing, day_of(at))
        rows = [reader.row(line) for line in table.rows()]
        reader.note_hands(rows)
        return Preview(rows, list(reader.absent()), list(reader.notices()), table)

    def asks_why(self, batch: Import) -> bool:
        changed = batch.rows.filter(outcome=Outcome.CHANGED)
        return changed.filter(values__correction_note="").exists()

    def is_hidden_from(self, batch: Import, user, *, at: datetime) -> bool:
        keys = set(batch.rows.order_by().values_list("values__indicator_id", flat=True).distinct())
        keys.discard(None)
        seen = Indicator.objects.visible_to(user, at=at).filter(pk__in=keys)
        return seen.count() < len(keys)

    def write(self, batch: Import, standing: StoredReadings, choices, *, by, at) -> None:
        taken = batch.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]).order_by("number")
        rows = list(taken.values_list("pk", "values", "before"))
        try:
            made = record_readings(
                council=standing.council,
                readings=[
                    _fields(values, before, standing, choices.why) for _, values, before in rows
                ],
                by=by,
                at=at,
                read_from=batch.file_name,
            )
        except NotAllowed as refused:
            raise Refused(f"Nothing was saved. {' '.join(refused.messages)}") from refused
        pairs = [(row, reading.pk) for (row, _, _), reading in zip(rows, made, strict=True)]
        _point_to(batch, pairs)

    def undo(self, batch: Import, standing: StoredReadings, *, by, at) -> None:
        done = batch.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED])
        keys = list(done.order_by("number").values_list("subject_id", flat=True))
        try:
            take_back_readings(council=standing.council, keys=keys, by=by)
        except NotAllowed as refused:
            raise Refused(f"Nothing was undone. {' '.join(refused.messages)}") from refused
        done.update(subject_type=None, subject_id=None)

    def describe(self, row: ImportRow) -> RowDescription:
        values = row.values
        if "indicator_id" not in values:
            return RowDescription("", "")
        unit = values["unit"]
        about = f"{values['indicator']}, {day_words(date.fromisoformat(values['as_at']))}"
        changes = [
            RowChange(
                FORM.column(_COLUMN_OF.get(name, name)).heading,
                _in_words(name, old, unit),
                _in_words(name, values[name], unit),
            )
            for name, old in row.before.items()
        ]
        return RowDescription(about, _said(values), changes)

    def columns(self):
        return EXPORTED

    def example(self) -> Sequence[FileCell]:
        return [EXAMPLE[column.key] for column in EXPORTED]

    def export(self, whose, *, by, at: datetime) -> Iterator[Sequence[FileCell]]:
        standing = StoredReadings(whose, by=by, at=at)
        names = {key: (one.name, one.key, one.source) for key, one in standing.indicators.items()}
        by_name = sorted(standing.newest.items(), key=lambda row: (names[row[0][0]], row[0]))
        for (key, day), one in by_name:
            name, slug, source = names[key]
            figures = ["" if n is None else n for n in (one.value, one.numerator, one.denominator)]
            yield [
                *(name, slug, day, *figures, one.standing),
                *(one.missing, one.missing_note, "", source),
            ]


_COLUMN_OF = {"missing_note": "note"}


def _fields(values: dict, before: dict, standing: StoredReadings, why: str) -> dict:
    """What `record_readings` needs of a stored row: what it does not say stays as it stands."""
    key, day = values["indicator_id"], date.fromisoformat(values["as_at"])
    old: StoredReading | None = standing.newest.get((key, day))
    fields = {name: Decimal(values[name]) if values[name] else None for name in _FIGURES}
    fields |= {name: values[name] for name in ("missing", "missing_note", "standing")}
    return fields | {
        "indicator_id": key,
        "as_at": day,
        "suppressed": bool(old and old.suppressed and fields["value"] is not None),
        "joint_with": old.joint_with if old else "",
        "correction_note": (values["correction_note"] or why.strip()) if before else "",
    }


def _point_to(batch: Import, pairs: Sequence[tuple[int, int]]) -> None:
    """Each row to the reading that it made."""
    kind = ContentType.objects.get_for_model(Reading).pk
    for portion in batches(pairs):
        update(
            ImportRow, ["subject_type_id", "subject_id"], [(row, kind, key) for row, key in portion]
        )


def _in_words(name: str, value: str, unit: str) -> str:
    if not value:
        return ""
    if name == "value":
        return _amount(value, unit)
    return f"{value}: {MARKERS[value]}" if name == "missing" else value


def _amount(value: str, unit: str) -> str:
    if unit == Indicator.Unit.POUNDS:
        return f"£{Decimal(value):,}"
    return f"{value}%" if unit == Indicator.Unit.PERCENT else value


def _said(values: dict) -> str:
    if values["missing"]:
        words = values["missing_note"] or MARKERS[values["missing"]]
        told = f"no value: {words}"
    else:
        told = _amount(values["value"], values["unit"])
        if values["numerator"]:
            told = f"{told} ({values['numerator']} of {values['denominator']})"
    return f"{told}, {values['standing']}"
