"""The admin class of rows that belong to councils, and that of public reference data."""

from django.contrib import admin, messages
from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from councils.scoping.forms import CheckedForm, is_key
from councils.scoping.reach import Only, PublicReference, holds, may_enter
from councils.scoping.records import TellsOfRecords

# What the declared filters append to their field in an address.
_FILTER_ENDINGS = ("exact", "id__exact", "in", "isnull", "isempty", "gte", "lt")


class ScopedAdmin(TellsOfRecords, admin.ModelAdmin):
    """An admin page for rows that belong to councils. Say `reach` and what each act needs."""

    form = CheckedForm
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
        if not is_key(object_id):
            raise Http404  # not every comparison of Django's takes it for "no such row"
        if from_field in ("", "pk"):
            from_field = None  # its own key: Django takes neither for the name of a field
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            raise Http404
        return obj

    def changelist_view(self, request, extra_context=None):
        self._exist_for(request)
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("A row is chosen by its key.")
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        self._exist_for(request)
        if "_saveasnew" in request.POST and not self.save_as:
            raise Http404  # Django would add a row, whatever record the address names
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _exist_for(self, request):
        if not self.has_view_or_change_permission(request):
            raise Http404

    # What the browser sends is not trusted.

    def lookup_allowed(self, lookup, value, request):
        """Only what the declared filters ask: a filter by anything else would tell by counts."""
        for declared in self.get_list_filter(request):
            asked = declared[0] if isinstance(declared, list | tuple) else declared
            asked = getattr(asked, "parameter_name", asked)
            if lookup in {asked, *(f"{asked}{LOOKUP_SEP}{end}" for end in _FILTER_ENDINGS)}:
                return True
        return False

    def get_list_filter(self, request):
        """Without the filter by council, where there is one council to see."""
        user = request.user
        several = user.is_superuser or len(user.powers) > 1
        return [name for name in super().get_list_filter(request) if several or name != "council"]

    def to_field_allowed(self, request, to_field):
        return to_field in {"id", "pk", self.opts.pk.name}

    def save_model(self, request, obj, form, change):
        """The last check, after the form's own: the row lies where this person may write."""
        needs = self.change_needs if change else self.add_needs
        if not holds(request.user, needs, self.councils_to_write(obj, form)):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def councils_to_write(self, obj, form) -> set[int]:
        """The councils to which the row will belong once the valid `form` is saved."""
        return self.councils_of(obj)

    def get_changeform_initial_data(self, request):
        """Where there is one council to choose, it is chosen."""
        initial = super().get_changeform_initial_data(request)
        if self.reach and "council" in flatten_fieldsets(self.get_fieldsets(request)):
            field = self.opts.get_field("council")
            councils = list(self.get_field_queryset(None, field, request)[:2])
            if len(councils) == 1:
                initial.setdefault("council", councils[0].pk)
        return initial


class ReferenceAdmin(PublicReference, ScopedAdmin):
    """Public reference data: everybody in the admin reads it, superusers keep it."""

    def has_view_permission(self, request, obj=None):
        return may_enter(request.user)


class ActsAdmin(ScopedAdmin):
    """Rows on which a person acts by a page of its own, not by a field of the form.

    `acts` maps each act to its words; its page is `<pk>/<act>/`, its view `<act>_view`.
    """

    acts: dict[str, str] = {}

    def acts_for(self, request, obj) -> list[str]:
        """Which of the acts this person can do with the record as it stands."""
        return []

    def get_urls(self):
        site, opts = self.admin_site, self.opts
        own = [
            path(
                f"<path:object_id>/{act}/",
                site.admin_view(getattr(self, f"{act.replace('-', '_')}_view")),
                name=f"{opts.app_label}_{opts.model_name}_{act}",
            )
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            if request.method == "POST":  # what was typed stands in the row, refused or not
                obj = self.get_object(request, str(obj.pk))
            context["record_tools"] = [
                (self.acts[act], self.address(obj, act)) for act in self.acts_for(request, obj)
            ]
            if hasattr(obj, "get_absolute_url"):
                context["record_tools"].append(("See its page", obj.get_absolute_url()))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def address(self, obj, page):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[obj.pk])

    def record_for(self, request, object_id, act):
        """The record, if the act can be done now: 404 out of sight, 403 without the power."""
        record = self.get_object(request, unquote(object_id))
        if act not in self.acts_for(request, record):
            raise PermissionDenied
        return record

    def answer(self, request, record, act, form, do):
        """Do the act with a valid form and go back to the record; else show the act's page.

        `do` is called with the record, the form, `by` and `at`; a `ValidationError` that it
        raises is shown on the page.
        """
        if form.is_valid():
            try:
                do(record, form, by=request.user, at=timezone.now())
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                self.message_user(request, self.done(act, form), messages.SUCCESS)
                return HttpResponseRedirect(self.address(record, "change"))
        title = f"{self.acts[act]}: {record}"
        return self.act_page(request, form, act=self.acts[act], title=title, object=record)

    def done(self, act, form) -> str:
        """What a person is told once the act is done."""
        return f"Done: {self.acts[act].lower()}."

    def act_page(self, request, form, **context):
        """The page of a form; `act` is the word on its button."""
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/act.html", context)


def posted(request):
    """What was posted, for a form; None when nothing was."""
    return request.POST if request.method == "POST" else None


class ScopedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only one's own; none where they would be too many.

    Unoffered, it still works by its address: a record's page links to what belongs to it.
    """

    MOST = 60

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.related_model)
        rows = related.rows(request).order_by(*related.opts.ordering)[: self.MOST + 1]
        choices = [(row.pk, str(row)) for row in rows]
        return choices if len(choices) <= self.MOST else []


# A relation named in any `list_filter` gets the scoped filter without being told.
FieldListFilter.register(lambda field: field.remote_field, ScopedRelatedFilter, take_priority=True)
