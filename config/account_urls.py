"""Signing in and out, a password and a second factor: those parts of django-allauth, and no others.

Accounts are made by an administrator, so there is no address for signing up.
"""

from allauth.account import views
from django.conf import settings
from django.urls import include, path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
]

# A forgotten password is put right by e-mail, where the site can send any.
if settings.EMAIL_BACKEND != "django.core.mail.backends.dummy.EmailBackend":
    urlpatterns += [
        path("password/reset/", views.password_reset, name="account_reset_password"),
        path(
            "password/reset/done/",
            views.password_reset_done,
            name="account_reset_password_done",
        ),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            views.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
        path(
            "password/reset/key/done/",
            views.password_reset_from_key_done,
            name="account_reset_password_from_key_done",
        ),
    ]
