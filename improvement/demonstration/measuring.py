"""What the fictional council measures, recorded and released in its monthly rounds.

Readings are of the last days of months; each is recorded and released two rounds later.
"""

from decimal import Decimal

from councils import publishing
from improvement.demonstration.files import FileEntry, enter
from improvement.demonstration.places import Place
from improvement.demonstration.timetable import PartOfRound
from improvement.indicators.recording import change_target, record_reading, release_readings
from improvement.models import Indicator, Plan, Reading

LATER = 2  # rounds
MINUTES = 20  # after the part of the round has begun


def measure(data: FileEntry, place: Place) -> None:
    plan = Plan.objects.get(council=place.council, slug=data.get("plan"))
    published = data.when("published")
    officer, publisher = place.people["officer"], place.people["publisher"]
    for entry in data.tables("indicator"):
        with entry:
            readings, changes = entry.tables("reading"), entry.tables("changed")
            indicator = _begin(entry, readings[0].when(), plan, place, published)
            newest_is_provisional = entry.get("newest_is_provisional", False, bool)
            for reading in readings:
                while changes and reading.when() + LATER > changes[0].when():
                    _change(changes.pop(0), indicator, place)
                with reading:
                    given = {"as_at": place.timetable.due_day(reading.when()), "by": officer}
                    last = newest_is_provisional and reading is readings[-1]
                    stage = Reading.Standing.PROVISIONAL if last else Reading.Standing.FINAL
                    if "missing_note" in reading.values:
                        given["missing"] = Reading.Missing.OTHER
                    round_of = max(reading.when() + LATER, published + 1)
                    at = place.timetable.at(round_of, PartOfRound.REPORTS, MINUTES)
                    given |= {"standing": stage, "at": at, **_numbers(reading)}
                    record_reading(indicator=indicator, **given)
                at = place.timetable.at(round_of, PartOfRound.RELEASE, MINUTES)
                release_readings(indicator=indicator, by=publisher, at=at)


def _begin(entry: FileEntry, first: int, plan: Plan, place: Place, published: int) -> Indicator:
    given = {"frequency": Indicator.Frequency.QUARTERLY, "council": place.council}
    for name, month in (("baseline", first), ("target", 12)):
        if name in entry.values:
            given[f"{name}_on"] = place.timetable.due_day(month)
    known = {action.reference: action for action in plan.actions.all()}
    links = {"plans": [plan], "actions": entry.all_of("actions", known)}
    at = place.timetable.at(published, PartOfRound.REPORTS, MINUTES)
    indicator = enter(entry.make(Indicator, **given), place.people["officer"], at, **links)
    at = place.timetable.at(published, PartOfRound.RELEASE, MINUTES)
    publishing.release(record=indicator, by=place.people["publisher"], at=at)
    return indicator


def _change(changed: FileEntry, indicator: Indicator, place: Place) -> None:
    with changed:
        at = place.timetable.at(changed.when(), PartOfRound.BOARD, MINUTES)
        given = {"why": changed.get("why"), "agreed_by": place.meeting(at.date()), "at": at}
        by, changes = place.people["officer"], _numbers(changed)
        change_target(indicator=indicator, changes=changes, by=by, **given)


def _numbers(entry: FileEntry) -> dict:
    """What is left in the entry, as exact numbers."""
    return {
        name: value if isinstance(value, str) else Decimal(value)
        for name, value in entry.rest().items()
    }
