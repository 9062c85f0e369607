"""A record's history in words: who changed what and when, from what to what.

Read-only and bounded: one page costs the same few queries however long the history is. It reads
django-simple-history's rows, never through its own admin class, which lets a person with the
right to look write an old version back.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import ForeignKey, JSONField, OuterRef, Subquery, Value

from councils.days import LONDON

PAGE_SIZE = 25
EMPTY = "empty"
OUT_OF_SIGHT = "a record that you cannot see, or that is gone"
VERBS = {"+": "added", "~": "changed", "-": "deleted"}


@dataclass(frozen=True)
class Change:
    """One field, before and after, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEntry:
    """One act: when (aware), by whom, and what it did to which record."""

    at: datetime
    by: str
    verb: str
    record: str
    why: str
    changes: tuple[Change, ...]

    @property
    def adds(self) -> bool:
        return self.verb == VERBS["+"]


@dataclass(frozen=True)
class RecordPart:
    """A kind of record whose history is shown: the record's own, or that of its parts."""

    model: type
    path: str  # from a history row to the record's id


def history_page(*, record_id, parts: list[RecordPart], sight, number) -> Page:
    """Page `number` of the entries of the record and its parts, newest first.

    `sight` maps a model to the rows whose names the reader may see; what is not among them is
    not named.
    """
    index = [
        part.model.history.filter(**{part.path: record_id})
        .order_by()
        .annotate(part=Value(place))
        .values_list("history_date", "history_id", "part")
        for place, part in enumerate(parts)
    ]
    index = index[0].union(*index[1:], all=True) if index[1:] else index[0]
    page = Paginator(index.order_by("-history_date", "-history_id"), PAGE_SIZE).get_page(number)
    wanted = defaultdict(list)
    for _, history_id, place in page.object_list:
        wanted[place].append(history_id)
    told = {
        (place, history_id): entry
        for place, ids in wanted.items()
        for history_id, entry in _Teller(parts[place], sight).tell(ids)
    }
    page.object_list = [told[place, history_id] for _, history_id, place in page.object_list]
    return page


class _Teller:
    """Puts history rows of one model into words."""

    def __init__(self, part: RecordPart, sight):
        self.part = part
        self.sight = sight
        self.versions = part.model.history.model
        self.fields = [
            part.model._meta.get_field(field.name)
            for field in self.versions.tracked_fields
            if not field.primary_key
        ]
        self.sets = self.versions._history_m2m_fields

    def tell(self, ids):
        before = self.versions.objects.filter(
            **{self.key: OuterRef(self.key)}, history_id__lt=OuterRef("history_id")
        ).order_by("-history_id")
        rows = list(
            self.versions.objects.filter(history_id__in=ids)
            .annotate(before_id=Subquery(before.values("history_id")[:1]))
            .select_related("history_user")
        )
        olds = self.versions.objects.in_bulk([row.before_id for row in rows if row.before_id])
        self.members = self._members([*olds, *ids])
        self.names = self._names([*rows, *olds.values()])
        for row in rows:
            yield row.history_id, self._entry(row, olds.get(row.before_id))

    @property
    def key(self):
        return self.part.model._meta.pk.attname

    def _entry(self, row, old):
        return HistoryEntry(
            at=row.history_date,
            by=str(row.history_user) if row.history_user else "the system",
            verb=VERBS[row.history_type],
            record=self._record(row),
            why=row.history_change_reason or "",
            changes=() if row.history_type == "-" else tuple(self._changes(row, old)),
        )

    def _record(self, row):
        kind = self.part.model._meta.verbose_name
        if self.part.path == self.key:
            return kind
        name = self.names[self.part.model].get(getattr(row, self.key))
        return f"{kind} “{name}”" if name else f"{kind}, since deleted"

    def _changes(self, row, old):
        for field in self.fields:
            new, was = getattr(row, field.attname), old and getattr(old, field.attname)
            if new != was and not (old is None and new in (None, "", [], {})):
                yield Change(_label(field), self._words(field, was), self._words(field, new))
        for field in self.sets:
            new = self.members[field.name, row.history_id]
            was = self.members[field.name, old.history_id] if old else set()
            if new != was:
                yield Change(_label(field), self._list(field, was), self._list(field, new))

    def _words(self, field, value) -> str:
        if value in (None, "", [], {}):
            return EMPTY
        if isinstance(field, ForeignKey):
            return self.names[field.related_model].get(value, OUT_OF_SIGHT)
        if isinstance(field, JSONField):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, datetime):
            return f"{value.astimezone(LONDON):%-d %B %Y, %H:%M}"
        if isinstance(value, date):
            return f"{value:%-d %B %Y}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(dict(field.flatchoices).get(value, value))

    def _list(self, field, ids) -> str:
        names = self.names[field.related_model]
        return "; ".join(sorted(names.get(key, OUT_OF_SIGHT) for key in ids)) or EMPTY

    def _members(self, ids) -> dict:
        """The ids in each many-to-many field of each version."""
        members = defaultdict(set)
        for field in self.sets:
            links = getattr(self.versions, field.name).model.objects.filter(history_id__in=ids)
            target = f"{field.m2m_reverse_field_name()}_id"
            for history_id, key in links.values_list("history_id", target):
                members[field.name, history_id].add(key)
        return members

    def _names(self, versions) -> dict:
        """The names that the reader may see, of every record that these versions point to."""
        ids = defaultdict(set)
        for field in self.fields:
            if isinstance(field, ForeignKey):
                ids[field.related_model] |= {getattr(row, field.attname) for row in versions}
        for (name, _), keys in self.members.items():
            ids[self.part.model._meta.get_field(name).related_model] |= keys
        if self.part.path != self.key:
            ids[self.part.model] |= {getattr(row, self.key) for row in versions}
        return {
            model: {row.pk: str(row) for row in self.sight(model).filter(pk__in=keys - {None})}
            for model, keys in ids.items()
        }


def _label(field) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]
