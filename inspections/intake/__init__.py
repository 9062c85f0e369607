"""One way in for every file: previewed, confirmed or discarded, undone.

    bytes ─▶ sources ─▶ tables ─▶ Kind.read ─▶ storing ─▶ lifecycle.confirm ─▶ Kind.write
             (rows of   (headings, (matched with (the       (fingerprint,      Kind.undo
              cells)     columns)   the records)  preview)   decisions)

A **kind** of file is a folder that is read from top to bottom:

    kind.py      a subclass of `Kind`: whose a file is, and the way through the modules below
    columns.py   the columns that a file may have (a `FileForm`), and the template's example
    reading.py   how cells become values: each column's rules, and mistakes in words
    matching.py  the records as they stand, and which of them a row means
    preview.py   what each row would do
    writing.py   how that is saved, with its history
    undoing.py   how it is taken back, and what stands in the way of that

as few of them as it needs. It is made known by `register(MyKind())` in `AppConfig.ready`, and gets
from here: reading CSV, XLSX and ODS under limits, the sheets to choose from, what is hidden, the
stored bytes and their SHA-256, rows kept with their mistakes, the counts, the pages (an
`IntakeAdmin` of `inspections.admin.intake` with `kind` set), the command (`ImportCommand`), the
template and the export, and the life of an import:

    batch = preview(kind, content=…, file_name=…, whose=…, by=…, at=…)   stores, saves nothing
    choose(batch=…, sheet=…, by=…, at=…)                                  where the file has several
    note(batch=…, choices=Choices(…))                                     decided so far
    done = confirm(batch=…, by=…, at=…, choices=Choices(…))               all of it, or nothing
    discard(batch=…)
    undo(batch=…, by=…, at=…)

What the engine holds, so that no kind need think of it: one transaction for each step; the import
is locked first, then `Kind.records(lock=True)`; a confirmation acts on the stored rows, and only
while `records.fingerprint` is that of the preview (else the stored bytes are previewed again, and
`Confirmation.saved` is False); it refuses what is hidden and unseen, wrong, or offered and not
answered; the second confirmation of the same file saves nothing. Moments (`at`) are aware, days
are Europe/London's, and `by` is None on the command line.

What a kind promises: `records` reads all that a preview depends on, and digests it in
`fingerprint`; `read` names each mistake by row, column, value and what to do; a row that would
replace what a person decided bears `hand`, and changes only with a tick; `write` and `undo` run
in the caller's transaction, sign the history with `batch.reason` and `batch.reason_undone`, and
raise `Refused`, with a sentence, instead of doing half.

A kind whose answers give other rows another place reads the file again in `decide`
(recommendations, trackers). One that is no table overrides `preview` (outcomes, trackers). One
whose preview is worked out for each look says so by `is_worked_out_anew`, and takes the
fingerprint that the person saw (reports).
"""

from inspections.intake.kinds import (
    Choices,
    FileCell,
    Kind,
    Preview,
    Records,
    Refused,
    RowChange,
    RowDescription,
    forget,
    kind_of,
    register,
)
from inspections.intake.lifecycle import (
    Confirmation,
    choose,
    confirm,
    discard,
    note,
    preview,
    undo,
)
from inspections.intake.rows import SURPLUS, Decision, Mistake, Outcome, PreviewRow, Tally
from inspections.intake.storing import keep_preview
from inspections.intake.tables import SeveralSheets, Table, TableLine, read

__all__ = [
    "SURPLUS",
    "Choices",
    "Confirmation",
    "Decision",
    "FileCell",
    "Kind",
    "Mistake",
    "Outcome",
    "Preview",
    "PreviewRow",
    "Records",
    "Refused",
    "RowChange",
    "RowDescription",
    "SeveralSheets",
    "Table",
    "TableLine",
    "Tally",
    "choose",
    "confirm",
    "discard",
    "keep_preview",
    "note",
    "forget",
    "kind_of",
    "preview",
    "read",
    "register",
    "undo",
]
