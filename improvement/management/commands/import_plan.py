"""`import_plan FILE --council SLUG --plan SLUG`: what a clerk does with a tracker, in one go."""

from datetime import date
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councils.access import Can, may
from councils.days import day_of
from councils.models import User
from improvement.models import Plan
from improvement.trackers import describe as wording
from improvement.trackers import kind as saving
from improvement.trackers import settling
from inspections.intake import Refused
from inspections.intake.sources import MAX_BYTES
from inspections.models import ImportRow
from inspections.spreadsheets import Unreadable


class Command(BaseCommand):
    help = (
        "Brings a council's tracker (CSV, XLSX or ODS) into a plan: all of it, or none. Its layout "
        "must be known: say once in the admin what its columns mean. The last line says how many "
        "rows were new, changed, unchanged and wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument(
            "--as-at", type=_day, metavar="DATE", help="of which day the file tells; today unless"
        )
        parser.add_argument("--layout", default="", metavar="NAME", help="the layout that it has")
        parser.add_argument("--dry-run", action="store_true", help="tell, and save nothing")
        parser.add_argument(
            "--by", metavar="NAME", help="the user whose reports these are; needed to save"
        )
        parser.add_argument(
            "--why", default="", help="why dates and public promises change: the public reads it"
        )
        parser.add_argument(
            "--with-hidden", action="store_true", help="import hidden rows too: you have looked"
        )
        parser.add_argument(
            "--take-as",
            choices=ImportRow.Decision.values,
            help="rows nearly the same as an action here: take all as the same, or as new",
        )

    def handle(self, *, file, council, plan, dry_run, as_at, layout, by, **choices):
        plan = self._plan(council, plan)
        user = self._user(by, plan, dry_run)
        content, at = self._read(file), timezone.now()
        try:
            with transaction.atomic():
                batch = saving.receive(
                    content=content,
                    file_name=file.name,
                    plan=plan,
                    as_at=as_at or day_of(at),
                    by=user,
                    at=at,
                )
                self._demand_known(batch, layout, at)
                self._save(batch, user, at, dry_run=dry_run, **choices)
                transaction.set_rollback(dry_run)
        except (Unreadable, Refused, PermissionDenied) as problem:
            raise CommandError(f"Nothing was imported. {problem}") from problem

    def _demand_known(self, batch, layout, at) -> None:
        """Only a settled layout is read: the command answers no question."""
        if not batch.fingerprint:
            asked = settling.asked(batch, settling.reopen(batch), at=at)
            self._complain(wording.questions(asked))
            raise Refused(
                "Its layout has open questions. Answer them once in the admin, by “Import a "
                "tracker” on the plan's page."
            )
        if layout and batch.layout.name != layout:
            raise Refused(f"The file has the layout “{batch.layout}”, not “{layout}”.")

    def _save(self, batch, user, at, *, dry_run, why, with_hidden, take_as, **_) -> None:
        self._complain(wording.wrong_rows(batch))
        self._say(wording.told(batch))
        offered = batch.rows.unanswered()
        answers = (
            dict.fromkeys(offered.values_list("number", flat=True), take_as) if take_as else {}
        )
        if not take_as:
            self._complain(wording.offered_rows(batch))
        if not dry_run:
            done = saving.confirm(
                batch=batch, by=user, at=at, answers=answers, hidden_seen=with_hidden, why=why
            )
            batch = done.batch
            self._say(wording.left(batch))
        self._say(wording.absent(batch))
        self._say([wording.tally(batch)])
        if dry_run and batch.rows.wrong().exists():
            raise CommandError(f"Rows that are wrong: {batch.rows.wrong().count():,}.")

    def _plan(self, council: str, slug: str) -> Plan:
        rows = Plan.objects.select_related("council").filter(council__slug=council)
        if found := rows.filter(slug=slug).first():
            return found
        known = ", ".join(rows.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(
            f"There is no plan “{slug}” of a council “{council}”. Its plans: {known}."
        )

    def _user(self, name, plan, dry_run) -> User | None:
        if not name:
            if dry_run:
                return None
            raise CommandError("Say with --by whose reports these are: a user of the council.")
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no user “{name}”.")
        if not may(user, Can.IMPORT, plan.council_id):
            raise CommandError(f"{user} may not import for {plan.council}.")
        return user

    def _read(self, file: Path) -> bytes:
        try:
            with file.open("rb") as opened:
                return opened.read(MAX_BYTES + 1)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem

    def _say(self, sentences):
        self.stdout.writelines(f"{sentence}\n" for sentence in sentences if sentence)

    def _complain(self, sentences):
        self.stderr.writelines(f"{sentence}\n" for sentence in sentences)


def _day(words: str) -> date:
    """An ISO date; argparse tells of any other."""
    return date.fromisoformat(words)


_day.__name__ = "date"
