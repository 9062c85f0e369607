"""Django's admin, opening on the signed-in person's own work."""

from django.conf import settings
from django.utils import timezone

from councils.access import Can, may_somewhere
from councils.scoped_site import ScopedAdminSite
from improvement.work.awaiting import tasks
from improvement.work.mywork import greeting, my_actions
from improvement.work.owed import plans_to_track

# The lists in plain words, by group, in this order. What is not named stands under "More".
GROUPS = {
    "Plans and progress": {
        "improvement.plan": "Plans",
        "improvement.action": "Actions",
        "improvement.update": "Reports",
        "improvement.helpanswer": "Answers to who asked for help",
        "improvement.duedatemove": "Later dates asked for",
        "improvement.evidence": "Evidence",
        "improvement.evidencecopy": "Cleaned copies of evidence",
        "improvement.signoff": "Sign-off",
        "improvement.amendment": "Changes to what was promised",
        "improvement.milestone": "Milestones",
        "improvement.milestonechange": "Changes of milestones",
        "improvement.indicator": "Indicators",
        "improvement.reading": "Readings of indicators",
        "improvement.readingimport": "Files of readings",
        "improvement.release": "Releases to the public",
        "improvement.trackerimport": "Trackers brought in",
        "improvement.trackerlayout": "Tracker layouts",
        "improvement.redaction": "Words removed",
    },
    "Findings": {
        "inspections.inspection": "Inspections, visits and reviews",
        "inspections.recommendation": "Recommendations",
        "inspections.recommendationlink": "Recommendations that return",
        "inspections.intervention": "Interventions",
        "inspections.report": "Inspection reports (PDF)",
        "inspections.import": "Imports",
    },
    "Council and people": {
        "councils.council": "Councils",
        "inspections.councilimport": "Files of councils",
        "councils.body": "Councils and partner bodies",
        "councils.post": "Posts and who holds them",
        "councils.membership": "Roles",
        "councils.user": "People",
    },
    "Reference data": {
        "inspections.framework": "Inspection frameworks",
        "inspections.judgementarea": "Judgement areas",
        "inspections.gradescale": "Grade scales",
        "inspections.theme": "Themes",
    },
}
MORE = "More"


class ImprovementAdminSite(ScopedAdminSite):
    """The admin of the whole record. What each person finds in it follows from their roles."""

    enable_nav_sidebar = False
    index_title = "My work"

    @property
    def site_header(self):
        return settings.SITE_NAME

    site_title = site_header

    def index(self, request, extra_context=None):
        now = timezone.now()
        work = {
            "greeting": greeting(now),
            "mine": my_actions(request.user, now),
            "tasks": tasks(request.user, now),
            "plans_to_track": plans_to_track(request.user, now),
            "may_import": may_somewhere(request.user, Can.IMPORT),
            "may_take_readings": may_somewhere(request.user, Can.EDIT_PLAN),
        }
        return super().index(request, work | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Every list under the group that its words belong to; one app's own page as Django's."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {
            model["model"]._meta.label_lower: model for app in apps for model in app["models"]
        }
        groups = []
        for name, labels in GROUPS.items():
            known = [
                models.pop(label) | {"name": words}
                for label, words in labels.items()
                if label in models
            ]
            groups.append(_group(name, known))
        groups.append(_group(MORE, list(models.values())))
        return [group for group in groups if group["models"]]


def _group(name, models):
    """In the shape that Django's templates know as an app."""
    app = models[0]["model"]._meta.app_label if models else ""
    return {
        "name": name,
        "app_label": app,
        "app_url": "",
        "has_module_perms": True,
        "models": models,
    }
