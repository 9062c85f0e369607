from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "What was found"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from inspections.authorities import Councils
        from inspections.intake import register
        from inspections.recommendations import Recommendations

        for kind in (Councils(), Recommendations()):
            register(kind)
