"""What a kind of table must say of itself, for `saving` and the admin to work with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model

from inspections.intake.headings import Column, FileForm
from inspections.intake.reading import Table
from inspections.intake.rows import Row
from inspections.models import Import

Cell = str | int | Decimal | date


@dataclass(frozen=True)
class Found:
    """What became of a table's rows. `absent` names what stands here and is not in the file."""

    rows: list[Row]
    absent: Sequence[str] = ()
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """One column of a row that differs, in words. Empty words: nothing stood or stands there."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Described:
    """A stored row in words: what it is about, what it says, and where it differs."""

    about: str
    said: str
    changes: Sequence[Change] = field(default_factory=tuple)


class Standing:
    """The records as they stand, read once; with `lock` nobody changes them until the end."""

    fingerprint: str


class TableKind:
    """One kind of table. `whose` is a council, or None for what belongs to none."""

    kind: Import.Kind
    form: FileForm
    subject: type[Model]
    title: str  # of a page: “Readings of indicators”
    one: str  # reading
    many: str  # readings
    once_written: str = ""  # what happens next to what was saved, as a sentence

    def standing(self, whose, *, by, at: datetime, lock: bool = False) -> Standing:
        """The records that rows are held against."""
        raise NotImplementedError

    def read(self, table: Table, standing: Standing, *, at: datetime) -> Found:
        """The rows of the table, held against the records. Raises Unreadable."""
        raise NotImplementedError

    def write(self, batch: Import, standing: Standing, *, by, at: datetime, why: str) -> None:
        """Save what the batch's stored rows say, in the caller's transaction. Raises Refused."""
        raise NotImplementedError

    def undo(self, batch: Import, standing: Standing, *, by, at: datetime) -> None:
        """Take it back, in the caller's transaction. Raises Refused if it was touched since."""
        raise NotImplementedError

    def asks_why(self, batch: Import) -> bool:
        """Whether rows change what must not change without a reason, and do not give one."""
        return False

    def is_hidden_from(self, batch: Import, user, *, at: datetime) -> bool:
        """Whether the batch speaks of what this person may not read."""
        return False

    def describe(self, values: dict, before: dict) -> Described:
        """A stored row in words."""
        raise NotImplementedError

    def columns(self) -> Collection[Column]:
        """The columns of the template and of the export."""
        return self.form.columns

    def example(self) -> Sequence[Cell]:
        """The template's row, which an import does not take."""
        raise NotImplementedError

    def export(self, whose, *, by, at: datetime) -> Iterable[Sequence[Cell]]:
        """What stands here, by the columns; importing it again changes nothing."""
        raise NotImplementedError
