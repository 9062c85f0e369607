"""The parts of an admin site that belong to no model: who enters, look-ups and redirects."""

from functools import update_wrapper

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from councils.once import once
from councils.scoping import ScopedAdmin, may_enter


class ScopedLookup(AutocompleteJsonView):
    """Django's own look-up, which goes through the related admin's scoped rows."""

    def process_request(self, request):
        found = super().process_request(request)
        if found[2].auto_created:  # the far end of a relation, on which Django's own breaks
            raise PermissionDenied
        return found

    def get_queryset(self):
        """The rows of the related admin; for a choice that is open, what the public sees too."""
        if not self._is_open():
            return super().get_queryset()
        rows = self.model_admin.readable(self.request)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        return self.model_admin.get_search_results(self.request, rows, self.term)[0].distinct()

    def _is_open(self):
        """Whether a class of this site lets the field name another council's public rows."""
        model, name = self.source_field.model, self.source_field.name
        classes = [
            one for each in self.admin_site._registry.values() for one in (each, *each.inlines)
        ]
        return any(one.model is model and name in one.open_choices for one in classes)


class ScopedAdminSite(admin.AdminSite):
    """An admin that opens by roles, whatever `is_staff` says, and denies by 404.

    Who is not signed in is asked to sign in; who is signed in without a role finds nothing.
    """

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only scoped classes: what other packages bring along knows nothing of councils."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return may_enter(request.user)

    def admin_view(self, view, cacheable=False):
        def first(request, *args, **kwargs):
            return once(request, view, *args, **kwargs)

        guarded = super().admin_view(update_wrapper(first, view), cacheable)

        def inner(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def get_urls(self):
        # Before Django's own address of the same form, which would name any row of any model.
        return [
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def view_on_site(self, request, content_type_id, object_id):
        """To the row's public page, if the admin would show this person the row itself."""
        if not content_type_id.isdecimal():
            raise Http404
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        model_admin = self._registry.get(model)
        if not isinstance(model_admin, ScopedAdmin) or not hasattr(model, "get_absolute_url"):
            raise Http404
        return redirect(model_admin.get_object(request, object_id))

    def autocomplete_view(self, request):
        """A look-up for a form; what it refuses does not exist."""
        try:
            return ScopedLookup.as_view(admin_site=self)(request)
        except PermissionDenied as refused:
            raise Http404 from refused

    def get_log_entries(self, request):
        """None: Django's log would still name rows of a council that this person has left."""
        return LogEntry.objects.none()
