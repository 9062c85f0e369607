"""What people do with an indicator: record a reading, release readings, change a target.

Keyword-only, one transaction each, as in `improvement.workflow`: `PermissionDenied` where `by`
may not do it, `Refused` where the record does not allow it.
"""

from decimal import Decimal

from django.db import transaction

from councils.access import Can
from councils.publishing import demand_release
from councils.screening import screen
from improvement.models import Indicator, IndicatorAmendment, Reading
from improvement.workflow.guards import Refused, demand

_PLACES = Decimal("0.0001")


def worked_out(unit: str, numerator: Decimal | None, denominator: Decimal | None):
    """The value that two numbers make, to four places; None unless both are there."""
    if numerator is None or not denominator:
        return None
    times = 100 if unit == Indicator.Unit.PERCENT else 1
    return (numerator * times / denominator).quantize(_PLACES)


@transaction.atomic
def record_reading(*, indicator, by, at, **fields) -> Reading:
    """Add a reading; of a day that has one, a correction, which says why. It waits for release.

    Of numerator and denominator the value is worked out here, never typed beside them.
    """
    indicator = _locked(indicator)
    demand(by, Can.EDIT_PLAN, indicator)
    reading = Reading(indicator=indicator, unit=indicator.unit, by=by, recorded_at=at, **fields)
    reading.version = next_version(indicator, reading.as_at)
    value = worked_out(indicator.unit, reading.numerator, reading.denominator)
    if value is not None:
        reading.value = value
    demand_clean(reading.missing_note, reading.correction_note)
    if reading.suppressed and indicator.small_numbers == Indicator.SmallNumbers.NOT_CHILDREN:
        raise Refused("This indicator counts no children: there is no child to protect.")
    reading.full_clean()
    reading.save()
    return reading


def next_version(indicator, as_at) -> int:
    """1 for a day of which there is no reading yet."""
    return indicator.readings.filter(as_at=as_at).count() + 1


@transaction.atomic
def release_readings(*, indicator, by, at) -> int:
    """Make every waiting reading public; says how many."""
    indicator = _locked(indicator)
    demand_release(by, indicator.council_id)
    waiting = indicator.readings.waiting()
    if not waiting.exists():
        raise Refused("No reading waits for release.")
    return waiting.update(public_at=at)


@transaction.atomic
def change_target(*, indicator, changes, why, by, at, agreed_by="") -> list[IndicatorAmendment]:
    """Change what is promised of a public indicator, in the open: its target, how often it is
    measured, and how soon that is published.

    `changes` maps names in `Indicator.PROMISED` to new values; what does not change is passed
    over. Each change is an `IndicatorAmendment`, public at once.
    """
    indicator = _locked(indicator)
    demand(by, Can.EDIT_PLAN, indicator)
    if set(changes) - set(Indicator.PROMISED):
        raise Refused("Only the target and how often it is measured change in this way.")
    if not why.strip():
        raise Refused("Say why: the public will read it.")
    demand_clean(why, agreed_by)
    changed = {name: new for name, new in changes.items() if getattr(indicator, name) != new}
    amendments = [
        IndicatorAmendment(
            indicator=indicator,
            field=name,
            old=_words(getattr(indicator, name)),
            new=_words(new),
            why=why,
            agreed_by=agreed_by,
            by=by,
            recorded_at=at,
            public_at=max(at, indicator.publish_from) if indicator.publish_from else None,
        )
        for name, new in changed.items()
    ]
    for name, new in changed.items():
        setattr(indicator, name, new)
    indicator._change_reason = why[:100]  # the history's field is that long
    indicator.full_clean()
    indicator.save()
    for amendment in amendments:
        amendment.full_clean()
        amendment.save()
    return amendments


def _locked(indicator) -> Indicator:
    found = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if found.withdrawn_at:
        raise Refused("This indicator was withdrawn: nothing can be added to it.")
    return found


def demand_clean(*texts) -> None:
    found = ", ".join(f"“{item.words}”" for text in texts for item in screen(text))
    if found:
        raise Refused(f"{found} looks like personal data. Reword it.")


def _words(value) -> str:
    return (
        ""
        if value is None
        else f"{value.normalize():f}"
        if isinstance(value, Decimal)
        else str(value)
    )
