from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ImprovementConfig(AppConfig):
    name = "improvement"
    verbose_name = "What is being done"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(_read_the_past, sender=self, dispatch_uid="improvement.periods")
        from improvement.readings_file.kind import Readings
        from improvement.trackers import undoing
        from inspections.batches import saving
        from inspections.models import Import
        from inspections.taking_back import can_undo

        can_undo(
            Import.Kind.READINGS,
            lambda batch, by, at: saving.undo(Readings(), batch=batch, by=by, at=at),
        )
        can_undo(
            Import.Kind.PLAN,
            lambda batch, by, at: undoing.undo(batch=batch.trackerimport, by=by, at=at),
        )


def _read_the_past(**_):
    """Where the log is older than what is read from it, as after an upgrade."""
    from improvement.models import Action, ActionState, Status, Step
    from improvement.states import refresh_all

    untold = Action.objects.filter(public_at__isnull=False, periods=None)
    unread = ActionState.objects.filter(status=Status.BUSINESS_AS_USUAL, check_due_on=None)
    if untold.exists() or unread.exclude(step=Step.SUSTAINED).exists():
        refresh_all()
