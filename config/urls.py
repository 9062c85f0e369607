"""The site's addresses. The public pages are those of the improvement app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config.views import favicon, healthz

# The admin's own pages for signing in and for a new password would go round the limits on attempts.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/", include("config.account_urls")),
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
    path("", include("improvement.urls")),
]
