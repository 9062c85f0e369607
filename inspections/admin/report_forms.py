"""What a clerk fills in: the file, and the values of a reading that must be corrected."""

import re
from datetime import date

from django import forms

from councils.models import Body, Council
from inspections.intake import Refused
from inspections.models import Framework, Inspection, Judgement, Recommendation
from inspections.reports.draft import Item
from inspections.reports.plan import InspectionPlan
from inspections.reports.reader.opening import MAX_BYTES, MAX_PAGES
from inspections.reports.words import DAYS, LABELS


class UploadForm(forms.Form):
    """The file; and the council, only where the clerk has several."""

    file = forms.FileField(
        label="Report (PDF)",
        help_text=f"The report as the inspectorate published it. At most "
        f"{MAX_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    council = forms.ModelChoiceField(
        label="Council, if the report does not say it",
        queryset=Council.objects.none(),
        required=False,
        empty_label="as the report says",
    )

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["council"].queryset = councils
        if len(councils) < 2:
            del self.fields["council"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB. No report is."
            )
        return file


class CouncilForm(forms.Form):
    """Whose report it is."""

    council = forms.ModelChoiceField(label="Council", queryset=None, empty_label=None)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["council"].queryset = councils


class _ItemForm(forms.Form):
    """The values of one item as they stand. Labels are those of the draft's page."""

    page = forms.IntegerField(label="Page of the report", min_value=1, max_value=MAX_PAGES)

    def __init__(self, *args, item: Item, plan: InspectionPlan, **kwargs):
        initial = {name: item.value(name) for name in self.base_fields}
        super().__init__(*args, initial=initial, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
        self.order_fields([name for name in self.fields if name != "page"])

    @property
    def values(self) -> dict:
        """As a reading holds them."""
        return {name: value or "" for name, value in self.cleaned_data.items()}


class FactsForm(_ItemForm):
    """What the cover says."""

    page = None
    framework = forms.ChoiceField()
    body_kind = forms.ChoiceField(choices=Body.Kind.choices)
    body_name = forms.CharField(
        max_length=Body._meta.get_field("name").max_length,
        required=False,
        help_text="For the council itself, its name here counts.",
    )
    theme = forms.CharField(
        max_length=Inspection._meta.get_field("theme").max_length,
        required=False,
        help_text="What was looked at, in the letter's own words, without the place and the days.",
    )
    fieldwork_start = forms.DateField(required=False)
    fieldwork_end = forms.DateField(required=False)
    published = forms.DateField(required=False)
    response_due = forms.DateField(
        required=False, help_text="The day that the letter itself prints, where it prints one."
    )
    lead_inspector = forms.CharField(max_length=120, required=False)

    def __init__(self, *args, item, plan, **kwargs):
        super().__init__(*args, item=item, plan=plan, **kwargs)
        self.fields["framework"].choices = [
            ("", "choose"),
            *Framework.objects.order_by("name").values_list("key", "name"),
        ]
        for name in DAYS:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        known = "; ".join(body.name for body in plan.bodies.partners)
        if known:
            self.fields["body_name"].help_text += f" Other bodies known here: {known}."

    @property
    def values(self) -> dict:
        days = {
            name: value and value.isoformat()
            for name, value in self.cleaned_data.items()
            if name in DAYS
        }
        words = {name: self.cleaned_data[name] or None for name in ("theme", "lead_inspector")}
        return self.cleaned_data | days | words


class JudgementForm(_ItemForm):
    """A grade, or why there is none."""

    area = forms.ChoiceField()
    grade = forms.ChoiceField(required=False)
    no_grade = forms.ChoiceField(
        choices=[("", "there is a grade"), *Judgement.NoGrade.choices], required=False
    )
    printed_grade = forms.CharField(max_length=120, required=False)
    field_order = ("grade", "no_grade", "area", "printed_grade", "page")

    def __init__(self, *args, item, plan, **kwargs):
        super().__init__(*args, item=item, plan=plan, **kwargs)
        self.fields["area"].choices = [(key, area.label) for key, area in plan.areas.items()]
        labels = dict.fromkeys(
            grade.label for grade in sorted(plan.grades.values(), key=lambda one: one.rank)
        )
        self.fields["grade"].choices = [("", "no grade"), *((label, label) for label in labels)]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("grade")) == bool(cleaned.get("no_grade")):
            raise forms.ValidationError("Choose a grade, or say why there is none. Not both.")
        return cleaned

    @property
    def values(self) -> dict:
        return super().values | {"grade": self.cleaned_data["grade"] or None}


class RecommendationForm(_ItemForm):
    """The words stay the inspectorate's: only what was read wrongly is corrected."""

    text = forms.CharField(
        max_length=Recommendation.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 60}),
        help_text="The words of the page, exactly. Correct only what was read wrongly.",
    )
    reference = forms.CharField(max_length=20, required=False)
    section = forms.CharField(max_length=160, required=False)
    kind = forms.CharField(max_length=80, required=False)
    timescale = forms.CharField(max_length=80, required=False)
    bodies = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Only where the report names who must act. One a line.",
    )

    def __init__(self, *args, item, plan, **kwargs):
        super().__init__(*args, item=item, plan=plan, **kwargs)
        self.initial["bodies"] = "\n".join(item.values["bodies"])

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")

    @property
    def values(self) -> dict:
        lines = self.cleaned_data["bodies"].splitlines()
        names = [" ".join(line.split()) for line in lines if line.strip()]
        return super().values | {"bodies": names}


def published_in(sent) -> dict[int, date]:
    """The days of publication (fields `published-<place>`) that were filled in. Raises Refused."""
    days = {}
    for name, value in sent.items():
        place = re.fullmatch(r"published-([0-9]{1,2})", name)
        if place and value.strip():
            try:
                days[int(place[1])] = forms.DateField().clean(value)
            except forms.ValidationError as wrong:
                raise Refused(f"Nothing was saved. “{value}” is not a day.") from wrong
    return days


def form_for(item: Item):
    """The form class of an item."""
    group = item.key.partition(".")[2].partition(".")[0]
    return {"judgements": JudgementForm, "recommendations": RecommendationForm}.get(
        group, FactsForm
    )
