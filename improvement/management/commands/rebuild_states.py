from django.core.management.base import BaseCommand

from improvement.record import refresh_all


class Command(BaseCommand):
    help = "Reads where every action stands from its log again, and mends what was stored wrong."

    def handle(self, **options):
        changed = refresh_all()
        if changed:
            self.stdout.write(f"{changed} states were wrong, and are mended.")
        elif options["verbosity"] and self.stdout.isatty():
            self.stdout.write("Every state is what the log says.")
