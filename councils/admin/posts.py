"""Posts, and who holds them."""

from django.contrib import admin

from councils.access import Can
from councils.models import Post, PostHolding
from councils.scoping import Only, ScopedAdmin, ScopedTabularInline


class PostHoldingInline(ScopedTabularInline):
    """Who held the post from when to when: ended, not deleted."""

    model = PostHolding
    reach = "post__council"
    delete_needs = Only.NOBODY
    autocomplete_fields = ("user",)
    names_read = ("user", "post")
    fields = ("user", "name", "terms", "started_on", "ended_on")


@admin.register(Post)
class PostAdmin(ScopedAdmin):
    """Actions are led by posts, so that leavers and cover break nothing."""

    reach = "council"
    add_needs = change_needs = delete_needs = Can.MANAGE_PEOPLE
    list_display = ("title", "service", "shown", "body", "council")
    list_filter = ("shown", "council")
    list_select_related = ("council", "body")
    search_fields = ("title", "service")
    search_help_text = "Title or service"
    autocomplete_fields = ("body",)
    fields = ("council", "body", "title", "service", "shown")
    inlines = (PostHoldingInline,)

    def get_readonly_fields(self, request, obj=None):
        return ("council",) if obj else ()
