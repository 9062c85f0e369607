"""What a tracker would do is kept with its import, row by row, as a person is shown it.

`ImportRow.values` holds what the file says, in words by field, and beside them: `where`, `hidden`,
`told` (sentences), `by_hand`, `newer`, `edits` and `reports` (which power the row needs), and once
it is saved `made` (keys of what it made), `was` (values before) and `left` (not in that person's
power). What the plan has no place for stays here too: the file's own words.
"""

import json
from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType

from improvement.models import Action, TrackerImport
from improvement.trackers.effects import Effect, Outcome
from improvement.trackers.naming import reference_of
from improvement.trackers.outlook import Outlook
from inspections.bulk import batches, insert
from inspections.cells import fold, shorten
from inspections.models import ImportRow

_KEPT = (
    *("batch_id", "number", "outcome", "decision", "subject_type_id", "subject_id"),
    *("values", "before", "errors"),
)
# What a tracker holds that the plan has no column for, or cuts: an export gives it back.
OURS_HAS_NO_PLACE = (
    *("recommendation", "evidence", "monitor", "due_words", "original_due_words"),
    *("sheet", "closed", "status_words", "rag_words", "fill"),
)
_KEPT_TOO = (*OURS_HAS_NO_PLACE, "leads")  # of several only the first leads an action here


def keep(batch: TrackerImport, outlook: Outlook, done: Mapping[int, dict] | None = None) -> None:
    """Keep each row in place of those that the batch has; `done` adds what was saved of them."""
    batch.rows.all().delete()
    kind = ContentType.objects.get_for_model(Action).pk
    for effects in batches(outlook.effects):
        rows = [_kept(batch, one, kind, (done or {}).get(one.number, {})) for one in effects]
        insert(ImportRow, _KEPT, rows)


def _kept(batch, effect: Effect, kind: int, done: dict) -> tuple:
    key = done.get("action") or (effect.record.action.pk if effect.record else None)
    return (
        *(batch.pk, effect.number, str(effect.outcome), str(effect.decision)),
        *((kind, key) if key else (None, None)),
        json.dumps(_values(effect) | {name: done[name] for name in done if name != "action"}),
        json.dumps(effect.before if effect.record else {}),
        json.dumps([_error(one) for one in effect.errors]),
    )


def _values(effect: Effect) -> dict:
    row, record = effect.row, effect.record
    values = {
        "reference": record.action.reference if record else effect.reference or row.reference,
        "title": effect.after.get("title", row.action),
        **effect.after,
        **{name: words for name in _KEPT_TOO if (words := getattr(row, name))},
        "action": row.action,
        "where": effect.where,
        "told": effect.told,
    }
    marks = {
        "hidden": row.hidden,
        "reference_taken": bool(
            record
            and effect.outcome == Outcome.SAME_AS
            and fold(reference_of(row.reference)) == fold(record.action.reference)
        ),
        "by_hand": effect.by_hand,
        "kept": effect.kept,
        "newer": effect.newer,
        "edits": effect.edits,
        "reports": bool(effect.reports) or effect.move_to is not None,
        "asks": effect.move_to is not None,
        "amends": bool(effect.promises and record and record.action.public_at),
    }
    return values | {name: True for name, holds in marks.items() if holds}


def _error(mistake) -> dict:
    return {
        "column": mistake.column,
        "value": shorten(mistake.value),
        "reason": mistake.reason,
        "mend": mistake.remedy,
    }
