"""What Exampleton measures: recorded and released in its monthly rounds, by the record's own rules.

Readings are of the last days of months, counted back from the month of loading; each is recorded
and released two rounds later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from councils import publishing
from improvement.demonstration.entering import Clerk
from improvement.demonstration.timetable import Part, Timetable, moment
from improvement.indicators.recording import change_target, record_reading, release_readings
from improvement.models import Indicator, Plan, Reading

Subject, Unit, Polarity = Indicator.Subject, Indicator.Unit, Indicator.Polarity
Numbers = Indicator.SmallNumbers
LATER = 2  # rounds from the day that is measured to its release
PUBLISHED = -24  # the month of the plan


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def fields(self) -> dict[str, Any]:
        return {"numerator": Decimal(self.part), "denominator": Decimal(self.whole)}


@dataclass(frozen=True)
class Value:
    """A value that comes from no two numbers."""

    value: str

    def fields(self) -> dict[str, Any]:
        return {"value": Decimal(self.value)}


@dataclass(frozen=True)
class Nothing:
    """No value, and why."""

    why: str

    def fields(self) -> dict[str, Any]:
        return {"missing": Reading.Missing.OTHER, "missing_note": self.why}


@dataclass(frozen=True)
class Measured:
    """An indicator, on which actions it stands, and its readings by month."""

    key: str
    name: str
    for_children: str
    actions: Sequence[str]
    fields: dict[str, Any]
    readings: dict[int, Share | Value | Nothing]
    provisional: bool = False  # the newest
    eased: dict[str, Any] = field(default_factory=dict)  # the promise that was changed
    why: str = ""


CHILDREN = {"small_numbers": Numbers.CHILDREN, "source": "Exampleton’s own count, invented"}
STAFF = {
    "small_numbers": Numbers.NOT_CHILDREN,
    "source": "Exampleton’s own count, invented",
    "subject": Subject.WORKFORCE,
}

MEASURED = [
    Measured(
        "contacts-decided-in-a-day",
        "Contacts decided within one working day",
        "A child who needs help does not wait while adults decide who should act.",
        ["1.1"],
        {
            **CHILDREN,
            "of_what": "of contacts",
            "polarity": Polarity.HIGHER,
            "baseline": Decimal(58),
            "target": Decimal(95),
            "tolerance": Decimal(90),
        },
        {
            -26: Share(402, 690),
            -20: Share(498, 702),
            -17: Share(576, 686),
            -14: Share(671, 699),
            -11: Share(663, 691),
            -8: Share(668, 703),
            -5: Nothing("two systems were joined in that month and the days were lost"),
            -2: Share(649, 698),
        },
    ),
    Measured(
        "repeat-plans",
        "Child protection plans that are not the child’s first",
        "Once a child has been made safe, the child stays safe.",
        ["2.2"],
        {
            **CHILDREN,
            "of_what": "of plans that began in the quarter",
            "polarity": Polarity.LOWER,
            "baseline": Decimal(22),
            "target": Decimal(18),
            "tolerance": Decimal(23),
        },
        {
            -26: Share(14, 63),
            -20: Share(14, 61),
            -17: Share(13, 66),
            -14: Share(12, 58),
            -11: Share(14, 62),
            -8: Share(15, 60),
            -5: Share(16, 63),
            -2: Share(18, 64),
        },
        provisional=True,
    ),
    Measured(
        "unsuitable-homes",
        "Care leavers of 17 and 18 who live somewhere unsuitable",
        "Young people who leave care have somewhere safe and fit to live.",
        [],
        {
            **CHILDREN,
            "unit": Unit.NUMBER,
            "of_what": "young people",
            "decimals": 0,
            "polarity": Polarity.LOWER,
            "target": Decimal(0),
        },
        {
            -26: Value("21"),
            -17: Value("14"),
            -11: Value("9"),
            -5: Value("4"),
            -2: Value("3"),
        },
    ),
    Measured(
        "agency-posts",
        "Social workers’ posts that agency staff hold",
        "Children do not have to tell their story again to one new social worker after another.",
        ["4.1"],
        {
            **STAFF,
            "of_what": "of posts",
            "polarity": Polarity.LOWER,
            "baseline": Decimal(38),
            "target": Decimal(10),
            "tolerance": Decimal(15),
        },
        {
            -26: Share(61, 160),
            -20: Share(55, 161),
            -17: Share(53, 161),
            -14: Share(47, 162),
            -11: Share(42, 162),
            -8: Share(40, 163),
            -5: Share(39, 162),
            -2: Share(34, 162),
        },
        eased={"target": Decimal(12)},
        why="Newly qualified social workers can only start in the autumn.",
    ),
    Measured(
        "caseload",
        "Children for each social worker",
        "Social workers have the time to know the children they work for.",
        ["4.2"],
        {
            **STAFF,
            "unit": Unit.NUMBER,
            "of_what": "children for each social worker",
            "polarity": Polarity.LOWER,
            "baseline": Decimal(23),
            "target": Decimal(18),
            "tolerance": Decimal(20),
        },
        {
            -26: Value("23.1"),
            -20: Value("21.2"),
            -17: Value("19.4"),
            -14: Value("18.8"),
            -11: Value("17.6"),
            -8: Value("17.1"),
            -5: Value("17.3"),
            -2: Value("17.3"),
        },
    ),
    Measured(
        "spent",
        "Spent of the £1,200,000 promised for this plan",
        "The help that was promised to children is paid for.",
        [],
        {
            **STAFF,
            "subject": Subject.MONEY,
            "unit": Unit.POUNDS,
            "of_what": "in all",
            "decimals": 0,
            "polarity": Polarity.NEITHER,
            "lag_days": 30,
        },
        {
            -20: Value("96000"),
            -17: Value("215000"),
            -14: Value("338000"),
            -11: Value("470000"),
            -8: Value("561000"),
            -5: Value("640000"),
        },
    ),
]
EASED = -7  # the month in which a promise was changed


def measure(plan: Plan, people, timetable: Timetable, board: str) -> None:
    """Everything that is measured for the plan, its actions being there already."""
    for one in MEASURED:
        _Story(one, plan, people, timetable, board).play()


@dataclass(frozen=True)
class _Story:
    one: Measured
    plan: Plan
    people: Any
    timetable: Timetable
    board: str

    def at(self, month: int, part: Part, minutes: int = 0):
        return moment(self.timetable.day_in(month, part), part.value[1], 20 + minutes)

    def play(self) -> None:
        officer, publisher = self.people["officer"], self.people["publisher"]
        indicator = self.enter(officer)
        publishing.release(record=indicator, by=publisher, at=self.at(PUBLISHED, Part.RELEASE))
        newest, eased = max(self.one.readings), not self.one.eased
        for month, found in self.one.readings.items():
            if not eased and month + LATER > EASED:
                self.ease(indicator, officer)
                eased = True
            provisional = self.one.provisional and month == newest
            standing = Reading.Standing.PROVISIONAL if provisional else Reading.Standing.FINAL
            round_of = max(month + LATER, PUBLISHED + 1)
            record_reading(
                indicator=indicator,
                as_at=self.timetable.due_day(month),
                standing=standing,
                by=officer,
                at=self.at(round_of, Part.REPORTS),
                **found.fields(),
            )
            released_at = self.at(round_of, Part.RELEASE)
            release_readings(indicator=indicator, by=publisher, at=released_at)

    def enter(self, officer) -> Indicator:
        fields = dict(self.one.fields)
        if "baseline" in fields:
            fields["baseline_on"] = self.timetable.due_day(min(self.one.readings))
        if "target" in fields:
            fields["target_on"] = self.timetable.due_day(12)
        return Clerk(officer, self.at(PUBLISHED, Part.REPORTS)).enter(
            Indicator(
                council=self.plan.council,
                key=self.one.key,
                name=self.one.name,
                for_children=self.one.for_children,
                frequency=Indicator.Frequency.QUARTERLY,
                **fields,
            ),
            plans=[self.plan],
            actions=self.plan.actions.filter(reference__in=self.one.actions),
        )

    def ease(self, indicator, officer) -> None:
        at = self.at(EASED, Part.BOARD)
        change_target(
            indicator=indicator,
            changes=self.one.eased,
            why=self.one.why,
            agreed_by=f"{self.board}, {at:%-d %B %Y}",
            by=officer,
            at=at,
        )
