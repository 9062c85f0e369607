from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "What was found"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from inspections.authorities import Councils
        from inspections.intake import register
        from inspections.outcomes import Outcomes
        from inspections.recommendations import Recommendations
        from inspections.reports.kind import Reports

        for kind in (Councils(), Outcomes(), Recommendations(), Reports()):
            register(kind)
