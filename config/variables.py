"""The variables that configure this site, each read in one place and refused with one sentence.

A real environment variable wins over the same name in var/local.env, which `manage.py demo`
writes. Every function raises ImproperlyConfigured, worded for the person who sets the site up;
manage.py prints that sentence and stops.
"""

import os
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOCAL = VAR / "local.env"

env = environ.Env()
if LOCAL.is_file():
    if not os.access(LOCAL, os.R_OK):
        raise ImproperlyConfigured(f"{LOCAL} cannot be read: make it yours, or delete it.")
    env.read_env(LOCAL)

POSTGRESQL = "postgres://user:password@host:5432/name"
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
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


def secret(name, *, debug):
    """A key that cannot be guessed: on a site for the public, a short one is refused."""
    why = (
        " to a long random text, at least 50 characters (manage.py demo makes one to try the site)"
    )
    value = text(name, why=why)
    if not debug and (len(value) < 50 or len(set(value)) < 5):
        raise ImproperlyConfigured(f"Set {name} to at least 50 random characters: it is too weak.")
    return value


def switch(name):
    """True or False; unset is False."""
    value = text(name, default="").lower()
    if value not in ON | OFF:
        raise ImproperlyConfigured(f"Set {name} to on or off: it is “{value}”.")
    return value in ON


def debug_switch(name, *, debug):
    """A switch that is refused on a site for the public."""
    value = switch(name)
    if value and not debug:
        raise ImproperlyConfigured(f"Set {name} to off: it may be on only where DEBUG is on.")
    return value


def number(name, *, default):
    """A whole number, nought or more."""
    value = text(name, default=str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number: it is “{value}”.")
    return int(value)


def mailbox(name):
    """An e-mail address, or an empty text where none is set."""
    value = text(name, default="")
    try:
        if value:
            validate_email(value)
    except ValidationError as problem:
        raise ImproperlyConfigured(
            f"Set {name} to an e-mail address, or to nothing: it is “{value}”."
        ) from problem
    return value


def web_address(name, *, default=None, why=""):
    """A scheme and a host, such as https://plans.example.gov.uk, without a slash at the end."""
    value = text(name, default=default, why=why).rstrip("/")
    try:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:  # a port that is none
        whole = False
    if not whole or value != f"{parts.scheme}://{parts.netloc}" or "@" in value:
        raise ImproperlyConfigured(
            f"Set {name} to an address such as https://plans.example.gov.uk, with nothing behind "
            f"the host: it is “{value}”."
        )
    return value


def names(name, *, default=None, why=""):
    """Names separated by commas."""
    value = text(name, default=default, why=why)
    return [part.strip() for part in value.split(",") if part.strip()]


def database(name, *, default):
    """Django's settings for a SQLite or PostgreSQL database."""
    found = address(name, env.db_url_config, default=default, example=POSTGRESQL)
    if found["ENGINE"] not in ENGINES or not found["NAME"]:
        raise _unreadable(name, POSTGRESQL)
    return found


def address(name, read, *, default, example):
    """The settings that an address stands for; `read` is django-environ's function for its kind."""
    value = text(name, default=default)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # that it knows no such engine, for one
            return read(value)
    except (ImproperlyConfigured, UserWarning, ValueError, KeyError) as problem:
        raise _unreadable(name, example) from problem


def _unreadable(name, example):
    # The address itself may hold a password, so it is not repeated.
    return ImproperlyConfigured(
        f"Set {name} to an address such as {example}: the one it has cannot be read."
    )
