"""`import_readings FILE --council SLUG [--dry-run]`: readings of a council's indicators."""

from django.core.management.base import CommandError

from councils.models import Council
from improvement.readings.kind import Readings
from inspections.management.import_command import ImportCommand


class Command(ImportCommand):
    help = (
        "Imports readings of a council's indicators from a CSV, XLSX or ODS file: all of them, or "
        "none. They wait for release. What a person recorded by hand stays. The last line says how "
        "many were new, changed, unchanged and wrong."
    )
    kind = Readings()

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument(
            "--why", default="", help="why figures are corrected, where a row does not say it"
        )

    def whose(self, options):
        if council := Council.objects.filter(slug=options["council"]).first():
            return council
        raise CommandError(f"There is no council “{options['council']}”.")
