"""Every write that is more than one field: keyword-only, `by=`, `at=`, one transaction each.

`at` is the aware moment of the act; its London day is the day of recording. Each function raises
`django.core.exceptions.PermissionDenied` where `by` may not do it, and `Refused` (a
`ValidationError` with a sentence for the person) where the record does not allow it.
"""

from improvement.workflow.amending import amend, amend_plan, change_interval
from improvement.workflow.asking import answer_help, ask_for_later_date, decide_later_date
from improvement.workflow.copying import (
    cleaned_copy,
    may_be_copied,
    publish_copy,
    screening_of_copy,
)
from improvement.workflow.guards import Refused
from improvement.workflow.importing import Imported, Powers, record_imported, take_back_imported
from improvement.workflow.milestones import (
    add_milestone,
    drop_milestone,
    move_milestone,
    stages_now,
)
from improvement.workflow.proof import check_evidence, offer_evidence, record_sign_off, steps_after
from improvement.workflow.publishing import (
    Unanswered,
    publish_actions,
    publish_plan,
    release,
    screened,
    screening_of,
    screening_of_actions,
    screening_of_plan,
    take_back_plan,
)
from improvement.workflow.redacting import redact, redactable
from improvement.workflow.reporting import report_progress
from improvement.workflow.together import read_again, together

__all__ = [
    "Imported",
    "Powers",
    "Refused",
    "Unanswered",
    "add_milestone",
    "amend",
    "amend_plan",
    "answer_help",
    "ask_for_later_date",
    "change_interval",
    "check_evidence",
    "cleaned_copy",
    "decide_later_date",
    "may_be_copied",
    "drop_milestone",
    "move_milestone",
    "offer_evidence",
    "publish_actions",
    "publish_copy",
    "publish_plan",
    "read_again",
    "record_imported",
    "record_sign_off",
    "redact",
    "redactable",
    "release",
    "report_progress",
    "screened",
    "screening_of",
    "screening_of_actions",
    "screening_of_copy",
    "screening_of_plan",
    "stages_now",
    "steps_after",
    "take_back_imported",
    "take_back_plan",
    "together",
]
