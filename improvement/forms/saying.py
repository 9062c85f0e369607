"""What every report on an action says, however compact the form that asks for it."""

from django import forms

from councils.access import Can, may
from councils.models import User
from improvement.forms.fields import choice, words
from improvement.models import ActionState, Confidence, Status

STATUSES = [
    (status.value, status.label.capitalize())
    for status in (
        Status.NOT_STARTED,
        Status.IN_PROGRESS,
        Status.COMPLETE,
        Status.BUSINESS_AS_USUAL,
    )
]
SAID = (
    "status",
    "next_check_on",
    "confidence",
    "reason",
    "what_changed",
    "impact",
    "impact_note",
    "help_needed",
    "help_from",
)
# What goes on being so until the lead says otherwise. How sure and why is asked each time.
STANDS = ("impact", "impact_note", "help_needed", "help_from")
_NOT_SURE = (Confidence.AT_RISK, Confidence.OFF_TRACK)


class Saying(forms.Form):
    """What every report says, however compact its form: where it stands, and how sure."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    status = choice("Where does it stand?", STATUSES)
    confidence = choice("How sure are you?", Confidence.choices, required=False)
    reason = words("Why?", help_text="Public.")
    what_changed = words("What has changed since the last report?", help_text="Public.")
    whose = forms.ModelChoiceField(
        label="Whose report is it?",
        queryset=User.objects.none(),
        required=False,
        help_text="It will say that you entered it.",
    )

    def __init__(self, *args, action, by, on, last, **kwargs):
        """`last` is the newest report on the action, or None; `on` the London day."""
        self.action, self.by, self.on, self.last = action, by, on, last
        kwargs["initial"] = self.first_values() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.offer_whose()

    def first_values(self) -> dict:
        return {"seen": self.last.number if self.last else 0}

    def offer_whose(self) -> None:
        """Who only types for leads chooses the lead; a lead is not asked."""
        holders = self.holders()
        if not may(self.by, Can.REPORT_ANY, self.action.plan.council_id) or self.by in holders:
            del self.fields["whose"]
            return
        self.fields["whose"].queryset = holders
        self.fields["whose"].empty_label = f"My own: {self.by}"

    def holders(self):
        """The people who hold the lead post on the day and can sign in."""
        if self.action.lead is None:
            return User.objects.none()
        held = self.action.lead.holdings.on(self.on).filter(user__isnull=False)
        return User.objects.filter(pk__in=held.values("user_id")).order_by("last_name")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") not in ActionState.OPEN:
            cleaned["confidence"] = ""
        elif "confidence" in cleaned and not cleaned["confidence"]:
            self.add_error("confidence", "Say how sure you are, while it is open.")
        if cleaned.get("confidence") in _NOT_SURE and not cleaned.get("reason"):
            self.add_error("reason", "Say why: what stands in the way, and what you do about it.")
        return cleaned

    def says(self) -> dict:
        """The fields of the update."""
        return {name: self.cleaned_data[name] for name in SAID if name in self.cleaned_data}

    def is_saved_already(self) -> bool:
        """Whether this very report was saved a moment ago: the button was pressed twice."""
        said = self.says()
        return (
            self.last is not None
            and self.last.number == self.cleaned_data["seen"] + 1
            and self.last.entered_by_id == self.by.pk
            and all(getattr(self.last, name) == value for name, value in said.items())
        )
