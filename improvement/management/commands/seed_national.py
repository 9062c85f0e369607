from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement import synthetic


class Command(BaseCommand):
    help = "Fills an empty database with synthetic national data, to measure with."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=int,
            default=1,
            help="how many times 5,000 recommendations and 10,000 actions (default: 1)",
        )
        parser.add_argument(
            "--actions",
            type=int,
            metavar="N",
            help="only N actions with one report each, and no inspections",
        )

    def handle(self, *, scale, actions, verbosity, **options):
        if scale < 1 or (actions is not None and actions < 1):
            raise CommandError("Nothing was seeded. Give a whole number from 1.")
        shown = verbosity and self.stdout.isatty()
        try:
            counts = synthetic.seed(
                at=timezone.now(),
                scale=scale,
                actions=actions,
                say=self.progress if shown else lambda step: None,
            )
        except synthetic.CannotSeed as problem:
            raise CommandError(f"Nothing was seeded. {problem}") from problem
        if verbosity:
            self.stdout.writelines(f"{kind}: {count:,}\n" for kind, count in counts.items())

    def progress(self, step):
        self.stdout.write(f"{step}…")
