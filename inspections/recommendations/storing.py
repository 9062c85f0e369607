"""A plan is kept with its import: how the file was read, and what each of its rows would do.

`Import.reading` holds `understood` (heading, meaning and samples of each column), `not_used`
(headings), `notices` and `hidden` (sentences); or, until somebody chose one, `sheets` (name,
rows, hidden). Words of the file stand in it, so a redaction empties it with the file.
"""

import json
from bisect import bisect_right

from inspections.bulk import batches, insert
from inspections.intake.beside import hidden_in, hidden_rows
from inspections.intake.tables import SeveralSheets, Table
from inspections.models import Import, ImportRow
from inspections.recommendations.plan import Plan
from inspections.recommendations.rows import Row
from inspections.recommendations.showing import understood

_KEPT = (
    *("batch_id", "number", "outcome", "decision", "recommendation_id"),
    *("values", "before", "errors"),
)
# All that a plan says of its import. The file's bytes are written once, with the first plan.
DESCRIBED = (
    *("sheet", "encoding", "delimiter", "columns"),
    *("reading", "fingerprint", "moves"),
)


def store(batch: Import, plan: Plan) -> None:
    """Keep the plan as the rows of the batch, which is saved, in place of those that it has."""
    note(batch, plan)
    batch.save(update_fields=DESCRIBED)
    batch.rows.all().delete()
    keep_rows(batch, plan)


def note(batch: Import, plan: Plan) -> None:
    """Note the plan with the batch, which is yet to be saved."""
    describe(batch, plan.table, plan.notices)
    batch.fingerprint = plan.scope.fingerprint
    batch.moves = plan.moves


def describe(batch: Import, table: Table, notices: list[str]) -> None:
    """Note with the import how its file was read."""
    batch.sheet = table.source.name
    batch.encoding, batch.delimiter = table.encoding or table.source.kind, table.delimiter
    batch.columns = {key: table.heading_of(key) for key in table.columns}
    batch.reading = {
        "understood": understood(table),
        "not_used": table.not_used,
        "notices": notices,
        "hidden": hidden_in(table),
    }


def keep_rows(batch: Import, plan: Plan) -> None:
    """Keep what each row of the plan says and does, in a batch that has no rows."""
    hidden = Hidden(plan.table)
    for rows in batches(plan.rows):
        insert(ImportRow, _KEPT, [_kept(row, batch, plan, hidden) for row in rows])


def note_choice(batch: Import, several: SeveralSheets) -> None:
    """Note that there is no plan: a person must say first which of the file's sheets is meant."""
    batch.reading = {
        "sheets": [
            {"name": one.name, "rows": one.rows, "hidden": one.hidden} for one in several.choices
        ]
    }


def _kept(row: Row, batch: Import, plan: Plan, hidden: "Hidden") -> tuple:
    values = row.said  # made anew whenever it is asked for
    number, order, to, record = row.number, row.order, row.to, row.record
    if order is not None:
        values["order"] = order
    if to:
        inspection, values["body_id"] = to.group
        values["body"] = to.name
        if inspection != plan.scope.inspection.pk:
            values["inspection"] = inspection
    if number in hidden:
        values["hidden"] = True
    return (
        *(batch.pk, number, row.outcome, row.decision),
        record and record.pk,
        # Most rows have nothing of the latter, and there are many.
        json.dumps(values),
        json.dumps(row.before) if (row.differs or row.turned) else "{}",
        json.dumps(row.errors) if row.errors else "[]",
    )


class Hidden:
    """The numbers of the rows that the spreadsheet does not show."""

    def __init__(self, table: Table):
        self.runs = list(hidden_rows(table))
        self.firsts = [first for first, _ in self.runs]

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.firsts, number) - 1
        return at >= 0 and number <= self.runs[at][1]
