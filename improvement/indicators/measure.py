"""A measure with its readings, as the public sees them: what they are, and the words for them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from councils.days import day_of
from improvement.indicators.figures import (
    Measured,
    Moved,
    Point,
    Promise,
    Shown,
    WorseAndBeyond,
    beyond,
    disclosed,
    is_reading_overdue,
    moved,
    reading_due_on,
    worse_and_beyond,
)
from improvement.indicators.words import (
    amount,
    change_in_words,
    direction_in_words,
    newest_in_words,
    overdue_in_words,
    promise_in_words,
    standing_of,
    worse_in_words,
)
from improvement.models import Indicator
from improvement.wording import day_words, opened


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading as the public sees it."""

    as_at: date
    shown: Shown
    provisional: bool
    joint_with: str
    correction: str  # why it was corrected; empty where it was not
    unit: str
    decimals: int
    released_on: date

    @property
    def point(self) -> Point:
        return Point(self.as_at, self.shown.value, self.provisional)

    @property
    def words(self) -> str:
        if self.shown.value is None:
            return self.shown.why_not
        return amount(self.shown.value, self.unit, self.decimals)

    @property
    def heading(self) -> str:
        """Its day, and whether it is provisional."""
        return day_words(self.as_at) + (" (provisional)" if self.provisional else "")

    @property
    def counts(self) -> str:
        """30 of 120; empty where the two numbers are not public."""
        if self.shown.numerator is None:
            return ""
        return f"{self.shown.numerator:,.0f} of {self.shown.denominator:,.0f}"


@dataclass(frozen=True, slots=True)
class Changed:
    """Something promised of the measure that was changed after it was public."""

    field: str
    old: str
    new: str
    why: str
    agreed_by: str
    on: date


@dataclass
class Measure:
    """An indicator with its public readings, the oldest first, on the London day `day`."""

    pk: int
    key: str
    name: str
    for_children: str
    subject: str
    unit: str
    of_what: str
    decimals: int
    polarity: str
    frequency: str
    source: str
    source_url: str
    small_numbers: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    target_on: date | None
    tolerance: Decimal | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    lag_days: int
    publish_from: datetime | None
    ended_on: date | None  # when its council was abolished
    day: date
    is_own: bool  # stands on what was asked for, not only on an action of it
    actions: set[int] = field(default_factory=set)  # keys of those that it measures
    readings: list[ReadingRow] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    def was_public(self, moment: datetime) -> bool:
        return self.publish_from is not None and self.publish_from <= moment

    @property
    def promise(self) -> Promise:
        return Promise(self.polarity, self.target, self.tolerance)

    @property
    def points(self) -> list[Point]:
        return [one.point for one in self.readings]

    @property
    def newest(self) -> ReadingRow | None:
        return self.readings[-1] if self.readings else None

    @cached_property
    def moved(self) -> Moved | None:
        return moved(self.points, polarity=self.polarity, day=self.day)

    @property
    def worse_and_beyond(self) -> WorseAndBeyond | None:
        return worse_and_beyond(self.points, self.promise, day=self.day)

    @property
    def worse_in_words(self) -> str:
        """What it was and is where it is beyond what was promised and gets worse; else empty."""
        return worse_in_words(self)

    @property
    def withdrawn_on(self) -> str:
        return day_words(day_of(self.withdrawn_at)) if self.withdrawn_at else ""

    @property
    def is_beyond(self) -> bool:
        return bool(self.newest) and beyond(self.newest.shown.value, self.promise)

    @property
    def reading_due_on(self) -> date | None:
        """None where none is owed: of a draft, and of what was withdrawn."""
        if self.publish_from is None or self.withdrawn_at:
            return None
        counted_from = self.newest.as_at if self.newest else day_of(self.publish_from)
        return reading_due_on(
            frequency=self.frequency, lag_days=self.lag_days, counted_from=counted_from
        )

    @property
    def is_overdue(self) -> bool:
        """By `plan_rules.READING_OVERDUE`."""
        return is_reading_overdue(self.reading_due_on, self.day, ended_on=self.ended_on)

    def amount(self, value: Decimal) -> str:
        return amount(value, self.unit, self.decimals)

    # --- in words ---

    @property
    def polarity_words(self) -> str:
        return Indicator.Polarity(self.polarity).label

    @property
    def frequency_words(self) -> str:
        return Indicator.Frequency(self.frequency).label

    @property
    def overdue(self) -> str:
        """Empty while the next reading is not overdue."""
        return overdue_in_words(self)

    @property
    def now_in_words(self) -> str:
        return newest_in_words(self)

    @property
    def direction(self) -> str:
        return direction_in_words(self)

    @property
    def promised(self) -> str:
        return promise_in_words(self)

    @property
    def standing(self) -> tuple[str, str]:
        """Beyond tolerance, within, on target: the tag's words and its look."""
        return standing_of(self)

    @property
    def changed(self) -> list[str]:
        return [change_in_words(self, one) for one in self.changes]

    @property
    def newest_first(self) -> list[ReadingRow]:
        return self.readings[::-1]

    @property
    def baseline_heading(self) -> str:
        return f"Baseline, {day_words(self.baseline_on)}" if self.baseline is not None else ""

    @property
    def baseline_in_words(self) -> str:
        shown = self.shown_baseline
        return opened(shown.why_not) if shown.value is None else self.amount(shown.value)

    @property
    def shown_baseline(self) -> Shown | None:
        """The baseline, under the rule for small numbers; hidden with the reading of its day."""
        if self.baseline is None:
            return None
        same_day = [one for one in self.readings if one.as_at == self.baseline_on]
        if same_day:
            return same_day[0].shown
        return disclosed(Measured(self.unit, self.baseline), self.small_numbers)
