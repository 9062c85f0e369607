"""What every public page is: open to anyone, writes nothing, and made of what its address says.

    request ─▶ bare(request): address, known parameters, and who asks if signed in ─▶ view
                                                    │
              a stranger's page is kept for a minute, and a signed-in person's never

What is kept for everybody is made for nobody: the view is given a request of its own, which holds
no cookie, session, message or header of whoever asked first, so none can be in the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from ipaddress import ip_network
from threading import Lock
from time import time

from allauth.account.adapter import get_adapter
from cachetools import TTLCache
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from councils import cache_version

PUBLIC = AnonymousUser()  # the reader whom every gate lets see the least
MOST_BYTES = 24 * 1024 * 1024  # of all kept pages in one process of the server
MOST_OF_A_PAGE = 1024 * 1024  # bytes; what is larger is made anew
_OF_AN_ENTRY = 600  # bytes besides the page itself: its key, and the cache's own
_ADDRESS = (
    *("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO"),
    *("SCRIPT_NAME", "PATH_INFO", "SERVER_PROTOCOL", "wsgi.url_scheme"),
)


@dataclass(frozen=True)
class KeptPage:
    """A page as the next stranger gets it."""

    content: bytes
    content_type: str

    @property
    def size(self) -> int:
        """What keeping it takes, in bytes."""
        return len(self.content) + _OF_AN_ENTRY

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, self.content_type)


# The least recently read goes first where the bytes are used up.
_kept: TTLCache = TTLCache(MOST_BYTES, ttl=60, getsizeof=lambda page: page.size)
_lock = Lock()
_made_anew = FixedWindowRateLimiter(MemoryStorage())


def public_page(*parameters: str) -> Callable:
    """Anyone may read it; of its address's query it knows these `parameters` and no others.

    A stranger's page is kept until the record changes, or the minute: days end and embargoes pass
    without a change. Who is signed in may see more than a stranger: for them each page is made
    apart, and neither this server nor any on the way keeps it. What is streamed is never kept.
    """

    def decorate(view):
        @wraps(view)
        def page(request, *args, **kwargs):
            asked = bare(request, parameters)
            key = None if asked.user.is_authenticated else _key(asked)
            response = _find(key)
            if response is None:
                if wait := _seconds_to_wait(request):
                    return _too_many(asked, wait)
                response = view(asked, *args, **kwargs)
                _keep(key, response)
            if asked.user.is_authenticated:
                patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
            return _without_content(response) if request.method == "HEAD" else response

        return login_not_required(require_safe(page))

    return decorate


def first_or_404(rows):
    """The one that was asked for, past the gate; else there is nothing at this address."""
    for found in rows:
        return found
    raise Http404


def reader_of(publishable, user, at):
    """For whom a page is read: what is released looks the same to everyone, as to a stranger.

    Only a draft or an embargoed record is read with the rights of the person who asks.
    """
    return PUBLIC if publishable.is_released(at) else user


def bare(request, parameters) -> WSGIRequest:
    """A request for the same page, made of its address, the known `parameters` and who asks.

    Who asks is anybody, unless they are signed in.
    """
    known = QueryDict(mutable=True)
    for name in sorted(parameters):
        if name in request.GET:
            known.setlist(name, request.GET.getlist(name))
    environ = {name: request.META[name] for name in _ADDRESS if name in request.META}
    environ |= {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": known.urlencode(),
        "wsgi.input": BytesIO(),
    }
    made = WSGIRequest(environ)
    made.resolver_match = request.resolver_match
    made.user = request.user if request.user.is_authenticated else AnonymousUser()
    return made


def _key(asked) -> tuple[str, ...] | None:
    """The page at this address, in which version of the record, at which minute."""
    version = cache_version.current()
    if not version:
        return None
    return version, f"{timezone.now():%Y-%m-%d %H:%M}", asked.build_absolute_uri()


def _find(key) -> HttpResponse | None:
    if key is None:
        return None
    with _lock:
        page = _kept.get(key)
    return page.response() if page else None


def _keep(key, response) -> None:
    if key is None or response.status_code != 200 or response.streaming:
        return
    page = KeptPage(response.content, response.headers["Content-Type"])
    if page.size <= MOST_OF_A_PAGE:
        with _lock:
            _kept[key] = page


def _seconds_to_wait(request) -> int:
    """0, or how long this address waits, as it had this many pages made anew within a minute.

    Counted in each process of the server by itself. Of IPv6, whose households have a network each,
    the first 64 bits count.
    """
    limit = RateLimitItemPerMinute(settings.PAGES_MADE_ANEW)
    address = get_adapter().get_client_ip(request)
    network = str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    if _made_anew.hit(limit, network):
        return 0
    ends = _made_anew.get_window_stats(limit, network).reset_time
    return max(1, round(ends - time()))


def _too_many(asked, wait: int) -> HttpResponse:
    response = render(asked, "too_many_pages.html", {"seconds": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _without_content(response) -> HttpResponse:
    """What is told of the page: for HEAD nothing is read, streamed or sent."""
    told = HttpResponse(status=response.status_code, headers=dict(response.headers))
    if not response.streaming:
        told["Content-Length"] = str(len(response.content))
    response.close()
    return told
