"""What a publisher fills in to release, take back or withdraw."""

from django import forms

from councils.publishing import ChangedSince
from councils.scoping.forms import LookUpSeveral


class WithdrawForm(forms.Form):
    """Why something that was public is withdrawn."""

    why = forms.CharField(
        label="Why is it withdrawn?",
        max_length=4000,
        help_text="The public will read this on its page. The page stays.",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )


class TakeBackForm(forms.Form):
    """Nothing to fill in: the button is the answer."""

    explanation = "It becomes a draft again, which your council's people can see and change."


class ReleaseForm(forms.Form):
    """From when the public may read it, and who may read it before.

    `lists` is what goes out, in words, and `fingerprint` that of its rows: sent back, it says what
    the publisher had before them.
    """

    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    when = forms.ChoiceField(
        label="From when may the public read it?",
        choices=[("now", "Now"), ("later", "Later: hold it under embargo")],
        widget=forms.RadioSelect,
        initial="now",
    )
    publish_from = forms.DateTimeField(
        label="If later: from this day and time, in London",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="For example the moment at which the inspectorate publishes its report.",
    )
    readers = forms.ModelMultipleChoiceField(
        label="If later: people who may read it until then",
        queryset=None,
        required=False,
        help_text="You are one of them. Nobody else sees it, not even your colleagues.",
    )

    def __init__(self, *args, record, people, site, doubts=(), lists=(), fingerprint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.lists, self.fingerprint = lists, fingerprint
        self.fields["seen"].initial = fingerprint
        readers = self.fields["readers"]
        field = record._meta.get_field("embargo_readers")
        readers.queryset = people
        readers.widget = LookUpSeveral(field, site, choices=readers.choices)
        self.doubts = {f"answer-{number}": doubt for number, doubt in enumerate(doubts)}
        for name, doubt in self.doubts.items():
            self.fields[name] = forms.CharField(
                label=f"{doubt}. Why may it be published?",
                help_text="Or go back and correct the words. Your answer is kept on record.",
                max_length=300,
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "later" and not cleaned.get("publish_from"):
            self.add_error("publish_from", "Give the day and the time at which it becomes public.")
        if cleaned.get("seen") != self.fingerprint:
            self.data = self.data.copy()  # the next press speaks of what is shown now
            self.data[self.add_prefix("seen")] = self.fingerprint
            raise ChangedSince
        return cleaned

    @property
    def moment(self):
        """The end of the embargo; None: release at once."""
        return self.cleaned_data["publish_from"] if self.cleaned_data["when"] == "later" else None

    @property
    def answers(self) -> dict[str, str]:
        """What the screening found → why it may be published."""
        return {doubt: self.cleaned_data[name] for name, doubt in self.doubts.items()}
