"""Whatever moment the power fails at, the database holds all of a file or none of it."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests import factories
from tests.killed import ROWS

TIMES = 20


def own_address():
    """The address of the database that this test runs on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.mark.skipif(not os.environ.get("CI"), reason="it takes seconds, so only with CI set")
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_a_confirmation_has_saved_all_or_nothing():
    inspection = factories.InspectionFactory(publish_from=None)
    connection.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", str(inspection.pk), str(TIMES)],
        cwd=settings.ROOT,
        env=os.environ
        | {"DATABASE_URL": own_address(), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    none = {"state": "previewed", "records": 0, "rows": 0, "history": 0}
    whole = {"state": "confirmed", "records": ROWS, "rows": ROWS, "history": ROWS}
    assert len(found) == TIMES
    assert [one for one in found if one not in (none, whole)] == []
    assert none in found, "no confirmation was killed before it was done"
