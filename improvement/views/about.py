"""Pages about the site itself: what it is, how accessible it is, what can be downloaded."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.days import day_of
from improvement.assurance import RELEASE_WITHIN, RULES
from improvement.models import Plan
from improvement.opendata import COLUMNS
from improvement.pages.charts import four_answers
from improvement.pages.findings_data import council_columns, recommendation_columns
from improvement.progress import summarise


@login_not_required
@require_safe
def about(request):
    """What the words mean, what every claim is held against, who publishes, whom to tell."""
    day = day_of(timezone.now())
    nothing = summarise([], started_on=day, day=day)
    context = {
        "answers": four_answers(nothing),
        "rules": RULES,
        "release_within": RELEASE_WITHIN,
        "longest_interval": Plan.LONGEST_INTERVAL,
    }
    return render(request, "improvement/about.html", context)


@login_not_required
@require_safe
def accessibility(request):
    """The statement that the regulations of 2018 ask of every public body's website."""
    return render(request, "improvement/accessibility.html")


@login_not_required
@require_safe
def data(request):
    """What can be downloaded, under which licence, and what each column holds."""
    context = {
        "files": [
            ("councils", "Councils", council_columns("/")),
            ("recommendations", "Recommendations", recommendation_columns("/")),
            ("actions", "Actions of a plan", COLUMNS),
        ]
    }
    return render(request, "improvement/data.html", context)
