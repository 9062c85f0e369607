"""How manage.py sets itself up. A small project stands in for ours: its one package is a Django
that is only a name, installed from a file, so nothing here reaches a network."""

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from config import environment, testing

ROOT = Path(__file__).resolve().parent.parent
# A Python without packages: not the one of the environment that runs the tests.
BARE_PYTHON = [sys._base_executable, "-S"]
MANAGE = """
import sys
from config import environment
environment.prepare(sys.argv)
print("runs in", sys.prefix)
"""


@pytest.fixture
def project(tmp_path):
    """A copy of the self-set-up, with requirements of its own."""
    folder = tmp_path / "project"
    (folder / "config").mkdir(parents=True)
    shutil.copy(ROOT / "config" / "environment.py", folder / "config")
    (folder / "manage.py").write_text(MANAGE)
    wheel = make_wheel(tmp_path, "django", "5.2.99")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.txt").write_text(f"django==5.2.99 --hash=sha256:{checksum}\n")
    (folder / "requirements-dev.txt").write_text("")
    return folder


def make_wheel(folder, name, version):
    """The smallest package that can be installed."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{info}/RECORD"
    lines = [f"{path},{_digest(text)},{len(text)}" for path, text in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return path


def _digest(text):
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def manage(project, *arguments, python=BARE_PYTHON, before="", **variables):
    """Run the small project's manage.py; `before` is Python that comes first."""
    start = ["manage.py"]
    if before:
        code = f"import runpy, sys; {before}; sys.path.insert(0, ''); sys.argv = sys.argv[1:]; "
        start = ["-c", code + "runpy.run_path('manage.py', run_name='__main__')", "manage.py"]
    found = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project.parent), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [*python, *start, *arguments],
        cwd=project,
        env=found | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def says(result):
    """The one sentence with which a run ended."""
    assert result.returncode == 1, result
    assert "Traceback" not in result.stderr
    *_, sentence = result.stderr.strip().splitlines()
    return sentence


# --- what stops it ---


@pytest.mark.parametrize("name", ["manage.py", "config/environment.py", "config/__init__.py"])
def test_an_old_python_can_read_the_files_that_refuse_it(name):
    ast.parse((ROOT / name).read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed(project):
    result = manage(project, "demo", before="sys.version_info = (3, 10, 13, 'final', 0)")
    assert says(result).startswith("This needs Python 3.11 or newer, and this is Python 3.10:")
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("arguments", [[], ["migrate"], ["runserver"]])
def test_a_command_that_may_not_build_says_which_may(project, arguments):
    assert says(manage(project, *arguments)) == (
        "Nothing is set up here yet: run python3 manage.py demo first."
    )
    assert not (project / ".venv").exists()


def test_a_python_without_its_venv_module_says_what_to_install(project):
    result = manage(project, "demo", before="sys.modules['ensurepip'] = None")
    assert "apt install python3-venv" in says(result)
    assert not (project / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment.os, "access", lambda path, mode: False)
    with pytest.raises(SystemExit, match=f"The set-up cannot write in {tmp_path}: copy"):
        environment.build(environment.LOCKS["demo"], inside=False)


def test_settings_that_cannot_be_written_are_named(project):
    """A file where the folder should be: what root, too, cannot write."""
    (project / "var").write_text("")
    result = manage(project, "demo", python=[sys.executable])
    assert says(result).startswith(f"The set-up cannot write {project / 'var'}")


# --- what it builds ---


@pytest.mark.skipif(not os.environ.get("CI"), reason="it builds for 20 seconds: only with CI set")
def test_it_builds_once_and_notices_a_changed_lock_and_an_interrupted_set_up(project):
    """One story, because each environment takes seconds to make."""
    venv, unfinished = project / ".venv", project / ".venv" / "unfinished.txt"
    wanted = f"runs in {venv}\n"
    offline = {"PIP_FIND_LINKS": str(project)}

    first = manage(project, "demo")
    assert (first.stdout, first.stderr, first.returncode) == (wanted, "", 0)
    assert manage(project, "demo", **offline).stdout == wanted, "a second run installs nothing"
    assert manage(project, "migrate").stdout == wanted
    within = manage(project, "migrate", python=[str(venv / "bin" / "python")])
    assert within.stdout == wanted, "its own Python stays where it is"

    lock = project / "requirements.txt"
    lock.write_text(lock.read_text().replace("5.2.99", "5.2.100"))
    assert "could not be installed" in says(manage(project, "demo"))
    assert unfinished.exists()
    assert says(manage(project, "migrate")).startswith("Nothing is set up here yet")

    wheel = make_wheel(project.parent, "django", "5.2.100")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock.write_text(f"django==5.2.100 --hash=sha256:{checksum}\n")
    assert manage(project, "demo").stdout == wanted, "begins anew after the failure"
    assert not unfinished.exists()
    assert list(venv.glob("lib/*/site-packages/django-5.2.100.dist-info"))

    shutil.rmtree(next(venv.glob("lib/*/site-packages/django-5.2.100.dist-info")))
    assert says(manage(project, "migrate")).startswith("The folder .venv is broken: delete it")


@pytest.mark.parametrize("uv_works", [True, False])
def test_uv_is_used_where_it_is_on_the_path_and_pip_where_uv_fails(project, monkeypatch, uv_works):
    ran = []

    def run(command, loud=False):
        ran.append("uv" if Path(command[0]).name == "uv" else command[2])
        return uv_works or ran[-1] != "uv"

    for name, path in {
        "ROOT": project,
        "VENV": project / ".venv",
        "PYTHON": project / ".venv" / "bin" / "python",
        "STAMP": project / ".venv" / "installed.txt",
        "UNFINISHED": project / ".venv" / "unfinished.txt",
    }.items():
        monkeypatch.setattr(environment, name, path)
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(environment, "run", run)
    environment.build([project / "requirements.txt"], inside=False)
    assert ran == (["uv", "uv"] if uv_works else ["uv", "venv", "pip"])


# --- where it steps aside ---


def test_an_environment_that_has_django_is_left_alone(project):
    result = manage(project, "migrate", python=[sys.executable])
    assert result.stdout == f"runs in {sys.prefix}\n"
    assert not (project / ".venv").exists()


def test_an_environment_that_lacks_a_package_is_told_which(project):
    for_another_machine = "not-for-this-machine==1 ; sys_platform == 'none' \\\n"
    (project / "requirements-dev.txt").write_text(
        f"pytest-of-tomorrow==1 \\\n{for_another_machine}"
    )
    assert says(manage(project, "test", python=[sys.executable])) == (
        "This environment has Django but not pytest-of-tomorrow: "
        "run python -m pip install -r requirements-dev.txt, then this again."
    )
    assert not (project / ".venv").exists()


# --- the settings of this machine ---


def test_demo_writes_settings_once(project):
    manage(project, "demo", python=[sys.executable])
    local = project / "var" / "local.env"
    written = local.read_text()
    assert "DEBUG=on\nSECRET_KEY=" in written
    assert len(written.split("SECRET_KEY=")[1]) > 50
    assert local.stat().st_mode & 0o077 == 0, "nobody else on the machine reads the key"
    manage(project, "demo", python=[sys.executable])
    assert local.read_text() == written


def test_demo_writes_no_settings_where_the_site_is_configured_already(project):
    manage(project, "demo", python=[sys.executable], SECRET_KEY="of the real site")
    assert not (project / "var").exists()


def test_no_other_command_writes_settings(project):
    manage(project, "migrate", python=[sys.executable])
    assert not (project / "var").exists()


# --- manage.py test ---


@pytest.mark.parametrize(
    ("variables", "codes", "exit_code"),
    [
        ({}, [0], 0),
        ({}, [1], 1),
        ({}, [5], 1),
        ({"TEST_DATABASE_URL": "postgres://x"}, [0, 0], 0),
        ({"TEST_DATABASE_URL": "postgres://x"}, [0, 1], 1),
        ({"TEST_DATABASE_URL": "postgres://x"}, [1, 0], 1),
        ({"TEST_DATABASE_URL": "postgres://x"}, [0, 5], 0),
        ({"TEST_DATABASE_URL": "postgres://x"}, [0, -9], 1),
    ],
)
def test_the_tests_run_on_each_database_and_any_failure_counts(
    monkeypatch, variables, codes, exit_code
):
    monkeypatch.setattr(testing.os, "environ", variables)
    monkeypatch.setattr(testing, "run_on", lambda database, arguments: left.pop(0))
    left = list(codes)
    assert testing.run([]) == exit_code
    assert left == []


def test_continuous_integration_may_not_forget_postgresql(monkeypatch):
    monkeypatch.setattr(testing.os, "environ", {"CI": "1"})
    with pytest.raises(SystemExit, match="Set TEST_DATABASE_URL"):
        testing.run([])


@pytest.mark.skipif(not os.environ.get("CI"), reason="it runs pytest anew: only with CI set")
def test_a_skip_is_a_failure_in_continuous_integration(tmp_path):
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport")
    (tmp_path / "test_two.py").write_text(
        "import pytest\n"
        "def test_without_a_browser():\n    pytest.skip('no browser')\n"
        "@pytest.mark.may_skip\n"
        "def test_that_may_be_left_out():\n    pytest.skip('allowed')\n"
    )
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-W",
            "ignore",
            "-c",
            "pyproject.toml",
            str(tmp_path),
        ],
        cwd=ROOT,
        env=os.environ | {"CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "no browser" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 failed, 1 skipped"), result
