"""How people get in. An administrator makes their account; django-allauth checks their password."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("admin:index")


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


class AskForNewPassword(Labelled, forms.ResetPasswordForm):
    labels = {"email": "E-mail address"}


class ChooseNewPassword(Labelled, forms.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}
