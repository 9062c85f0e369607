"""How people get in. An administrator makes their account; django-allauth checks their password."""

from urllib.parse import urlsplit

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.urls import reverse

from config import guessing


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; who guesses has to wait; mail holds the site's own address."""

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("admin:index")

    def pre_authenticate(self, request, **credentials):
        """Count the attempt: by where it comes from, and by the name that it is for."""
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="wrong_password"
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        self.turn = guessing.take_turn(request, credentials["username"])

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            guessing.give_back(self.turn)
        return user

    def post_login(self, request, user, **given):
        response = super().post_login(request, user, **given)
        guessing.remember_browser(response, user)
        return response

    def set_password(self, user, password):
        super().set_password(user, password)
        guessing.forget(user)

    def get_reset_password_from_key_url(self, key):
        """The link in the mail, at the address that the settings name, whatever was asked for."""
        return settings.SITE_ADDRESS + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix, email, context):
        super().send_mail(template_prefix, email, context | {"SITE_ADDRESS": settings.SITE_ADDRESS})


class Labelled:
    """Each field has one label, above it, and what the page says is not said again inside it."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignIn(Labelled, forms.LoginForm):
    labels = {"login": "User name"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has the link to a new password


class ChangePassword(Labelled, forms.ChangePasswordForm):
    labels = {
        "oldpassword": "Your password now",
        "password1": "New password",
        "password2": "New password again",
    }


class SetPassword(Labelled, forms.SetPasswordForm):
    """For an account that has none yet."""

    labels = {"password1": "Password", "password2": "Password again"}


class AskForNewPassword(Labelled, forms.ResetPasswordForm):
    labels = {"email": "E-mail address"}


class ChooseNewPassword(Labelled, forms.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class ConfirmPassword(Labelled, forms.ReauthenticateForm):
    labels = {"password": "Your password"}
