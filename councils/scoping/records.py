"""What the admin says of one record: what it was, and what stands in the way of deleting it."""

from collections import defaultdict

from django.contrib.admin.utils import NestedObjects, unquote
from django.db import router
from django.forms.models import _get_foreign_key
from django.template.response import TemplateResponse

from councils.record_history import RecordPart, history_page
from councils.scoping.reach import Scoped, gated


class TellsOfRecords(Scoped):
    """The history page, from the record's own history in place of Django's log; deletions."""

    def history_view(self, request, object_id, extra_context=None):
        if not hasattr(self.model, "history"):
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of “{record}”",
            "page": history_page(
                record_id=record.pk,
                parts=self._history_parts(),
                sight=lambda model: self._sight(request, model),
                number=request.GET.get("p"),
            ),
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_history.html", context)

    def _history_parts(self):
        """The record, and the rows that stand in its form."""
        parts = [RecordPart(self.model, self.opts.pk.attname)]
        for inline in self.inlines:
            if hasattr(inline.model, "history"):
                parent = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                parts.append(RecordPart(inline.model, parent.attname))
        return parts

    def _sight(self, request, model):
        """The rows of `model` whose names this person may read."""
        inlines = [inline(self.model, self.admin_site) for inline in self.inlines]
        known = {inline.model: inline for inline in inlines} | self.admin_site._registry
        scoped = known.get(model)
        return scoped.readable(request) if isinstance(scoped, Scoped) else gated(model, request)

    def log_addition(self, request, obj, message):
        if not hasattr(self.model, "history"):
            super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if not hasattr(self.model, "history"):
            super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        if not hasattr(self.model, "history"):
            super().log_deletions(request, queryset)

    def get_deleted_objects(self, objs, request):
        """As Django's, but a row that stands in the way is named only to who may read it."""
        doomed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = self._in_the_way(objs, request)
        return doomed, counts, lacking, protected

    def _in_the_way(self, objs, request) -> list[str]:
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        keys = defaultdict(set)
        for row in collector.protected:
            keys[type(row)].add(row.pk)
        named = [
            f"{model._meta.verbose_name}: {row}"
            for model, pks in keys.items()
            for row in self._sight(request, model).filter(pk__in=pks)[:20]
        ]
        left = len(collector.protected) - len(named)
        return [*named, f"{left} more"] if left else named
