"""Answering a request for help, in the admin."""

from django.utils import timezone

from councils.days import day_of
from councils.scoping import posted
from improvement import workflow
from improvement.forms.deciding import AnswerHelpForm
from improvement.work.inside import INTERNAL
from improvement.workflow.helping import may_answer


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
