"""What a reader may ask of the past: the plan on another day, and what changed since one."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django import forms
from django.core.validators import MinValueValidator
from django.utils.http import urlencode

from councils.days import day_of
from improvement.record import AsAt, View
from improvement.wording import day_words
from inspections.past import Day

FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y")
FIRST_DAY = date(1900, 1, 1)  # calendars end, and so does counting back from a day
_NOT_TOO_EARLY = MinValueValidator(FIRST_DAY, f"Nothing here is from before {FIRST_DAY:%Y}.")


_OF_THE_PLAN = (
    "Only what the public could read by the end of that day, in the words of then. "
    "What was released or corrected later is left out.",
    "What is public today, on the days when it was so. What was released late is told "
    "where it belongs, and what was corrected since is left out.",
)
_OF_FINDINGS = (
    "Only what was public by the end of that day, as it was judged then. What was "
    "corrected or withdrawn later is told as it stood.",
    "What had been published by the end of that day, as it is known today: also what came onto "
    "this site later. What was corrected or withdrawn since is left out.",
)


class LookBackForm(forms.Form):
    """A wrong day is shown as an error, and the plan as it stands."""

    as_at = forms.DateField(
        label="The plan on this day",
        required=False,
        input_formats=FORMATS,
        validators=[_NOT_TOO_EARLY],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    told = forms.ChoiceField(
        label="Told",
        required=False,
        choices=View.choices,
        initial=View.SEEN,
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label="What changed since",
        required=False,
        input_formats=FORMATS,
        validators=[_NOT_TOO_EARLY],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data, *, today: date):
        super().__init__({"told": View.SEEN.value} | {name: data[name] for name in data})
        self.today = today
        for name in ("as_at", "since"):
            self.fields[name].error_messages["invalid"] = (
                f"“{data.get(name, '')}” is not a day. Write it as {today:%Y-%m-%d}."
            )
            self.fields[name].widget.attrs["max"] = f"{today:%Y-%m-%d}"

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day and day > self.today:
            raise forms.ValidationError(f"{day_words(day)} is still to come.")
        return day

    def clean(self):
        data = self.cleaned_data
        since, until = data.get("since"), data.get("as_at") or self.today
        if since and since >= until:
            self.add_error("since", f"Choose a day before {day_words(until)}.")
        return data


class DayForm(LookBackForm):
    """Of lists that tell of a day, and not of what changed since one."""

    def __init__(self, data, *, today: date):
        super().__init__(data, today=today)
        self.fields["as_at"].label = "The list on this day"
        del self.fields["since"]


@dataclass(frozen=True)
class LookBack:
    """What was asked. `as_at` is None where the plan, or list, is read as it stands."""

    form: LookBackForm
    as_at: AsAt | None
    since: date | None
    what: str = "The plan"
    meanings: tuple[str, str] = _OF_THE_PLAN

    @property
    def status(self) -> int:
        """Of the answer: an invalid day is an error (400) on a page as it is in a file."""
        return 200 if self.form.is_valid() else 400

    @property
    def errors(self) -> list[str]:
        return [str(error) for found in self.form.errors.values() for error in found]

    @property
    def is_active(self) -> bool:
        return bool(self.as_at or self.since)

    @cached_property
    def keeps(self) -> list[tuple[str, str]]:
        """What the other links and forms of the page carry on, as names and values."""
        kept = []
        if self.as_at:
            kept = [("as_at", f"{self.as_at.day:%Y-%m-%d}"), ("told", self.as_at.view)]
        return [*kept, ("since", f"{self.since:%Y-%m-%d}")] if self.since else kept

    @cached_property
    def suffix(self) -> str:
        """For an address of the same plan that asks for nothing else."""
        return f"?{urlencode(self.keeps)}" if self.keeps else ""

    @property
    def or_today(self) -> str:
        """The same day with nothing else asked for, as an address that is never empty."""
        return self.suffix or "?"

    def carry(self, address: str) -> str:
        """The address, relative to the plan's page, on the same day."""
        path, mark, place = address.partition("#")
        if self.keeps:
            path += ("&" if "?" in path else "?") + urlencode(self.keeps)
        return path + mark + place

    @property
    def heading(self) -> str:
        if not self.as_at:
            return ""
        day = day_words(self.as_at.day)
        return (
            f"{self.what} as it was seen on {day}"
            if self.as_at.is_seen
            else f"What is now known of {day}"
        )

    @property
    def means(self) -> str:
        if not self.as_at:
            return ""
        seen, known = self.meanings
        return seen if self.as_at.is_seen else known

    @property
    def other(self) -> tuple[str, str] | None:
        """The other answer for the same day: what to call it, and its address."""
        if not self.as_at:
            return None
        view = View.KNOWN if self.as_at.is_seen else View.SEEN
        asked = [("as_at", f"{self.as_at.day:%Y-%m-%d}"), ("told", view.value)]
        return f"See it {view.label}", f"?{urlencode(asked)}"


def look_back(query, *, today: date) -> LookBack:
    """What `query`, the address's, asks of the past; the plan as it stands where it is wrong."""
    form = LookBackForm(_asked(query), today=today)
    if not form.is_valid():
        return LookBack(form, None, None)
    return LookBack(form, _then(form, today), form.cleaned_data["since"])


def look_back_at_findings(query, *, at: datetime, what: str) -> tuple[LookBack, Day]:
    """The same of a list of what was found, and the day on which it is told."""
    return _of_a_list(query, at, what, _OF_FINDINGS)


def look_back_at_measures(query, *, at: datetime) -> tuple[LookBack, Day]:
    """The same of what is measured of a council."""
    return _of_a_list(query, at, "What is measured,", _OF_THE_PLAN)


def _of_a_list(query, at, what, meanings) -> tuple[LookBack, Day]:
    form = DayForm(_asked(query), today=day_of(at))
    as_at = _then(form, day_of(at))
    look = LookBack(form, as_at, None, what=what, meanings=meanings)
    return look, Day(as_at.day, as_at.moment(at), as_at.is_seen) if as_at else Day.of(at)


def _asked(query) -> dict[str, str]:
    return {name: query[name] for name in LookBackForm.base_fields if name in query}


def _then(form: LookBackForm, today: date) -> AsAt | None:
    if not form.is_valid():
        return None
    day = form.cleaned_data["as_at"]
    return AsAt(day, form.cleaned_data["told"] or View.SEEN.value) if day and day < today else None
