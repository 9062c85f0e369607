"""Which rows, and which choices, a person's roles reach."""

from enum import Enum

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone

from councils.access import Can, may, may_somewhere, within_reach
from councils.scoping.forms import LookUp, LookUpSeveral


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


def gated(model, request) -> QuerySet:
    """The model's rows through its own gate (drafts, embargoes), where it has one."""
    rows = model._default_manager.get_queryset()
    if hasattr(rows, "visible_to"):
        return rows.visible_to(request.user, at=timezone.now())
    return rows


class Scoped:
    """What the admin classes and the inlines share: which rows and which choices there are."""

    reach: str  # path from a row to its council; "" for the council itself
    view_needs: Can | Only = Can.SEE_RECORDS
    add_needs: Can | Only = Only.NOBODY
    change_needs: Can | Only = Only.NOBODY
    delete_needs: Can | Only = Only.NOBODY
    names_read: tuple[str, ...] = ()  # relations that a row's name reads, fetched with it
    open_choices: tuple[str, ...] = ()  # fields that may name another council's public rows

    # An address typed without its scheme; Django 6 thinks so too.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def rows(self, request) -> QuerySet:
        """The rows that this person may see: the one queryset behind everything here.

        Through the model's own gate (drafts, embargoes) where it has one, then by reach.
        """
        return self.where(request, self.readable(request), self.view_needs)

    def readable(self, request) -> QuerySet:
        """What this person may read anywhere: other councils' public rows too."""
        rows = gated(self.model, request)
        # Django's own option does nothing on rows that have related ones already.
        read = {*self.names_read, *(getattr(self, "list_select_related", None) or ())}
        return rows.select_related(*sorted(read)) if read else rows

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

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUpSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons to add, edit or delete the other record in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_field_queryset(self, db, db_field, request):
        """The choices of a foreign key or many-to-many field: no more than one's own rows.

        The field that leads to the row's council offers only rows where this person may make
        such a row. A related model that is not registered is refused (NotRegistered).
        """
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        if db_field.name in self.open_choices:
            return related.readable(request)
        rows = related.rows(request).order_by(
            *related.get_ordering(request) or related.opts.ordering
        )
        needs = self.change_needs if self.add_needs is Only.NOBODY else self.add_needs
        if needs and self.reach and db_field.name == self.reach.split(LOOKUP_SEP)[0]:
            rows = related.where(request, rows, needs)
        return rows


class PublicReference(Scoped):
    """Public reference data: everybody in the admin reads it, superusers keep it."""

    reach = ""
    add_needs = change_needs = delete_needs = Only.SUPERUSERS

    def where(self, request, rows, needs):
        if needs is self.view_needs:
            return rows if may_enter(request.user) else rows.none()
        return rows if holds(request.user, Only.SUPERUSERS) else rows.none()

    def councils_of(self, obj):
        """None: it is nobody's."""
        return set()
