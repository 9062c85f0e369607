"""What a clerk sends with a tracker: the file and its day, what its columns mean, and answers."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from improvement.forms.fields import DayInput
from improvement.trackers.layout import UNANSWERED
from improvement.trackers.questions import Free, Question
from improvement.trackers.settling import NAME_MAX, Asked
from improvement.wording import day_words
from inspections.intake.sources import MAX_BYTES

_FEW = 6  # choices that are all in view; more are a list to choose from
_FREE = {
    Free.DATE: ("Or the date", DayInput()),
    Free.POSTS: (
        "Or the titles of posts, one on a line; the first one leads",
        forms.Textarea(attrs={"rows": 2, "cols": 40}),
    ),
}


class TrackerUploadForm(forms.Form):
    """The file, and of which day it tells."""

    file = forms.FileField(
        label="Tracker (CSV, XLSX or ODS)",
        help_text=f"At most {MAX_BYTES // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.ods,text/csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    as_at = forms.DateField(
        label="Of which day does it tell?",
        help_text="What has no date of its own in the file counts as said on this day. What was "
        "recorded here after it stays.",
        widget=DayInput(),
        error_messages={"required": "Say of which day the file tells."},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_at"].initial = today
        self.fields["as_at"].widget.attrs["max"] = today.isoformat()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
        return file

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day > self.today:
            raise forms.ValidationError(f"That is after today, {day_words(self.today)}.")
        return day


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its fields: the choices, and a free answer if it takes one."""

    question: Question
    choice: BoundField
    free: BoundField | None

    @property
    def is_list(self) -> bool:
        """Whether it is answered from a list, and from nothing else."""
        return self.free is None and isinstance(self.choice.field.widget, forms.Select)


class AnswerField(forms.ChoiceField):
    """One of a question's choices."""

    def to_python(self, value):
        """A browser sends the lines of a choice parted by CR and LF."""
        return super().to_python(value).replace("\r\n", "\n")

    def bound_data(self, data, initial):
        """What was not answered stays so, also where an empty answer is one: "no date"."""
        return UNANSWERED if data is None else data


class LayoutForm(forms.Form):
    """Every question on a file's layout, each with what is proposed."""

    def __init__(self, *args, asked: Asked, name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = asked.proposal.questions
        for number, question in enumerate(self.questions):
            self._ask(number, question)
        if asked.asks_first_date:
            self.fields["first_date"] = forms.TypedChoiceField(
                label="The file gives one date for each action. Is it the date first promised?",
                choices=[
                    ("yes", "Yes: it is the date first promised"),
                    ("no", "It may have been moved since: the first date is not known"),
                ],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
                help_text="If it may have moved, the first date stays open here, and the file's "
                "date is asked for as a later one.",
            )
        if name:
            self.fields["name"] = forms.CharField(
                label="What shall this layout be called?",
                max_length=NAME_MAX,
                initial=name,
                help_text="It is remembered for your council: next month's file is recognised.",
            )

    def _ask(self, number: int, question: Question) -> None:
        choices = [(str(one.value), one.label) for one in question.choices]
        is_list = len(choices) > _FEW
        if is_list and question.blocks:
            choices.insert(0, (UNANSWERED, "Choose"))
        self.fields[question.key] = AnswerField(
            label=question.found,
            choices=choices,
            required=False,  # an empty answer may be one: see `clean`
            initial=UNANSWERED if question.proposed is None else question.proposed,
            widget=(forms.Select if is_list else forms.RadioSelect)(attrs={"id": f"q-{number}"}),
        )
        if question.free:
            label, widget = _FREE[question.free]
            widget = type(widget)(attrs=widget.attrs | {"id": f"q-{number}-free"})
            field = forms.CharField(label=label, required=False, widget=widget, max_length=400)
            self.fields[f"{question.key}/free"] = field

    @property
    def asks_for_posts(self) -> bool:
        return any(question.free == Free.POSTS for question in self.questions)

    @property
    def open_groups(self) -> dict[str, dict[str, list[AskedQuestion]]]:
        """What only a person can say, which comes first on the page."""
        return self._groups([one for one in self.questions if one.blocks])

    @property
    def proposed_groups(self) -> dict[str, dict[str, list[AskedQuestion]]]:
        return self._groups([one for one in self.questions if not one.blocks])

    @property
    def open_count(self) -> int:
        return sum(one.blocks for one in self.questions) + ("first_date" in self.fields)

    def _groups(self, questions) -> dict[str, dict[str, list[AskedQuestion]]]:
        """The questions under their titles: those with a list (`lists`), then the others."""
        groups: dict[str, dict[str, list[AskedQuestion]]] = {}
        for question in questions:
            free = self[f"{question.key}/free"] if question.free else None
            ask = AskedQuestion(question, self[question.key], free)
            group = groups.setdefault(question.group, {"lists": [], "others": []})
            group["lists" if ask.is_list else "others"].append(ask)
        return groups

    def clean(self):
        cleaned = super().clean()
        for question in self.questions:
            if not self._is_answered(question):
                self.add_error(question.key, "Choose an answer.")
        return cleaned

    def _is_answered(self, question: Question) -> bool:
        """An empty answer counts where it is one of the choices, and was sent."""
        given = self.cleaned_data.get(question.key)
        if self.cleaned_data.get(f"{question.key}/free", "").strip():
            return True
        if given == "":
            return question.key in self.data and "" in {one.value for one in question.choices}
        return given != UNANSWERED

    def answers(self) -> dict[str, str]:
        """By the questions' keys; what was left as proposed is among them."""
        given = {}
        for question in self.questions:
            free = self.cleaned_data.get(f"{question.key}/free", "").strip()
            given[question.key] = free or self.cleaned_data.get(question.key, "")
        return given
