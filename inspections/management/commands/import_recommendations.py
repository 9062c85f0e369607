"""`import_recommendations FILE --council SLUG --inspection SLUG`: what a clerk does, in one go."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from inspections.intake.sources import MAX_BYTES
from inspections.models import ImportRow, Inspection
from inspections.recommendations import saving, wording
from inspections.recommendations.scope import Scope
from inspections.recommendations.showing import absent_from
from inspections.spreadsheets import Unreadable


class Command(BaseCommand):
    help = (
        "Imports the recommendations of a report from a CSV, XLSX or ODS file: all of them, or "
        "none. What a person edited by hand stays. The last line says how many were new, changed, "
        "unchanged and wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--inspection", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="tell, and save nothing")
        parser.add_argument("--sheet", default="", help="the sheet, where the file has several")
        parser.add_argument(
            "--with-hidden",
            action="store_true",
            help="import hidden rows and columns as well: you have looked at them",
        )
        parser.add_argument(
            "--take-as",
            choices=ImportRow.Decision.values,
            help="rows that are only nearly the same as a record here: take all as the same, "
            "or all as new",
        )

    def handle(self, *, file, council, inspection, dry_run, **options):
        choices = {name: options[name] for name in ("take_as", "sheet", "with_hidden")}
        content = self._read(file)
        inspection = self._find(council, inspection)
        try:
            with transaction.atomic():
                self._import(content, file.name, inspection, at=timezone.now(), **choices)
                transaction.set_rollback(dry_run)
        except (Unreadable, saving.Refused) as problem:
            raise CommandError(f"Nothing was imported. {problem}") from problem

    def _read(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem

    def _find(self, council: str, slug: str) -> Inspection:
        rows = Inspection.objects.select_related("council").filter(council__slug=council)
        if found := rows.filter(slug=slug).first():
            return found
        known = ", ".join(rows.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(
            f"There is no inspection “{slug}” of a council “{council}”. Its inspections: {known}."
        )

    def _import(self, content, name, inspection, *, take_as, sheet, with_hidden, at):
        batch, plan = saving.preview(
            content=content, file_name=name, inspection=inspection, by=None, at=at, sheet=sheet
        )
        if plan is None:
            names = "; ".join(f"“{sheet['name']}”" for sheet in batch.reading["sheets"])
            raise CommandError(f"Nothing was imported. Choose a sheet by --sheet: {names}.")
        self._say(batch.reading["notices"])
        if hidden := batch.reading["hidden"]:
            self._say(hidden)
            if not with_hidden:
                raise CommandError(
                    "Nothing was imported. Look at what is hidden in the file. To import it with "
                    "the rest, say --with-hidden."
                )
        if wrong := plan.tally.wrong:
            self._complain(wording.wrong_rows(plan))
            self._say([plan.tally])
            raise CommandError(f"Nothing was imported. Rows that are wrong: {wrong:,}.")
        if offered := plan.tally.offered:
            if not take_as:
                self._complain(wording.offered_rows(plan))
                raise CommandError(
                    f"Nothing was imported. Rows to be decided on: {offered:,}. Say --take-as same "
                    "or --take-as new for all of them, or import the file in the admin."
                )
            numbers = [row.number for row in plan.rows if row.effect == "offered"]
            saving.answer(batch=batch, answers=dict.fromkeys(numbers, take_as))
        if plan.tally.acts and (warning := wording.release_warning(plan.scope)):
            self._say([warning, *wording.looks_personal(plan.texts)])
        done = saving.confirm(batch=batch, by=None, at=at, hidden_seen=with_hidden)
        if not done.saved:
            raise CommandError("Nothing was imported. The records have just changed. Run it again.")
        self._say(wording.absent_records(absent_from(batch)))
        self._say(wording.left_alone(batch))
        self._say(wording.printed_and_standing(Scope(inspection, by=None, at=at)))
        self._say([done.tally])

    def _say(self, sentences):
        self.stdout.writelines(f"{sentence}\n" for sentence in sentences if sentence)

    def _complain(self, sentences):
        self.stderr.writelines(f"{sentence}\n" for sentence in sentences)
