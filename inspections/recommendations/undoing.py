"""A confirmed import is undone: all of it, and only while nobody has touched what it did."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, QuerySet

from inspections.cells import shorten
from inspections.intake import Refused
from inspections.models import Import, ImportRow, Recommendation, RecommendationApart
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.writing import change_back


def undo(batch: Import, records: InspectionRecords, *, by, at: datetime) -> None:
    """Take back what a confirmed import did, as if it had not been.

    What it made is deleted, what it changed stands as before, and the history keeps all of it.
    Raises Refused if anything that it did was touched since, answered by an action, or is public.
    """
    made = Recommendation.objects.filter(imported_by=batch)
    _refuse_public(batch, records)
    _refuse_touched(batch)
    _refuse_linked(made)
    for record in made:
        record._history_user, record._history_date = by, at
        record._change_reason = batch.reason_undone
        record.delete()
    change_back(batch, by=by, at=at, why=batch.reason_undone)


def _refuse_public(batch: Import, records: InspectionRecords) -> None:
    public = [one for one in records.inspections if one.is_released(records.at)]
    if batch.recommendations.filter(inspection__in=public).exists():
        raise Refused(
            "Nothing was undone. Recommendations that this import made are public: what was public "
            "is not deleted. Withdraw them one by one, with a reason."
        )


def _refuse_touched(batch: Import) -> None:
    """Unless the import's own version is the last of each record that it wrote."""
    history = Recommendation.history
    own = history.filter(history_change_reason=batch.reason, history_date=batch.confirmed_at)
    last = own.aggregate(last=Max("history_id"))["last"] or 0
    since = history.filter(id__in=own.values("id"), history_id__gt=last)
    if touched := list(since.order_by("history_id").values_list("id", flat=True)):
        raise Refused(
            "Nothing was undone. Somebody has changed since what this import wrote: "
            f"{_named(touched)}."
        )


def _refuse_linked(made: QuerySet) -> None:
    for relation in Recommendation._meta.related_objects:
        if relation.related_model in (ImportRow, RecommendationApart):
            continue
        links = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": made.values("pk")}
        )
        if linked := links.values_list(relation.field.name, flat=True)[:3]:
            what = relation.related_model._meta.verbose_name_plural
            raise Refused(
                f"Nothing was undone. There are {what} by now for what this import made: "
                f"{_named(linked)}. Take them off first."
            )


def _named(keys) -> str:
    """The first of these recommendations, as a person knows them."""
    return "; ".join(_names(list(dict.fromkeys(keys))[:3]))


def _names(keys: list[int]) -> Iterator[str]:
    versions = Recommendation.history.filter(id__in=keys).order_by("id", "-history_id")
    seen = set()
    for key, reference, text in versions.values_list("id", "reference", "text"):
        if key not in seen:
            seen.add(key)
            yield f"“{f'{reference} {shorten(text, 60)}'.strip()}”"
