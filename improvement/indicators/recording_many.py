"""Many readings at once, as a file brings them in: recorded, and taken back with their import.

Keyword-only, one transaction each, as in `recording`, whose rules they follow.
"""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from councils.access import Can
from improvement.indicators.recording import demand_clean, worked_out
from improvement.models import Indicator, Reading
from improvement.workflow.guards import Refused, demand_at
from inspections.bulk import BATCH, batches

_OF_DAY = ("indicator_id", "as_at")


@transaction.atomic
def record_readings(*, council, readings, by, at, read_from) -> list[Reading]:
    """Add many readings of one council's indicators, as `record_reading` adds one; in their order.

    Each is given as its fields, with `indicator_id` and `as_at`; of a day that has a reading it
    is a correction and says why. A value beside two numbers was held against them already, and
    may be rounded as its source rounds; where there is none, they make it. `by` is None for a
    file that a command brings in. `read_from` names the file.
    """
    if by is not None:
        demand_at(by, Can.EDIT_PLAN, council.pk)
    rows = Indicator.objects.select_for_update().filter(council=council).order_by("pk")
    indicators = {row.pk: row for row in rows}
    versions = _newest_versions(indicators)
    made = []
    for fields in readings:
        indicator = indicators[fields["indicator_id"]]
        if indicator.withdrawn_at:
            raise Refused(f"“{indicator}” was withdrawn: nothing can be added to it.")
        day = indicator.pk, fields["as_at"]
        versions[day] = versions.get(day, 0) + 1
        reading = Reading(unit=indicator.unit, by=by, recorded_at=at, read_from=read_from, **fields)
        reading.version = versions[day]
        if reading.value is None:
            reading.value = worked_out(indicator.unit, reading.numerator, reading.denominator)
        demand_clean(reading.missing_note, reading.correction_note)
        made.append(reading)
    _insert(made)
    return made


def _newest_versions(indicators) -> dict:
    """By indicator and day."""
    rows = Reading.objects.filter(indicator__in=list(indicators)).order_by("version")
    return {(key, day): number for key, day, number in rows.values_list(*_OF_DAY, "version")}


def _insert(readings) -> None:
    """In bulk. Only if the database refuses them are the rules asked one by one, to say which."""
    try:
        with transaction.atomic():
            Reading.objects.bulk_create(readings, batch_size=BATCH)
    except IntegrityError:
        for reading in readings:
            reading.full_clean()
        raise


@transaction.atomic
def take_back_readings(*, council, keys, by) -> None:
    """Delete readings that one file brought in, as if it had not been. The import keeps its rows.

    Only while they wait for release and nothing was added to their days: what the public could
    read, or a person built on, stays in the log. Raises Refused.
    """
    if by is not None:
        demand_at(by, Can.EDIT_PLAN, council.pk)
    rows = Indicator.objects.select_for_update().filter(council=council).order_by("pk")
    list(rows.values_list("pk"))
    for portion in batches(keys):
        readings = Reading.objects.filter(pk__in=portion, indicator__council=council)
        _refuse_touched(readings, len(portion))
    for portion in batches(keys):
        gone = Reading.objects.filter(pk__in=portion)
        gone._raw_delete(gone.db)  # the log itself is never deleted from: its queryset refuses


def _refuse_touched(readings, expected: int) -> None:
    if released := readings.exclude(public_at=None).first():
        raise Refused(
            f"“{released}” is public, and what was public is not deleted. Correct it by another "
            "reading."
        )
    if redacted := readings.exclude(redacted_at=None).first():
        raise Refused(f"Words of “{redacted}” were removed for good. It stays.")
    same_day = Reading.objects.filter(indicator=OuterRef("indicator"), as_at=OuterRef("as_at"))
    newer = same_day.filter(version__gt=OuterRef("version"))
    if touched := readings.filter(Exists(newer)).first():
        raise Refused(f"“{touched}” has been corrected since.")
    if readings.count() < expected:
        raise Refused("Readings that it made are no longer here.")
