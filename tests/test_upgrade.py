"""A full database of an earlier state is carried forwards, without loss, by each later migration.

`upgrade/full.sqlite3.gz` holds the demonstration in the state of version 0.2.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from councils.apps import BEFORE
from councils.models import Council
from tests.test_settings import PRODUCTION, ROOT

FULL = Path(__file__).parent / "upgrade" / "full.sqlite3.gz"
OURS = ("councils_", "inspections_", "improvement_")


def counts(database):
    """How many rows each table of ours holds."""
    with closing(sqlite3.connect(database)) as raw:
        tables = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.startswith(OURS)
        ]
        return {
            name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in tables
        }


def manage(database, *arguments):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | PRODUCTION | {"DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_database_is_carried_forwards_and_loses_nothing(tmp_path):
    database = tmp_path / "full.sqlite3"
    database.write_bytes(gzip.decompress(FULL.read_bytes()))
    before = counts(database)
    assert before["improvement_update"] > 50
    done = manage(database, "migrate", "-v", "0")
    assert done.returncode == 0, done.stderr
    after = counts(database)
    assert {name: count for name, count in before.items() if after.get(name, 0) < count} == {}
    done = manage(database, "migrate", "--check")
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_database_of_before_is_left_alone_and_a_sentence_says_what_to_do(council):
    recorder = MigrationRecorder(connection)
    recorder.record_applied(*BEFORE)
    try:
        with pytest.raises(CommandError, match="demo --fresh"):
            call_command("migrate", verbosity=0)
        assert Council.objects.filter(pk=council.pk).exists()
    finally:
        recorder.record_unapplied(*BEFORE)
