"""Importing recommendations, ours and django-import-export's default: python -m benchmarks.imports

The same rows, into the same kind of inspection, in one run: new, unchanged, changed. Ours is
measured from the bytes: the preview and the confirmation, each with validation, the batch's rows
and the history; the default resource on a dataset that is read already, with neither validation
nor a preview nor a batch, and with the keys of the records that its rows speak of, by which it
looks them up: by anything else it would read the whole inspection for each row. Seconds are of
processor time, the database's included where it is another process.
"""

import argparse
import csv
import io
from base64 import b85encode
from collections.abc import Callable
from random import Random

import tablib
from django.utils import timezone
from import_export import resources

from benchmarks.measuring import database_seconds, own_database, peak_memory, timed
from councils.models import Council
from inspections import intake
from inspections.models import Framework, Import, Inspection, Recommendation
from inspections.recommendations import Recommendations

SECTION = 500  # rows
WORDS = (
    "Ensure that plans for children say what will change, by when and who will see to it, and "
    "that managers check them in supervision and write down what they find"
)


class Default(resources.ModelResource):
    """What django-import-export makes of the model by itself, its rows told by their keys."""

    class Meta:
        model = Recommendation
        fields = ("id", "inspection", "body", "section", "order", "reference", "text")


def inspection_for(name: str) -> Inspection:
    council = Council.objects.create(name=name, slug=name)
    return Inspection.objects.create(
        council=council, framework=Framework.objects.first(), slug="measured"
    )


def rows(count: int, ending: str, *, noise: bool = False) -> list[list]:
    """Reference, section, order, text."""
    return [
        [str(n), f"Section {n // SECTION}", n % SECTION + 1, f"{words(n, noise)}{ending}"]
        for n in range(count)
    ]


def words(number: int, noise: bool) -> str:
    """A recommendation's; or as many characters of noise, the same for each number."""
    if not noise:
        return f"{WORDS}, item {number}"
    noisy = Random(number).randbytes(len(WORDS) * 7 // 10)  # noqa: S311 - no secret
    letters = b85encode(noisy).decode()
    return " ".join(letters[at : at + 7] for at in range(0, len(letters), 7))


def file_of(table: list[list]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["Ref", "Section", "Order", "Recommendation"], *table])
    return out.getvalue().encode()


def ours(inspection: Inspection, content: bytes) -> tuple[float, float]:
    """Seconds of the preview, and of the confirmation."""
    at = timezone.now()
    made = []

    def preview():
        batch = intake.preview(
            Recommendations(),
            content=content,
            file_name="measured.csv",
            whose=inspection,
            by=None,
            at=at,
        )
        made.append(batch.pk)

    seconds = in_all(preview)
    batch = Import.objects.defer("content").get(pk=made[0])
    return seconds, in_all(lambda: intake.confirm(batch=batch, by=None, at=at))


def default(inspection: Inspection, table: list[list]) -> float:
    """Seconds of one import: of new rows while there are no records, else of those that stand."""
    keys = inspection.recommendations.order_by("pk").values_list("pk", flat=True)
    headers = ["id", "inspection", "body", "reference", "section", "order", "text"]
    dataset = tablib.Dataset(headers=headers)
    for key, row in zip(list(keys) or [""] * len(table), table, strict=True):
        dataset.append([key, inspection.pk, inspection.council.body.pk, *row])
    return in_all(lambda: Default().import_data(dataset, raise_errors=True))


def in_all(call: Callable[[], object]) -> float:
    """Seconds of processor time of this process, and of the database's."""
    before = database_seconds()
    seconds = timed(call)
    return seconds if before is None else seconds + database_seconds() - before


def compare(size: int, *, with_default: bool, noise: bool) -> None:
    """Print a line for new, unchanged and changed rows."""
    mine, theirs = (inspection_for(f"{whose}-{size}") for whose in ("ours", "default"))
    for name, ending in (("new", ""), ("unchanged", ""), ("changed", ", and more")):
        content = file_of(rows(size, ending, noise=noise))
        with peak_memory() as memory:
            preview, confirm = ours(mine, content)
        both = preview + confirm
        line = (
            f"{size:>8,} {name:<10}{size / preview:>9,.0f}{size / confirm:>9,.0f}"
            f"{size / both:>9,.0f}{memory[0]:>9.0f}"
        )
        if with_default:
            other = default(theirs, rows(size, ending, noise=noise))
            line += f"{size / other:>9,.0f}{other / both:>8.1f}"
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument(
        "--default-most",
        type=int,
        default=10_000,
        help="beside how many rows at most the default is measured: it takes minutes",
    )
    parser.add_argument(
        "--noise",
        action="store_true",
        help="of random letters, which hardly shrink when they are packed",
    )
    given = parser.parse_args()
    with own_database():
        warm_up()
        print("Rows a second of processor time; MiB above the start; the default resource's")
        print("rows a second, and how many times as fast ours is.")
        print(
            f"{'rows':>8} {'':<10}{'preview':>9}{'confirm':>9}{'both':>9}{'MiB':>9}"
            f"{'default':>9}{'ratio':>8}"
        )
        for size in given.rows:
            compare(size, with_default=size <= given.default_most, noise=given.noise)


def warm_up() -> None:
    """Bring in a few rows first, so that nothing measured pays for loading the code."""
    ours(inspection_for("warm"), file_of(rows(10, "")))


if __name__ == "__main__":
    main()
