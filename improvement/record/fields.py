"""What is known about an action, each fact declared once: the row of a page, the columns of files,
the history, the words of a past day and the list of what is public are made from this table.

A fact's type, label and help stand with its field in the models. The order is that of the files.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import DateField

from improvement.models import ActionState

_KEY = "a number of the database, which means nothing outside it"
STATE = "state__"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionField:
    """One fact, by its name in an `ActionRow`. A test holds that none misses a part.

    `path` is whence it is read, from an action; of what the log says it begins with "state__", and
    is then read from the state of today or from the period of a past day; "": it is not read.
    """

    name: str
    path: str
    default: Any = ...  # of the row, where it is not read; the last fields of a row have one
    in_row: bool = True
    is_post: bool = False  # read as a post's public name
    withheld: str = ""  # why it is not public; "" if it is

    column: str = ""  # of the files, "" if it is in none
    holds: str = ""  # what that column holds
    heading: str = ""  # of a council's own tracker: the column (`trackers.layout.Field`) it is in

    amended: str = ""  # what a change after publication is called; "" if it cannot change so
    in_full: bool = True  # whether such a change tells the old words and the new

    kept: bool = True  # of the state: kept of the last day of what was taken out of the plan

    @property
    def of_state(self) -> bool:
        return self.path.startswith(STATE)

    @property
    def is_public(self) -> bool:
        return not self.withheld

    @property
    def has_own_past(self) -> bool:
        """Whether a past day may have another value than today: by the log, or by amendments."""
        return self.of_state or bool(self.amended)

    @property
    def column_of_model(self) -> str:
        """The field of `Action`, or of its state, from which it is read."""
        return self.path.removeprefix(STATE).partition("__")[0].removesuffix("_id")


def _action(name: str, path: str = "", **parts) -> ActionField:
    return ActionField(name=name, path=path or name, **parts)


def _state(name: str, path: str = "", **parts) -> ActionField:
    return ActionField(name=name, path=STATE + (path or name), **parts)


FIELDS = (
    _action("pk", "id", withheld=_KEY),
    _action("plan_id"),
    _action(
        "reference",
        column="reference",
        holds="the action's number in the plan",
        heading="reference",
    ),
    _action("workstream_id"),
    _action(
        "workstream",
        "workstream__title",
        column="workstream",
        holds="the part of the plan that it belongs to",
        heading="workstream",
        amended="the workstream",
    ),
    _action(
        "title",
        column="title",
        holds="what will be done",
        heading="action",
        amended="what will be done",
    ),
    _action(
        "difference",
        column="difference",
        holds="what will be different for children",
        amended="what will be different for children",
    ),
    _action(
        "success_measure",
        column="success_measure",
        holds="how we would know",
        heading="success_measure",
        amended="how we would know",
    ),
    _action(
        "measures",
        column="measures",
        holds="whether that measures an outcome or a process",
        amended="what the success measure looks at",
    ),
    _action("lead_id"),
    # A post below head of service is shown as its service, so only that it changed is told.
    _action(
        "lead",
        is_post=True,
        column="lead",
        holds="the post or service that leads it",
        heading="leads",
        amended="who leads it",
        in_full=False,
    ),
    _action("added_on", column="added_on", holds="the day it became part of the plan"),
    _action(
        "original_due",
        column="original_due",
        holds="the first due date, which never changes",
        heading="original_due",
    ),
    _state("due_on", column="due", holds="the due date as last agreed", heading="due"),
    _state("moves", column="due_date_moves", holds="how often the due date was moved by agreement"),
    _state(
        "asked_for",
        column="due_asked_for",
        holds="a later date that is asked for and not decided",
    ),
    _state("asked_on"),
    _state("status", column="status", holds="where delivery stands by the record"),
    _state(
        "claimed",
        column="reported_status",
        holds="where the last published report says it stands",
        heading="status",
    ),
    _state(
        "confidence",
        column="confidence",
        holds="how sure the lead is, if that was reported in time",
        heading="rag",
    ),
    _state("impact", column="impact", holds="what is different for children, as reported"),
    _state(
        "impact_evidence",
        column="impact_evidence",
        holds="how many pieces of evidence are offered for that difference",
    ),
    _state(
        "impact_evidenced",
        column="impact_evidence_checked",
        holds="whether somebody independent has looked at evidence of that difference",
    ),
    _state(
        "milestones",
        column="milestones",
        holds="how many milestones were ever promised on the way",
    ),
    _state(
        "milestones_reached",
        column="milestones_reached",
        holds="how many of them are reported reached",
    ),
    _state(
        "milestones_changed",
        column="milestones_changed",
        holds="how often one of them was moved or dropped",
    ),
    _state(
        "milestone_due_on",
        column="milestone_due",
        holds="the day of the next one not reached",
    ),
    _state("update_id", kept=False),
    _state(
        "last_heard_on",
        column="last_report",
        holds="the day of the last published report; the month alone where no more is known",
    ),
    _state(
        "report_due_on",
        column="report_due",
        holds="the day by which the next report is due",
    ),
    _state(
        "delivered_on",
        column="delivered_on",
        holds="the day since which it is reported complete",
    ),
    _state("evidence", column="evidence", holds="how many pieces of evidence are on record"),
    _state(
        "evidenced",
        column="evidence_checked",
        holds="whether somebody independent has looked at it",
    ),
    _state("newest_evidence"),
    _state("step", column="sign_off", holds="the last step of sign-off"),
    _state("verified_by_lead"),
    _state("open_until"),
    _state("check_due_on"),
    _state("unchanged"),
    _state("help_since"),
    _state("waiting_since", kept=False),
    # From here on a row may be without them: what is told to the council's own people is.
    _state(
        "left_on",
        column="left_on",
        holds="the day on which it was taken out of the plan",
        default=None,
        kept=False,
    ),
    _state("before", default=None, kept=False),  # the row of its last day in the plan
    _state("into_id", "update__into_id", default=None, kept=False),  # what it was merged into
    _state("month_only", "update__month_only", default=None, kept=False),  # of the last report
    _state("help_from", is_post=True, default="", kept=False),
    # What is measured of one reported on track, and gets worse: put on the row by `indicators`.
    ActionField(name="worse", path="", default=""),
    _action(
        "recommendations",
        in_row=False,
        column="recommendations",
        holds="the recommendations that it answers",
        heading="recommendations",
        amended="which recommendations it answers",
        in_full=False,
    ),
    _action("internal_note", in_row=False, withheld="for the council's own people"),
    _action("sorts_as", in_row=False, withheld="the reference again, for sorting"),
    _action(
        "public_at",
        in_row=False,
        withheld="decides whether a row is public; it is not itself published",
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
ROW = tuple(field for field in FIELDS if field.in_row)
AMENDED = tuple(field for field in FIELDS if field.amended)
# Of the state, what is kept of an action's last day in the plan; and the days among it.
KEPT = tuple(field.name for field in FIELDS if field.of_state and field.kept)
KEPT_DAYS = tuple(name for name in KEPT if isinstance(ActionState._meta.get_field(name), DateField))
