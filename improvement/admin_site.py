from django.contrib import admin


class ImprovementAdminSite(admin.AdminSite):
    site_header = "Improvement record"
    site_title = "Improvement record"
