"""A stored import as its pages show it: bounded, however large the file is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.db.models import QuerySet

from inspections.by_hand import Hand, last_by_hand
from inspections.cells import shorten
from inspections.differences import Part, differences
from inspections.intake import Outcome, Tally
from inspections.intake.rows import kinds_of
from inspections.intake.tables import Table
from inspections.models import Import, ImportRow, Recommendation
from inspections.recommendations.headings import FORM
from inspections.recommendations.wording import has_its_number

SHOWN = 100  # rows on a page, whatever they come to
_TEXT_SHOWN = 600  # characters of a text


@dataclass(frozen=True)
class Change:
    """One column of a row that differs from what stands here."""

    heading: str
    parts: list[Part]
    empties: bool  # nothing stands there any more


@dataclass(frozen=True)
class ShownRow:
    """A row of the import, ready to be shown."""

    row: ImportRow
    hand: Hand | None = None

    @property
    def text(self) -> str:
        return shorten(self.row.values.get("text", ""), _TEXT_SHOWN)

    @property
    def standing_text(self) -> str:
        return shorten(self.row.recommendation.text, _TEXT_SHOWN)

    @property
    def changes(self) -> Iterator[Change]:
        """Where the row says something else than what stood before, text first."""
        for name in sorted(self.row.before, key=lambda name: name != "text"):
            old, new = ("" if value is None else str(value) for value in self._pair(name))
            yield Change(FORM.column(name).heading, differences(old, new), empties=not new)

    @property
    def has_its_number(self) -> bool:
        """For an offer: whether the number is the same, and only the words are others."""
        return has_its_number(self.row.values, self.row.recommendation)

    @property
    def is_withdrawn(self) -> bool:
        record = self.row.recommendation
        return record is not None and record.withdrawn_at is not None

    @property
    def is_kept(self) -> bool:
        """Confirmed, and left as somebody had edited it here."""
        return self.row.outcome == Outcome.UNCHANGED and bool(self.row.before)

    def _pair(self, name: str) -> tuple:
        return self.row.before[name], self.row.values.get(name)


class Shown:
    """An import's rows, by what they come to. All but the tally is read only when it is shown."""

    def __init__(self, batch: Import):
        self.batch = batch
        self.rows = batch.rows.select_related("recommendation").order_by("number")

    @cached_property
    def tally(self) -> Tally:
        return Tally.of_kinds(self._counted)

    @cached_property
    def counts(self) -> Counter:
        """How many rows have each outcome, whatever was decided on them later."""
        counts = Counter()
        for (outcome, _, _), count in self._counted.items():
            counts[outcome] += count
        return counts

    @cached_property
    def _counted(self) -> dict[tuple, int]:
        return kinds_of(self.batch.rows)

    @cached_property
    def unseen(self) -> dict[str, int]:
        """How many rows of each outcome are not among the shown ones."""
        shown = Counter(one.row.outcome for rows in self.groups.values() for one in rows)
        return dict(self.counts - shown)

    @cached_property
    def hands(self) -> dict[int, Hand]:
        """Who edited by hand the records that the file would change, by the records' keys."""
        changed = self.batch.rows.filter(outcome__in=[Outcome.CHANGED, Outcome.SAME_AS])
        return last_by_hand(changed.order_by().values("recommendation"))

    @cached_property
    def groups(self) -> dict[str, list[ShownRow]]:
        """The first rows of each kind: what must be seen first, and SHOWN of them together."""
        shown, left = {}, SHOWN
        for kind, there_are, rows in self._kinds():
            shown[kind] = self.show(rows[:left]) if there_are and left else []
            left -= len(shown[kind])
        return shown

    @cached_property
    def hidden(self) -> list[ShownRow]:
        """The first rows that the spreadsheet hides, whatever they come to."""
        return self.show(self.rows.filter(values__hidden=True)[:SHOWN])

    def _kinds(self) -> Iterator[tuple[str, bool, QuerySet]]:
        tally, hands = self.tally, self.hands
        of = {outcome: self.rows.filter(outcome=outcome) for outcome in Outcome}
        edited = {"recommendation__in": hands}
        yield "wrong", tally.wrong, of[Outcome.WRONG]
        yield "offered", tally.offered, of[Outcome.SAME_AS].filter(decision="")
        yield "by_hand", hands, of[Outcome.CHANGED].filter(**edited)
        yield "changed", tally.changed, of[Outcome.CHANGED].exclude(**edited)
        yield "answered", tally.answered, of[Outcome.SAME_AS].exclude(decision="")
        yield "kept", tally.kept, of[Outcome.UNCHANGED].exclude(before={})
        yield "new", tally.new, of[Outcome.NEW]
        yield "unchanged", tally.unchanged, of[Outcome.UNCHANGED].filter(before={})

    @property
    def texts(self) -> QuerySet:
        """The words that would come in, by the rows' numbers."""
        comes_in = [Outcome.NEW, Outcome.CHANGED, Outcome.SAME_AS]
        return self.rows.filter(outcome__in=comes_in).values_list("number", "values__text")

    def show(self, rows: Iterable[ImportRow]) -> list[ShownRow]:
        """Rows of this import, ready to be shown."""
        return [ShownRow(row, self.hands.get(row.recommendation_id)) for row in rows]


def touched_by(batch: Import) -> set[int]:
    """The keys of the inspections that the file speaks of: the batch's own, and linked ones."""
    linked = batch.rows.filter(values__has_key="inspection").order_by()
    keys = linked.values_list("values__inspection", flat=True).distinct()
    return {batch.inspection_id, *keys}


def absent_from(batch: Import) -> QuerySet:
    """Standing recommendations of which the file says nothing: reported, never deleted.

    Those of a linked inspection only if the file speaks of it at all. For an import confirmed in
    the past: without what came later.
    """
    places = touched_by(batch)
    spoken_of = batch.rows.filter(recommendation__isnull=False).values("recommendation")
    records = Recommendation.objects.standing().filter(inspection__in=places)
    records = records.exclude(pk__in=spoken_of)
    if batch.state == Import.State.CONFIRMED:
        made = Recommendation.history.filter(
            history_type="+", history_date__gt=batch.confirmed_at, inspection__in=places
        )
        records = records.exclude(pk__in=made.values("id"))
    return records


def understood(table: Table) -> list[tuple[str, str, list[str]]]:
    """Each column that is imported: the file's heading, what it means here, and samples."""
    first = [line.cells for line in islice(table.rows(), 20)]
    return [
        (
            table.heading_of(key),
            table.form.column(key).meaning,
            _samples(cells[key] for cells in first),
        )
        for key in table.columns
    ]


def _samples(cells: Iterable[str]) -> list[str]:
    """The first cells that differ, shortened."""
    return [shorten(cell, 60) for cell in dict.fromkeys(cells) if cell][:3]
