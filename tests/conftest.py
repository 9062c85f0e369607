"""What every test stands on: the database, the network, the browser, the shared data."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import settings

# The same examples each time: a change is judged, not the luck of the day. With HYPOTHESIS=random
# other examples are tried.
settings.register_profile("same", derandomize=True)
if os.environ.get("HYPOTHESIS") != "random":
    settings.load_profile("same")

pytest_plugins = [
    *("tests.cast", "tests.world", "tests.intruder", "tests.brought_in"),
    "tests.flatterer",
]

ROOT = Path(__file__).resolve().parent.parent
BROWSER_FIXTURES = {"browser", "context", "new_context", "page", "page_without_scripts"}


# --- which tests run, and which may be left out ---


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark the browser's journeys; leave them out on PostgreSQL, where they would show no more."""
    kept, left = [], []
    for item in items:
        journey = not BROWSER_FIXTURES.isdisjoint(item.fixturenames)
        if journey:
            item.add_marker("browser")
        (left if journey and os.environ.get("TEST_ON") == "postgresql" else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With CI set, what could not run has failed: a browser or data that is missing is a fault."""
    report = yield
    expected = hasattr(report, "wasxfail") or item.get_closest_marker("may_skip")
    if report.skipped and os.environ.get("CI") and not expected:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which is a failure with CI set: {call.excinfo.value}"
    return report


# --- the database ---


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """With CI set the tables are made by all migrations; else from the models, ten seconds faster.

    That the two are the same is held by `makemigrations --check`, which `.ci/run` asks.
    """
    return bool(os.environ.get("CI"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_use_migrations):
    """Where the migrations did not run, the tables are as after the last, and it is noted so."""
    if django_db_use_migrations:
        return
    django_settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for migration in MigrationLoader(connection).disk_migrations:
            recorder.record_applied(*migration)


# --- real inputs ---


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real reports, spreadsheets and statistics, which is not in the repository."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("There is no ../shared/data beside the project.")
    return folder


# --- the browser ---


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The machine's own Chromium, or the one that CHROMIUM names."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if not chromium:
        pytest.skip("There is no Chromium: install it, or name it in CHROMIUM.")
    # Playwright keeps an event loop in the test's thread, where Django then refuses its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", *quiet],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    """Where `page.goto("/councils/")` goes: this project's own server, for the tests alone."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A reader in England."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def context(context):
    """A browser window in which every complaint of the browser fails the test.

    Complaints are errors and warnings of the console, violations of the content security policy
    among them, and errors in scripts.
    """
    complaints = []
    context.on("console", lambda message: _note(complaints, message))
    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    yield context
    assert complaints == []


def _note(complaints, message):
    if message.type in ("error", "warning"):
        complaints.append(f"{message.type}: {message.text} ({message.page.url})")


@pytest.fixture
def page_without_scripts(new_context):
    """A page in a browser that runs no JavaScript: how the public pages must work."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def assert_accessible():
    """A function that holds a page against the rules of axe (WCAG 2.2 AA and good practice)."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page):
        page.wait_for_load_state()
        # Without preloading: it writes the imported parts of stylesheets into the page, which the
        # content security policy rightly stops, and the fault would be ours.
        results = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
