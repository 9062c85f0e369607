"""How manage.py sets itself up, with the standard library alone.

`demo` and `test` build `.venv` from the locked requirements; every other command uses the `.venv`
that stands. In an environment of your own that has Django, nothing is built.

A stamp in `.venv` holds the checksum of each requirements file that went into it, so a changed
file is noticed. A mark stands there while packages go in, so an interrupted set-up is noticed too.

This file and manage.py must parse on old Pythons, or they could not say which one is needed.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

PYTHON_NEEDED = (3, 11)
DJANGO_NEEDED = (5, 2)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"
UNFINISHED = VENV / "unfinished.txt"
LOCAL = ROOT / "var" / "local.env"
# The commands that may build, and what goes in for each.
LOCKS = {
    "demo": [ROOT / "requirements.txt"],
    "test": [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"],
}


def prepare(argv):
    """Return in an environment that can run the command line `argv`, or stop with one sentence."""
    if sys.version_info < PYTHON_NEEDED:
        stop(
            "This needs Python {}.{} or newer, and this is Python {}.{}: start it with a newer "
            "one, for example python3.11 manage.py demo.".format(*PYTHON_NEEDED, *sys.version_info)
        )
    command = argv[1] if len(argv) > 1 else "help"
    try:
        python = choose_python(LOCKS.get(command, []))
        if command == "demo":
            write_local_settings()
    except OSError as problem:
        stop(
            "The set-up cannot write {}: {}. Mend that, or copy the project to a folder that can "
            "be written.".format(problem.filename or ROOT, problem.strerror)
        )
    except KeyboardInterrupt:
        stop("The set-up was interrupted: run this again to begin it anew.")
    if python:
        become([str(python), *argv])


def choose_python(locks):
    """The Python to change to, None to stay; builds .venv where `locks` ask for what it lacks."""
    inside = VENV.is_dir() and os.path.samefile(sys.prefix, str(VENV))
    if has_django() and not inside:
        refuse_missing(locks)
        return None
    if locks and not holds(locks):
        build(locks, inside)
        return PYTHON
    if not whole():
        stop("Nothing is set up here yet: run python3 manage.py demo first.")
    if inside and not has_django():
        stop("The folder .venv is broken: delete it, then run python3 manage.py demo.")
    return None if inside else PYTHON


def has_django():
    """Whether this Python has a Django that is new enough."""
    from importlib import metadata  # not in the old Pythons that must be able to read this file

    try:
        version = metadata.version("django")
    except metadata.PackageNotFoundError:
        return False
    return tuple(map(int, re.findall(r"\d+", version)[:2])) >= DJANGO_NEEDED


def refuse_missing(locks):
    """Stop where an environment that is not ours to change lacks a package of the last lock."""
    from importlib import metadata

    for lock in locks[-1:]:
        # A line with a semicolon is for some machines only.
        wanted = re.findall(r"^([\w.-]+)==[^;\n]*$", lock.read_text(), re.MULTILINE)
        there = {re.sub(r"[._-]+", "-", d.name).lower() for d in metadata.distributions()}
        missing = [name for name in wanted if name not in there]
        if missing:
            stop(
                "This environment has Django but not {}: run python -m pip install -r {}, "
                "then this again.".format(", ".join(missing), lock.name)
            )


def whole():
    """Whether .venv is an environment that no interrupted set-up left behind."""
    return PYTHON.exists() and (VENV / "pyvenv.cfg").exists() and not UNFINISHED.exists()


def holds(locks):
    """Whether .venv has what `locks` ask for."""
    if not whole():
        return False
    if STAMP.exists():
        return set(map(checksum, locks)) <= set(STAMP.read_text().splitlines())
    # Made by hand: used as it stands, like any environment that has Django.
    wanted = "import django" if len(locks) == 1 else "import django, pytest, pytest_django"
    return run([str(PYTHON), "-c", wanted])


def checksum(lock):
    """One line of the stamp."""
    return "{}  {}".format(hashlib.sha256(lock.read_bytes()).hexdigest(), lock.name)


def build(locks, inside):
    """Bring .venv to what `locks` ask for: from nothing, or on top of what is whole."""
    if not os.access(str(ROOT), os.W_OK):
        stop("The set-up cannot write in {}: copy the project to a folder of yours.".format(ROOT))
    with one_at_a_time():
        if holds(locks):
            return
        say("Setting up the packages in .venv, once: this takes about 20 seconds.")
        uv = shutil.which("uv")
        # uv brings its own idea of whom to trust on the network; where that fails, pip may not.
        if not (uv and install(locks[-1], inside, uv)) and not install(locks[-1], inside):
            stop("The packages could not be installed: mend what is said above, then try again.")
        STAMP.write_text("\n".join(map(checksum, locks)) + "\n")
        UNFINISHED.unlink()


def install(lock, inside, uv=None):
    """Whether the packages of `lock` went into .venv, with uv or with pip."""
    pip = [str(PYTHON), "-m", "pip"]
    if not (whole() and STAMP.exists() and (uv or run(pip + ["--version"]))):
        if inside:
            stop("The folder .venv is not whole: delete it, then run python3 manage.py demo.")
        if not create(uv):
            return False
    UNFINISHED.touch()
    if uv:
        command = [uv, "pip", "install", "--python", str(PYTHON)]
    else:  # a module is compiled when it is first used: all of them now would take longer
        command = pip + ["install", "-qq", "--no-compile", "--disable-pip-version-check"]
    return run(command + ["--require-hashes", "--requirement", str(lock)], loud=not uv)


@contextlib.contextmanager
def one_at_a_time():
    """Wait for another set-up of this folder; the system lifts the lock of one that died."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield
        return
    with LOCKS["demo"][0].open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        # An installer that outlives us, when we are killed, keeps the lock until it has finished.
        os.set_inheritable(handle.fileno(), True)
        yield


def create(uv):
    """Whether a new, empty .venv stands in the place of whatever was there."""
    if not uv and not all(map(importlib.util.find_spec, ["venv", "ensurepip"])):
        stop(
            "This Python cannot make virtual environments: install its venv module (on Debian and "
            "Ubuntu: apt install python3-venv), then run this again."
        )
    if VENV.exists():
        say("The .venv here is not whole: beginning it anew.")
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    UNFINISHED.touch()
    if uv:
        return run([uv, "venv", "--allow-existing", "--python", sys.executable, str(VENV)])
    return run([sys.executable, "-m", "venv", str(VENV)], loud=True)


def write_local_settings():
    """Write var/local.env for a machine where nobody has configured the site."""
    if LOCAL.exists() or "SECRET_KEY" in os.environ:
        return
    LOCAL.parent.mkdir(exist_ok=True)
    draft = LOCAL.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(
        "# Written by manage.py demo for this machine alone. Real environment variables win.\n"
        "DEBUG=on\nSECRET_KEY={}\n".format(secrets.token_urlsafe(50))
    )
    draft.replace(LOCAL)


def run(command, loud=False):
    """Whether a command succeeded; `loud` lets it say what went wrong.

    It does not hear the Ctrl-C that is meant for us, so it has nothing to say of that.
    """
    to = None if loud else subprocess.DEVNULL
    options = {"start_new_session": True, "close_fds": False}
    return subprocess.call(command, stdout=to, stderr=to, **options) == 0


def become(command):
    """Go on as another process."""
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def say(sentence):
    """Progress, for a person who waits at a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(sentence + "\n")


def stop(sentence):
    """End with exit code 1."""
    sys.exit(sentence)
