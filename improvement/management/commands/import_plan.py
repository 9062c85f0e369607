"""`import_plan FILE --council SLUG --plan SLUG`: what a clerk does with a tracker, in one go."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from councils.access import Can, may
from councils.days import day_of
from councils.models import User
from improvement.models import Action, Plan, TrackerImport
from improvement.trackers import Asked, Trackers, ask_about
from improvement.wording import counted
from inspections import intake
from inspections.cells import shorten
from inspections.intake import Choices, Refused, Tally
from inspections.intake.sources import MAX_BYTES
from inspections.models import ImportRow
from inspections.spreadsheets import Unreadable

MOST = 50  # lines of a kind


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
        plan = _plan(council, plan)
        user = _user(by, plan, dry_run)
        content, at = _read(file), timezone.now()
        try:
            with transaction.atomic():
                batch = intake.preview(
                    Trackers(),
                    content=content,
                    file_name=file.name,
                    whose=plan,
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
            self._complain(_questions(ask_about(batch, at=at)))
            raise Refused(
                "Its layout has open questions. Answer them once in the admin, by “Import a "
                "tracker” on the plan's page."
            )
        if layout and batch.layout.name != layout:
            raise Refused(f"The file has the layout “{batch.layout}”, not “{layout}”.")

    def _save(self, batch, user, at, *, dry_run, why, with_hidden, take_as, **_) -> None:
        self._complain(_wrong_rows(batch))
        self._say(_told(batch))
        numbers = batch.rows.unanswered().values_list("number", flat=True)
        answers = dict.fromkeys(numbers, take_as) if take_as else {}
        if not take_as:
            self._complain(_offered_rows(batch))
        if not dry_run:
            choices = Choices(answers=answers, hidden_seen=with_hidden, why=why)
            batch = intake.confirm(batch=batch, by=user, at=at, choices=choices).batch
            if left := batch.rows.filter(values__left=True).count():
                rows = counted(left, "row").capitalize()
                self._say([f"{rows} left: that person may not do what they say."])
        self._say(_absent(batch))
        self._say([Tally.of_stored(batch.rows)])
        if dry_run and batch.rows.wrong().exists():
            raise CommandError(f"Rows that are wrong: {batch.rows.wrong().count():,}.")

    def _say(self, sentences):
        self.stdout.writelines(f"{sentence}\n" for sentence in sentences)

    def _complain(self, sentences):
        self.stderr.writelines(f"{sentence}\n" for sentence in sentences)


# --- what is given ---


def _plan(council: str, slug: str) -> Plan:
    rows = Plan.objects.select_related("council").filter(council__slug=council)
    if found := rows.filter(slug=slug).first():
        return found
    known = ", ".join(rows.order_by("slug").values_list("slug", flat=True)) or "none"
    raise CommandError(f"There is no plan “{slug}” of a council “{council}”. Its plans: {known}.")


def _user(name: str | None, plan: Plan, dry_run: bool) -> User | None:
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


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem


def _day(words: str) -> date:
    """An ISO date; argparse tells of any other."""
    return date.fromisoformat(words)


_day.__name__ = "date"


# --- what is told ---


def _questions(asked: Asked) -> Iterator[str]:
    """What has to be said of a layout, and what is proposed."""
    for one in asked.proposal.questions:
        if one.proposed is None:
            yield f"{one.group}: {one.found} What does it mean?"
        else:
            label = next((c.label for c in one.choices if c.value == one.proposed), one.proposed)
            yield f"{one.group}: {one.found} Proposed: {label}."
    if asked.asks_first_date:
        yield "Dates: the file gives one date for each action. Is it the date first promised?"


def _wrong_rows(batch: TrackerImport) -> Iterator[str]:
    """Each mistake: where, which column, what it says, why, what to do."""
    for row in islice(batch.rows.wrong().order_by("number").iterator(), MOST):
        for error in row.errors:
            column = f", {error['column']}" if error["column"] else ""
            yield (
                f"{row.values['where']}{column}: “{shorten(error['value'], 60)}”. "
                f"{error['reason']} {error['mend']}"
            )


def _offered_rows(batch: TrackerImport) -> Iterator[str]:
    rows = batch.rows.unanswered().order_by("number").prefetch_related("subject")
    for row in rows[:MOST]:
        yield (
            f"{row.values['where']}: “{shorten(row.values['action'], 60)}” may be the action "
            f"{row.subject.reference} here: “{shorten(row.subject.title, 60)}”."
        )


def _told(batch: TrackerImport) -> Iterator[str]:
    """What the file holds beside its rows, and what was left as it is."""
    yield from batch.reading.get("told", [])
    yield from batch.reading.get("hidden", [])
    rows = batch.rows.exclude(values__told=[]).order_by("number")
    for row in rows[:MOST]:
        for sentence in row.values["told"]:
            yield f"{row.values['where']}: {sentence}"


def _absent(batch: TrackerImport) -> Iterator[str]:
    """Actions that the file does not speak of; nothing happens to them."""
    for action in Action.objects.filter(pk__in=batch.reading.get("absent", []))[:MOST]:
        yield f"Here, and not in the file: {action.reference} {shorten(action.title, 60)}"
