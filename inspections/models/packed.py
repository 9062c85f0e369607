"""Bytes that are compressed in the database, and nowhere else."""

import zlib
from collections.abc import Iterator
from tempfile import TemporaryFile

from django.db import connection, models
from django.db.models import F, Func, Value
from django.db.models.expressions import CombinedExpression

# What stands before compressed bytes. No file that people bring begins so.
_MARK = b"\x00packed by zlib\x00"
_FAST = 1  # a table of text shrinks to a third and less; more effort gains little
_PORTION = 256 * 1024  # bytes, of those that come in
_SENT = 1024 * 1024  # bytes, of those that go out together


class PackedBytesField(models.BinaryField):
    """Bytes of a file. A value that was stored before there was compression is read as it is.

    A table of 20 MB is text that shrinks well, and a database's driver makes copies of what it
    is given, PostgreSQL's in twice as many characters.
    """

    def get_db_prep_value(self, value, connection, prepared=False):
        if value:
            packed = bytearray()
            for portion in _packed(value):
                packed += portion
            value = packed
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        value = bytes(value)
        if value.startswith(_MARK):
            return zlib.decompress(memoryview(value)[len(_MARK) :])
        return value

    def deconstruct(self):
        """As the field that it was, whose column is the same: migrations see what is stored."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


def insert_in_portions(row: models.Model, field: str) -> None:
    """Save a new row with what its packed field holds, inside the caller's transaction.

    A large file is given to the database one portion after the other. PostgreSQL's driver writes
    bytes into the statement as text of twice the length, and copies that more than once; SQLite's
    copies them before the database does.
    """
    content = getattr(row, field)
    if len(content) <= _SENT:
        row.save(force_insert=True)
        return
    setattr(row, field, b"")
    row.save(force_insert=True)
    setattr(row, field, content)
    if connection.vendor == "sqlite":
        _fill(row, row._meta.get_field(field), content)
        return
    saved = type(row)._base_manager.filter(pk=row.pk)
    for portion in _packed(content):
        sent = Value(portion, models.BinaryField())
        saved.update(**{field: CombinedExpression(F(field), "||", sent)})


def _fill(row: models.Model, field: models.Field, content: bytes) -> None:
    """Write into the place of a value, which SQLite must know the size of beforehand."""
    with TemporaryFile() as file:
        file.writelines(_packed(content))
        size = file.tell()
        file.seek(0)
        zeros = Func(Value(size), function="ZEROBLOB", output_field=models.BinaryField())
        type(row)._base_manager.filter(pk=row.pk).update(**{field.name: zeros})
        where = row._meta.db_table, field.column, row.pk
        with connection.connection.blobopen(*where) as blob:
            while portion := file.read(_PORTION):
                blob.write(portion)


def _packed(content: bytes) -> Iterator[bytes]:
    """In portions, so that there is never a second copy of what goes in, nor of what comes out."""
    packed, held = zlib.compressobj(_FAST), bytearray(_MARK)
    portions = memoryview(content)
    for start in range(0, len(portions), _PORTION):
        held += packed.compress(portions[start : start + _PORTION])
        if len(held) >= _SENT:
            yield bytes(held)
            held.clear()
    yield bytes(held + packed.flush())
