"""`manage.py test`: every test with pytest, on SQLite, then on PostgreSQL where one is named."""

import os
import subprocess
import sys

from config.environment import ROOT


def run(arguments):
    """The exit code of the whole: 0 only if every run passed. Arguments go to pytest."""
    databases = ["sqlite"]
    if os.environ.get("TEST_DATABASE_URL"):
        databases.append("postgresql")
    elif os.environ.get("CI"):
        sys.exit("Set TEST_DATABASE_URL: with CI set the tests must run on PostgreSQL too.")
    codes = [run_on(database, arguments or ["-n", "2"]) for database in databases]
    # Code 5 is "no tests": so it is on PostgreSQL where only browser journeys were asked for.
    return int(any(codes[:1]) or any(code not in (0, 5) for code in codes[1:]))


def run_on(database, arguments):
    """pytest's exit code on one kind of database."""
    print(f"Tests on {database}:", flush=True)
    return subprocess.call(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=os.environ | {"TEST_ON": database},
    )
