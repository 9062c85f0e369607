"""Public reference data: frameworks, their areas, scales and themes. Superusers keep it."""

from django.contrib import admin

from councils.scoping import (
    PublicReference,
    ReferenceAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
)
from inspections.models import Framework, Grade, GradeScale, JudgementArea, Theme


class GradeInline(PublicReference, ScopedTabularInline):
    model = Grade
    fields = ("rank", "code", "label", "plain", "aliases")


@admin.register(GradeScale)
class GradeScaleAdmin(ReferenceAdmin):
    """Ordered grades. Rank 1 is the best, whatever the inspectorate prints."""

    list_display = ("name", "key")
    search_fields = ("name", "key")
    inlines = (GradeInline,)


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    """What areas of different frameworks have in common."""

    list_display = ("label", "key", "order")
    search_fields = ("label",)


class JudgementAreaInline(PublicReference, ScopedStackedInline):
    model = JudgementArea
    names_read = ("framework",)
    fields = (
        ("number", "label", "key", "order"),
        ("parent", "theme", "own_scale", "is_overall"),
        "aliases",
    )


@admin.register(Framework)
class FrameworkAdmin(ReferenceAdmin):
    """The rules that an inspection followed; sources without grades are frameworks too."""

    list_display = ("short_name", "name", "kind", "starts_on", "ends_on", "scale")
    list_filter = ("kind",)
    list_select_related = ("scale",)
    search_fields = ("name", "short_name", "key")
    search_help_text = "Name"
    inlines = (JudgementAreaInline,)


class _OnTheirFrameworksPage(ReferenceAdmin):
    """Registered so that other forms may choose them; kept on their framework's page."""

    def has_module_permission(self, request):
        return False


@admin.register(Grade)
class GradeAdmin(_OnTheirFrameworksPage):
    list_display = ("label", "scale", "rank")
    list_select_related = ("scale",)
    search_fields = ("label",)


@admin.register(JudgementArea)
class JudgementAreaAdmin(_OnTheirFrameworksPage):
    list_display = ("label", "framework", "number")
    list_select_related = ("framework",)
    search_fields = ("label",)
