"""A tracker's import as its pages show it: bounded, however large the file is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from improvement.models import Action, TrackerImport
from improvement.trackers.layout import COLUMNS, TABLES, Layout
from improvement.trackers.plan_records import did_something
from improvement.workflow import Powers
from inspections.cells import one_line, shorten
from inspections.differences import Part, differences
from inspections.intake import RowChange, Tally
from inspections.intake.rows import kinds_of
from inspections.models import ImportRow

Outcome = ImportRow.Outcome
SHOWN = 100  # rows on a page, whatever they come to
LABELS = {
    "title": "What will be done",
    "success_measure": "How we would know",
    "lead": "Lead",
    "workstream": "Workstream",
    "recommendations": "Recommendations",
    "original_due": "Original due date",
    "due": "A later date is asked for",
    "status": "Reported status",
    "confidence": "Reported confidence",
    "reason": "Why",
    "notes": "Notes",
}
PROMISED = frozenset({"title", "success_measure", "lead", "workstream", "recommendations"})
_SENTENCES = {"title", "success_measure", "reason", "notes"}
_TEXT_SHOWN = 600  # characters


def _parts(name: str, old: str, new: str) -> list[Part]:
    """Sentences word by word; a state, a date or a name as a whole."""
    if name in _SENTENCES:
        return differences(old, new)
    return [Part(kind, text) for kind, text in (("removed", old), ("added", new)) if text]


@dataclass(frozen=True)
class ShownTrackerRow:
    """A row of the import, ready to be shown."""

    row: ImportRow
    answer: str = ""  # of an offered row, as last given
    ticked: bool = False

    @property
    def title(self) -> str:
        return shorten(self.row.values.get("title", ""), _TEXT_SHOWN)

    @property
    def title_here(self) -> str:
        """What stands here, of an offered row."""
        return self.row.subject.title if self.row.subject else ""

    @property
    def changes(self) -> Iterator[RowChange]:
        """What differs from what stands here; once saved, without a promise that stayed."""
        kept = PROMISED if self.row.values.get("kept") else ()
        for name, label in LABELS.items():
            if name in self.row.before and name not in kept:
                old = self.row.before[name]
                new = shorten(str(self.row.values.get(name, "")), _TEXT_SHOWN)
                yield RowChange(label, old, new, _parts(name, old, new))

    @property
    def said(self) -> Iterator[tuple[str, str]]:
        """What a new action would be: (label, words)."""
        for name, label in LABELS.items():
            words = self.row.values.get(name)
            if words and name != "title":
                yield label, shorten(str(words), _TEXT_SHOWN)

    @property
    def is_new(self) -> bool:
        row = self.row
        return row.outcome == Outcome.NEW or row.decision == ImportRow.Decision.NEW


class TrackerRows:
    """An import's rows, by what they come to. All but the tally is read only when it is shown."""

    def __init__(self, batch: TrackerImport):
        self.batch = batch
        self.rows = batch.rows.prefetch_related("subject").order_by("number")

    @cached_property
    def tally(self) -> Tally:
        return Tally.of_kinds(kinds_of(self.batch.rows))

    @cached_property
    def kinds(self) -> dict[str, QuerySet]:
        """The rows by the heading under which they are shown; what must be seen first is first."""
        rows, ticked = self.rows, Q(values__has_key="by_hand")
        changed = rows.filter(outcome=Outcome.CHANGED)
        return {
            "wrong": rows.filter(outcome=Outcome.WRONG),
            "offered": rows.filter(outcome=Outcome.SAME_AS, decision=""),
            "hidden": rows.filter(values__hidden=True),
            "by_hand": changed.filter(ticked),
            "left": rows.filter(values__left=True),
            "newer": rows.filter(values__newer=True),
            "changed": changed.exclude(ticked) if self._previews else changed,
            "answered": rows.filter(outcome=Outcome.SAME_AS).exclude(decision=""),
            "new": rows.filter(outcome=Outcome.NEW),
            "unchanged": rows.filter(outcome=Outcome.UNCHANGED),
        }

    @property
    def _previews(self) -> bool:
        return self.batch.state == TrackerImport.State.PREVIEWED

    @cached_property
    def counts(self) -> dict[str, int]:
        return {name: rows.count() for name, rows in self.kinds.items()}

    @cached_property
    def groups(self) -> dict[str, list[ShownTrackerRow]]:
        """The first rows of each kind: SHOWN of them together."""
        shown, left = {}, SHOWN
        for name, rows in self.kinds.items():
            shown[name] = (
                describe_rows(rows[:left], self.batch) if self.counts[name] and left else []
            )
            left -= len(shown[name])
        return shown

    @cached_property
    def unseen(self) -> dict[str, int]:
        """How many rows of each kind are not among the shown ones."""
        return {name: self.counts[name] - len(rows) for name, rows in self.groups.items()}

    @cached_property
    def needing_a_reason(self) -> int:
        """How many rows ask for a date, or change a public promise: these need a reason."""
        asking = Q(values__asks=True) | Q(values__amends=True)
        return self.batch.rows.filter(asking).count()

    @cached_property
    def absent(self) -> QuerySet:
        """Actions of the plan that the file does not speak of; nothing happens to them."""
        keys = self.batch.reading.get("absent", [])
        return Action.objects.filter(pk__in=keys, plan=self.batch.plan).order_by("sorts_as")

    def left_for_others(self, powers: Powers) -> int:
        """How many rows of the preview this person may not save."""
        rows = self.batch.rows.exclude(outcome=Outcome.WRONG)
        left = Q(pk__in=[])
        if not powers.edit:
            left |= Q(values__edits=True)
        if not powers.report_any:
            own = Action.objects.filter(plan=self.batch.plan, lead__in=powers.posts).values("pk")
            left |= Q(values__reports=True) & ~Q(subject_id__in=own)
        return rows.filter(left).count()


@dataclass(frozen=True)
class ColumnSaid:
    """What a heading of a sheet was said to hold."""

    sheet: str
    heading: str
    meaning: str


def columns_of(layout: Layout) -> list[ColumnSaid]:
    """Each column that is read, and each that is not."""
    meanings = {column.key: column.meaning for column in COLUMNS}
    return [
        ColumnSaid(sheet.name, one_line(heading) or "(no heading)", meanings.get(name, "not read"))
        for sheet in layout.sheets
        if sheet.role in TABLES
        for heading, name in zip(sheet.headings, sheet.fields, strict=False)
        if heading.strip() or name
    ]


def describe_rows(rows: QuerySet, batch: TrackerImport) -> list[ShownTrackerRow]:
    """The rows with what a person decided on them so far."""
    answers, taking = (batch.settled.get(name, ()) for name in ("answers", "taking"))
    return [
        ShownTrackerRow(row, dict(answers).get(str(row.number), ""), row.number in taking)
        for row in rows
    ]


def provenance(action: Action) -> Iterator[tuple[TrackerImport, ShownTrackerRow]]:
    """The newest file that spoke of the action, and those that did something to it, newest first,
    with what each said of it.
    """
    rows = ImportRow.objects.filter(
        batch__kind=TrackerImport.Kind.PLAN,
        batch__state=TrackerImport.State.CONFIRMED,
        subject_type__app_label="improvement",
        subject_type__model="action",
        subject_id=action.pk,
    )
    rows = list(rows.order_by("-batch__confirmed_at", "-pk"))
    rows = [row for place, row in enumerate(rows) if not place or did_something(row)][:20]
    imports = TrackerImport.objects.defer("content", "reading").in_bulk(
        {row.batch_id for row in rows}
    )
    for row in rows:
        if row.batch_id in imports:
            yield imports[row.batch_id], ShownTrackerRow(row)
