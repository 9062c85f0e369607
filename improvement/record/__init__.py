"""How the log of progress is read: from its rows to the row of an action on a page.

Update, DueDateMove, Evidence, SignOff …      the log: rows that are added, never edited
    │  log_rows        each as a light row, by action; what corrects what
    │  milestone_log   what became of each milestone
    ▼
snapshot               where an action stands on these rows: pure, for one audience
    │  departures      and how it had stood when it was taken out of the plan
    ▼
periods                the same at the end of any past day, as seen then and as now known
    │  stored          written to `ActionState` and `ActionPeriod` by the log's transaction
    ▼
action_rows            the stored state beside what is promised: `ActionRow`, a row of a page
    │  as_at           which past day a reader asks for, and the words that were promised then
    ▼
improvement.rules      what holds a claim against the record
"""

from improvement.record.action_rows import (
    ActionRow,
    internal_row,
    public_row,
    rows_answering,
    rows_of_council,
    rows_of_plan,
    rows_of_plan_on,
    with_public_row,
)
from improvement.record.as_at import (
    A_MOMENT,
    OF_LINK,
    Amended,
    Links,
    Then,
    View,
    amended_in,
    as_promised,
)
from improvement.record.corrections import Chain
from improvement.record.fields import AMENDED, BY_NAME, FIELDS, ActionField
from improvement.record.log_rows import logs
from improvement.record.milestone_log import (
    Changed,
    Claimed,
    Kind,
    Planned,
    Stage,
    known_before,
    stages,
)
from improvement.record.snapshot import Standing, said_internally, told
from improvement.record.stored import internal_now, refresh, refresh_all

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
    "Changed",
    "Claimed",
    "Kind",
    "Links",
    "Planned",
    "Stage",
    "Standing",
    "Then",
    "View",
    "amended_in",
    "as_promised",
    "internal_now",
    "internal_row",
    "known_before",
    "logs",
    "public_row",
    "refresh",
    "refresh_all",
    "rows_answering",
    "rows_of_council",
    "rows_of_plan",
    "rows_of_plan_on",
    "said_internally",
    "stages",
    "told",
    "with_public_row",
]
