"""Decided in the admin: sign-off, what takes an action out of its plan, and answers to help."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils import timezone

from councils.access import Can
from councils.days import day_of
from councils.models import Membership, User
from councils.scoping import posted
from improvement import workflow
from improvement.forms.deciding import STEPS, AnswerHelpForm, CloseForm, SignOffForm
from improvement.models import ActionState, Step
from improvement.work.inside import INTERNAL
from improvement.workflow.asking import may_answer


class SignsOff:
    """The steps that may follow, each on a page of its own; withdrawal, merger, replacement."""

    def steps_for(self, request, action) -> list[Step]:
        """The steps that may follow as the record stands, and that this person may record."""
        state = action.states.get(audience=INTERNAL)
        if state.claimed not in ActionState.DELIVERED:
            return []
        propose = self.may_report(request, action)
        decide = self.may(request, Can.DECIDE, action)
        after = workflow.steps_after(state.step)
        return [step for step in after if (propose if step == Step.PROPOSED else decide)]

    def sign_off_view(self, request, object_id):
        action = self.record_for(request, object_id, "sign-off")
        step = request.GET.get("step")
        if step is None:  # the buttons, one for each step that may follow, stand on its page
            return HttpResponseRedirect(f"{self.address(action, 'change')}#sign-off")
        if step not in self.steps_for(request, action):
            raise PermissionDenied
        form = SignOffForm(
            posted(request), step=Step(step), action=action, people=self._people(request, action)
        )
        page = self.answer(request, action, "sign-off", form, self.sign_off)
        if hasattr(page, "context_data"):
            page.context_data |= {"act": STEPS[step], "title": f"{STEPS[step]}: {action}"}
        return page

    def sign_off(self, action, form, **by_and_at):
        workflow.record_sign_off(action=action, step=form.step, **form.cleaned_data, **by_and_at)

    def _people(self, request, action):
        """Colleagues with a role at the council that the plan belongs to."""
        here = Membership.objects.current().filter(council=action.plan.council_id)
        people = User.objects.filter(pk__in=here.values("user_id"), is_active=True)
        return people.order_by("last_name", "first_name")

    def close_view(self, request, object_id):
        action = self.record_for(request, object_id, "close")
        form = CloseForm(posted(request), action=action)
        return self.answer(request, action, "close", form, self.close)

    def close(self, action, form, **by_and_at):
        workflow.report_progress(action=action, **form.cleaned_data, **by_and_at)


class AnswersHelp:
    """For the admin of actions: the page on which whoever was asked for help answers."""

    def may_answer(self, request, action) -> bool:
        state = action.states.select_related("help_from").get(audience=INTERNAL)
        return may_answer(request.user, action, state, day_of(timezone.now()))

    def help_view(self, request, object_id):
        action = self.record_for(request, object_id, "help")
        asked = action.states.select_related("update", "help_from").get(audience=INTERNAL)
        form = AnswerHelpForm(posted(request), asked=asked)
        return self.answer(request, action, "help", form, self.answer_help)

    def answer_help(self, action, form, **by_and_at):
        workflow.answer_help(action=action, **form.cleaned_data, **by_and_at)
