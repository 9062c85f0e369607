"""The same form sent twice acts once: a button pressed six times, a page that was slow to answer.

Each page that Django makes holds another mask over its token against forged requests, so a form
that comes with the same token and the same contents is the same sheet of paper, sent again.
"""

import hashlib

from django.contrib import messages
from django.core.cache import cache
from django.shortcuts import redirect

REMEMBERED = 60 * 60  # seconds
UNDER_WAY = "under way"
SAID = "This was sent already, and has been done once."


def once(request, view, *args, **kwargs):
    """The view's answer; to a form that was sent already, the way to where the first one led."""
    if request.method != "POST" or "csrfmiddlewaretoken" not in request.POST:
        return view(request, *args, **kwargs)
    key = _key(request)
    if not cache.add(key, UNDER_WAY, REMEMBERED):
        led_to = cache.get(key, UNDER_WAY)
        messages.info(request, SAID)
        return redirect("admin:index" if led_to == UNDER_WAY else led_to)
    done = False
    try:
        response = view(request, *args, **kwargs)
        done = response.status_code == 302  # else a page says what is missing or wrong
        if done:
            cache.set(key, response["Location"], REMEMBERED)
    finally:
        if not done:
            cache.delete(key)
    return response


def _key(request):
    """Who sent what where, the contents of files with it."""
    sent = hashlib.sha256(f"{request.user.pk} {request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        sent.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            sent.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                sent.update(chunk)
            file.seek(0)
    return f"sent:{sent.hexdigest()}"
