"""Importing recommendations, ours and django-import-export's default: python -m benchmarks.imports

The same rows, into the same kind of inspection, in one run: new, unchanged, changed. Ours is
measured from the bytes: the preview and the confirmation, each with validation, the batch's rows
and the history; the default resource on a dataset that is read already, with neither validation
nor a preview nor a batch. Seconds are of processor time, the database's included where it is
another process.
"""

import argparse
import csv
import io
from collections.abc import Callable

import tablib
from django.utils import timezone
from import_export import resources

from benchmarks.measuring import database_seconds, own_database, timed
from councils.models import Council
from inspections.imports import saving
from inspections.models import Framework, Inspection, Recommendation

SECTION = 500  # rows
WORDS = (
    "Ensure that plans for children say what will change, by when and who will see to it, and "
    "that managers check them in supervision and write down what they find"
)


class Default(resources.ModelResource):
    """What django-import-export makes of the model by itself, the rows told by their number."""

    class Meta:
        model = Recommendation
        fields = ("inspection", "body", "section", "order", "reference", "text")
        import_id_fields = ("inspection", "section", "reference")


def inspection_for(name: str) -> Inspection:
    council = Council.objects.create(name=name, slug=name)
    return Inspection.objects.create(
        council=council, framework=Framework.objects.first(), slug="measured"
    )


def rows(count: int, ending: str) -> list[list]:
    """Reference, section, order, text."""
    return [
        [str(n), f"Section {n // SECTION}", n % SECTION + 1, f"{WORDS}, item {n}{ending}"]
        for n in range(count)
    ]


def ours(inspection: Inspection, table: list[list]) -> tuple[float, float]:
    """Seconds of the preview, and of the confirmation."""
    out = io.StringIO()
    csv.writer(out).writerows([["Ref", "Section", "Order", "Recommendation"], *table])
    at = timezone.now()
    made = []

    def preview():
        batch, _ = saving.preview(
            content=out.getvalue().encode(),
            file_name="measured.csv",
            inspection=inspection,
            by=None,
            at=at,
        )
        made.append(batch)

    seconds = in_all(preview)
    return seconds, in_all(lambda: saving.confirm(batch=made[0], by=None, at=at))


def default(inspection: Inspection, table: list[list]) -> float:
    """Seconds of one import."""
    dataset = tablib.Dataset(headers=["reference", "section", "order", "text"])
    dataset.extend(table)
    dataset.append_col([inspection.pk] * len(table), header="inspection")
    dataset.append_col([inspection.council.body.pk] * len(table), header="body")
    return in_all(lambda: Default().import_data(dataset, raise_errors=True))


def in_all(call: Callable[[], object]) -> float:
    """Seconds of processor time of this process, and of the database's."""
    before = database_seconds()
    seconds = timed(call)
    return seconds if before is None else seconds + database_seconds() - before


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    count = parser.parse_args().rows
    with own_database():
        mine, theirs = inspection_for("ours"), inspection_for("default")
        print(f"{count:,} rows, rows a second")
        print(f"{'':<12}{'preview':>10}{'confirm':>10}{'both':>10}{'default':>10}{'ratio':>8}")
        for name, ending in (("new", ""), ("unchanged", ""), ("changed", ", and more")):
            table = rows(count, ending)
            preview, confirm = ours(mine, table)
            other = default(theirs, table)
            both = preview + confirm
            print(
                f"{name:<12}{count / preview:>10,.0f}{count / confirm:>10,.0f}"
                f"{count / both:>10,.0f}{count / other:>10,.0f}{other / both:>8.1f}"
            )


if __name__ == "__main__":
    main()
