"""What every template may say."""

from django.conf import settings


def site(request):
    """The site's name, for the header and the page's title; whom to write to, if it is known."""
    return {"SITE_NAME": settings.SITE_NAME, "SITE_CONTACT": settings.SITE_CONTACT}
