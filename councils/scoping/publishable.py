"""Draft, embargo, release and withdrawal in the admin: never by a field of the form."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from councils import publishing
from councils.access import Can
from councils.days import LONDON
from councils.publishing import State, in_state, state_of
from councils.scoping.act_forms import ReleaseForm, TakeBackForm, WithdrawForm
from councils.scoping.admin import ScopedAdmin


class StateFilter(admin.SimpleListFilter):
    """Draft, embargoed, public or withdrawn."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, state.value) for state in State]

    def queryset(self, request, queryset):
        if self.value() not in set(State):
            return queryset
        return queryset.filter(in_state(State(self.value()), timezone.now()))


class WithdrawableAdmin(ScopedAdmin):
    """Rows with a page for each act of a publisher; what was public cannot be deleted.

    `acts` maps each act to its words; its page is `<pk>/<act>/`, its view `<act>_view`.
    """

    acts: dict[str, str] = {"withdraw": "Withdraw"}

    def get_urls(self):
        info = (self.opts.app_label, self.opts.model_name)
        own = [
            path(
                f"<path:object_id>/{act}/",
                self.admin_site.admin_view(getattr(self, f"{act.replace('-', '_')}_view")),
                name="{}_{}_{}".format(*info, act),
            )
            for act in self.acts
        ]
        return [*own, *super().get_urls()]

    def acts_for(self, request, obj) -> list[str]:
        """Which of the acts this person can do with the record as it stands."""
        return ["withdraw"] if self.may(request, Can.RELEASE, obj) and self.was_public(obj) else []

    def was_public(self, obj) -> bool:
        """Whether the public could ever read it, so that it must not be deleted."""
        return obj.publish_from is not None

    def is_withdrawn(self, obj) -> bool:
        return obj.withdrawn_at is not None

    def has_change_permission(self, request, obj=None):
        if obj is not None and self.is_withdrawn(obj):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        if obj is not None and (self.is_withdrawn(obj) or self.was_public(obj)):
            return False
        return super().has_delete_permission(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["record_tools"] = [
                (self.acts[act], self.address(obj, act)) for act in self.acts_for(request, obj)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def address(self, obj, page):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[obj.pk])

    def withdraw_view(self, request, object_id):
        record = self.record_for(request, object_id, "withdraw")
        form = WithdrawForm(posted(request))
        return self.answer(request, record, "withdraw", form, self.withdraw)

    def withdraw(self, record, form, **by_and_at):
        publishing.withdraw(record=record, why=form.cleaned_data["why"], **by_and_at)

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
                self.message_user(request, f"Done: {self.acts[act].lower()}.", messages.SUCCESS)
                return HttpResponseRedirect(self.address(record, "change"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.acts[act]}: {record}",
            "act": self.acts[act],
            "object": record,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/act.html", context)


class PublishableAdmin(WithdrawableAdmin):
    """Publishable records: drafts are released by a publisher, at once or under an embargo."""

    acts = {
        "release": "Release to the public",
        "take-back": "Take back before publication",
        "withdraw": "Withdraw",
    }
    exclude = ("publish_from", "embargo_readers")
    fixed_once_public: tuple[str, ...] = ("council", "slug")

    def acts_for(self, request, obj):
        if not self.may(request, Can.RELEASE, obj):
            return []
        return {
            State.DRAFT: ["release"],
            State.EMBARGOED: ["release", "take-back"],
            State.PUBLIC: ["withdraw"],
            State.WITHDRAWN: [],
        }[state_of(obj, timezone.now())]

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_public if obj is not None and self.was_public(obj) else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    @admin.display(description="state", ordering="publish_from")
    def state(self, obj):
        """In a word, with the day that matters."""
        state = state_of(obj, timezone.now())
        if state is State.DRAFT:
            return f"{state}: the public cannot see it"
        moment = obj.withdrawn_at if state is State.WITHDRAWN else obj.publish_from
        told = {State.EMBARGOED: "until", State.PUBLIC: "since", State.WITHDRAWN: "on"}[state]
        return f"{state} {told} {moment.astimezone(LONDON):%-d %B %Y}"

    def doubts(self, record) -> list[str]:
        """What looks like personal data in the words that a release would publish."""
        return []

    def release_view(self, request, object_id):
        record = self.record_for(request, object_id, "release")
        form = ReleaseForm(
            posted(request),
            record=record,
            people=self.admin_site.get_model_admin(type(request.user)).rows(request),
            site=self.admin_site,
            doubts=self.doubts(record),
        )
        return self.answer(request, record, "release", form, self.release)

    def release(self, record, form, **by_and_at):
        publishing.release(
            record=record,
            publish_from=form.moment,
            readers=form.cleaned_data["readers"],
            **by_and_at,
        )

    def take_back_view(self, request, object_id):
        record = self.record_for(request, object_id, "take-back")
        return self.answer(
            request, record, "take-back", TakeBackForm(posted(request)), self.take_back
        )

    def take_back(self, record, form, **by_and_at):
        publishing.take_back(record=record, **by_and_at)


def posted(request):
    """What was posted, for a form; None when nothing was."""
    return request.POST if request.method == "POST" else None
