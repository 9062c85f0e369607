"""Admin classes that keep one council out of another's records, everywhere.

Register every model with a `ScopedAdmin` (or `ReferenceAdmin`, for public reference data), and
show related rows in a `ScopedTabularInline` or `ScopedStackedInline`. Then rows, choices of
foreign keys, filters, autocompletes, posted keys and addresses reach no further than the person's
roles in `access.py`; Django's own model permissions count for nothing. What lies out of reach
answers 404, as if it did not exist.

The four `…_needs` say what a person must be able to do at the row's council. A class with an
action over several rows narrows the rows first: `self.where(request, queryset, Can.DECIDE)`.
"""

from enum import Enum

from django.contrib import admin
from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404
from django.utils import timezone

from councils.access import Can, may, may_somewhere, within_reach

# What the declared filters append to their field in an address.
_FILTER_ENDINGS = frozenset(
    {"", "exact", "id__exact", "pk__exact", "in", "isnull", "isempty", "gte", "lt"}
)


class Only(Enum):
    """What no role gives."""

    SUPERUSERS = "superusers"
    NOBODY = "nobody, superusers included"


def may_enter(user) -> bool:
    """Whether the admin opens for `user`: anyone with a role somewhere, and superusers."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or bool(user.powers)


def holds(user, needs: Can | Only, councils: set[int] | None = None) -> bool:
    """Whether `user` may do what `needs` says at every one of `councils`; None: at any one."""
    if isinstance(needs, Only):
        return needs is Only.SUPERUSERS and user.is_active and user.is_superuser
    if councils is None:
        return may_somewhere(user, needs)
    if user.is_active and user.is_superuser:
        return True
    return bool(councils) and all(may(user, needs, council) for council in councils)


class Scoped:
    """What the admin classes and the inlines share: which rows and which choices there are."""

    reach: str | None = None  # path from a row to its council; "" for the council itself
    view_needs: Can | Only = Can.SEE_RECORDS
    add_needs: Can | Only = Only.NOBODY
    change_needs: Can | Only = Only.NOBODY
    delete_needs: Can | Only = Only.NOBODY
    names_read: tuple[str, ...] = ()  # relations that a row's name reads, fetched with it
    open_choices: tuple[str, ...] = ()  # fields that may name another council's public rows

    def rows(self, request) -> QuerySet:
        """The rows that this person may see: the one queryset behind everything here.

        Through the model's own gate (drafts, embargoes) where it has one, then by reach.
        """
        rows = self.model._default_manager.get_queryset()
        if hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.user, at=timezone.now())
        rows = self.where(request, rows, self.view_needs)
        return rows.select_related(*self.names_read) if self.names_read else rows

    def where(self, request, rows: QuerySet, needs: Can | Only) -> QuerySet:
        """Those of `rows` whose council lets this person do what `needs` says."""
        if isinstance(needs, Only):
            return rows if holds(request.user, needs) else rows.none()
        return within_reach(rows, request.user, needs, self.reach)

    def councils_of(self, obj) -> set[int]:
        """The ids of the councils to which the row belongs; empty for one not yet filled in."""
        if not self.reach:
            return {obj.pk} - {None}
        *path, last = self.reach.split(LOOKUP_SEP)
        try:
            for part in path:
                obj = getattr(obj, part)
        except ObjectDoesNotExist:
            return set()
        return {getattr(obj, f"{last}_id", None)} - {None}

    def get_queryset(self, request):
        return self.rows(request).order_by(*self.get_ordering(request) or self.opts.ordering)

    def get_field_queryset(self, db, db_field, request):
        """The choices of a foreign key or many-to-many field: no more than one's own rows.

        The field that leads to the row's council offers only rows where this person may make
        such a row. A related model that is not registered is refused (NotRegistered).
        """
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        if db_field.name in self.open_choices:
            return related.model._default_manager.visible_to(request.user, at=timezone.now())
        rows = related.get_queryset(request)
        needs = self.change_needs if self.add_needs is Only.NOBODY else self.add_needs
        if needs and self.reach and db_field.name == self.reach.split(LOOKUP_SEP)[0]:
            rows = related.where(request, rows, needs)
        return rows


class ScopedAdmin(Scoped, admin.ModelAdmin):
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
        return self._may(request, self.change_needs, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.delete_needs, obj)

    def _may(self, request, needs, obj):
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


class ScopedInline(Scoped):
    """Rows shown inside their parent's form: the parent's councils decide.

    Without `…_needs` of its own an inline asks for what changing the parent asks for.
    """

    extra = 0
    add_needs = change_needs = delete_needs = None

    def has_view_permission(self, request, obj=None):
        return self._parent.has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self.add_needs, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.change_needs, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.delete_needs, obj)

    def councils_of(self, obj):
        """Of the parent `obj`: an inline is always asked about its parent."""
        return self._parent.councils_of(obj)

    @property
    def _parent(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def _may(self, request, needs, obj):
        if needs is None:
            if obj is None:
                return self._parent.has_add_permission(request)
            return self._parent.has_change_permission(request, obj)
        return holds(request.user, needs, None if obj is None else self.councils_of(obj))


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    """A scoped inline, one row a line."""


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    """A scoped inline, one row a block."""


class ScopedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only one's own."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.related_model)
        return [(row.pk, str(row)) for row in related.get_queryset(request)]


# A relation named in any `list_filter` gets the scoped filter without being told.
FieldListFilter.register(lambda field: field.remote_field, ScopedRelatedFilter, take_priority=True)
