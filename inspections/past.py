"""On which day findings are told, today or any past one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from councils.days import day_of, end_of


@dataclass(frozen=True)
class Day:
    """A London day on which findings are told: what had been published by its end.

    `moment`: until when it had to be readable here. With `seen` that is the end of the day itself,
    and a correction or withdrawal of later is not known yet.
    """

    day: date
    moment: datetime
    seen: bool

    def published(self, path: str = "") -> Q:
        """Of rows whose inspection `path` leads to; without a printed day, when it was released."""
        by_then = Q(**{f"{path}published_on__lte": self.day})
        return by_then | Q(
            **{f"{path}published_on": None, f"{path}publish_from__lt": end_of(self.day)}
        )

    @classmethod
    def of(cls, at: datetime) -> "Day":
        """Today, at the moment `at`."""
        return cls(day_of(at), at, seen=False)

    @property
    def withdrawn_by(self) -> datetime | None:
        return self.moment if self.seen else None
