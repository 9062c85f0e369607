"""The public pages."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from improvement.pages.about import views as about
from improvement.pages.action import views as action
from improvement.pages.council import views as council
from improvement.pages.councils import views as councils
from improvement.pages.home import views as home
from improvement.pages.indicators import views as indicators
from improvement.pages.inspection import views as inspection
from improvement.pages.over_time import views as over_time
from improvement.pages.plan import views as plan
from improvement.pages.recommendations import views as recommendations


class ReferenceConverter(StringConverter):
    """An action's reference, as `improvement.models.actions.REFERENCE` allows it."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.\-]*"


register_converter(ReferenceConverter, "reference")

plan_urlpatterns = [
    path("", plan.plan, name="plan"),
    path("over-time/", over_time.plan_over_time, name="plan-over-time"),
    path("actions.csv", plan.plan_csv, name="plan-csv"),
    path("actions.json", plan.plan_json, name="plan-json"),
    path("actions/<reference:reference>/", action.action, name="action"),
    path(
        "actions/<reference:reference>/evidence/<int:evidence>/",
        action.evidence_copy,
        name="evidence-copy",
    ),
    path("actions/<reference:reference>.json", action.action_json, name="action-json"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("councils/", councils.councils, name="councils"),
    path("councils.csv", councils.councils_csv, name="councils-csv"),
    path("councils.json", councils.councils_json, name="councils-json"),
    path("councils/<slug:council>/", council.council, name="council"),
    path("councils/<slug:council>/indicators/", indicators.indicators, name="indicators"),
    path(
        "councils/<slug:council>/indicators.csv",
        indicators.indicators_csv,
        name="indicators-csv",
    ),
    path(
        "councils/<slug:council>/indicators.json",
        indicators.indicators_json,
        name="indicators-json",
    ),
    path(
        "councils/<slug:council>/inspections/<slug:inspection>/",
        inspection.inspection,
        name="inspection",
    ),
    path("councils/<slug:council>/plans/<slug:plan>/", include(plan_urlpatterns)),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations.csv", recommendations.recommendations_csv, name="recommendations-csv"),
    path("recommendations.json", recommendations.recommendations_json, name="recommendations-json"),
    path("data/", about.data, name="data"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
