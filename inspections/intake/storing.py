"""A preview is kept with its import: how the file was read, and what each of its rows would do.

`Import.reading` holds `understood` (heading, meaning and samples of each column), `not_used`
(headings), `notices` and `hidden` (sentences), `absent` (the first names of what stands here and
is not in the file) and `absent_in_all`; or, until somebody chose one, `sheets` (name, rows,
hidden). Words of the file stand in it, so a redaction empties it with the file.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

from django.contrib.contenttypes.models import ContentType

from inspections.bulk import BATCH, batches
from inspections.cells import shorten
from inspections.intake.beside import hidden_in, hidden_rows, notices_of
from inspections.intake.kinds import Kind, Preview, Records
from inspections.intake.rows import PreviewRow
from inspections.intake.tables import SeveralSheets, Table
from inspections.models import Import, ImportRow

MOST_ABSENT = 100  # that are named
# All that a preview says of its import. The file's bytes are written once, with the first.
_DESCRIBED = (
    *("sheet", "encoding", "delimiter", "columns"),
    *("reading", "fingerprint", "moves"),
)


def keep_preview(kind: Kind, batch: Import, preview: Preview, records: Records) -> None:
    """Keep the preview in place of the one that the batch, which is saved, has."""
    table = preview.table
    batch.reading = {
        "notices": [*(notices_of(table) if table else ()), *preview.notices],
        "hidden": hidden_in(table) if table else [],
        "absent": list(preview.absent[:MOST_ABSENT]),
        "absent_in_all": len(preview.absent),
        **preview.reading,
    }
    if table:
        batch.sheet = table.source.name
        batch.encoding, batch.delimiter = table.encoding or table.source.kind, table.delimiter
        batch.columns = {key: table.heading_of(key) for key in table.columns}
        batch.reading |= {"understood": _understood(table), "not_used": table.not_used}
    batch.fingerprint = records.fingerprint
    batch.moves = dict(preview.moves)
    batch.save(update_fields=_DESCRIBED)
    batch.rows.all().delete()
    keep_rows(kind, batch, preview.rows, table)


def note_sheets(batch: Import, several: SeveralSheets) -> None:
    """Note that there is no preview: a person must say first which of the sheets is meant."""
    batch.reading = {
        "sheets": [
            {"name": one.name, "rows": one.rows, "hidden": one.hidden} for one in several.choices
        ]
    }
    batch.save(update_fields=["reading"])


def keep_rows(
    kind: Kind, batch: Import, rows: Iterable[PreviewRow], table: Table | None = None
) -> None:
    """Keep rows of the batch, which has none of these numbers; `table` tells which are hidden."""
    subject_type = ContentType.objects.get_for_model(kind.subject)
    hidden = _HiddenRows(table)
    for portion in batches(rows):
        ImportRow.objects.bulk_create(
            [_kept(row, batch, subject_type, row.number in hidden) for row in portion],
            batch_size=BATCH,
        )


def _kept(row: PreviewRow, batch: Import, subject_type: ContentType, is_hidden: bool) -> ImportRow:
    kept = ImportRow(batch=batch, **row.stored())
    if kept.subject_id:
        kept.subject_type = subject_type
    if is_hidden:
        kept.values["hidden"] = True
    return kept


class _HiddenRows:
    """The numbers of the rows that the spreadsheet does not show."""

    def __init__(self, table: Table | None):
        self.runs = list(hidden_rows(table)) if table else []
        self.firsts = [first for first, _ in self.runs]

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.firsts, number) - 1
        return at >= 0 and number <= self.runs[at][1]


def _understood(table: Table) -> list[tuple[str, str, list[str]]]:
    """Each column that is imported: the file's heading, what it means here, and samples."""
    first = [line.cells for line in islice(table.rows(), 20)]
    return [
        (
            table.heading_of(key),
            table.form.column(key).meaning,
            _samples(cells[key] for cells in first),
        )
        for key in table.columns
    ]


def _samples(cells: Iterable[str]) -> list[str]:
    """The first cells that differ, shortened."""
    return [shorten(cell, 60) for cell in dict.fromkeys(cells) if cell][:3]
