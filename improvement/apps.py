from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "improvement"
    verbose_name = "What is being done"
    default_auto_field = "django.db.models.BigAutoField"
