"""What is decided about an action: dates, evidence, sign-off, and whether it stays in the plan."""

from django import forms

from improvement.forms.fields import choice, day, words
from improvement.models import Action, ActionState, DueDateMove, Evidence, Status, Step
from improvement.wording import day_words

STEPS = {
    Step.PROPOSED: "Propose for sign-off",
    Step.VERIFIED: "Record that it was verified",
    Step.RETURNED: "Record that it was sent back",
    Step.SUSTAINED: "Record that it is still true",
    Step.REOPENED: "Reopen it",
}


class DecideDateForm(forms.Form):
    """Agree or refuse a later date that was asked for."""

    outcome = choice(
        "What was decided?",
        [
            (DueDateMove.Outcome.AGREED, "Agreed: the due date moves"),
            (DueDateMove.Outcome.REFUSED, "Refused: the due date stays"),
        ],
    )
    where = forms.CharField(
        label="Where was this decided?",
        max_length=200,
        help_text="The meeting and its date: Improvement Board, 3 October 2026. Public.",
    )


class CheckEvidenceForm(forms.Form):
    """That somebody independent has looked at it."""

    explanation = (
        "You say that you have looked at this evidence, and that it is what its title says. "
        "The public will see that it was checked, not by whom."
    )
    note = forms.CharField(
        label="What you saw, in a sentence", max_length=300, required=False, help_text="Not public."
    )


class AnswerHelpForm(forms.Form):
    """What the one who was asked says to it."""

    words = words(
        "What will you do, and by when?",
        required=True,
        help_text="Public once released. That you answered is public at once.",
    )

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.explanation = (
            f"{asked.help_from.title} was asked on {day_words(asked.help_since)}: "
            f"“{asked.update.help_needed}”"
        )


class EvidenceForm(forms.Form):
    """Something that shows it: an address or a file."""

    explanation = (
        "That there is evidence, its kind and its date are public with the action at once. Its "
        "title and address become public when a publisher releases them. A file is internal: a "
        "publisher may publish a copy of it, without what it says of people besides."
    )
    shows = choice(
        "What does it show?",
        [(value, label.capitalize()) for value, label in Evidence.Shows.choices],
        required=False,
        help_text="That something was done does not show that children notice it.",
    )
    kind = forms.ChoiceField(label="What kind?", choices=[("", "Choose"), *Evidence.Kind.choices])
    title = forms.CharField(max_length=200)
    dated = day("Date of the evidence itself", required=True)
    url = forms.URLField(label="Its address", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label="Or a file", required=False, help_text="At most 20 MB.")
    supersedes = forms.ModelChoiceField(
        label="Does it take the place of older evidence?",
        queryset=Evidence.objects.none(),
        required=False,
        empty_label="No",
        help_text="The older evidence stays on record.",
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shows"].initial = Evidence.Shows.DONE
        standing = action.evidence.filter(superseded_by__isnull=True)
        self.fields["supersedes"].queryset = standing
        self.fields["supersedes"].label_from_instance = lambda piece: piece.title

    def clean(self):
        cleaned = super().clean()
        cleaned["shows"] = cleaned.get("shows") or Evidence.Shows.DONE
        if bool(cleaned.get("url")) == bool(cleaned.get("file")) and not self.errors:
            self.add_error("url", "Give an address or a file: one of the two.")
        return cleaned


class SignOffForm(forms.Form):
    """One step of sign-off, with what that step has to say."""

    where = forms.CharField(
        label="Where was this decided?",
        max_length=200,
        help_text="The meeting and its date: Improvement Board, 3 October 2026. Public once "
        "released.",
    )
    effective_on = day("When was it decided?", help_text="Leave empty for today.")
    checked_by = forms.ModelChoiceField(
        label="Who checked it?",
        queryset=None,
        help_text="Somebody other than the lead and whoever reported it.",
    )
    evidence = forms.ModelMultipleChoiceField(
        label="Which evidence was looked at?",
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = words("Note", rows=4, help_text="Public once released.")

    def __init__(self, *args, step, action, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["checked_by"].queryset = people
        self.fields["evidence"].queryset = action.evidence.filter(superseded_by__isnull=True)
        self.fields["evidence"].label_from_instance = lambda piece: piece.title
        for name in set(self.fields) - _ASKED.get(step, set(self.fields)):
            del self.fields[name]
        if step in (Step.RETURNED, Step.REOPENED):
            self.fields["note"].required = True
            self.fields["note"].label = "Why?"


_ASKED = {
    Step.PROPOSED: {"note", "evidence"},
    Step.RETURNED: {"where", "effective_on", "note"},
    Step.REOPENED: {"where", "effective_on", "note"},
}


class CloseForm(forms.Form):
    """Take an action out of the plan: withdrawn, merged or replaced. It still counts."""

    explanation = (
        "The action stays on its page and in every count of what was promised. The public reads "
        "why it left the plan."
    )
    status = choice(
        "What happens to it?",
        [
            (Status.WITHDRAWN, "It is withdrawn"),
            (Status.MERGED, "It is merged into another action"),
            (Status.REPLACED, "It is replaced by another action"),
        ],
    )
    into = forms.ModelChoiceField(
        label="Which action takes it over?",
        queryset=Action.objects.none(),
        required=False,
        help_text="If it is merged or replaced.",
    )
    reason = words("Why, and who agreed?", rows=4, required=True, help_text="Public once released.")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        others = Action.objects.filter(plan=action.plan).exclude(pk=action.pk)
        gone = others.stated(ActionState.Audience.INTERNAL).filter(
            state__status__in=ActionState.GONE
        )
        others = others.exclude(pk__in=gone.values("pk"))
        self.fields["into"].queryset = others.order_by("sorts_as")

    def clean(self):
        cleaned = super().clean()
        goes_on = cleaned.get("status") in (Status.MERGED, Status.REPLACED)
        if goes_on and not cleaned.get("into") and "into" not in self.errors:
            self.add_error("into", "Name the action that it goes into.")
        if cleaned.get("status") == Status.WITHDRAWN:
            cleaned["into"] = None
        return cleaned


class RemoveWordsForm(forms.Form):
    """Words about a person go; the row, its dates and its numbers stay."""

    explanation = (
        "The words you choose are replaced by “[words about a person removed]” here, in the "
        "history and wherever they are repeated. This cannot be undone."
    )
    fields_to_clear = forms.MultipleChoiceField(
        label="Which words?", widget=forms.CheckboxSelectMultiple
    )
    why = words("Why?", rows=3, required=True, help_text="Do not repeat the words. Kept on record.")

    def __init__(self, *args, row, names, **kwargs):
        """`names`: the fields of `row` that hold words."""
        super().__init__(*args, **kwargs)
        self.fields["fields_to_clear"].choices = [
            (name, f"{row._meta.get_field(name).verbose_name}: {getattr(row, name)}")
            for name in names
        ]
