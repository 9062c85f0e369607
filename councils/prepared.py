"""Queries that are built and compiled once, and run again with other values.

A query of forty columns takes Django several times as long to build and compile as it takes the
database to answer. From one reader of a page to the next only a moment, a day or a key differs.
"""

import json
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, datetime
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    ForeignKey,
    Lookup,
    QuerySet,
)

_FIELDS = {
    int: BigIntegerField,
    str: CharField,
    date: DateField,
    datetime: DateTimeField,
    tuple: BigIntegerField,  # of keys: see `Among`
}


class Given(Expression):
    """A value that has a name in the query, and comes when the query is run."""

    def __init__(self, name: str, kind: type):
        super().__init__(output_field=_FIELDS[kind]())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", (self,)

    def bound(self, given: dict):
        """The value as the database takes it."""
        value = given[self.name]
        if isinstance(value, tuple):
            return _keys(value)
        return self.output_field.get_db_prep_value(value, connection)


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`pk__among=`, `plan__among=`: one of a tuple of keys, which is one parameter.

    `in` writes each of them into the SQL.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        return self._sql("{} = ANY({})", compiler, connection)

    def as_sqlite(self, compiler, connection):
        return self._sql("{} IN (SELECT value FROM json_each({}))", compiler, connection)

    def _sql(self, form, compiler, connection):
        key, parameters = self.process_lhs(compiler, connection)
        keys = self.rhs if isinstance(self.rhs, Given) else _keys(self.rhs)
        return form.format(key, "%s"), (*parameters, keys)


def _keys(keys: tuple[int, ...]) -> list[int] | str:
    return list(keys) if connection.vendor == "postgresql" else json.dumps(keys)


def rows(
    build: Callable[..., QuerySet],
    *shape,
    reader=None,
    **given: int | str | date | datetime | tuple[int, ...],
) -> Iterator:
    """What the queryset `build(*shape, reader=reader, **given)` yields: records, or tuples.

    `build` is a function of a module. It puts the values of `given` into the query, each as the
    right side of a condition, and does not look at them: what the form of the query depends on is
    `shape`. A signed-in reader's rights are part of the query, and change: theirs is built anew.
    Raises KeyError for a value of another type. Nothing is prefetched.
    """
    if reader is not None and reader.is_authenticated:
        return iter(build(*shape, reader=reader, **given))
    kinds = tuple((name, type(value)) for name, value in given.items())
    queryset, compiler, converters, sql, parameters = _compiled(
        build, shape, reader is not None, kinds, connection.vendor
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [one.bound(given) if isinstance(one, Given) else one for one in parameters]
        )
        answer = cursor.fetchall()
    return iter(queryset._iterable_class(_Answered(queryset, compiler, converters, answer)))


@cache
def _compiled(build, shape, is_read, kinds, vendor):
    """The queryset, its compiler, how columns are converted, the SQL, and its parameters.

    Of the parameters some are `Given`.
    """
    reader = {"reader": AnonymousUser()} if is_read else {}
    queryset = build(*shape, **reader, **{name: Given(name, kind) for name, kind in kinds})
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return queryset, compiler, compiler.get_converters(columns), sql, parameters


class _Answered:
    """The queryset to Django's own iterables, but that the answer is here already."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, queryset, compiler, converters, answer):
        self._queryset = queryset
        self._compiler = copy(compiler)
        self._compiler.get_converters = lambda columns: converters
        self._compiler.execute_sql = lambda *args, **kwargs: [answer]

    def __getattr__(self, name):
        return getattr(self._queryset, name)

    @property
    def query(self):
        return self

    def get_compiler(self, *args, **kwargs):
        return self._compiler
