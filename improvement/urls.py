"""The public pages."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from improvement.views import (
    about,
    actions,
    councils,
    home,
    indicators,
    inspections,
    plans,
    recommendations,
)


class ReferenceConverter(StringConverter):
    """An action's reference, as `improvement.models.actions.REFERENCE` allows it."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.\-]*"


register_converter(ReferenceConverter, "reference")

plan_urlpatterns = [
    path("", plans.plan, name="plan"),
    path("over-time/", plans.plan_over_time, name="plan-over-time"),
    path("actions.csv", plans.plan_csv, name="plan-csv"),
    path("actions.json", plans.plan_json, name="plan-json"),
    path("actions/<reference:reference>/", actions.action, name="action"),
    path(
        "actions/<reference:reference>/evidence/<int:evidence>/",
        actions.evidence_copy,
        name="evidence-copy",
    ),
    path("actions/<reference:reference>.json", actions.action_json, name="action-json"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("councils/", councils.councils, name="councils"),
    path("councils.csv", councils.councils_csv, name="councils-csv"),
    path("councils.json", councils.councils_json, name="councils-json"),
    path("councils/<slug:council>/", councils.council, name="council"),
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
        inspections.inspection,
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
