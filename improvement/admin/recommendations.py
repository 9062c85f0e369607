"""Recommendations as their own admin has them, with what this app adds: removing words."""

from django.contrib import admin

from improvement.admin.redaction import REMOVE, WordsRemovable
from inspections.admin.findings import RecommendationAdmin
from inspections.models import Recommendation


class RedactableRecommendationAdmin(WordsRemovable, RecommendationAdmin):
    acts = RecommendationAdmin.acts | REMOVE


admin.site.unregister(Recommendation)
admin.site.register(Recommendation, RedactableRecommendationAdmin)
