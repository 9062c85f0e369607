"""Many rows in one statement, where a model instance for each would cost more than all the rest.

What goes in has been checked: these statements run no validator, send no signal and write no
history. The database's constraints hold all the same.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from django.db import connection, models
from django.db.models import QuerySet

BATCH = 500  # rows a statement


def batches(rows: Iterable) -> Iterable[list]:
    """The rows in lists of at most BATCH."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence]) -> list[int]:
    """Insert the rows, given as values of the attributes `names`; returns their keys in order.

    What is not named gets the model's default. JSON is given as text.
    """
    if not rows:
        return []
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    rest = [field for field in fields if field.attname not in names]
    columns = [*(model._meta.get_field(name) for name in names), *rest]
    defaults = [field.get_default() for field in rest]
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({_columns(columns)}) "
        f"VALUES {_places(len(columns), len(rows))} RETURNING {_quoted(model._meta.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in (*row, *defaults)])
        return [key for (key,) in cursor.fetchall()]


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence]) -> None:
    """Set the attributes `names` of rows that exist: each is given as its key and the values."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    # The first row says of what type each place is, which PostgreSQL cannot tell by itself.
    first = ", ".join(f"CAST(%s AS {_type(field)})" for field in (model._meta.pk, *fields))
    rest = f", {_places(len(names) + 1, len(rows) - 1)}" if len(rows) > 1 else ""
    values = ", ".join(
        f"{_quoted(field.column)} = given.column{n}" for n, field in enumerate(fields, start=2)
    )
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    statement = (
        f"UPDATE {table} SET {values} FROM (VALUES ({first}){rest}) AS given "
        f"WHERE {table}.{key} = given.column1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def delete(model: type[models.Model], keys: Sequence[int]) -> None:
    """Delete the rows of these keys and nothing that refers to them, which must be gone."""
    statement = (
        f"DELETE FROM {_quoted(model._meta.db_table)} "
        f"WHERE {_quoted(model._meta.pk.column)} IN {_places(len(keys), 1)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(keys))


def insert_from(model: type[models.Model], selected: QuerySet, names: Sequence[str]) -> None:
    """Insert what a query by `values_list` selects, as the attributes `names` in its order."""
    columns = _columns([model._meta.get_field(name) for name in names])
    query, values = selected.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) {query}", values)


def _columns(fields: Iterable[models.Field]) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


@cache
def _places(columns: int, rows: int) -> str:
    row = f"({', '.join(['%s'] * columns)})"
    return ", ".join([row] * rows)


def _type(field: models.Field) -> str:
    """Wide enough for each value, so that the column's own type refuses what is too long."""
    if isinstance(field, models.DateField) and connection.vendor == "postgresql":
        return "date"  # SQLite keeps days as text, and would take this for a number
    numbers = models.IntegerField, models.ForeignKey
    return "bigint" if isinstance(field, numbers) else "text"
