"""What the publisher does with a plan: publish it, publish added actions, release reports."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, path, resolve, reverse
from django.utils import timezone

from councils.access import Can
from councils.publishing import State, state_of
from councils.scoping import posted
from improvement import workflow
from improvement.forms.releasing import PublishActionsForm, ReleaseForm
from improvement.wording import counted_as
from improvement.work.waiting import waiting_rows


class Releasing:
    """For the admin of plans. Each page can be previewed before anything is done."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        name = "improvement_plan_preview"
        return [path("<int:object_id>/preview/", view, name=name), *super().get_urls()]

    def releasing_acts(self, request, plan) -> list[str]:
        if not self.may(request, Can.RELEASE, plan):
            return []
        if state_of(plan, timezone.now()) is not State.PUBLIC:
            return []
        drafts = plan.actions.filter(public_at__isnull=True).exists()
        return ["release-reports", *(["publish-actions"] if drafts else [])]

    # --- reports ---

    def release_reports_view(self, request, object_id):
        plan = self.record_for(request, object_id, "release-reports")
        form = self._release_form(request, plan)
        if form.is_valid() and self._released(request, plan, form):
            return HttpResponseRedirect(reverse("admin:index"))
        return self._offers_page(request, plan, form, "release-reports")

    def _release_form(self, request, plan):
        return ReleaseForm(posted(request), waiting=waiting_rows(plan, timezone.now()))

    def _release(self, plan, form, answers, **by_and_at):
        workflow.release(
            plan=plan, rows=form.chosen(), answers=answers, seen=form.seen(), **by_and_at
        )

    def _released(self, request, plan, form) -> bool:
        return self._done(
            request,
            form,
            lambda: self._release(plan, form, form.answers(), by=request.user, at=timezone.now()),
            f"Released: {counted_as(len(form.chosen()), 'row')} of “{plan.title}”. The public can "
            "read them now.",
        )

    # --- actions added later ---

    def publish_actions_view(self, request, object_id):
        plan = self.record_for(request, object_id, "publish-actions")
        form = self._actions_form(request, plan)
        if form.is_valid() and self._published(request, plan, form):
            return HttpResponseRedirect(reverse("admin:index"))
        return self._offers_page(request, plan, form, "publish-actions")

    def _actions_form(self, request, plan):
        drafts = plan.actions.filter(public_at__isnull=True).order_by("sorts_as")
        return PublishActionsForm(posted(request), actions=drafts)

    def _publish(self, plan, form, answers, **by_and_at):
        workflow.publish_actions(
            plan=plan, actions=form.chosen(), answers=answers, seen=form.seen(), **by_and_at
        )

    def _published(self, request, plan, form) -> bool:
        return self._done(
            request,
            form,
            lambda: self._publish(plan, form, form.answers(), by=request.user, at=timezone.now()),
            f"Published: {counted_as(len(form.chosen()), 'action')} of “{plan.title}”.",
        )

    # --- what both share ---

    def _done(self, request, form, act, message) -> bool:
        try:
            act()
        except ValidationError as refused:
            form.add_error(None, refused)
            return False
        self.message_user(request, message, messages.SUCCESS)
        return True

    def _offers_page(self, request, plan, form, act):
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {
            "title": f"{self.acts[act]}: {plan.title}",
            "act": self.acts[act],
            "kind": act,
            "opts": self.opts,
            "object": plan,
            "form": form,
            "offers": form.offers(),
        }
        return TemplateResponse(request, "admin/improvement/plan/offers.html", context)

    # --- preview ---

    def preview_view(self, request, object_id):
        """The public page of the plan, or of one of its actions, as it would be after the act."""
        plan = self.get_object(request, str(object_id))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        kind = request.POST.get("kind")
        if kind not in self.acts_for(request, plan):
            raise PermissionDenied
        try:
            act = self._act(request, plan, kind)
            return preview(request, self._address_to_preview(request, plan), act)
        except ValidationError as refused:
            for message in refused.messages:
                self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(self.address(plan, kind))

    def _address_to_preview(self, request, plan):
        """Of the plan's page, or of the action whose reference is asked for."""
        reference = request.POST.get("action")
        if not reference:
            return plan.get_absolute_url()
        return get_object_or_404(plan.actions, reference=reference).get_absolute_url()

    def _act(self, request, plan, kind):
        """The act to preview. What the screening finds is answered later, for nothing is kept."""
        who = {"by": request.user, "at": timezone.now()}
        if kind == "release":
            found = workflow.screening_of_plan(plan, plan.actions.all())
            return lambda: workflow.publish_plan(plan=plan, answers=_any(found), **who)
        if kind == "release-reports":
            form, act = self._release_form(request, plan), self._release
        elif kind == "publish-actions":
            form, act = self._actions_form(request, plan), self._publish
        else:
            raise PermissionDenied
        if not form.is_valid() and not form.chosen_keys():
            raise ValidationError(form.non_field_errors())
        return lambda: act(plan, form, _any(form.suspicions_chosen()), **who)


def _any(suspicions):
    return dict.fromkeys((found.key for found in suspicions), "preview")


# --- the public page as it would be: the act is done, the page is made, the act is undone ---


def preview(request, address, act):
    """The response of the public page at `address` as a stranger would get it after `act`.

    Nothing that `act` does is kept. What it raises passes through.
    """
    with transaction.atomic():
        act()
        response = _as_a_stranger(request, address)
        transaction.set_rollback(True)
    return response


def _as_a_stranger(request, address):
    path = "/" + address.removeprefix(get_script_prefix())
    environ = {
        name: value
        for name, value in request.META.items()
        if name not in {"HTTP_COOKIE", "CONTENT_LENGTH", "CONTENT_TYPE"}
    }
    public = WSGIRequest(
        environ
        | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "wsgi.input": BytesIO(),
        }
    )
    public.user = AnonymousUser()
    public.resolver_match = match = resolve(path)
    return match.func(public, *match.args, **match.kwargs)
