"""The filters beside a list."""

from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter


class ScopedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only one's own."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.related_model)
        return [(row.pk, str(row)) for row in related.get_queryset(request)]


# A relation named in any `list_filter` gets the scoped filter without being told.
FieldListFilter.register(lambda field: field.remote_field, ScopedRelatedFilter, take_priority=True)
