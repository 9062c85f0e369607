"""The public page as it would be: the act is done, the page is made, the act is undone."""

from io import BytesIO

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.urls import get_script_prefix, resolve


def preview(request, address, act):
    """The response of the public page at `address` as a stranger would get it after `act`.

    Nothing that `act` does is kept. What it raises passes through.
    """
    with transaction.atomic():
        act()
        response = _as_a_stranger(request, address)
        transaction.set_rollback(True)
    return response


def _as_a_stranger(request, address):
    path = "/" + address.removeprefix(get_script_prefix())
    environ = {
        name: value
        for name, value in request.META.items()
        if name not in {"HTTP_COOKIE", "CONTENT_LENGTH", "CONTENT_TYPE"}
    }
    public = WSGIRequest(
        environ
        | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "wsgi.input": BytesIO(),
        }
    )
    public.user = AnonymousUser()
    public.resolver_match = match = resolve(path)
    return match.func(public, *match.args, **match.kwargs)
