"""How the benchmarks measure: warm, in one process, on a database of their own.

The time is processor time, not the clock's: that of this process (with SQLite the database is in
it), and on PostgreSQL that of the database's own process beside it. Compare the ratios to the
hello-world page of the same run; the milliseconds depend on the machine and what else it does.
"""

import ctypes
import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    override_settings,
    setup_test_environment,
    teardown_test_environment,
)
from django.urls import reverse

from improvement.pages import public
from inspections.reference.frameworks import load_frameworks

# The site as it is served, a page to compare with, and static files that need no collecting; one
# reader may ask for any number of pages, and needs no second factor.
AS_SERVED = override_settings(
    ROOT_URLCONF="benchmarks.urls",
    STATIC_ROOT=settings.ROOT / "static",
    PAGES_MADE_ANEW=10**9,
    SECOND_FACTOR_WAIVED=True,
    STORAGES=settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
)
# Each page made anew, as its first reader gets it.
NOT_KEPT = patch.object(public, "MOST_OF_A_PAGE", 0)  # bytes
REPEATS = 30
WARM_UP = 3


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds of processor time, queries, bytes."""

    name: str
    milliseconds: float
    database_milliseconds: float | None
    queries: int
    size: int


@contextmanager
def own_database() -> Iterator[None]:
    """A new database beside the one that DATABASE_URL names, with the frameworks; dropped after."""
    render = Template._render
    setup_test_environment(debug=False)
    Template._render = render  # tests keep what was rendered, at a cost that no reader bears
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":  # a file as in service, not the memory that tests use
        connection.settings_dict["TEST"]["NAME"] = f"{name}-measuring"
    connection.settings_dict["TEST"]["MIGRATE"] = False  # the tables as the models say
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_frameworks(settings.ROOT / "fixtures")
        with AS_SERVED:
            yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def settle() -> None:
    """After much was written: what PostgreSQL does by itself within minutes. SQLite never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure(client: Client, address: str, name: str, repeats: int = REPEATS) -> Measured:
    """The median of so many warm requests; the queries of one."""

    def get():
        response = client.get(address, secure=True)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}: nothing was measured.")
        return b"".join(response)

    for _ in range(WARM_UP):
        get()
    with CaptureQueriesContext(connection) as captured:
        size = len(get())
    queries = len(captured)  # now: the next request empties the list
    before = database_seconds()
    times = [timed(get) for _ in range(repeats)]
    after = database_seconds()
    return Measured(
        name,
        median(times) * 1000,
        None if before is None else (after - before) * 1000 / repeats,
        queries,
        size,
    )


def timed(call: Callable[[], object]) -> float:
    """Seconds of this process's processor time."""
    start = time.process_time()
    call()
    return time.process_time() - start


def database_seconds() -> float | None:
    """Processor time of PostgreSQL's process for our connection, where it runs on this machine.

    The kernel counts it in ticks (usually of 10 ms), so only sums over many requests mean much.
    """
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    statistics = Path(f"/proc/{connection.connection.get_backend_pid()}/stat")
    if not statistics.exists():
        return None
    fields = statistics.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """The most memory that the block held at a time, in MiB above what stood before it.

    The list that it yields is filled at the end. As the kernel counts it, so that memory of C
    libraries is in it; on Linux only. What earlier blocks freed is given back first: else it would
    count as the start, and a block could use it unseen.
    """
    found: list[float] = []
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest mark so far
    before = _status("VmRSS")
    yield found
    found.append((_status("VmHWM") - before) / 1024)


def _status(name: str) -> int:
    """A line of the kernel's account of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def hello(client: Client) -> Measured:
    """The page to compare with: so short that it takes more requests to be sure of it."""
    return measure(client, reverse("hello"), "hello, world", repeats=10 * REPEATS)


def show(pages: Iterable[Measured], hello: Measured) -> None:
    """Print a table."""
    print(f"{'page':<46}{'CPU ms':>9}{'× hello':>9}{'database ms':>13}{'queries':>9}{'kB':>8}")
    for page in pages:
        database = page.database_milliseconds
        print(
            f"{page.name:<46}{page.milliseconds:>9.1f}"
            f"{page.milliseconds / hello.milliseconds:>9.1f}"
            f"{'inside' if database is None else f'{database:.1f}':>13}"
            f"{page.queries:>9}{page.size / 1000:>8.1f}"
        )
