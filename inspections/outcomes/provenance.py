"""Whose word stands in the record: official statistics, another table, a report, or a person.

The history tells: a version bears the reason for which it was written. What bears none that a
machine writes was decided by a person, and no file overrides that.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models

from councils.days import day_of
from councils.reference.rows import REASON
from inspections.bulk import batches
from inspections.models import Import, ImportRow, Inspection
from inspections.outcomes.cells import AS_AT, day_in

_SOURCE_MAX = Inspection._meta.get_field("source").max_length
OFFICIAL_WORDS = "official statistics"
_IMPORT = re.compile(r"Import (\d+)(?: undone)?:")


class Whose(StrEnum):
    OFFICIAL = "official"
    TABLE = "table"
    REPORT = "report"
    PERSON = "person"


@dataclass(frozen=True)
class RecordSource:
    """Where something that stands here comes from. `as_at`: of official statistics, if known."""

    whose: Whose
    words: str
    as_at: date | None = None


class FactVersion(NamedTuple):
    reason: str
    user: int | None
    day: date
    values: tuple


class Provenance:
    """Who set what stands in these rows; the history is read once, for all of them."""

    def __init__(self, model: type[models.Model], keys: Collection[int], names: tuple[str, ...]):
        self.names = names
        self._versions: dict[int, list[FactVersion]] = defaultdict(list)
        history = model.history.order_by("history_id")
        for some in batches(keys):
            rows = history.filter(id__in=some).values_list(
                *("id", "history_change_reason", "history_user", "history_date"), *names
            )
            for key, why, user, at, *values in rows:
                self._versions[key].append(FactVersion(why or "", user, day_of(at), tuple(values)))
        numbers, users = set(), set()
        for versions in self._versions.values():
            for version in versions:
                users.add(version.user)
                if found := _IMPORT.match(version.reason):
                    numbers.add(int(found[1]))
        self._imports = {
            batch.pk: batch for batch in Import.objects.filter(pk__in=numbers).defer("content")
        }
        self._people = get_user_model().objects.in_bulk(users - {None})

    def of(self, key: int, names: Iterable[str], source: str) -> RecordSource:
        """Who set these fields last; `source` is what the inspection says of its source."""
        version = self._setter(key, [self.names.index(name) for name in names])
        if version is None:
            return RecordSource(Whose.PERSON, "the record here")
        found = _IMPORT.match(version.reason)
        batch = found and self._imports.get(int(found[1]))
        if batch:
            return source_of(batch)
        if version.reason == REASON and OFFICIAL_WORDS in source.casefold():
            return RecordSource(Whose.OFFICIAL, source, as_at_of(source))
        if version.reason == REASON:
            return RecordSource(Whose.REPORT, source or "the reference data")
        who = self._people.get(version.user, "somebody")
        return RecordSource(Whose.PERSON, f"{who}, who entered it on {version.day:%-d %B %Y}")

    def _setter(self, key: int, places: list[int]) -> FactVersion | None:
        """The first version with what stands now; what an import did and undid does not count."""
        versions = self._versions[key]
        undone = {_IMPORT.match(one.reason)[1] for one in versions if " undone:" in one.reason}
        setter, before = None, None
        for version in versions:
            found = _IMPORT.match(version.reason)
            if found and found[1] in undone:
                continue
            values = tuple(version.values[place] for place in places)
            if setter is None or values != before:
                setter = version
            before = values
        return setter


def source_of(batch: Import) -> RecordSource:
    """What an import was made from."""
    if batch.kind == Import.Kind.OUTCOMES:
        said = batch.reading.get("as_at")
        whose = Whose.OFFICIAL if said else Whose.TABLE
        words = batch.reading.get("source") or f"“{batch.file_name}”"
        return RecordSource(whose, words, date.fromisoformat(said) if said else None)
    return RecordSource(Whose.REPORT, f"“{batch.file_name}”")


def source_of_file(book, file_name: str) -> RecordSource:
    """What pages name as the source of what a file (`tables.OutcomeFile`) says."""
    if book.as_at is None:
        words = f"The table of inspection outcomes “{file_name}”"
        return RecordSource(Whose.TABLE, words[:_SOURCE_MAX])
    title = book.title or f"local authority inspection outcomes as at {book.as_at:%-d %B %Y}"
    words = f"Ofsted official statistics: {title[:1].lower()}{title[1:]}"
    return RecordSource(Whose.OFFICIAL, words[:_SOURCE_MAX], book.as_at)


def as_at_of(words: str) -> date | None:
    """The day up to which statistics of that name count."""
    found = AS_AT.search(words)
    try:
        return day_in(found[1]) if found else None
    except ValueError:
        return None


def heard_of(inspections: Collection[int]) -> dict[int, date]:
    """The latest official statistics that spoke of each inspection, changed or not."""
    latest: dict[int, date] = {}
    rows = ImportRow.objects.filter(
        batch__kind=Import.Kind.OUTCOMES,
        batch__state=Import.State.CONFIRMED,
        subject_type=ContentType.objects.get_for_model(Inspection),
    ).exclude(outcome=ImportRow.Outcome.WRONG)
    for some in batches(inspections):
        spoken = rows.filter(subject_id__in=some).values_list("subject_id", "batch__reading__as_at")
        for key, said in spoken.order_by().distinct():
            if said:
                latest[key] = max(latest.get(key, date.min), date.fromisoformat(said))
    return latest
