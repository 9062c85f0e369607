"""Tables in columns, whose rows are objects only while somebody looks at them.

Of 100,000 rows, an object and a dict each would take ten times the memory. So a table keeps small
values in columns (arrays, or lists of what many rows share), and words in a file (`Spool`). Each
of its entries is an `Entry`, which knows the table and its place there, and is made on demand.
"""

import marshal
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from tempfile import TemporaryFile

_IN_MEMORY = 512 * 1024  # bytes of words, beyond which they go into a file


class Spool:
    """Dicts of text, numbers and None, in a file without a name that goes with this object."""

    def __init__(self):
        self._file = BytesIO()
        self._starts = array("Q", [0])
        self._at_end = True

    def append(self, value: dict) -> None:
        if not self._at_end:
            self._file.seek(self._starts[-1])
            self._at_end = True
        end = self._starts[-1] + self._file.write(marshal.dumps(value))
        self._starts.append(end)
        if end > _IN_MEMORY and isinstance(self._file, BytesIO):
            held, self._file = self._file, TemporaryFile()  # noqa: SIM115 (see __del__)
            self._file.write(held.getbuffer())

    def __getitem__(self, at: int) -> dict:
        start = self._starts[at]
        self._file.seek(start)
        self._at_end = False
        return marshal.loads(self._file.read(self._starts[at + 1] - start))  # noqa: S302 - our own

    def __del__(self):
        self._file.close()


class Entry:
    """What stands at one place of a table; its properties look there into the columns."""

    __slots__ = ("table", "at")


class Columns(Sequence):
    """A table. `entry` is the class of its entries, `size` the number of them."""

    entry: type[Entry]
    size = 0

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: int) -> Entry:
        if not 0 <= at < self.size:
            raise IndexError(at)
        entry = object.__new__(self.entry)
        entry.table, entry.at = self, at
        return entry

    def __iter__(self) -> Iterator[Entry]:
        new, kind = object.__new__, self.entry  # there are many, and many loops over them
        for at in range(self.size):
            entry = new(kind)
            entry.table, entry.at = self, at
            yield entry
