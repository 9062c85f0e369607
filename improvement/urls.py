"""The public pages."""

from django.urls import path

from improvement.views import about, councils, home, inspections, recommendations

urlpatterns = [
    path("", home.home, name="home"),
    path("councils/", councils.councils, name="councils"),
    path("councils/<slug:council>/", councils.council, name="council"),
    path(
        "councils/<slug:council>/inspections/<slug:inspection>/",
        inspections.inspection,
        name="inspection",
    ),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("data/", about.data, name="data"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
