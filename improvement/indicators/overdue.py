"""When the next reading of an indicator is due. Pure, its day passed in; days are London days."""

from datetime import date, timedelta

from improvement.models import Indicator

Frequency = Indicator.Frequency

# The longest that a period of each kind is.
DAYS = {
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
    Frequency.HALF_YEARLY: 184,
    Frequency.YEARLY: 366,
}


def reading_due_on(*, frequency: str, lag_days: int, counted_from: date) -> date:
    """The last day on which it is in order that nothing newer was published.

    Counted from the day that the newest reading is of; where there is none, from the day on which
    the indicator became public. A period goes by, and then the time that publishing takes.
    """
    return counted_from + timedelta(days=DAYS[Frequency(frequency)] + lag_days)


def is_reading_overdue(due_on: date | None, day: date, *, ended_on: date | None = None) -> bool:
    """Whether that day lies before `day`. `ended_on`: a council that was abolished owes none."""
    if due_on is None or (ended_on is not None and ended_on <= due_on):
        return False
    return due_on < day
