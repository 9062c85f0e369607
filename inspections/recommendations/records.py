"""The recommendations that stand in an inspection, as an import compares them."""

from array import array
from sys import intern

from inspections.recommendations.columns import Columns, Entry, Spool
from inspections.recommendations.signs import Signs

COMPARED = ("reference", "text", "section", "order", "kind", "timescale", "page")


class Record(Entry):
    """A recommendation as it stands, withdrawn or not."""

    __slots__ = ()

    pk = property(lambda record: record.table.pk[record.at])
    group = property(lambda record: record.table.group[record.at])  # inspection, body: their keys
    withdrawn = property(lambda record: record.table.withdrawn[record.at])
    section = property(lambda record: record.table.section[record.at])
    order = property(lambda record: record.table.order[record.at])
    said = property(lambda record: record.table.said[record.at])  # the values of COMPARED

    def __init__(self, *values):
        """One by itself, of the values that `Records.append` takes."""
        self.table, self.at = Records(), 0
        self.table.append(*values)

    @property
    def text(self) -> str:
        return self.said["text"]

    @property
    def reference(self) -> str:
        return self.said["reference"]

    @property
    def signs(self) -> tuple[int, int, int]:
        """By what rows are matched with it."""
        return self.table.signs.of(self.at)


class Records(Columns):
    """Records in columns."""

    entry = Record

    def __init__(self):
        self.pk = array("q")
        self.group: list[tuple[int, int]] = []
        self.withdrawn = bytearray()
        self.section: list[str] = []
        self.order = array("i")
        self.said = Spool()
        self.signs = Signs()
        self._groups: dict[tuple, tuple] = {}

    def append(self, pk: int, inspection_id: int, body_id: int, withdrawn: bool, *values) -> None:
        """Add a record, with its values in the order of COMPARED."""
        said = dict(zip(COMPARED, values, strict=True))
        group = inspection_id, body_id
        self.pk.append(pk)
        self.group.append(self._groups.setdefault(group, group))
        self.withdrawn.append(withdrawn)
        self.section.append(intern(said["section"]))
        self.order.append(said["order"])
        self.said.append(said)
        self.signs.append(group, said)
        self.size += 1
