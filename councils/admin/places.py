"""Councils and the bodies that they work with."""

from django.contrib import admin

from councils.access import Can
from councils.models import Body, Council, CouncilCode
from councils.scoping import CheckedForm, Only, ScopedAdmin, ScopedTabularInline, holds


class CouncilCodeInline(ScopedTabularInline):
    model = CouncilCode
    reach = "council"
    add_needs = change_needs = delete_needs = Only.SUPERUSERS
    fields = ("code", "valid_from", "valid_to")


@admin.register(Council)
class CouncilAdmin(ScopedAdmin):
    """A council's facts come from official lists; its administrators may mend its full name."""

    reach = ""
    change_needs = Can.MANAGE_PEOPLE
    add_needs = delete_needs = Only.SUPERUSERS
    list_display = ("name", "kind", "region", "abolished_on", "is_demonstration")
    list_filter = ("kind", "region", "is_demonstration")
    search_fields = ("name", "official_name")
    search_help_text = "Name of the council"
    autocomplete_fields = ("succeeded_by",)
    inlines = (CouncilCodeInline,)
    fieldsets = (
        (
            "What the public sees",
            {"fields": ("name", "official_name", "slug", "kind", "region", "is_demonstration")},
        ),
        ("Official codes", {"fields": ("dfe_code", "ofsted_urn")}),
        ("Beginning and end", {"fields": ("opened_on", "abolished_on", "succeeded_by")}),
    )
    for_administrators = ("official_name",)

    def get_readonly_fields(self, request, obj=None):
        if holds(request.user, Only.SUPERUSERS):
            return ("slug",) if obj else ()
        every = [field for _, options in self.fieldsets for field in options["fields"]]
        return tuple(field for field in every if field not in self.for_administrators)


class BodyForm(CheckedForm):
    """A partner body: a council's own body comes with the council."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [
                choice for choice in Body.Kind.choices if choice[0] != Body.Kind.COUNCIL
            ]
        if "areas" in self.fields:
            self.fields["areas"].required = True


@admin.register(Body)
class BodyAdmin(ScopedAdmin):
    """Bodies that are inspected, or that must act. Their names are public.

    A body that serves several councils is changed only by who may at all of them.
    """

    reach = "areas"
    add_needs = change_needs = delete_needs = Can.EDIT_FINDINGS
    form = BodyForm
    list_display = ("name", "kind", "councils")
    list_filter = ("kind",)
    search_fields = ("name",)
    search_help_text = "Name of the body"
    autocomplete_fields = ("areas",)
    fields = ("name", "kind", "areas")

    def where(self, request, rows, needs):
        if isinstance(needs, Only):
            return super().where(request, rows, needs)
        return rows.within_reach_of(request.user, needs)

    def councils_of(self, obj):
        if obj.council_id:
            return {obj.council_id}
        return set(obj.areas.values_list("pk", flat=True)) if obj.pk else set()

    def councils_to_write(self, obj, form):
        """Those chosen now, and those that it serves already: all must be within reach."""
        return self.councils_of(obj) | {council.pk for council in form.cleaned_data["areas"]}

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.kind == Body.Kind.COUNCIL:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.kind == Body.Kind.COUNCIL:
            return False
        return super().has_delete_permission(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("council").prefetch_related("areas")

    @admin.display(description="councils that it serves")
    def councils(self, obj):
        return str(obj.council) if obj.council else ", ".join(map(str, obj.areas.all()))
