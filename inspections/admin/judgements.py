"""Judgements in the form of their inspection, and the correction of one that is public."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html

from councils.scoping import ScopedTabularInline
from inspections.models import Grade, Judgement


class JudgementFormSet(BaseInlineFormSet):
    def clean(self):
        """One judgement an area: the single lines cannot see one another."""
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and form not in self.deleted_forms]
        areas = [form.cleaned_data.get("area") for form in kept if not form.instance.superseded_on]
        if len(areas) != len(set(areas)):
            raise ValidationError("An area has one judgement. One of these is here twice.")


class JudgementInline(ScopedTabularInline):
    """Judgements as printed. Changed here in drafts; after publication they are corrected."""

    model = Judgement
    formset = JudgementFormSet
    reach = "inspection__council"
    names_read = ("area", "grade", "inspection")
    fields = ("area", "grade", "no_grade", "printed_grade", "page", "standing")
    readonly_fields = ("standing",)

    def get_formset(self, request, obj=None, **kwargs):
        self.inspection = obj
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db, db_field, request):
        """The areas of this framework and the grades of its scales, in their order."""
        rows = super().get_field_queryset(db, db_field, request)
        framework = self.inspection.framework
        if db_field.name == "area":
            # One of another framework stands here only to say that this one does not judge it.
            judged = self.inspection.judgements.values("area")
            return rows.filter(Q(framework=framework) | Q(pk__in=judged))
        scales = {framework.scale_id, *framework.areas.values_list("own_scale_id", flat=True)}
        return rows.filter(scale__in=scales - {None})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The choices are read once, not once a line."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)
        return field

    def has_change_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)

    @admin.display(description="in force")
    def standing(self, obj):
        if not obj.pk:
            return ""
        if obj.superseded_on:
            return f"corrected on {obj.superseded_on:%-d %B %Y}"
        if obj.inspection.publish_from is None:
            return "draft"
        address = reverse("admin:inspections_inspection_correct", args=[obj.inspection_id, obj.pk])
        return format_html(
            '<a href="{}">Correct<span class="visually-hidden"> the judgement on {}</span></a>',
            address,
            obj.area,
        )


class CorrectJudgementForm(forms.Form):
    """The corrected judgement, beside which the old one stays."""

    explanation = (
        "The public will see the corrected judgement, that it was corrected on this day, and why."
    )
    grade = forms.ModelChoiceField(queryset=None, required=False, empty_label="no grade")
    no_grade = forms.ChoiceField(
        label="Why there is no grade, if there is none",
        choices=[("", "there is a grade"), *Judgement.NoGrade.choices],
        required=False,
    )
    printed_grade = forms.CharField(label="Grade as printed", max_length=120, required=False)
    page = forms.IntegerField(label="Page of the report", min_value=1, required=False)
    why = forms.CharField(
        label="What was corrected, and on whose word?", max_length=300, help_text="Public."
    )

    def __init__(self, *args, judgement, **kwargs):
        shown = ("grade", "no_grade", "printed_grade", "page")
        super().__init__(
            *args, initial={name: getattr(judgement, name) for name in shown}, **kwargs
        )
        self.fields["grade"].queryset = Grade.objects.filter(scale=judgement.area.scale_id)


def _is_draft(inspection) -> bool:
    return inspection is None or inspection.publish_from is None
