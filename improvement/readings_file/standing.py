"""A council's indicators and their newest readings, as one import finds them."""

import hashlib
from datetime import date, datetime
from functools import cached_property

from improvement.models import Indicator, Reading
from improvement.readings_file.figures import Stored
from inspections.intake import Records

_READ = tuple(Stored.__slots__)


class ReadingsStanding(Records):
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
    def newest(self) -> dict[tuple[int, date], Stored]:
        """By indicator and day the newest version, waiting for release or not."""
        rows = Reading.objects.filter(indicator__in=list(self.indicators)).order_by("version")
        rows = rows.values_list("indicator_id", "as_at", *_READ)
        return {(key, day): Stored(*rest) for key, day, *rest in rows.iterator()}

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for one in self.indicators.values():
            digest.update(repr((one.pk, one.key, one.name, one.unit, one.withdrawn_at)).encode())
        for (key, day), one in sorted(self.newest.items(), key=lambda item: item[0]):
            digest.update(f"{key} {day} {one.pk}".encode())  # a reading is never edited
        return digest.hexdigest()
