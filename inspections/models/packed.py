"""Bytes that are compressed in the database, and nowhere else."""

import zlib

from django.db import models

# What stands before compressed bytes. No file that people bring begins so.
_MARK = b"\x00packed by zlib\x00"
_FAST = 1  # a table of text shrinks to a third and less; more effort gains little


class PackedBytesField(models.BinaryField):
    """Bytes of a file. A value that was stored before there was compression is read as it is.

    A table is text that shrinks well, and a database's driver makes copies of what it is given,
    PostgreSQL's in twice as many characters.
    """

    def get_db_prep_value(self, value, connection, prepared=False):
        if value:
            value = _MARK + zlib.compress(value, _FAST)
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
