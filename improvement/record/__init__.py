"""How the log of progress is read: from its rows to the row of an action on a page.

    Update, DueDateMove, Evidence, SignOff …      the log: rows that are added, never edited
        │  log_rows        each as a light row, by action; which report corrects which; what became
        │                  of each milestone
        ▼
    snapshot               where an action stands on these rows: pure, for one audience
        ▼
    periods                the same at the end of any past day, as seen then and as now known, and
        │                  how it had stood when it was taken out of the plan; all written to
        │                  `ActionState` and `ActionPeriod` by the log's transaction
        ▼
    action_rows            the state of a day beside what is promised: `ActionRow`
        │  fields          the table of what is known about an action, by name
        │  as_at           which past day a reader asks for, and the words that were promised then
        ▼
    improvement.rules      what holds a claim against the record

A report is released: `workflow` calls `refresh([action.pk])`, which reads the action's log, once
for each audience and once for each day on which something changed, and stores what came out. A
page calls `rows_of_plan(plan, reader=…, at=…)`, or with `as_at=AsAt(day)` for a past day, and
`as_promised` for the words of that day; the rules are held against the rows.
"""

from improvement.record.action_rows import (
    ActionRow,
    internal_row,
    public_row,
    rows_answering,
    rows_of_plan,
    rows_of_plan_on,
    rows_of_plans,
    with_public_row,
)
from improvement.record.as_at import (
    A_MOMENT,
    OF_LINK,
    Amended,
    AsAt,
    Links,
    View,
    amended_in,
    as_promised,
)
from improvement.record.fields import AMENDED, BY_NAME, FIELDS, ActionField
from improvement.record.log_rows import (
    Chain,
    Claimed,
    Kind,
    Planned,
    Stage,
    known_before,
    logs,
    stages,
)
from improvement.record.periods import internal_now, refresh, refresh_all
from improvement.record.snapshot import Snapshot, claims_of, reports_inside

__all__ = [
    "AMENDED",
    "A_MOMENT",
    "BY_NAME",
    "FIELDS",
    "OF_LINK",
    "ActionField",
    "ActionRow",
    "Amended",
    "Chain",
    "Claimed",
    "Kind",
    "Links",
    "Planned",
    "Stage",
    "Snapshot",
    "AsAt",
    "View",
    "amended_in",
    "as_promised",
    "claims_of",
    "internal_now",
    "internal_row",
    "known_before",
    "logs",
    "public_row",
    "refresh",
    "refresh_all",
    "rows_answering",
    "rows_of_plans",
    "rows_of_plan",
    "rows_of_plan_on",
    "reports_inside",
    "stages",
    "with_public_row",
]
