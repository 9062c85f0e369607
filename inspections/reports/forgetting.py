"""Words about a person are taken out of the readings of reports, saved or not."""

from collections.abc import Collection

from inspections.cells import tidy
from inspections.models import Report
from inspections.reports.correcting import current


def forget(*, council, words: Collection[str], marker: str) -> set[int]:
    """Put `marker` in the place of recommendations of these words; the keys of the reports.

    What the reader read and what a clerk made of it go together: both are the same words. The
    file itself is left to the caller, as for any import.
    """
    words = {tidy(text) for text in words if text}
    return {
        report.pk
        for report in Report.objects.filter(council=council)
        .defer("content")
        .iterator(chunk_size=10)
        if _forget(report, words, marker)
    }


def _forget(report: Report, words: set[str], marker: str) -> bool:
    keys = [
        item.key
        for inspection in current(report).inspections
        for item in inspection.recommendations
        if words & {tidy(item.values["text"]), tidy(item.as_read.get("text") or "")}
    ]
    for key in keys:
        place, _, number = key.split(".")
        entries = report.as_read["inspections"][int(place)]["recommendations"]
        if int(number) < len(entries):
            entries[int(number)]["text"] = marker
        texts = report.corrections.filter(item=key, name="text")
        texts.update(after=marker)
        texts.exclude(before=None).update(before=marker)
    if keys:
        report.save(update_fields=["as_read"])
    return bool(keys)
