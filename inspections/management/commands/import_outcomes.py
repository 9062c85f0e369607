"""`import_outcomes FILE`: official statistics of inspection outcomes, or a table like them."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from inspections.intake import Refused
from inspections.management.import_command import bytes_of
from inspections.outcomes import bring_in, wording
from inspections.spreadsheets import Unreadable


class Command(BaseCommand):
    help = (
        "Imports inspections and judgements from Ofsted's official statistics (ODS or XLSX, all "
        "sheets) or from a CSV table. A later issue corrects an earlier one, and the correction "
        "is kept; whatever contradicts a report or a person is listed with both, and changes "
        "nothing. Rows that are wrong are told and left out. New inspections are public from the "
        "day of their report. The same file again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="tell, and save nothing")
        parser.add_argument(
            "--as-at",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the file is official statistics as at this day, though it does not say so",
        )
        parser.add_argument("--draft", action="store_true", help="keep new inspections as drafts")
        parser.add_argument(
            "--with-hidden",
            action="store_true",
            help="import hidden rows and columns as well: you have looked at them",
        )
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="save nothing if one row is wrong"
        )

    def handle(self, *, file, dry_run, as_at, draft, with_hidden, all_or_nothing, **options):
        content = bytes_of(file)
        try:
            with transaction.atomic():
                done = bring_in(
                    content=content,
                    file_name=file.name,
                    by=None,
                    at=timezone.now(),
                    as_at=as_at,
                    draft=draft,
                    with_hidden=with_hidden,
                    all_or_nothing=all_or_nothing,
                )
                transaction.set_rollback(dry_run)
        except (Unreadable, Refused) as problem:
            raise CommandError(_once(f"Nothing was imported. {problem}")) from problem
        self.stderr.writelines(f"{one}\n" for one in wording.wrong_rows(done.plan))
        self.stdout.writelines(f"{one}\n" for one in wording.summary(done, dry_run=dry_run))


def _once(sentence: str) -> str:
    return sentence.replace("Nothing was imported. Nothing was saved. ", "Nothing was imported. ")
