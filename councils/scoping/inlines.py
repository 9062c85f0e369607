"""Rows inside the form of the row that they belong to."""

from django.contrib import admin

from councils.scoping.forms import CheckedForm
from councils.scoping.reach import Scoped, holds


class ScopedInline(Scoped):
    """Rows shown inside their parent's form: the parent's councils decide.

    Without `…_needs` of its own an inline asks for what changing the parent asks for.
    """

    form = CheckedForm
    extra = 0
    add_needs = change_needs = delete_needs = None

    def has_view_permission(self, request, obj=None):
        return self._parent.has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.may(request, self.add_needs, obj)

    def has_change_permission(self, request, obj=None):
        return self.may(request, self.change_needs, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, self.delete_needs, obj)

    def councils_of(self, obj):
        """Of the parent `obj`: an inline is always asked about its parent."""
        return self._parent.councils_of(obj)

    @property
    def _parent(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def may(self, request, needs, obj):
        if needs is None:
            if obj is None:
                return self._parent.has_add_permission(request)
            return self._parent.has_change_permission(request, obj)
        return holds(request.user, needs, None if obj is None else self.councils_of(obj))


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    """A scoped inline, one row a line."""


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    """A scoped inline, one row a block."""
