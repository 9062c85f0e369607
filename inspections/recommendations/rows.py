"""A row of the file: what it says, which record it speaks of, and what it would do."""

from array import array
from collections.abc import Mapping, Sequence

from inspections.cells import one_line, tidy
from inspections.intake.rows import Mistake, Outcome, effect_of
from inspections.recommendations.addressees import Addressee
from inspections.recommendations.columns import Columns, Entry, Spool
from inspections.recommendations.records import COMPARED, Record, Records
from inspections.recommendations.signs import Signs

_NONE = -1  # no place


class Row(Entry):
    """`said` holds values by column, without the body, which is `to` with its inspection."""

    __slots__ = ()

    number = property(lambda row: row.table.number[row.at])
    said = property(lambda row: row.table.said[row.at])
    to = property(lambda row: row.table.to[row.at])
    outcome = property(
        lambda row: row.table.outcome[row.at],
        lambda row, outcome: row.table.outcome.__setitem__(row.at, outcome),
    )
    differs = property(  # in which columns, its place apart
        lambda row: row.table.differs[row.at],
        lambda row, differs: row.table.differs.__setitem__(row.at, differs),
    )
    turned = property(  # its record comes before or after others than today
        lambda row: row.table.turned[row.at],
        lambda row, turned: row.table.turned.__setitem__(row.at, turned),
    )
    kept = property(  # it differs, and what a person decided here stays
        lambda row: row.table.kept[row.at],
        lambda row, kept: row.table.kept.__setitem__(row.at, kept),
    )

    def __init__(
        self, number: int, said: dict, to: Addressee | None = None, errors: Sequence[dict] = ()
    ):
        """One by itself, in a table of one row."""
        self.table, self.at = Rows(), 0
        self.table.append(number, said, to)
        if errors:
            self.table.errors[0] = errors

    @property
    def record(self) -> Record | None:
        """The record that it speaks of."""
        table = self.table
        place = table.record[self.at]
        return None if place < 0 else table.records[place]

    @record.setter
    def record(self, record: Record | None) -> None:
        if record is None:
            self.table.record[self.at] = _NONE
        else:
            self.table.records, self.table.record[self.at] = record.table, record.at

    @property
    def has_record(self) -> bool:
        return self.table.record[self.at] >= 0

    @property
    def errors(self) -> Sequence[dict]:
        return self.table.errors.get(self.at, ())

    @property
    def decision(self) -> str:
        return self.table.decision.get(self.at, "")

    @decision.setter
    def decision(self, decision: str) -> None:
        self.table.decision[self.at] = decision

    @property
    def given(self) -> int | None:
        """The place that the file gives."""
        given = self.table.given[self.at]
        return None if given < 0 else given

    @property
    def order(self) -> int | None:
        """The place where it will stand, from 1; None before there is one."""
        return self.table.order[self.at] or None

    @order.setter
    def order(self, place: int) -> None:
        self.table.order[self.at] = place

    @property
    def group(self) -> tuple[int, int]:
        """The inspection and the body: rows and records meet only inside it."""
        return self.to.group

    @property
    def section(self) -> str:
        """The section in which it will stand: what the row says, else that of its record."""
        said = self.table.section[self.at]
        if said is None:
            return self.record.section if self.has_record else ""
        return said

    @property
    def reference(self) -> str:
        """The number that it will have: what the row says, else that of its record."""
        said = self.said
        if "reference" in said:
            return said["reference"]
        return self.record.reference if self.has_record else ""

    @property
    def is_known(self) -> bool:
        """Whether its body and its words could be read."""
        return self.table.to[self.at] is not None and self.table.signs.are_known(self.at)

    @property
    def signs(self) -> tuple[int, int, int]:
        """By what it is matched with records, once it is known."""
        return self.table.signs.of(self.at)

    @property
    def before(self) -> dict:
        """What stands in the record where the row says something else."""
        before = {"order": self.record.order} if self.turned else {}
        if self.differs:
            stands = self.record.said
            before |= {name: stands[name] for name in self.differs}
        return before

    @property
    def takes_place(self) -> bool:
        """Whether it says where something stands."""
        table, at = self.table, self.at
        place = table.record[at]
        withdrawn = place >= 0 and table.records.withdrawn[place]
        return table.outcome[at] != Outcome.WRONG and not table.kept[at] and not withdrawn

    @property
    def kind(self) -> tuple[str, str, bool]:
        """Outcome, decision and whether anything differs, as tallies count them."""
        return self.outcome, self.decision, bool(self.differs or self.turned)

    @property
    def effect(self) -> str:
        """The name under which a tally counts it."""
        return effect_of(*self.kind)

    def is_wrong(self, mistake: Mistake, *, column: str, value: str) -> None:
        """Note a mistake in the column that the file calls `column`."""
        self.table.errors[self.at] = [*self.errors, mistake.in_cell(column=column, value=value)]
        self.outcome = Outcome.WRONG


class Rows(Columns):
    """The rows of a file, in columns. Only of those that have errors or a decision is any kept."""

    entry = Row

    def __init__(self):
        self.number = array("I")
        self.said = Spool()
        self.to: list[Addressee | None] = []
        self.section: list[str | None] = []
        self.given = array("i")
        self.signs = Signs()
        self.records: Records | None = None  # that rows speak of, and their places there
        self.record = array("i")
        self.outcome: list[str] = []
        self.order = array("i")
        self.differs: list[tuple[str, ...]] = []
        self.turned, self.kept = bytearray(), bytearray()
        self.errors: dict[int, Sequence[dict]] = {}
        self.decision: dict[int, str] = {}

    def append(self, number: int, said: dict, to: Addressee | None) -> None:
        """Add a row, that nothing is known of but what it says."""
        given = said.get("order")
        self.number.append(number)
        self.said.append(said)
        self.to.append(to)
        self.section.append(said.get("section"))
        self.given.append(-1 if given is None else given)
        self.signs.append(to and to.group, said)
        self.record.append(_NONE)
        self.outcome.append(Outcome.NEW)
        self.order.append(0)
        self.differs.append(())
        self.turned.append(False)
        self.kept.append(False)
        self.size += 1


def differing(said: Mapping, stands: Mapping) -> tuple[str, ...]:
    """The columns in which a row says something else than its record; places are apart."""
    return tuple(
        name
        for name in COMPARED
        if name != "order"
        and name in said
        and stands[name] != said[name]
        and _as_read(name, stands[name]) != said[name]
    )


def _as_read(name: str, value):
    """A record's value as the same value would be read from a file."""
    if name == "text":
        return tidy(value)
    return one_line(value) if isinstance(value, str) else value
