from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "What was found"
    default_auto_field = "django.db.models.BigAutoField"
