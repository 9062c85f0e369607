"""Saves a record as if it had been typed on a day of the story, its history included."""

from dataclasses import dataclass
from datetime import datetime

from councils.models import User


@dataclass(frozen=True)
class Clerk:
    """Who enters records, and when."""

    by: User | None
    at: datetime

    def enter(self, row, **links):
        """Save `row`, then set its many-to-many `links` by name; return it."""
        row._history_date = self.at
        row._history_user = self.by
        row.save()
        for name, rows in links.items():
            if rows:
                getattr(row, name).set(rows)
        return row
