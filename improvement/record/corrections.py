"""Corrections: the log is not edited, so what a correction replaces is read from the chain."""

from improvement.models import Update


class Chain:
    """Which update corrects which: a correction, and the corrections of it, have one origin.

    Made of every update that is at hand, so that a chain holds although one of its links is not
    public.
    """

    def __init__(self, updates):
        self._by_pk = {update.pk: update for update in updates}
        released = (update for update in self._by_pk.values() if update.public_at)
        self._released = {}  # by origin: the number of the newest that is public
        for update in released:
            origin = self.origin(update.pk)
            self._released[origin] = max(update.number, self._released.get(origin, 0))

    def origin(self, pk):
        """The id of the first update of the chain in which the update `pk` stands."""
        while pk in self._by_pk and self._by_pk[pk].corrects_id:
            pk = self._by_pk[pk].corrects_id
        return pk

    def beyond(self, said, pks) -> list[Update]:
        """Of the updates `pks` those that stand in no chain with any of `said`."""
        origins = {self.origin(update.pk) for update in said}
        return [self._by_pk[pk] for pk in pks if self.origin(pk) not in origins]

    def said(self, updates) -> list[Update]:
        """What these say: of each chain the newest, where and when its origin stands."""
        newest = {}
        for update in sorted(updates, key=lambda update: update.number):
            newest[self.origin(update.pk)] = update
        return [
            update
            for origin, update in sorted(
                newest.items(), key=lambda pair: (pair[1].effective_on, self._place(*pair))
            )
        ]

    def _place(self, origin, update) -> int:
        return self._by_pk.get(origin, update).number

    def unsettled(self, waiting) -> list[Update]:
        """Those that still wait: not one whose correction is public in its place."""
        return [row for row in waiting if row.number > self._released.get(self.origin(row.pk), 0)]
