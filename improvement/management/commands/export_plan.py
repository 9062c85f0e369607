"""`export_plan FILE --council SLUG --plan SLUG`: a plan as a tracker, in ours or its layout."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from improvement.models import Plan
from improvement.trackers import OWN, Layout, rows_of, write
from inspections.spreadsheets import TYPES


class Command(BaseCommand):
    help = (
        "Writes a plan as a tracker (CSV, XLSX or ODS, as the file's name ends) in our own layout, "
        "or in one that its council taught. It holds reports that are not released yet."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--plan", required=True, metavar="SLUG")
        parser.add_argument("--layout", default="", metavar="NAME", help="ours, unless said")

    def handle(self, *, file, council, plan, layout, **options):
        form = file.suffix.lstrip(".").lower()
        if form not in TYPES:
            raise CommandError(f"The file's name must end in one of: {', '.join(TYPES)}.")
        found = Plan.objects.select_related("council").filter(council__slug=council, slug=plan)
        if not (found := found.first()):
            raise CommandError(f"There is no plan “{plan}” of a council “{council}”.")
        try:
            said = self._layout(found, layout)
            file.write_bytes(write(rows_of(found, said), said, form))
        except ValueError as problem:  # a layout of several sheets, as CSV
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror}.") from problem
        self.stdout.write(f"Written: {found.actions.count():,} actions of “{found.title}”.")

    def _layout(self, plan: Plan, name: str) -> Layout:
        if not name:
            return OWN
        layouts = plan.council.tracker_layouts
        if kept := layouts.filter(name=name).first():
            return Layout.from_json(kept.layout)
        known = ", ".join(f"“{one}”" for one in layouts.values_list("name", flat=True)) or "none"
        raise CommandError(f"The council has no layout “{name}”. Its layouts: {known}.")
