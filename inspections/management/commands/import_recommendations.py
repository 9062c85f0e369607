"""`import_recommendations FILE --council SLUG --inspection SLUG [--dry-run]`."""

from collections.abc import Iterator

from django.core.management.base import CommandError

from inspections.cells import shorten
from inspections.management.import_command import ImportCommand
from inspections.models import Inspection
from inspections.recommendations import Recommendations, wording


class Command(ImportCommand):
    help = (
        "Imports the recommendations of a report from a CSV, XLSX or ODS file: all of them, or "
        "none. What a person edited by hand stays. The last line says how many were new, changed, "
        "unchanged and wrong."
    )
    kind = Recommendations()

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--council", required=True, metavar="SLUG")
        parser.add_argument("--inspection", required=True, metavar="SLUG")
        self.add_take_as(parser, "that are only nearly the same as a record here")

    def whose(self, options) -> Inspection:
        council, slug = options["council"], options["inspection"]
        rows = Inspection.objects.select_related("council").filter(council__slug=council)
        if found := rows.filter(slug=slug).first():
            return found
        known = ", ".join(rows.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(
            f"There is no inspection “{slug}” of a council “{council}”. Its inspections: {known}."
        )

    def offer(self, row) -> str:
        said, stands = shorten(row.values["text"]), shorten(row.recommendation.text)
        if wording.has_its_number(row.values, row.recommendation):
            return f"Row {row.number} “{said}” has the number of “{stands}” and other words."
        return f"Row {row.number} “{said}” may be the same as “{stands}”."

    def warnings(self, batch, at) -> Iterator[str]:
        return wording.before_it_is_public(batch, by=None, at=at)

    def told(self, batch, at) -> Iterator[str]:
        yield from wording.absent_records(batch)
        yield from wording.left_alone(batch)
        yield from wording.printed_and_standing(batch, by=None, at=at)
