"""`import_report FILE… [--publish]`: reports become draft inspections, each whole or not at all."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councils.models import Council
from inspections.intake import Refused
from inspections.models import Import
from inspections.reports.correcting import current
from inspections.reports.kind import ReportChoices, save
from inspections.reports.plan import DraftPlan
from inspections.reports.publishing import NotReady, publish
from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.opening import MAX_BYTES
from inspections.reports.receiving import receive
from inspections.reports.telling import not_taken, saved_in_words


class Command(BaseCommand):
    help = (
        "Reads report PDFs and saves each as a draft inspection, or as a new version of one that "
        "is here: all of it, or nothing. A report of which the reader doubts anything is refused. "
        "The same file again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--council", metavar="SLUG", help="whose report it is, where it does not say so itself"
        )
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--publish", action="store_true", help="let the public read it at once")
        ways.add_argument(
            "--draft",
            action="store_true",
            help="save it as a draft although the reader has doubts; they stay open, and a "
            "publisher must answer them",
        )

    def handle(self, *, files, council, publish, draft, **options):
        failed = 0
        councils = list(Council.objects.select_related("body"))
        chosen = next((one for one in councils if one.slug == council), None)
        if council and chosen is None:
            raise CommandError(f"There is no council “{council}”.")
        ways = {"with_doubts": draft, "publishing": publish, "chosen": chosen}
        with BoundedReader(settings.ROOT / "fixtures") as reader:
            for file in files:
                if self.stdout.isatty():
                    self.stdout.write(f"{file}…")
                try:
                    with transaction.atomic():
                        self._bring_in(file, reader, councils, **ways)
                except (Unreadable, Refused, NotReady) as problem:
                    failed += 1
                    self.stderr.write(f"{file}: {problem}")
        if failed:
            raise CommandError(f"Not imported: {failed} of {len(files)}.")

    def _bring_in(self, file, reader, councils, *, chosen, with_doubts, publishing):
        at = timezone.now()
        report, is_new = receive(
            content=_bytes_of(file),
            file_name=file.name,
            reader=reader,
            councils=councils,
            chosen=chosen,
            by=None,
            at=at,
        )
        if not is_new and report.state == Import.State.CONFIRMED:
            self.stdout.write(f"{file}: here already, nothing changed.")
        else:
            self._save(file, report, with_doubts, at)
        if publishing:
            for title in publish(report=report, at=at):
                self.stdout.write(f"{file}: {title} is public.")

    def _save(self, file, report, with_doubts, at):
        doubts = list(report.doubts.open())
        if doubts and not with_doubts:
            for doubt in doubts:
                self.stderr.write(f"{file}: {doubt.field}, {doubt}")
            raise Refused(
                f"The reader is not sure of {len(doubts)} thing{'s' * (len(doubts) > 1)}. Settle "
                "them in the admin, or say --draft to save it as a draft all the same."
            )
        plan = DraftPlan(report, current(report), by=None, at=at)
        for sentence in not_taken(plan):
            self.stdout.write(f"{file}: {sentence}")
        choices = ReportChoices(with_doubts=with_doubts)
        saved = save(report=report, by=None, at=at, choices=choices)
        for sentence in saved_in_words(saved):
            self.stdout.write(f"{file}: {sentence}")


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as problem:
        raise Unreadable(f"The file cannot be opened: {problem.strerror}.") from problem
