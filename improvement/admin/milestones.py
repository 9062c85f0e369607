"""Milestones in the admin: rows of a draft's form; acts in the open once the action is public."""

from django.contrib import admin

from councils.access import Can
from councils.scoping import ActsAdmin, Only, ScopedTabularInline, posted
from improvement import workflow
from improvement.admin.redaction import REMOVE, WordsRemovable
from improvement.forms.milestones import AddMilestoneForm, ChangeMilestoneForm, Kind, MilestoneForm
from improvement.models import Milestone
from improvement.pages.action.milestones import MilestoneLine, line_of


class MilestoneInline(ScopedTabularInline):
    """Shown only while the action is a draft: afterwards they change by an act."""

    model = Milestone
    form = MilestoneForm
    reach = "action__plan__council"
    fields = ("original_due", "title")
    verbose_name_plural = "milestones on the way"


def as_lines(action, day) -> list[MilestoneLine]:
    """The action's milestones as its own people know them on the London day `day`."""
    titles = {one.pk: one.title for one in action.milestones.all()}
    stages = workflow.stages_now(action) if titles else {}
    return [line_of(stage, titles[pk], day) for pk, stage in stages.items()]


class ChangesMilestones:
    """The pages on which the plan's officers add a milestone, move it or drop it."""

    def milestone_acts(self, action) -> list[str]:
        """Of an action that is public, for who may edit its plan."""
        if action.public_at is None:
            return []
        there = any(one.is_outstanding for one in workflow.stages_now(action).values())
        return ["add-milestone", "change-milestone"] if there else ["add-milestone"]

    def add_milestone_view(self, request, object_id):
        action = self.record_for(request, object_id, "add-milestone")
        form = AddMilestoneForm(posted(request))
        return self.answer(request, action, "add-milestone", form, self.add_milestone)

    def add_milestone(self, action, form, **by_and_at):
        workflow.add_milestone(action=action, **form.cleaned_data, **by_and_at)

    def change_milestone_view(self, request, object_id):
        action = self.record_for(request, object_id, "change-milestone")
        stages = workflow.stages_now(action)
        form = ChangeMilestoneForm(posted(request), action=action, stages=stages)
        return self.answer(request, action, "change-milestone", form, self.change_milestone)

    def change_milestone(self, action, form, **by_and_at):
        chosen = form.cleaned_data
        said = {name: chosen[name] for name in ("milestone", "why", "agreed_by")} | by_and_at
        if chosen["kind"] == Kind.MOVED:
            workflow.move_milestone(to=chosen["to"], **said)
        else:
            workflow.drop_milestone(**said)


@admin.register(Milestone)
class MilestoneAdmin(WordsRemovable, ActsAdmin):
    """Only for looking up, and for removing words about a person."""

    reach = "action__plan__council"
    add_needs = change_needs = delete_needs = Only.NOBODY
    acts = REMOVE
    names_read = ("action__plan",)
    list_display = ("title", "action", "original_due")
    list_select_related = ("action",)
    search_fields = ("title", "action__reference")
    search_help_text = "Words of the milestone, or the action's reference"
    view_needs = Can.SEE_RECORDS
