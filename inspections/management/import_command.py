"""What a person does with a file in the admin, in one go from the command line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from inspections import intake
from inspections.intake import Choices, Decision, Kind, Refused, Tally
from inspections.intake.rows import mistake_in_words
from inspections.intake.sources import MAX_BYTES
from inspections.models import Import, ImportRow
from inspections.spreadsheets import Unreadable

MOST = 100  # wrong rows, and absent records, that are told one by one


class ImportCommand(BaseCommand):
    """All of a file's rows, or none. `kind` is the kind; `whose` finds whose file it is."""

    kind: Kind

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="tell, and save nothing")
        parser.add_argument("--sheet", default="", help="the sheet, where the file has several")
        parser.add_argument(
            "--with-hidden",
            action="store_true",
            help="import hidden rows and columns as well: you have looked at them",
        )

    def add_take_as(self, parser, what: str) -> None:
        """For a kind that offers rows; `what` says which those are."""
        parser.add_argument(
            "--take-as",
            choices=Decision.values,
            help=f"rows {what}: take all as the same, or all as new",
        )

    def whose(self, options):
        """Whose file it is: None for the nation's."""
        return

    def handle(self, *, file, dry_run, **options):
        content = bytes_of(file)
        try:
            with transaction.atomic():
                self._import(content, file.name, self.whose(options), options, timezone.now())
                transaction.set_rollback(dry_run)
        except (Unreadable, Refused) as problem:
            told = str(problem).removeprefix("Nothing was saved. ")
            raise CommandError(f"Nothing was imported. {told}") from problem

    def _import(self, content, name, whose, options, at):
        batch = intake.preview(
            self.kind,
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
        self.say(batch.reading["notices"])
        self._demand_seen(batch, options["with_hidden"])
        self._demand_right(batch)
        choices = Choices(
            answers=self._answers(batch, options.get("take_as")),
            why=options.get("why") or "",
            hidden_seen=options["with_hidden"],
        )
        self.say(self.warnings(batch, at))
        done = intake.confirm(batch=batch, by=None, at=at, choices=choices)
        if not done.saved:
            raise CommandError("Nothing was imported. The records have just changed. Run it again.")
        self.say(self.told(done.batch, at))
        self.say([done.tally])

    def _demand_seen(self, batch: Import, with_hidden: bool) -> None:
        if hidden := batch.reading["hidden"]:
            self.say(hidden)
            if not with_hidden:
                raise CommandError(
                    "Nothing was imported. Look at what is hidden in the file. To import it with "
                    "the rest, say --with-hidden."
                )

    def _demand_right(self, batch: Import) -> None:
        wrong = batch.rows.wrong().order_by("number")
        if count := wrong.count():
            self.complain(
                mistake_in_words(row.number, error) for row in wrong[:MOST] for error in row.errors
            )
            self.say([Tally.of_stored(batch.rows)])
            raise CommandError(f"Nothing was imported. Rows that are wrong: {count:,}.")

    def _answers(self, batch: Import, take_as: str | None) -> dict[int, str]:
        offered = self.kind.rows_of(batch).filter(pk__in=batch.rows.unanswered().values("pk"))
        if offered and not take_as:
            self.complain(self.offer(row) for row in offered[:MOST])
            raise CommandError(
                f"Nothing was imported. Rows to be decided on: {len(offered):,}. Say --take-as "
                "same or --take-as new for all of them, or import the file in the admin."
            )
        return {row.number: take_as for row in offered}

    def offer(self, row: ImportRow) -> str:
        """A sentence on a row that somebody must decide on."""
        described = self.kind.describe(row)
        return f"Row {row.number}, {described.about}: {described.offered}"

    def warnings(self, batch: Import, at) -> Iterable[str]:
        """What a person must know before the rows are written."""
        return ()

    def told(self, batch: Import, at) -> Iterator[str]:
        """What a person must know of rows and records that stay as they are."""
        names, count = self.kind.absent(batch)
        if count:
            yield f"Here and not in the file: {count:,}. Nothing is deleted:"
            yield from (f"  {words}" for words in names)
        if kept := Tally.of_stored(batch.rows).kept:
            yield f"Kept as decided here by hand, though the file says otherwise: {kept}"

    def say(self, sentences):
        self.stdout.writelines(f"{sentence}\n" for sentence in sentences if sentence)

    def complain(self, sentences):
        self.stderr.writelines(f"{sentence}\n" for sentence in sentences)


def bytes_of(file: Path) -> bytes:
    """What a file holds, and no more of it than is taken. Raises CommandError."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
