"""People and their roles.

A superuser keeps accounts. An administrator gives and ends roles at the own council, by the
person's exact e-mail address, so that nobody can leaf through the people of other councils; and
sees of a person no more than their roles there.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone

from councils import appointments
from councils.access import MAY, Can, Role, councils_where
from councils.models import Council, Membership, PostHolding, User
from councils.scoping import ActsAdmin, Only, ScopedAdmin, ScopedTabularInline, holds, posted


class RolesInline(ScopedTabularInline):
    """A person's roles at one's own councils; given and ended on pages of their own."""

    model = Membership
    reach = "council"
    add_needs = change_needs = delete_needs = Only.NOBODY
    fields = ("council", "role", "granted_on", "ended_on")
    names_read = ("council", "user")
    verbose_name_plural = "roles"


@admin.register(User)
class PersonAdmin(ScopedAdmin, UserAdmin):
    """Accounts: superusers keep them; colleagues see each other's names and roles."""

    reach = "memberships__council"
    form = UserChangeForm
    add_needs = change_needs = Only.SUPERUSERS
    list_display = ("__str__", "roles_here", "is_active")
    list_filter = ("is_active",)
    search_fields = ("first_name", "last_name", "username")
    search_help_text = "Name"
    ordering = ("last_name", "first_name", "username")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        ("The account", {"fields": ("is_active", "is_superuser", "last_login", "date_joined")}),
    )
    for_colleagues = ((None, {"fields": ("first_name", "last_name", "is_active")}),)
    inlines = (RolesInline,)

    def where(self, request, rows, needs):
        """People who have, or had, a role or a post at a council within reach."""
        if isinstance(needs, Only) or request.user.is_superuser:
            return rows if holds(request.user, Only.SUPERUSERS) else rows.none()
        councils = councils_where(request.user, needs)
        members = Membership.objects.filter(council__in=councils)
        holders = PostHolding.objects.filter(post__council__in=councils, user__isnull=False)
        return rows.filter(
            Q(pk__in=members.values("user_id")) | Q(pk__in=holders.values("user_id"))
        )

    def councils_of(self, obj):
        return set(obj.memberships.values_list("council_id", flat=True))

    def has_module_permission(self, request):
        return self.may(request, Can.MANAGE_PEOPLE)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return super().has_view_permission(request)
        return self.rows(request).filter(pk=obj.pk).exists()

    def get_queryset(self, request):
        here = self.admin_site.get_model_admin(Membership).where(
            request, Membership.objects.current().select_related("council"), Can.SEE_RECORDS
        )
        roles = Prefetch("memberships", queryset=here, to_attr="seen_memberships")
        return super().get_queryset(request).prefetch_related(roles)

    def get_fieldsets(self, request, obj=None):
        if holds(request.user, Only.SUPERUSERS):
            return super().get_fieldsets(request, obj)
        return self.for_colleagues

    def user_change_password(self, request, id, form_url=""):
        """Only a superuser sets somebody's password: it would be a way to act in their name."""
        if not holds(request.user, Only.SUPERUSERS):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.display(description="roles")
    def roles_here(self, obj):
        """Those at councils that the reader may see."""
        return "; ".join(
            f"{role.get_role_display()} at {role.council}" for role in obj.seen_memberships
        )


def _roles_in_words():
    """Each role, with what it lets a person do beyond looking, which all may."""
    for role in Role:
        powers = [can for can in Can if can in MAY[role] and can is not Can.SEE_RECORDS]
        yield role.value, f"{role.label.capitalize()}: {'; '.join(powers or [Can.SEE_RECORDS])}"


class GiveRoleForm(forms.Form):
    """Who, found by exact e-mail address; where; and which role.

    The name is asked for in any case: else an address alone would tell, and leave no trace, whether
    somebody of another council has an account.
    """

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="Who has an account with this address gets the role. Who has none gets an "
        "account too, and chooses a password by “I have forgotten my password”.",
    )
    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(
        max_length=150, help_text="In an account that is there already the name stays."
    )
    council = forms.ModelChoiceField(queryset=None, empty_label=None)
    role = forms.ChoiceField(choices=_roles_in_words, widget=forms.RadioSelect)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils


class EndRoleForm(forms.Form):
    """Nothing to fill in: the button is the answer."""

    explanation = "The role ends today. What the person did stays on record, under their name."


@admin.register(Membership)
class MembershipAdmin(ActsAdmin):
    """Roles: given and ended, never edited or deleted."""

    reach = "council"
    view_needs = add_needs = Can.MANAGE_PEOPLE
    acts = {"end": "End this role"}
    list_display = ("user", "role", "council", "granted_on", "ended_on")
    list_filter = ("role", ("ended_on", admin.EmptyFieldListFilter), "council")
    list_select_related = ("user", "council")
    names_read = ("user", "council")
    search_fields = ("user__first_name", "user__last_name", "user__username")
    search_help_text = "Name"
    fields = ("user", "council", "role", "granted_on", "ended_on")

    def acts_for(self, request, obj):
        return ["end"] if not obj.ended_on and self.may(request, Can.MANAGE_PEOPLE, obj) else []

    def add_view(self, request, form_url="", extra_context=None):
        """Give a role, by a rule that makes the account where there is none."""
        if not self.has_add_permission(request):
            raise PermissionDenied if self.has_view_permission(request) else Http404
        councils = Council.objects.within_reach_of(request.user, Can.MANAGE_PEOPLE)
        form = GiveRoleForm(posted(request), councils=councils)
        if form.is_valid():
            try:
                role = appointments.give_role(
                    **form.cleaned_data, by=request.user, at=timezone.now()
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                self.message_user(request, f"Given: {role}.", messages.SUCCESS)
                return HttpResponseRedirect(self.address(role, "change"))
        return self.act_page(request, form, act="Give this role", title="Give somebody a role")

    def end_view(self, request, object_id):
        record = self.record_for(request, object_id, "end")
        return self.answer(request, record, "end", EndRoleForm(posted(request)), self.end)

    def end(self, record, form, **by_and_at):
        appointments.end_role(membership=record, **by_and_at)
