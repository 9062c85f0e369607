"""Indicators, their readings, and a target that changes in the open."""

from django import forms

from councils.scoping import CheckedForm
from councils.screening import screen
from improvement.models import Indicator, Reading

PUBLIC_WORDS = ("name", "for_children", "of_what", "source")


class IndicatorForm(CheckedForm):
    """What is measured. Its words are public as they stand, so they are screened here."""

    class Meta:
        model = Indicator
        # The admin adds the address, with its own words for one typed without a scheme.
        exclude = ("publish_from", "embargo_readers", "source_url")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2

    def clean(self):
        cleaned = super().clean()
        for name in PUBLIC_WORDS:
            for found in screen(cleaned.get(name) or ""):
                self.add_error(name, f"“{found.words}” looks like {found.looks_like}. Reword it.")
        council = cleaned.get("council") or getattr(self.instance, "council", None)
        for name in ("plans", "actions", "recommendations"):
            for row in cleaned.get(name) or ():
                if council and _council_of(row) != council.pk:
                    self.add_error(name, f"{row} belongs to another council.")
        self._demand_kept(cleaned)
        return cleaned

    def _demand_kept(self, cleaned) -> None:
        """What is public does not leave a page in silence."""
        if not self.instance.pk or self.instance.publish_from is None:
            return
        for name in ("plans", "actions", "recommendations"):
            gone = set(getattr(self.instance, name).all()) - set(cleaned.get(name) or ())
            if name in cleaned and gone:
                names = ", ".join(sorted(str(row) for row in gone))
                self.add_error(
                    name,
                    f"The public reads it there already: {names}. Keep it, or withdraw the "
                    "indicator and say why.",
                )


def _council_of(row) -> int:
    for part in ("plan", "inspection"):
        row = getattr(row, part, row)
    return row.council_id


class ReadingForm(forms.ModelForm):
    """One measurement of an indicator; of a day that has one already, its correction."""

    explanation = (
        "It waits for your publisher; after that the public sees it as the indicator’s rule for "
        "small numbers allows. A reading is never edited: to correct one, give the same day again."
    )

    class Meta:
        model = Reading
        fields = (
            "as_at",
            "numerator",
            "denominator",
            "value",
            "missing",
            "missing_note",
            "standing",
            "suppressed",
            "correction_note",
        )
        help_texts = {
            "numerator": "For a percentage give both numbers: the percentage is worked out.",
            "value": "If there are no two numbers: the value itself, in the indicator's unit.",
            "missing": "If there is no value.",
            "correction_note": "Public. If there is a reading for this day already.",
        }

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_at"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["value"].label = f"Value, {indicator.get_unit_display()} {indicator.of_what}"
        if indicator.small_numbers == Indicator.SmallNumbers.CHILDREN:
            self.fields["numerator"].help_text += (
                " Of a percentage of children without its two numbers nothing is shown: nobody "
                "could tell whether a child can be recognised."
            )

    def _post_clean(self):
        """The instance is made, and held against the rules, when the reading is recorded."""


class ChangeTargetForm(forms.ModelForm):
    """Another target, date or tolerance: the public sees the old one, the new one and why."""

    explanation = "The public will see what it was, what it is now, when it changed and why."
    why = forms.CharField(
        label="Why does it change?",
        max_length=4000,
        help_text="Public.",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )
    agreed_by = forms.CharField(
        label="Who agreed, and where?",
        required=False,
        max_length=200,
        help_text="Public. The board and its date: Improvement Board, 3 October 2026.",
    )

    class Meta:
        model = Indicator
        fields = Indicator.PROMISED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in Indicator.PROMISED}

    def _post_clean(self):
        """The instance stays as it is: `recording.change_target` writes it."""


class ReleaseReadingsForm(forms.Form):
    """Nothing to fill in: the button is the answer."""

    explanation = (
        "Every reading that waits becomes public now, as the rule for small numbers allows."
    )
