from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "Councils and people"
    default_auto_field = "django.db.models.BigAutoField"
