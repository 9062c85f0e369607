"""`undo_import NUMBER`: what an import did is taken back, by the rules of the admin."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inspections.intake import Refused, undo
from inspections.models import Import


class Command(BaseCommand):
    help = (
        "Undoes an import: all of it, and only while nobody has touched what it did and none of "
        "it is public. The history keeps both."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="NUMBER", help="the import's number")

    def handle(self, *, number, **options):
        batch = Import.objects.defer("content").filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no import {number}.")
        try:
            undo(batch=batch, by=None, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Import {number}, “{batch.file_name}”, is undone.")
