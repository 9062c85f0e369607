from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "Councils and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from councils.cache_version import watch

        connection_created.connect(watch, dispatch_uid="councils.cache_version")
