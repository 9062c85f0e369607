"""Inspections with their bodies and judgements."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify

from councils.access import Can
from councils.publishing import fingerprint
from councils.scoping import CheckedForm, PublishableAdmin, ScopedTabularInline, StateFilter, posted
from inspections.admin.judgements import CorrectJudgementForm, JudgementInline
from inspections.admin.release_forms import ReleaseInspectionForm
from inspections.admin.seen_before import AsksSeenBefore
from inspections.corrections import (
    contents_of,
    correct_judgement,
    doubts_about,
    release_together,
    waiting_with,
)
from inspections.models import InspectedBody, Inspection, Report


class InspectedBodyInline(ScopedTabularInline):
    model = InspectedBody
    reach = "inspection__council"
    autocomplete_fields = ("body",)
    names_read = ("body",)
    fields = ("body", "recommendations_printed")
    min_num = 1


class InspectionForm(CheckedForm):
    """Proposes the part of the public address that nobody wants to make up."""

    of_one_council = ("parent",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += " Leave it empty and it is made from the facts below."

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and cleaned.get("framework"):
            day = cleaned.get("fieldwork_start") or cleaned.get("published_on")
            name = slugify(cleaned.get("title") or cleaned["framework"].short_name)
            cleaned["slug"] = f"{day:%Y-%m}-{name}"[:100] if day else name
        return cleaned


@admin.register(Inspection)
class InspectionAdmin(AsksSeenBefore, PublishableAdmin):
    """Inspections, visits and reviews of bodies in the council's area."""

    reach = "council"
    add_needs = change_needs = delete_needs = Can.EDIT_FINDINGS
    form = InspectionForm
    fixed_once_public = ("council", "slug", "framework")
    list_display = ("name", "council", "published_on", "state")
    list_filter = (StateFilter, "framework__kind", "council")
    names_read = ("framework", "council")
    search_fields = (
        *("title", "theme", "framework__name", "framework__short_name", "council__name"),
        "published_on__year",
    )
    search_help_text = "Title, theme, framework, council or year of the report"
    autocomplete_fields = ("framework", "parent")
    readonly_fields = ("state", "withdrawn_why")
    inlines = (InspectedBodyInline, JudgementInline)
    fieldsets = (
        (None, {"fields": ("state", "withdrawn_why")}),
        (
            "What the public sees",
            {"fields": ("council", "framework", "title", "slug", "theme", "parent")},
        ),
        (
            "Days",
            {
                "fields": (
                    ("fieldwork_start", "fieldwork_end"),
                    ("published_on", "received_on"),
                    "response_due_printed",
                )
            },
        ),
        ("The report", {"fields": ("report_url", "lead_inspector", "source", "source_url")}),
        ("Inside the council only", {"fields": ("internal_note",)}),
    )

    def get_inlines(self, request, obj):
        """Judgements come once the framework is saved: it says which areas there are."""
        return self.inlines if obj else (InspectedBodyInline,)

    def get_urls(self):
        correct = path(
            "<int:inspection_id>/judgements/<int:judgement_id>/correct/",
            self.admin_site.admin_view(self.correct_view),
            name="inspections_inspection_correct",
        )
        return [correct, *super().get_urls()]

    def correct_view(self, request, inspection_id, judgement_id):
        """Correct one judgement of a public inspection."""
        inspection = self.get_object(request, str(inspection_id))
        judgement = get_object_or_404(
            inspection.judgements.current().select_related("area__framework"), pk=judgement_id
        )
        if not self.may(request, self.change_needs, inspection):
            raise PermissionDenied
        form = CorrectJudgementForm(posted(request), judgement=judgement)
        if form.is_valid():
            try:
                correct_judgement(
                    **form.cleaned_data, judgement=judgement, by=request.user, at=timezone.now()
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                self.message_user(request, "The judgement is corrected.", messages.SUCCESS)
                return HttpResponseRedirect(self.address(inspection, "change"))
        title = f"Correct the judgement on {judgement.area}"
        return self.act_page(request, form, act="Correct", title=title, object=inspection)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None:
            tools = response.context_data["record_tools"]
            tools[:0] = self._ways_on(request, obj)
        return response

    def _ways_on(self, request, inspection):
        """To what was found, to the versions of the report, and to where both come in."""
        recommendations = reverse("admin:inspections_recommendation_changelist")
        yield "Recommendations", f"{recommendations}?inspection__id__exact={inspection.pk}"
        yield from self.way_to_seen_before(request, inspection)
        seen = Report.objects.visible_to(request.user, at=timezone.now())
        for version in inspection.reports.filter(report__in=seen.values("pk")):
            address = reverse("admin:inspections_report_change", args=[version.report_id])
            yield f"Report, {version}", address
        if self.may(request, Can.IMPORT, inspection) and not self.is_withdrawn(inspection):
            yield "Bring in the report (PDF)", reverse("admin:inspections_report_add")
            upload = reverse("admin:inspections_import_upload", args=[inspection.pk])
            yield "Import recommendations", upload

    def doubts(self, record):
        return doubts_about(record)

    def contents(self, record):
        return contents_of(record)

    def going_out(self, record):
        found = [str(one) for one in record.judgements.current().select_related("area", "grade")]
        asked = record.recommendations.standing().order_by("body", "section", "order")
        lists = [
            ("Judgements that go out", found),
            (
                "Recommendations that go out",
                [f"{one.label} {one.text}".strip() for one in asked],
            ),
        ]
        return [(heading, sentences) for heading, sentences in lists if sentences]

    def release_form(self, request, record, **given):
        """Offers what its document holds beside it, so that a publisher releases both at once."""
        others = waiting_with(record, by=request.user, at=timezone.now())
        rows = [row for one in (record, *others) for row in contents_of(one)]
        given["fingerprint"] = fingerprint(rows)
        others = {one: doubts_about(one) for one in others}
        return ReleaseInspectionForm(posted(request), record=record, others=others, **given)

    def release(self, record, form, **by_and_at):
        release_together(
            answers={record: form.answers} | form.answers_by_inspection,
            publish_from=form.moment,
            readers=form.cleaned_data["readers"],
            seen="" if form.others else form.fingerprint,
            **by_and_at,
        )

    def done(self, act, form):
        others = [str(one) for one in form.ticked] if act == "release" else []
        return " ".join([super().done(act, form), *(f"With it: {one}." for one in others)])

    @admin.display(description="inspection", ordering="-published_on")
    def name(self, obj):
        return str(obj)
