"""Pages about the site itself: what it is, how accessible it is, what can be downloaded."""

from django.shortcuts import render
from django.utils import timezone

from councils.days import day_of
from improvement.models import Plan
from improvement.opendata import COLUMNS
from improvement.pages.charts import four_answers
from improvement.pages.columns import council_columns, recommendation_columns
from improvement.pages.indicators.columns import INDICATOR_COLUMNS
from improvement.pages.public import public_page
from improvement.rules import PLAN_RULES, RELEASE_WITHIN, RULES, summarise


@public_page()
def about(request):
    """What the words mean, what every claim is held against, who publishes, whom to tell."""
    day = day_of(timezone.now())
    nothing = summarise([], started_on=day, day=day)
    context = {
        "answers": four_answers(nothing),
        "rules": RULES,
        "plan_rules": PLAN_RULES,
        "release_within": RELEASE_WITHIN,
        "longest_interval": Plan.LONGEST_INTERVAL,
    }
    return render(request, "improvement/about.html", context)


@public_page()
def accessibility(request):
    """The statement that the regulations of 2018 ask of every public body's website."""
    return render(request, "improvement/accessibility.html")


@public_page()
def data(request):
    """What can be downloaded, under which licence, and what each column holds."""
    context = {
        "files": [
            ("councils", "Councils", council_columns("/")),
            ("recommendations", "Recommendations", recommendation_columns("/")),
            ("actions", "Actions of a plan", COLUMNS),
            ("indicators", "Indicators of a council", INDICATOR_COLUMNS),
        ]
    }
    return render(request, "improvement/data.html", context)
