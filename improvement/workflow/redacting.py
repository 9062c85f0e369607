"""Words about a person are removed everywhere; the row, its dates and its numbers remain."""

from django.db import transaction

from councils.access import Can
from improvement.models import Action, Evidence, Plan, Redaction
from improvement.models.log import LogRow
from improvement.workflow.guards import Refused, demand
from inspections.models import Import, ImportRow, Recommendation

REMOVED = "[words about a person removed]"
REMOVED_ADDRESS = "https://removed.invalid/"  # .invalid never resolves (RFC 2606)


@transaction.atomic
def redact(*, row, fields, why, by, at) -> Redaction:
    """Replace these fields' words by a marker, in the row, its history and its import.

    `row` is a row of the log, an `Action`, a `Plan` or a `Recommendation`. The stored bytes of
    an import that held the words are removed too: a file cannot be edited in place without
    becoming another file, and its rows still say what it did.
    """
    plan_or_inspection = _owner(row)
    demand(by, Can.RELEASE, plan_or_inspection)
    if not why.strip():
        raise Refused("Say why the words were removed, without repeating them.")
    allowed = _text_fields(row)
    if not fields or set(fields) - set(allowed):
        raise Refused("Choose which words to remove.")
    removed = _replacements(row, fields)
    stamp = {"redacted_at": at} if isinstance(row, LogRow) else {}
    type(row)._base_manager.filter(pk=row.pk).update(**removed, **stamp)
    if hasattr(type(row), "history"):
        type(row).history.filter(id=row.pk).update(**removed)
    if isinstance(row, Recommendation):
        _redact_imports(row, fields)
    return Redaction.objects.create(
        model=row._meta.label_lower,
        row_id=row.pk,
        fields=list(fields),
        council_id=plan_or_inspection.council_id,
        why=why,
        at=at,
        by=by,
    )


def _replacements(row, fields) -> dict[str, str]:
    """What stands in each field afterwards. A file's bytes go; its name and hash remain."""
    removed = dict.fromkeys(fields, REMOVED)
    if "url" in removed:
        removed["url"] = REMOVED_ADDRESS if row.url else ""
    if removed.pop("file", None) and row.file:
        storage, name = row.file.storage, row.file.name
        transaction.on_commit(lambda: storage.delete(name))
        removed["file_name"] = REMOVED
    return removed


def _owner(row):
    """The plan or inspection whose council the words belong to."""
    if isinstance(row, Plan):
        return row
    if isinstance(row, Recommendation):
        return row.inspection
    if isinstance(row, Action):
        return row.plan
    return row.action.plan if row.action else row.plan


def _text_fields(row) -> tuple[str, ...]:
    if isinstance(row, Evidence):
        return (*row.WORDS, "file")
    if isinstance(row, LogRow):
        return row.WORDS
    if isinstance(row, Recommendation):
        return ("text",)
    if isinstance(row, Plan):
        return ("summary",)
    return ("title", "difference", "success_measure", "internal_note")


def _redact_imports(recommendation, fields) -> None:
    rows = ImportRow.objects.filter(recommendation=recommendation)
    for row in rows:
        row.values |= {field: REMOVED for field in fields if field in row.values}
        row.before |= {field: REMOVED for field in fields if field in row.before}
    ImportRow.objects.bulk_update(rows, ["values", "before"])
    batches = rows.values("batch_id")
    Import.objects.filter(pk__in=batches).update(content=b"")
