"""The filters beside a list."""

from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter


class ScopedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only one's own; none where they would be too many.

    Unoffered, it still works by its address: a record's page links to what belongs to it.
    """

    MOST = 60

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.related_model)
        rows = related.rows(request).order_by(*related.opts.ordering)[: self.MOST + 1]
        choices = [(row.pk, str(row)) for row in rows]
        return choices if len(choices) <= self.MOST else []


# A relation named in any `list_filter` gets the scoped filter without being told.
FieldListFilter.register(lambda field: field.remote_field, ScopedRelatedFilter, take_priority=True)
