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


class LabelledFields:
    """Labels above the fields say what goes in, so nothing says it again inside them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(LabelledFields, forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name"
        # The page has its own link to a new password.
        self.fields["password"].help_text = ""


class ChangePassword(LabelledFields, forms.ChangePasswordForm):
    pass


class AskForNewPassword(LabelledFields, forms.ResetPasswordForm):
    pass


class ChooseNewPassword(LabelledFields, forms.ResetPasswordKeyForm):
    pass
