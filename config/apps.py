"""Django's admin, on the site's own index page."""

from django.contrib.admin.apps import AdminConfig


class SiteAdminConfig(AdminConfig):
    """The admin opens on the signed-in officer's own work."""

    default_site = "improvement.admin_site.ImprovementAdminSite"
