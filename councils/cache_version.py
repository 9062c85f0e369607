"""The record has a new version after each change: a page made before it is not shown again.

Every statement that a connection sends is seen here, so a change made by a bulk update, a command
or SQL of one's own counts like any other. The version is renewed after the commit, in a statement
of its own: what was read before then is kept under the old version, where nobody looks, and no two
writers wait for each other's row.
"""

import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from councils.models import CacheVersion, User

RECORDS = "|".join(
    app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.ROOT
)
# Of accounts no page shows anything: each sign-in would be a change.
APART = "|".join(re.escape(model._meta.db_table) for model in (CacheVersion, User))
CHANGE = re.compile(
    r"(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE|COPY) "
    rf'"(?!(?:{APART})")(?:{RECORDS})_'
)


def watch(connection, **_) -> None:
    """From now on, see every statement of this connection, if it is the record's own."""
    if connection.alias == DEFAULT_DB_ALIAS and _see not in connection.execute_wrappers:
        connection.execute_wrappers.append(_see)


def current() -> str:
    """The version in force; empty where nothing may be kept.

    That is before the first change, and inside a transaction: who reads there may see what is not
    yet the record, or never will be.
    """
    if connection.in_atomic_block:
        return ""
    return CacheVersion.objects.values_list("token", flat=True).first() or ""


def _see(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if CHANGE.match(sql):
        changed()
    return result


def changed() -> None:
    """A change was made; to be said where no statement is sent, as PostgreSQL's COPY sends none."""
    connection.record_changed = True
    transaction.on_commit(_renew)


def _renew() -> None:
    """After a commit. A transaction of a thousand statements asks a thousand times; once is enough.

    No transaction is opened: outside of one this runs while the statement that made the change is
    still being read, and SQLite cannot commit another then.
    """
    if connection.record_changed:
        connection.record_changed = False
        token = uuid4().hex
        if not CacheVersion.objects.filter(pk=1).update(token=token):
            with suppress(IntegrityError):  # another's first version is as new as ours
                CacheVersion.objects.create(pk=1, token=token)
