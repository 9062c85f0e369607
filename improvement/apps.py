from django.apps import AppConfig
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate


class ImprovementConfig(AppConfig):
    name = "improvement"
    verbose_name = "What is being done"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(_read_the_past, sender=self, dispatch_uid="improvement.periods")
        from improvement.readings.kind import Readings
        from improvement.trackers.kind import Trackers
        from inspections.intake import register

        register(Readings())
        register(Trackers())


def _read_the_past(plan=(), **_):
    """Where the log is older than what is read from it: after an upgrade, or a restored backup.

    `plan` holds the migrations that were made or undone now: one of ours may come with another
    reading. Where they end before the last, the tables are not those of these models.
    """
    from improvement.models import Action
    from improvement.record import refresh_all

    ours = [(made.name, undone) for made, undone in plan if made.app_label == "improvement"]
    if ours and not _is_last(*ours[-1]):
        return
    if ours or Action.objects.filter(public_at__isnull=False, periods=None).exists():
        refresh_all()


def _is_last(name: str, undone: bool) -> bool:
    leaves = MigrationLoader(None).graph.leaf_nodes("improvement")
    return not undone and ("improvement", name) in leaves
