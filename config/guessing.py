"""Limits on guessing a password, by the name that is guessed at.

django-allauth counts by address and by name, but keeps a name's count under the request's host
and forgets it where the table of counters is full; whoever guesses without end also keeps the
person out. Here a name is that of the account, wherever it was asked for; from the sixth guess
each next one waits longer, five minutes at most; and a browser in which the person has signed in
before has a count of its own, which no stranger's guesses reach.
"""

import hashlib
import math
import secrets
import time

from allauth.account.utils import filter_users_by_username
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ValidationError

from councils.models import User

FREE = 5  # wrong passwords, before the next has to wait
FIRST_WAIT, LONGEST_WAIT = 15, 5 * 60  # seconds; each wait is twice the one before
REMEMBERED = 60 * 60  # seconds without a guess, after which a name begins anew
AT_ONCE = 10  # seconds for which one guess holds its place against others sent beside it
COOKIE = "known_browser"
COOKIE_AGE = 180 * 24 * 60 * 60  # seconds
SALT = "config.guessing"


class Counters(DatabaseCache):
    """Django's cache in a table, from which only what has expired is ever dropped.

    Django's own drops the first third of all keys once there are more than it was told to keep:
    names made up by the hundred drove a name's count out.
    """

    def _cull(self, db, cursor, now, num):
        super()._cull(db, cursor, now, num=0)  # of nought, none is too many


def wait_after(guesses: int) -> int:
    """The seconds between guess number `guesses` and the next."""
    beyond = guesses - FREE
    return 0 if beyond < 0 else min(FIRST_WAIT * 2**beyond, LONGEST_WAIT)


def take_turn(request, name: str) -> str:
    """Count one attempt on `name`, and return the key to forget it by, should it succeed.

    Raises `ValidationError`, with a sentence for the person, where the next one has to wait.
    """
    key = _key(request, name)
    guesses, not_before = cache.get(key, (0, 0))
    now = time.time()
    turn_taken = now >= not_before and cache.add(f"{key}:{guesses}", True, AT_ONCE)
    if not turn_taken:
        raise ValidationError(_wait(not_before - now))
    cache.set(key, (guesses + 1, now + wait_after(guesses + 1)), REMEMBERED)
    return key


def give_back(key: str) -> None:
    """Count the last attempt as none: its password was right."""
    guesses, _ = cache.get(key, (1, 0))
    cache.set(key, (guesses - 1, 0), REMEMBERED)
    cache.delete(f"{key}:{guesses - 1}")


def forget(user) -> None:
    """Begin the count of a name anew: the person has chosen a new password."""
    cache.delete(_count(str(user.pk)))


def remember_browser(response, user) -> None:
    """Let this browser have a count of its own for `user`, who has just signed in with it."""
    response.set_signed_cookie(
        COOKIE,
        f"{user.pk}:{secrets.token_urlsafe(12)}",
        salt=SALT,
        max_age=COOKIE_AGE,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _key(request, name):
    whose = _whose(name)
    known = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE)
    return _count(known if known.startswith(f"{whose}:") else whose)


def _whose(name) -> str:
    """The account that a name finds, however it is spelt; the name itself where it finds none."""
    user = filter_users_by_username(name).first()
    return str(user.pk) if user else f"nobody {User.normalize_username(name).casefold().strip()}"


def _count(whose):
    return f"sign-in:{hashlib.sha256(whose.encode()).hexdigest()}"


def _wait(seconds):
    minutes = max(1, math.ceil(seconds / 60))
    unit = "minute" if minutes == 1 else "minutes"
    return (
        f"There were too many wrong passwords for this name. Wait {minutes} {unit}, then try "
        "again; or use a browser in which you have signed in before."
    )
