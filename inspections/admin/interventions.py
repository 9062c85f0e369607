"""Steps of the Department for Education's ladder of intervention."""

from django.contrib import admin

from councils.access import Can
from councils.scoping import CheckedForm, PublishableAdmin, StateFilter
from inspections.models import Intervention


class InterventionForm(CheckedForm):
    of_one_council = ("replaced_by",)


@admin.register(Intervention)
class InterventionAdmin(PublishableAdmin):
    """Dated facts. "In intervention" is recorded here, never worked out from a grade."""

    reach = "council"
    form = InterventionForm
    add_needs = change_needs = delete_needs = Can.EDIT_FINDINGS
    fixed_once_public = ("council",)
    list_display = ("kind", "council", "issued_on", "closed_on", "who", "state")
    list_filter = (StateFilter, "kind", "council")
    list_select_related = ("council",)
    names_read = ("council",)
    search_fields = ("who", "source")
    search_help_text = "Adviser, commissioner, trust, or source"
    autocomplete_fields = ("replaced_by",)
    readonly_fields = ("state", "withdrawn_why")
    fieldsets = (
        (None, {"fields": ("state", "withdrawn_why")}),
        (
            "What the public sees",
            {"fields": ("council", "kind", "issued_on", "closed_on", "replaced_by", "who")},
        ),
        ("Where it was taken from", {"fields": ("source", "source_url")}),
    )
