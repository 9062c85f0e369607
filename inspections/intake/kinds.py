"""What a kind of file must say of itself, and the list of the kinds that there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from inspections.differences import Part
from inspections.intake.headings import Column, FileForm
from inspections.intake.rows import Outcome, PreviewRow
from inspections.intake.tables import Table, read
from inspections.models import Import, ImportRow
from inspections.spreadsheets import Unreadable

FileCell = str | int | Decimal | date


class Refused(Exception):
    """What was asked for cannot be done as things stand; the message tells a person why."""


@dataclass(frozen=True)
class Preview:
    """What the rows of a file would do. `absent` names what stands here and is not in the file.

    `table` tells how a table was understood; None for what is no table. `reading` is kept beside
    that in `Import.reading`.
    """

    rows: Sequence[PreviewRow]
    absent: Sequence[str] = ()
    notices: Sequence[str] = ()
    table: Table | None = None
    moves: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What a person decided on the page of a preview.

    `answers` decide on offered rows (`ImportRow.Decision`), `taking` holds the rows that may
    replace what a person decided by hand, both by the rows' numbers. `why` is the reason of
    changes whose rows give none. `hidden_seen`: what the spreadsheet hides was looked at.
    """

    answers: Mapping[int, str] = field(default_factory=dict)
    taking: Collection[int] = frozenset()
    why: str = ""
    hidden_seen: bool = False


@dataclass(frozen=True)
class RowChange:
    """One column of a row that differs, in words. Empty words: nothing stood or stands there.

    `parts` are the two word by word, where they are long.
    """

    heading: str
    old: str
    new: str
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class RowDescription:
    """A stored row in words: what it is about, what it says, and where it differs.

    `notes` are sentences beside that; `offered` says which record it may be, where a person must
    decide.
    """

    about: str
    text: str
    changes: Sequence[RowChange] = ()
    notes: Sequence[str] = ()
    offered: str = ""


class Records:
    """The records that rows are held against, read once."""

    fingerprint: str  # a digest of all that a preview depends on


class Kind:
    """One kind of file; a subclass says what is its own. See the package's docstring.

    `whose` is what a file belongs to: a council, an inspection, a plan; None for the nation.
    """

    kind: Import.Kind
    model: type[Import] = Import
    subject: type[Model]  # what a row makes or changes
    form: FileForm  # of a table
    title: str  # of a page: “Readings of indicators”
    one: str  # reading
    many: str  # readings
    once_written: str = ""  # what happens next to what was saved, as a sentence
    file_name_max = 255  # characters that are kept of its end
    leaves_out_wrong = False  # saves the other rows, instead of none
    is_again_a_preview = False  # what is undone can be confirmed once more
    is_worked_out_anew = False  # for each look: a person says which fingerprint they saw

    # --- whose it is ---

    def new_import(self, whose, **facts) -> Import:
        """An import, not saved yet, of a file that is `whose`."""
        return self.model(kind=self.kind, council=whose, **facts)

    def whose(self, batch: Import):
        return batch.council

    def refuse(self, whose) -> None:
        """Raise Refused where nothing may come in any more."""

    def is_hidden_from(self, batch: Import, user, *, at: datetime) -> bool:
        """Whether the batch speaks of what this person may not read."""
        return False

    # --- from bytes to rows, and what each would do ---

    def records(self, batch: Import, *, by, at: datetime, lock: bool = False) -> Records:
        """As they stand; with `lock` nobody changes them until the transaction ends."""
        raise NotImplementedError

    def preview(
        self, batch: Import, records: Records, *, by, at: datetime, sheet: str = ""
    ) -> Preview:
        """What the batch's bytes would do. Raises Unreadable, SeveralSheets too."""
        found = self.read(read(bytes(batch.content), self.form, sheet), records, at=at)
        if not found.rows:
            raise Unreadable("The file holds headings and no rows.")
        return found

    def read(self, table: Table, records: Records, *, at: datetime) -> Preview:
        """The rows of a table, held against the records. Raises Unreadable."""
        raise NotImplementedError

    def note(self, batch: Import, choices: Choices) -> None:
        """Keep what a person decided so far with the preview."""
        offered = batch.rows.filter(outcome=Outcome.SAME_AS)
        for decision in ImportRow.Decision:
            numbers = [number for number, given in choices.answers.items() if given == decision]
            offered.filter(number__in=numbers).update(decision=decision)

    def decide(self, batch: Import, records: Records, choices: Choices, *, by, at) -> None:
        """Bring the stored rows to what the person decided, before they are written."""
        self.note(batch, choices)
        by_hand = batch.rows.filter(outcome=Outcome.CHANGED, values__has_key="hand")
        by_hand.exclude(number__in=choices.taking).update(outcome=Outcome.UNCHANGED)

    def refuse_undecided(self, batch: Import, choices: Choices) -> None:
        """Raise Refused where a person has yet to say more than answers to offered rows."""
        if not choices.why.strip() and self.asks_why(batch):
            raise Refused(
                "Nothing was saved. Say why figures are corrected: the public will read it."
            )

    # --- written, and taken back ---

    def write(self, batch: Import, records: Records, choices: Choices, *, by, at: datetime) -> Any:
        """Save what the batch's stored rows say, in the caller's transaction. Raises Refused.

        What it returns stands in `Confirmation.made`.
        """
        raise NotImplementedError

    def records_to_undo(self, batch: Import, *, by, at: datetime) -> Records | None:
        """Those that `undo` needs, locked."""
        return self.records(batch, by=by, at=at, lock=True)

    def undo(self, batch: Import, records: Records, *, by, at: datetime) -> None:
        """Take it back, in the caller's transaction. Raises Refused if it was touched since."""
        raise NotImplementedError

    def forget(self, *, council, words: Collection[str], marker: str) -> None:
        """Put `marker` in the place of these words wherever only this kind keeps some."""

    # --- in words, and as a file to take away ---

    def asks_why(self, batch: Import) -> bool:
        """Whether rows change what must not change without a reason, and do not give one."""
        return False

    def rows_of(self, batch: Import) -> QuerySet:
        """The stored rows, with what `describe` needs of them."""
        return batch.rows.all()

    def where(self, row: ImportRow) -> str:
        """A row as a person finds it in the file."""
        return f"Row {row.number}"

    def describe(self, row: ImportRow) -> RowDescription:
        """A stored row in words."""
        raise NotImplementedError

    def absent(self, batch: Import) -> tuple[Sequence[str], int]:
        """What stands here and is not in the file: the first names, and how many there are."""
        return batch.reading.get("absent", ()), batch.reading.get("absent_in_all", 0)

    def columns(self) -> Collection[Column]:
        """The columns of the template and of the export."""
        return self.form.columns

    def example(self) -> Sequence[FileCell]:
        """The template's row, which an import does not take."""
        raise NotImplementedError

    def export(self, whose, *, by, at: datetime) -> Iterable[Sequence[FileCell]]:
        """What stands here, by the columns; importing it again changes nothing."""
        raise NotImplementedError


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; for `AppConfig.ready`."""
    _KINDS[kind.kind] = kind


def forget(*, council, words: Collection[str], marker: str) -> None:
    """Put `marker` in the place of these words in whatever the kinds keep by themselves."""
    for kind in _KINDS.values():
        kind.forget(council=council, words=words, marker=marker)


def kind_of(batch: Import) -> Kind:
    """The kind that knows how to read, write and undo this import."""
    return _KINDS[batch.kind]
