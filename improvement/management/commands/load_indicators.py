"""`load_indicators FOLDER`: the Department for Education's series under the real councils."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement.indicators.loading import SeriesRefused, load_series
from improvement.indicators.tables import WrongFile

MOST = 20  # wrong cells that are told one by one


class Command(BaseCommand):
    help = (
        "Loads the Department for Education's series of measures for every council on record: "
        "all of them, or none. What a person recorded stays. The last line says how many "
        "readings were new, changed, unchanged and wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", type=Path, metavar="FOLDER", help="where the files and the dictionary lie"
        )

    def handle(self, *, folder, verbosity, **options):
        try:
            tally, loaded = load_series(folder, at=timezone.now())
        except WrongFile as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        except SeriesRefused as refused:
            raise CommandError(self.told(refused.loaded)) from refused
        if not verbosity:
            return
        if loaded.elsewhere:
            names = ", ".join(sorted(loaded.elsewhere))
            self.stdout.write(f"Not on record here, and left out: {names}")
        if loaded.kept:
            self.stdout.write(f"Left as people have recorded them: {loaded.kept} readings")
        self.stdout.write(str(tally))
        self.stdout.write(str(loaded))

    def told(self, loaded) -> str:
        """Each wrong cell in a line, then the count."""
        lines = ["Nothing was loaded.", *(str(wrong) for wrong in loaded.wrong[:MOST])]
        if more := len(loaded.wrong) - MOST:
            lines += [f"{more} more."] if more > 0 else []
        return "\n".join([*lines, str(loaded)])
