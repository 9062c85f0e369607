from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from councils.reference.files import ReferenceDataError
from inspections.reference import load_reference


class Command(BaseCommand):
    help = "Loads the reference data: authorities, frameworks, the real record. Again: no change."

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.ROOT / "fixtures",
            help="where the reference data lies (default: fixtures/)",
        )

    def handle(self, *, folder, verbosity, **options):
        shown = verbosity and self.stdout.isatty()
        try:
            tallies = load_reference(folder, say=self.progress if shown else lambda step: None)
        except ReferenceDataError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        except DatabaseError as problem:
            raise CommandError(
                f"Nothing was loaded. The database said: {problem} (Is it up to date? "
                "“manage.py migrate” makes it so.)"
            ) from problem
        if verbosity:
            self.stdout.writelines(f"{tally}\n" for tally in tallies)

    def progress(self, step):
        self.stdout.write(f"{step}…")
