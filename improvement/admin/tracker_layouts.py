"""The layouts of trackers that a council remembers: renamed or forgotten here, not edited."""

from django.contrib import admin
from django.utils.html import format_html_join

from councils.access import Can
from councils.scoping import ScopedAdmin
from improvement.models import TrackerLayout
from improvement.trackers import Layout, columns_of


@admin.register(TrackerLayout)
class TrackerLayoutAdmin(ScopedAdmin):
    """What a council's columns mean, as a clerk said once."""

    reach = "council"
    change_needs = delete_needs = Can.IMPORT
    list_display = ("name", "council", "made_by", "made_at")
    list_filter = ("council",)
    names_read = ("council", "made_by")
    fields = ("name", "council", "its_columns", "made_by", "made_at")
    readonly_fields = ("council", "its_columns", "made_by", "made_at")

    @admin.display(description="what its columns mean")
    def its_columns(self, obj):
        lines = [
            (one.sheet, one.heading, one.meaning)
            for one in columns_of(Layout.from_json(obj.layout))
        ]
        return format_html_join("", "<p>{}: “{}” is {}</p>", lines)
