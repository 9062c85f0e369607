"""A second factor beside the password: an app's codes, a passkey, recovery codes.

django-allauth keeps and checks them; each person enrols alone. Whoever can publish or give roles
(`councils.access.needs_second_factor`) finds no page open, drafts on public pages among them,
until they have enrolled and this session has shown the factor.
"""

from urllib.parse import urlsplit

import qrcode
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.conf import settings
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from qrcode.image.svg import SvgPathImage

from config.accounts import Labelled
from councils.access import needs_second_factor

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ENROLLED_HERE = "second_factor_enrolled_by"
# What opens before the factor was shown: signing in and out, showing it, and the site's health.
ALWAYS_OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "healthz",
    "favicon",
}


class SecondFactorMiddleware:
    """Leads whoever needs a second factor to enrolling, or to showing it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SECOND_FACTOR_WAIVED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        page = request.resolver_match.url_name or ""
        if page in ALWAYS_OPEN or not needs_second_factor(request.user):
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            return None if page.startswith("mfa_") else redirect("mfa_index")
        if has_shown(request):
            return None
        passkey_alone = not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        show = "mfa_reauthenticate_webauthn" if passkey_alone else "mfa_reauthenticate"
        return redirect(f"{reverse(show)}?{urlencode({'next': request.get_full_path()})}")


def has_shown(request) -> bool:
    """Whether a second factor was given, or enrolled, in this very session."""
    records = get_authentication_records(request, request.user)
    return (
        any(record["method"] == "mfa" for record in records)
        or request.session.get(ENROLLED_HERE) == request.user.pk
    )


@receiver(authenticator_added)
def note_enrolment(request, user, authenticator, **_):
    if authenticator.type in FACTORS:
        request.session[ENROLLED_HERE] = user.pk


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the site by its settings, never by the request's host."""

    def build_totp_svg(self, url):
        """An SVG element for the page itself: the security policy lets no data: picture in."""
        picture = qrcode.make(url, image_factory=SvgPathImage, box_size=14)
        return picture.to_string(encoding="unicode")

    def can_delete_authenticator(self, authenticator):
        """The last factor of who needs one can be replaced, not taken away."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return (
            settings.SECOND_FACTOR_WAIVED
            or not needs_second_factor(authenticator.user)
            or others.exclude(pk=authenticator.pk).exists()
        )

    def get_public_key_credential_rp_entity(self):
        host = urlsplit(settings.SITE_ADDRESS).hostname
        return {"id": host, "name": settings.SITE_NAME}


class GiveCode(Labelled, AuthenticateForm):
    labels = {"code": "Code from your app, or a recovery code"}


class GiveCodeAgain(Labelled, ReauthenticateForm):
    labels = {"code": "Code from your app, or a recovery code"}


class SetUpApp(Labelled, ActivateTOTPForm):
    labels = {"code": "The six digits that the app shows now"}


class AddPasskey(Labelled, AddWebAuthnForm):
    labels = {"name": "What you call it"}


class RenamePasskey(Labelled, EditWebAuthnForm):
    labels = {"name": "What you call it"}
