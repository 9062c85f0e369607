"""Which indicator a row means: by its key or its very name. What is only alike is never taken."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property

from improvement.models import Indicator, Reading
from improvement.readings.figures import StoredReading, WrongCell
from inspections.cells import fold
from inspections.intake import Mistake, Records

_ALIKE = 0.5  # of difflib's ratio: a name that may be offered
_MOST = 3


class Naming:
    """The indicators that the rows of one file may name."""

    def __init__(self, indicators: Iterable[Indicator]):
        self.by_key: dict[str, Indicator] = {}
        self.by_name: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in indicators:
            self.by_key[fold(indicator.key)] = indicator
            self.by_name[fold(indicator.name)].append(indicator)
        self.found: dict[tuple[str, str], Indicator | WrongCell] = {}

    def find(self, key: str, name: str) -> Indicator | WrongCell:
        """The indicator, or what is wrong, and why: an unknown one gets its like."""
        if (key, name) not in self.found:
            self.found[key, name] = self._find(fold(key), fold(name))
        return self.found[key, name]

    def _find(self, key: str, name: str) -> Indicator | WrongCell:
        named = self.by_name.get(name, [])
        if key:
            found = self.by_key.get(key)
            if found is None:
                return WrongCell("key", self._unknown(key, name))
            if name and found not in named:
                why = f"This is not the name of “{found.key}”: that is “{found}”."
                mend = "Correct the name or the key, or leave one of them empty."
                return WrongCell("indicator", Mistake(why, mend))
            return found
        if not name:
            mistake = Mistake("No indicator is named here.", "Write its name or its key.")
            return WrongCell("indicator", mistake)
        if len(named) == 1:
            return named[0]
        if named:
            keys = " or ".join(f"“{one.key}”" for one in named)
            mend = f"Write which in a column “Key”: {keys}."
            return WrongCell("indicator", Mistake("Several indicators have this name.", mend))
        if name in self.by_key:
            return self.by_key[name]
        return WrongCell("indicator", self._unknown(key, name))

    def _unknown(self, key: str, name: str) -> Mistake:
        near = [
            *get_close_matches(name, self.by_name, _MOST, _ALIKE),
            *get_close_matches(key or name, self.by_key, _MOST, _ALIKE),
        ]
        alike = list(
            dict.fromkeys(
                one for words in near for one in self.by_name.get(words) or [self.by_key[words]]
            )
        )
        why = "No indicator of this council is called so."
        if not alike:
            return Mistake(why, "Add the indicator first, or correct the name.")
        offered = "; ".join(f"“{one}” (key {one.key})" for one in alike[:_MOST])
        return Mistake(why, f"Is one of these meant? {offered}. Write its name or its key.")


_READ = tuple(StoredReading.__slots__)


class StoredReadings(Records):
    """What `by` may see of it at the moment `at`; None sees all.

    With `lock` (inside a transaction) nobody else records a reading there until the end.
    """

    def __init__(self, council, *, by, at: datetime, lock: bool = False):
        own = Indicator.objects.filter(council=council).order_by("pk")
        if lock:
            list(own.select_for_update().values_list("pk"))
        self.council = council
        if by is not None:
            own = own.filter(pk__in=Indicator.objects.visible_to(by, at=at).values("pk"))
        self.indicators = {one.pk: one for one in own}

    @cached_property
    def newest(self) -> dict[tuple[int, date], StoredReading]:
        """By indicator and day the newest version, waiting for release or not."""
        rows = Reading.objects.filter(indicator__in=list(self.indicators)).order_by("version")
        rows = rows.values("indicator_id", "as_at", *_READ)
        return {
            (row.pop("indicator_id"), row.pop("as_at")): StoredReading(**row)
            for row in rows.iterator()
        }

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for one in self.indicators.values():
            digest.update(repr((one.pk, one.key, one.name, one.unit, one.withdrawn_at)).encode())
        for (key, day), one in sorted(self.newest.items(), key=lambda item: item[0]):
            digest.update(f"{key} {day} {one.pk}".encode())  # a reading is never edited
        return digest.hexdigest()
