"""The report on one action, and its correction."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from councils.models import Post, User
from improvement import workflow
from improvement.forms.fields import choice, day, lay, words
from improvement.forms.saying import SAID, STANDS, Saying
from improvement.models import ActionState, Confidence, Evidence, Impact, Status
from improvement.wording import day_words

# What evidence and later dates call their fields, where ours are called otherwise.
NAMES = {
    "shows": "evidence_shows",
    "kind": "evidence_kind",
    "title": "evidence_title",
    "dated": "evidence_dated",
    "url": "evidence_url",
    "file": "evidence_file",
    "to_date": "later_date",
}


class ReportForm(Saying):
    """The whole report, with evidence and the wish for a later date if there is one."""

    next_check_on = day("When will it be checked next?")
    impact = choice(
        "What is different for children so far?",
        [(value, label.capitalize()) for value, label in Impact.choices],
    )
    impact_note = words(
        "What is different?", help_text="Public. About children, not about process."
    )
    help_needed = words(
        "What help do you need?", help_text="Public. Asking is safe; silence shows."
    )
    help_from = forms.ModelChoiceField(
        label="From whom?", queryset=Post.objects.none(), required=False
    )
    evidence_shows = forms.ChoiceField(
        label="What does it show?",
        choices=[(value, label.capitalize()) for value, label in Evidence.Shows.choices],
        required=False,
        help_text="That something was done does not show that children notice it.",
    )
    evidence_kind = forms.ChoiceField(
        label="What kind?", choices=[("", "Choose"), *Evidence.Kind.choices], required=False
    )
    evidence_title = forms.CharField(
        label="Title", required=False, max_length=200, help_text="Public once released."
    )
    evidence_dated = day("Date of the evidence itself")
    evidence_url = forms.URLField(
        label="Its address", required=False, max_length=500, assume_scheme="https"
    )
    evidence_file = forms.FileField(
        label="Or a file", required=False, help_text="At most 20 MB. Internal."
    )
    later_date = day("To which date?")
    later_reason = words("Why is it needed?", help_text="Public once released.")
    effective_on = day("As at", help_text="Leave empty for today.")
    internal_note = words(
        "Note for the council only",
        rows=2,
        help_text="Never published here. Freedom of information and subject access requests can "
        "reach it.",
    )

    EVIDENCE = ("evidence_kind", "evidence_title", "evidence_dated")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plan = self.action.plan
        meanings = (plan.on_track_means, plan.at_risk_means, plan.off_track_means)
        self.fields["confidence"].choices = [
            (value, f"{label.capitalize()}: {means}")
            for (value, label), means in zip(Confidence.choices, meanings, strict=True)
        ]
        self.fields["help_from"].queryset = Post.objects.filter(council=plan.council_id)
        self._offer_milestones()

    def _offer_milestones(self):
        """A day for each that is neither dropped nor reached by a report other than this one."""
        now = workflow.stages_now(self.action)
        own = self.claimed()
        self.milestones = {}
        for milestone in self.action.milestones.all():
            stage = now[milestone.pk]
            if not stage.is_outstanding and milestone.pk not in own:
                continue
            name = f"milestone_{milestone.pk}"
            self.milestones[name] = milestone
            due = day_words(stage.due_on)
            self.fields[name] = day(f"{milestone.title} (due {due})")
            self.fields[name].initial = own.get(milestone.pk)

    def claimed(self) -> dict:
        """What the report that is put right says of milestones: by key, the day."""
        return {}

    @property
    def asks_milestones(self) -> list:
        """A bound field for each milestone that can be reported reached."""
        return [self[name] for name in self.milestones]

    @property
    def says_milestones(self) -> bool:
        return any(field.errors or field.value() for field in self.asks_milestones)

    def reached(self) -> dict:
        """The milestones that are reported reached, and when."""
        days = {one: self.cleaned_data.get(name) for name, one in self.milestones.items()}
        return {one: day for one, day in days.items() if day}

    def first_values(self):
        state = self.action.states.get(audience=ActionState.Audience.INTERNAL)
        gone = state.status in ActionState.GONE
        status = Status.IN_PROGRESS if gone else state.status
        initial = {"status": status, "impact": Impact.NONE_YET}
        if self.last:
            initial |= {name: getattr(self.last, name) for name in STANDS}
        return super().first_values() | initial

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") != Status.BUSINESS_AS_USUAL:
            cleaned["next_check_on"] = None
        elif "next_check_on" in cleaned and not cleaned["next_check_on"]:
            self.add_error("next_check_on", "Say when it will be checked next.")
        if cleaned.get("impact") not in ("", None, Impact.NONE_YET) and not cleaned["impact_note"]:
            self.add_error("impact_note", "Say what is different for children.")
        if cleaned.get("help_from") and not cleaned.get("help_needed"):
            self.add_error("help_needed", "Say what help you need from them.")
        self._clean_evidence(cleaned)
        if bool(cleaned.get("later_date")) != bool(cleaned.get("later_reason")):
            missing = "later_reason" if cleaned.get("later_date") else "later_date"
            self.add_error(missing, "A later date needs the date and the reason.")
        return cleaned

    def _clean_evidence(self, cleaned):
        """All of it or nothing; a file, unlike words, has to be chosen again after an error."""
        where = [name for name in ("evidence_url", "evidence_file") if cleaned.get(name)]
        if not where and not any(cleaned.get(name) for name in self.EVIDENCE):
            return
        for name in self.EVIDENCE:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, "Say this about the evidence, or leave all of it empty.")
        if len(where) != 1 and not {"evidence_url", "evidence_file"} & self.errors.keys():
            self.add_error("evidence_url", "Give an address or a file: one of the two.")

    @property
    def says_evidence(self) -> bool:
        """Whether any of it was filled in, or is wrong: then it is not folded away."""
        names = [name for name in self.fields if name.startswith("evidence_")]
        names.remove("evidence_shows")  # it always has an answer
        return any(self[name].errors or self[name].value() for name in names)

    def save(self, *, at, corrects=None):
        """Report, offer the evidence, ask for the later date: all of it or nothing."""
        cleaned = self.cleaned_data
        with transaction.atomic():
            update = workflow.report_progress(
                action=self.action,
                by=self.by,
                at=at,
                on_behalf_of=cleaned.get("whose"),
                effective_on=cleaned.get("effective_on"),
                seen=cleaned["seen"],
                corrects=corrects,
                internal_note=cleaned.get("internal_note", ""),
                reached=self.reached(),
                **self.says(),
            )
            if cleaned.get("evidence_title"):
                self._offer_evidence(cleaned, at)
            if cleaned.get("later_date"):
                self._ask_for_later_date(cleaned, at)
        return update

    def _offer_evidence(self, cleaned, at):
        workflow.offer_evidence(
            action=self.action,
            kind=cleaned["evidence_kind"],
            shows=cleaned["evidence_shows"] or Evidence.Shows.DONE,
            title=cleaned["evidence_title"],
            dated=cleaned["evidence_dated"],
            url=cleaned["evidence_url"],
            file=cleaned["evidence_file"],
            by=self.by,
            at=at,
        )

    def _ask_for_later_date(self, cleaned, at):
        workflow.ask_for_later_date(
            action=self.action,
            to=cleaned["later_date"],
            reason=cleaned["later_reason"],
            by=self.by,
            at=at,
        )

    def send(self, *, at, corrects=None):
        """The saved update, or None: then the form says what was refused, and keeps the rest."""
        try:
            return self.save(at=at, corrects=corrects)
        except ValidationError as refused:
            lay(self, refused, NAMES)
            self._ask_for_the_file_again()
        return None

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors:
            self._ask_for_the_file_again()

    def _ask_for_the_file_again(self):
        """A browser does not send a file twice by itself."""
        if self.files and "evidence_file" not in self._errors:
            self.add_error("evidence_file", "Choose the file again: it was not kept.")


class CorrectionForm(ReportForm):
    """The whole report again, put right. Evidence and dates have their own places."""

    def __init__(self, *args, corrects, **kwargs):
        self.corrects = corrects
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name.startswith(("evidence", "later"))]:
            del self.fields[name]

    def claimed(self):
        return dict(self.corrects.reached.values_list("milestone_id", "reached_on"))

    def first_values(self):
        values = {name: getattr(self.corrects, name) for name in SAID}
        values |= {"effective_on": self.corrects.effective_on, "whose": self.corrects.by}
        return super().first_values() | values

    def holders(self):
        """Whose report it was; who corrects their own is not asked."""
        return User.objects.filter(pk=self.corrects.by_id)

    def clean(self):
        cleaned = super().clean()
        cleaned["effective_on"] = cleaned.get("effective_on") or self.corrects.effective_on
        return cleaned
