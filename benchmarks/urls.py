"""The site's addresses and one more: the least that a page can be, to compare with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path


@login_not_required
def hello(request):
    """Passes through the same middleware as every page."""
    return HttpResponse("Hello, world")


urlpatterns = [path("hello/", hello, name="hello"), path("", include("config.urls"))]
