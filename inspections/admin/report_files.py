"""The report itself and the pictures of its pages, for who may see the report here."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable


class ReportFiles:
    """Part of the admin of reports. Nothing here has an address that works without the gate."""

    def file_pages(self) -> dict:
        return {
            "file": ("<int:report_id>/report.pdf", self.file_view),
            "picture": ("<int:report_id>/pages/<int:page>.png", self.picture_view),
        }

    # The browser's own viewer is an object in the page that shows the file.
    @method_decorator(csp_replace({"object-src": [SELF]}))
    @method_decorator(require_safe)
    def file_view(self, request, report_id):
        """The bytes as they came in."""
        report = self._with_file(request, report_id)
        return _answer(bytes(report.content), "application/pdf", f"report-{report.pk}.pdf")

    @method_decorator(require_safe)
    def picture_view(self, request, report_id, page):
        """One page, drawn in the bounded process: the file came from outside."""
        report = self._with_file(request, report_id)
        try:
            with BoundedReader(settings.ROOT / "fixtures") as reader:
                picture = reader.draw(bytes(report.content), page)
        except Unreadable as problem:
            raise Http404(str(problem)) from problem
        return _answer(picture, "image/png", f"report-{report.pk}-page-{page}.png")

    def _with_file(self, request, report_id):
        report = self.report(request, report_id)
        if not report.content:
            raise Http404
        return report


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """Shown in the browser; what it is called here, and not what somebody called the file."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
