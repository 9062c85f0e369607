"""The admin class of rows that belong to councils, and that of public reference data."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404

from councils.scoping.reach import Only, holds, may_enter
from councils.scoping.records import TellsOfRecords

# What the declared filters append to their field in an address.
_FILTER_ENDINGS = frozenset(
    {"", "exact", "id__exact", "pk__exact", "in", "isnull", "isempty", "gte", "lt"}
)


class ScopedAdmin(TellsOfRecords, admin.ModelAdmin):
    """An admin page for rows that belong to councils. Say `reach` and what each act needs."""

    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    actions_selection_counter = True

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return holds(request.user, self.view_needs)
        return any(
            holds(request.user, self.view_needs, {council}) for council in self.councils_of(obj)
        ) or holds(request.user, Only.SUPERUSERS)

    def has_add_permission(self, request):
        return holds(request.user, self.add_needs)

    def has_change_permission(self, request, obj=None):
        return self.may(request, self.change_needs, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, self.delete_needs, obj)

    def may(self, request, needs, obj=None):
        """Whether this person may do what `needs` says on the row; without one: somewhere."""
        return holds(request.user, needs, None if obj is None else self.councils_of(obj))

    # What is out of reach does not exist.

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            raise Http404
        return obj

    def changelist_view(self, request, extra_context=None):
        self._exist_for(request)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        self._exist_for(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _exist_for(self, request):
        if not self.has_view_or_change_permission(request):
            raise Http404

    # What the browser sends is not trusted.

    def lookup_allowed(self, lookup, value, request):
        """Only what the declared filters ask: a filter by anything else would tell by counts."""
        for declared in self.get_list_filter(request):
            path = declared[0] if isinstance(declared, list | tuple) else declared
            path = getattr(path, "parameter_name", path)
            if lookup == path or (
                lookup.startswith(path + LOOKUP_SEP)
                and lookup.removeprefix(path + LOOKUP_SEP) in _FILTER_ENDINGS
            ):
                return True
        return False

    def to_field_allowed(self, request, to_field):
        return to_field in {"id", "pk", self.opts.pk.name}

    def save_model(self, request, obj, form, change):
        """The last check, after the form's own: the row lies where this person may write."""
        needs = self.change_needs if change else self.add_needs
        if not holds(request.user, needs, self.councils_of(obj)):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def get_changeform_initial_data(self, request):
        """Where there is one council to choose, it is chosen."""
        initial = super().get_changeform_initial_data(request)
        if self.reach and "council" in flatten_fieldsets(self.get_fieldsets(request)):
            field = self.opts.get_field("council")
            councils = list(self.get_field_queryset(None, field, request)[:2])
            if len(councils) == 1:
                initial.setdefault("council", councils[0].pk)
        return initial


class ReferenceAdmin(ScopedAdmin):
    """Public reference data: everybody in the admin reads it, superusers keep it."""

    add_needs = change_needs = delete_needs = Only.SUPERUSERS

    def where(self, request, rows, needs):
        if needs is self.view_needs:
            return rows if may_enter(request.user) else rows.none()
        return super().where(request, rows, needs)

    def councils_of(self, obj):
        return set()

    def has_view_permission(self, request, obj=None):
        return may_enter(request.user)
