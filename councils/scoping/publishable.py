"""Draft, embargo, release and withdrawal in the admin: never by a field of the form."""

from collections import Counter, defaultdict

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst

from councils import drafts, publishing
from councils.access import Can
from councils.days import LONDON
from councils.publishing import State, in_state, state_of
from councils.scoping.act_forms import ReleaseForm, TakeBackForm, WithdrawForm
from councils.scoping.admin import ActsAdmin, posted

WHY = "withdrawn_why"


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


class WithdrawableAdmin(ActsAdmin):
    """Rows that are deleted only while they are drafts; what was public is withdrawn."""

    acts = {"withdraw": "Withdraw"}

    def acts_for(self, request, obj):
        public = self.was_public(obj) and not self.is_withdrawn(obj)
        return ["withdraw"] if public and self.may(request, Can.RELEASE, obj) else []

    def was_public(self, obj) -> bool:
        """Whether the public could ever read it, or soon will: so it must not be deleted."""
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

    def get_fieldsets(self, request, obj=None):
        """Why it was withdrawn, only where it was."""
        gone = obj is not None and self.is_withdrawn(obj)
        return [
            (name, {**options, "fields": [f for f in options["fields"] if gone or f != WHY]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def withdraw_view(self, request, object_id):
        record = self.record_for(request, object_id, "withdraw")
        form = WithdrawForm(posted(request))
        return self.answer(request, record, "withdraw", form, self.withdraw)

    def withdraw(self, record, form, **by_and_at):
        publishing.withdraw(record=record, why=form.cleaned_data["why"], **by_and_at)


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

    # A draft goes with all that hangs on it, for whoever may make such a record.

    def get_deleted_objects(self, objs, request):
        gone, refused = [], []
        if not all(self.has_delete_permission(request, record) for record in objs):
            return [], {}, {self.opts.verbose_name}, []
        for record in objs:
            try:
                gone += drafts.what_would_go(record)
            except ValidationError as problem:
                refused += problem.messages
        counts = Counter(str(row._meta.verbose_name_plural) for row in gone)
        return self._named(gone, request), dict(counts), set(), refused

    def _named(self, rows, request) -> list[str]:
        """Those that this person may read, by name."""
        keys = defaultdict(set)
        for row in rows:
            keys[type(row)].add(row.pk)
        seen = {
            model: set(self._sight(request, model).filter(pk__in=pks).values_list("pk", flat=True))
            for model, pks in keys.items()
        }
        return [
            f"{capfirst(row._meta.verbose_name)}: {row}"
            for row in rows
            if row.pk in seen[type(row)]
        ]

    def delete_model(self, request, obj):
        """The last check, after Django's own: the draft is this person's to delete."""
        if not self.has_delete_permission(request, obj):
            raise PermissionDenied
        drafts.delete_with_all(obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)

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

    def contents(self, record) -> list[Model]:
        """Every row that a release of the record makes public."""
        return [record]

    def going_out(self, record) -> list[tuple[str, list[str]]]:
        """The same in words: headings, with what stands under each."""
        return []

    def release_view(self, request, object_id):
        record = self.record_for(request, object_id, "release")
        readers = self.opts.get_field("embargo_readers")
        form = self.release_form(
            request,
            record,
            people=self.get_field_queryset(None, readers, request),
            site=self.admin_site,
            doubts=self.doubts(record),
            lists=self.going_out(record),
            fingerprint=publishing.fingerprint(self.contents(record)),
        )
        return self.answer(request, record, "release", form, self.release)

    def release_form(self, request, record, **given):
        return ReleaseForm(posted(request), record=record, **given)

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
