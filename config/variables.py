"""The variables that configure this site, each read in one place and refused with one sentence.

A real environment variable wins over the same name in var/local.env, which `manage.py demo`
writes. Every function raises ImproperlyConfigured, worded for the person who sets the site up;
manage.py prints that sentence and stops.
"""

import warnings
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOCAL = VAR / "local.env"

env = environ.Env()
if LOCAL.is_file():
    env.read_env(LOCAL)

ON = {"1", "on", "true", "yes"}
OFF = {"", "0", "off", "false", "no"}


def text(name, *, default=None, why=""):
    """The variable's text without the space around it; `default` where it is unset or empty."""
    value = env.str(name, default="").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set {name}{why}.")
    return default


def switch(name):
    """True or False; unset is False."""
    value = text(name, default="").lower()
    if value not in ON | OFF:
        raise ImproperlyConfigured(f"Set {name} to on or off: it is “{value}”.")
    return value in ON


def number(name, *, default):
    """A whole number, nought or more."""
    value = text(name, default=str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number: it is “{value}”.")
    return int(value)


def names(name, *, default=None, why=""):
    """Names separated by commas."""
    value = text(name, default=default, why=why)
    return [part.strip() for part in value.split(",") if part.strip()]


def address(name, read, *, default, example):
    """The settings that a database, cache or e-mail address stands for.

    `read` turns the address into settings (django-environ's `db_url_config` and its like).
    The address itself is never repeated: it may hold a password.
    """
    value = text(name, default=default)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return read(value)
        except (ImproperlyConfigured, UserWarning, ValueError, KeyError) as problem:
            raise ImproperlyConfigured(
                f"Set {name} to an address such as {example}: the one it has cannot be read."
            ) from problem
