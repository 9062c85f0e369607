"""Many rows in one statement, where a model instance for each would cost more than all the rest.

What goes in has been checked: these statements run no validator, send no signal and write no
history. The database's constraints hold all the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from io import StringIO
from itertools import islice

from django.db import connection, models
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable

from councils import cache_version

BATCH = 1_000  # rows a statement


def batches(rows: Iterable) -> Iterable[list]:
    """The rows in lists of at most BATCH."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence]) -> None:
    """Insert the rows, given as values of the attributes `names`: text, whole numbers and None.

    What is not named gets the model's default. JSON is given as text.
    """
    if not rows:
        return
    rest = _defaults(model, names)
    values = ((*row, *rest.values()) for row in rows)
    into = f"{_quoted(model._meta.db_table)} ({_columns(model, (*names, *rest))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # half the time of a statement with the values in it
            lines = ("\t".join(map(_copied, row)) for row in values)
            cursor.copy_expert(f"COPY {into} FROM STDIN", StringIO("\n".join(lines)))
            cache_version.changed()
        else:
            statement = f"INSERT INTO {into} VALUES {_places(len(names) + len(rest), len(rows))}"
            cursor.execute(statement, [value for row in values for value in row])


def _copied(value: str | int | None) -> str:
    """A value as PostgreSQL's COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", r"\\").replace("\t", r"\t")
    return escaped.replace("\n", r"\n").replace("\r", r"\r")


def insert_from(
    model: type[models.Model], rows: QuerySet, given: Mapping[str, Combinable]
) -> list[int]:
    """Insert one for each of the rows, and in their order; returns the new keys in order.

    `given` holds attributes as expressions over such a row. What is not named gets the model's
    default. The values never leave the database.
    """
    rest = _defaults(model, given)
    fields = model._meta
    constants = [Value(value, fields.get_field(name)) for name, value in rest.items()]
    selected = rows.values_list(*given.values(), *constants)
    query, values = selected.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(fields.db_table)} ({_columns(model, (*given, *rest))}) "
            f"{query} RETURNING {_quoted(fields.pk.column)}",
            values,
        )
        return sorted(key for (key,) in cursor.fetchall())  # they were given out in order


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


def update_from(
    model: type[models.Model], rows: QuerySet, key: str, given: Mapping[str, Combinable]
) -> list[int]:
    """Set the attributes `given`, as expressions over rows whose `key` says what each is set in.

    Returns the keys. The values never leave the database.
    """
    fields, column_of = model._meta, {name: f"given_{name}" for name in given}
    selected = rows.order_by().values(
        given_key=F(key), **{column_of[name]: value for name, value in given.items()}
    )
    query, values = selected.query.get_compiler(connection=connection).as_sql()
    set_to = ", ".join(
        f"{_quoted(fields.get_field(name).column)} = given.{_quoted(column)}"
        for name, column in column_of.items()
    )
    table, pk = _quoted(fields.db_table), _quoted(fields.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {set_to} FROM ({query}) AS given "
            f"WHERE {table}.{pk} = given.given_key RETURNING {table}.{pk}",
            values,
        )
        return [key for (key,) in cursor.fetchall()]


def delete(model: type[models.Model], keys: Sequence[int]) -> None:
    """Delete the rows of these keys and nothing that refers to them, which must be gone."""
    statement = (
        f"DELETE FROM {_quoted(model._meta.db_table)} "
        f"WHERE {_quoted(model._meta.pk.column)} IN {_places(len(keys), 1)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, list(keys))


def _defaults(model: type[models.Model], names: Collection[str]) -> dict[str, object]:
    """The values of the attributes that are not named; where it is none, the column has it."""
    fields = (f for f in model._meta.concrete_fields if not f.primary_key)
    rest = {field.attname: field.get_default() for field in fields if field.attname not in names}
    return {name: value for name, value in rest.items() if value is not None}


def _columns(model: type[models.Model], names: Iterable[str]) -> str:
    return ", ".join(_quoted(model._meta.get_field(name).column) for name in names)


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
