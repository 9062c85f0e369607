"""`import_councils FILE [--dry-run]`: the national list of councils."""

from inspections.authorities import Councils
from inspections.management.import_command import ImportCommand


class Command(ImportCommand):
    help = (
        "Imports councils, their codes and successors from a CSV, XLSX or ODS file: all of them, "
        "or none. None is deleted, no slug changes, and what a person entered by hand stays. The "
        "last line says how many were new, changed, unchanged and wrong."
    )
    kind = Councils()

    def add_arguments(self, parser):
        super().add_arguments(parser)
        self.add_take_as(parser, "whose name is nearly that of a council here")
