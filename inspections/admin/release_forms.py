"""What a publisher fills in to release an inspection, and what its document holds beside it."""

from collections.abc import Mapping, Sequence

from django import forms

from councils.scoping.act_forms import ReleaseForm
from inspections.models import Inspection


class ReleaseInspectionForm(ReleaseForm):
    """`others` are the inspections that may go out with it, each with its doubts."""

    def __init__(self, *args, others: Mapping[Inspection, Sequence[str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.others = others
        for one, doubts in others.items():
            self.fields[_tick(one)] = forms.BooleanField(
                label=f"Release with it: {one}",
                required=False,
                initial=True,
                help_text="It stands in the same document. Without the tick it stays as it is.",
            )
            for number, doubt in enumerate(doubts):
                self.fields[_answer(one, number)] = forms.CharField(
                    label=f"In that one, {doubt}. Why may it be published?",
                    required=False,
                    help_text="Or take its tick away. Your answer is kept on record.",
                    max_length=300,
                )

    def clean(self):
        cleaned = super().clean()
        for one in self.ticked:
            for number, _ in enumerate(self.others[one]):
                name = _answer(one, number)
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Say why it may be published, or take the tick away.")
        return cleaned

    @property
    def ticked(self) -> list[Inspection]:
        """Those that shall be released with it."""
        return [one for one in self.others if self.cleaned_data.get(_tick(one))]

    @property
    def answers_by_inspection(self) -> dict[Inspection, dict[str, str]]:
        """Of the ticked ones: what the screening found → why it may be published."""
        return {
            one: {
                doubt: self.cleaned_data[_answer(one, number)]
                for number, doubt in enumerate(self.others[one])
            }
            for one in self.ticked
        }


def _tick(one: Inspection) -> str:
    return f"with-{one.pk}"


def _answer(one: Inspection, number: int) -> str:
    return f"with-{one.pk}-answer-{number}"
