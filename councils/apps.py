from django.apps import AppConfig
from django.core.management import CommandError
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_migrate

BEFORE = ("councils", "0001_initial")  # the first migration of the time before they began anew


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "Councils and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from councils.cache_version import watch

        connection_created.connect(watch, dispatch_uid="councils.cache_version")
        pre_migrate.connect(refuse_what_was_before, sender=self, dispatch_uid="councils.before")


def refuse_what_was_before(*, using, **_) -> None:
    """Leave a database of before the migrations began anew alone. Raises CommandError."""
    if BEFORE in MigrationRecorder(connections[using]).applied_migrations():
        raise CommandError(
            "This database was made by a version before 0.2, whose tables cannot be carried on: "
            "nothing in it was changed. For the demonstration run: python3 manage.py demo --fresh"
        )
