"""What every public page is: open to anyone, writes nothing, and made once for many readers."""

from collections.abc import Iterator
from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from councils import edition


def public_page(view):
    """Anyone may read it. What a stranger reads is kept until the record changes, or the minute.

    The minute, because days end and embargoes pass without a change. A person who is signed in
    may see more than a stranger, so for them each page is made anew.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        key = _key(request)
        kept = caches["pages"].get(key) if key else None
        if kept:
            response = HttpResponse(*kept)
        else:
            response = view(request, *args, **kwargs)
            if key and response.status_code == 200 and not response.streaming:
                kept = response.content, response.headers["Content-Type"]
                caches["pages"].set(key, kept)
        patch_vary_headers(response, ["Cookie"])
        return response

    return login_not_required(require_safe(page))


def first_or_404(rows: Iterator):
    """The one that was asked for, past the gate; else there is nothing at this address."""
    for found in rows:
        return found
    raise Http404


def _key(request) -> str:
    """The page under which edition, at which minute; empty if it is not to be kept."""
    if request.user.is_authenticated or not (token := edition.current()):
        return ""
    asked = f"{token} {timezone.now():%Y-%m-%d %H:%M} {request.build_absolute_uri()}"
    return sha256(asked.encode()).hexdigest()
