"""Sign-off in the admin, and what takes an action out of its plan."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect

from councils.access import Can
from councils.models import Membership, User
from councils.scoping import posted
from improvement import workflow
from improvement.forms.deciding import STEPS, CloseForm, SignOffForm
from improvement.models import ActionState, Step
from improvement.work.inside import INTERNAL


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
