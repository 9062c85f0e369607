"""`import_councils FILE [--dry-run]`: the national list of councils."""

from inspections.authorities.kind import Councils
from inspections.management.table_command import TableCommand
from inspections.models import ImportRow


class Command(TableCommand):
    help = (
        "Imports councils, their codes and successors from a CSV, XLSX or ODS file: all of them, "
        "or none. None is deleted, no slug changes, and what a person entered by hand stays. The "
        "last line says how many were new, changed, unchanged and wrong."
    )
    table = Councils()

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--take-as",
            choices=ImportRow.Decision.values,
            help="rows whose name is nearly that of a council here: take all as the same, or new",
        )
