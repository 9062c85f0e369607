"""What a person does with a table in the admin, in one go from the command line."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from inspections import intake
from inspections.intake import Choices, Kind, Refused, Tally
from inspections.intake.rows import mistake_in_words
from inspections.intake.sources import MAX_BYTES
from inspections.models import Import
from inspections.spreadsheets import Unreadable

MOST = 100  # wrong rows, and absent records, that are told one by one


class TableCommand(BaseCommand):
    """All of a file's rows, or none. `table` is the kind; `whose` finds whose table it is."""

    table: Kind

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="tell, and save nothing")
        parser.add_argument("--sheet", default="", help="the sheet, where the file has several")
        parser.add_argument(
            "--with-hidden",
            action="store_true",
            help="import hidden rows and columns as well: you have looked at them",
        )

    def whose(self, options):
        """The council whose table it is, or None."""
        return

    def handle(self, *, file, dry_run, **options):
        content = self._read(file)
        try:
            with transaction.atomic():
                self._import(content, file.name, self.whose(options), options, timezone.now())
                transaction.set_rollback(dry_run)
        except (Unreadable, Refused) as problem:
            told = str(problem).removeprefix("Nothing was saved. ")
            raise CommandError(f"Nothing was imported. {told}") from problem

    def _read(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem

    def _import(self, content, name, whose, options, at):
        batch = intake.preview(
            self.table,
            content=content,
            file_name=name,
            whose=whose,
            by=None,
            at=at,
            sheet=options["sheet"],
        )
        if sheets := batch.reading.get("sheets"):
            names = "; ".join(f"“{sheet['name']}”" for sheet in sheets)
            raise CommandError(f"Nothing was imported. Choose a sheet by --sheet: {names}.")
        self._say(batch.reading["notices"])
        self._demand_seen(batch, options["with_hidden"])
        self._demand_right(batch)
        answers = dict.fromkeys(
            batch.rows.unanswered().values_list("number", flat=True), options.get("take_as")
        )
        intake.confirm(
            batch=batch,
            by=None,
            at=at,
            choices=Choices(
                answers=answers, why=options.get("why") or "", hidden_seen=options["with_hidden"]
            ),
        )
        self._tell(batch)

    def _demand_seen(self, batch: Import, with_hidden: bool) -> None:
        if hidden := batch.reading["hidden"]:
            self._say(hidden)
            if not with_hidden:
                raise CommandError(
                    "Nothing was imported. Look at what is hidden in the file. To import it with "
                    "the rest, say --with-hidden."
                )

    def _demand_right(self, batch: Import) -> None:
        wrong = batch.rows.wrong().order_by("number")
        if count := wrong.count():
            self.stderr.writelines(
                f"{mistake_in_words(row.number, error)}\n"
                for row in wrong[:MOST]
                for error in row.errors
            )
            self._say([Tally.of_stored(batch.rows)])
            raise CommandError(f"Nothing was imported. Rows that are wrong: {count:,}.")

    def _tell(self, batch: Import) -> None:
        tally = Tally.of_stored(batch.rows)
        if count := batch.reading["absent_in_all"]:
            self._say([f"Here and not in the file: {count:,}. Nothing is deleted:"])
            self._say(f"  {words}" for words in batch.reading["absent"])
        if tally.kept:
            self._say(
                [f"Kept as decided here by hand, though the file says otherwise: {tally.kept}"]
            )
        self._say([tally])

    def _say(self, sentences):
        self.stdout.writelines(f"{sentence}\n" for sentence in sentences)
