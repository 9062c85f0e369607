"""The admin's own site: who enters, and (in time) the page that it opens on."""

from councils.scoped_site import ScopedAdminSite


class ImprovementAdminSite(ScopedAdminSite):
    """The admin, which opens by roles."""

    site_header = "Improvement record"
    site_title = "Improvement record"
