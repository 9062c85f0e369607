"""Milestones: typed with a draft, and changed in the open once the public reads them."""

from django import forms

from councils.scoping import CheckedForm
from improvement.forms.fields import choice, day, words
from improvement.models import Milestone, MilestoneChange
from improvement.wording import day_words

AGREED = "Public. The board and its date: Improvement Board, 3 October 2026."
Kind = MilestoneChange.Kind


class MilestoneForm(CheckedForm):
    """Of a draft."""

    class Meta:
        model = Milestone
        fields = ("original_due", "title")
        labels = {"original_due": "By which day?"}


class AddMilestoneForm(forms.Form):
    """Something more that is promised on the way."""

    explanation = (
        "The public reads at once that this milestone was added, and why. Its words and its first "
        "day never change."
    )
    title = forms.CharField(label="What will be there by then?", max_length=200)
    due = day("By which day?", required=True)
    why = words("Why is it added?", required=True, help_text="Public.")
    agreed_by = forms.CharField(
        label="Who agreed, and where?", required=False, max_length=200, help_text=AGREED
    )


class ChangeMilestoneForm(forms.Form):
    """Another day for it, or none any more."""

    explanation = (
        "The public reads at once what was changed, why and who agreed. The first day stays on "
        "the page, and a milestone that was dropped still counts among what was promised."
    )
    milestone = forms.ModelChoiceField(
        label="Which milestone?", queryset=Milestone.objects.none(), widget=forms.RadioSelect
    )
    kind = choice(
        "What happens to it?",
        [(Kind.MOVED, "It gets another day"), (Kind.DROPPED, "It is dropped")],
    )
    to = day("If it gets another day: which?")
    why = words("Why?", required=True, help_text="Public.")
    agreed_by = forms.CharField(label="Who agreed, and where?", max_length=200, help_text=AGREED)

    def __init__(self, *args, action, stages, **kwargs):
        """`stages`: where each milestone stands, by key (`workflow.stages_now`)."""
        super().__init__(*args, **kwargs)
        outstanding = [pk for pk, stage in stages.items() if stage.is_outstanding]
        field = self.fields["milestone"]
        field.queryset = action.milestones.filter(pk__in=outstanding)
        field.empty_label = None
        field.label_from_instance = lambda one: (
            f"{one.title}, due {day_words(stages[one.pk].due_on)}"
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.MOVED and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", "Give the day that it gets.")
        return cleaned
