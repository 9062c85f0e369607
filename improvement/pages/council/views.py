"""The page of one council."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from improvement.pages.council.page import council_page
from improvement.pages.public import public_page


@public_page()
def council(request, council):
    """One council: what was found, what is promised, what is done."""
    page = council_page(council, user=request.user, at=timezone.now())
    if page is None:
        raise Http404
    trail = [("Councils", reverse("councils"))]
    return render(request, "improvement/council.html", {"page": page, "trail": trail})
