"""What every template may say."""

from django.conf import settings


def site(request):
    """The site's name, for the header and the page's title."""
    return {"SITE_NAME": settings.SITE_NAME}
