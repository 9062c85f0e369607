"""Deleting a draft that the public never saw, with all that hangs on it.

What is public, or under embargo, is withdrawn instead, and what belongs to a public record stands.
"""

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.db.models.deletion import Collector, ProtectedError


@transaction.atomic
def delete_with_all(record) -> list:
    """Delete the draft and what hangs on it; what went, the record itself last.

    Its history stays, and so do files, which others may hold too. Raises `ValidationError`, with a
    sentence, where something public would go with it.
    """
    gone = []
    _delete([record], gone)
    return gone


def what_would_go(record) -> list:
    """The rows that `delete_with_all` would delete; nothing is deleted."""
    with transaction.atomic():
        gone = delete_with_all(record)
        transaction.set_rollback(True)
    return gone


def _delete(rows, gone):
    collector = Collector(using=router.db_for_write(type(rows[0])), origin=rows[0])
    while True:
        try:
            collector.collect(rows)
        except ProtectedError as held:
            for model, keys in _by_model(held.protected_objects).items():
                left = list(model._base_manager.filter(pk__in=keys))  # some went with others
                if left:
                    _delete(left, gone)
            collector = Collector(using=collector.using, origin=rows[0])
            continue
        break
    doomed = [row for found in collector.data.values() for row in found]
    doomed += [row for found in collector.fast_deletes for row in found]
    for row in doomed:
        _demand_unseen(row)
    named = [(row.pk, row) for row in doomed if not row._meta.auto_created]
    collector.delete()
    for key, row in named:
        row.pk = key  # Django takes it away; the page that tells what went reads names
        gone.append(row)


def _by_model(rows):
    found = {}
    for row in rows:
        found.setdefault(type(row), []).append(row.pk)
    return found


def _demand_unseen(row):
    for owner in _owners(row):
        if getattr(owner, "publish_from", None) is not None:
            raise ValidationError(
                f"This cannot be deleted: {owner} is public, or will be, and rests on it. Take "
                "the link away there first."
            )


def _owners(row):
    """The row and the records that it belongs to, where they can be published.

    A link between two drafts, or from a draft to what it answers, belongs to who made it.
    """
    if row._meta.auto_created:
        source = row._meta.auto_created
        names = [f.name for f in row._meta.fields if f.related_model is source][:1]
    else:
        names = getattr(row, "BELONGS_TO", None) or [
            field.name
            for field in row._meta.fields
            if isinstance(field, models.ForeignKey) and field.name in _LEADS_UP
        ]
    yield row
    for name in names:
        owner = getattr(row, name)
        if owner is not None:
            yield from _owners(owner)


_LEADS_UP = {"plan", "action", "inspection", "recommendation", "indicator", "evidence", "later"}
