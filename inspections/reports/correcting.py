"""The clerk's work on a draft: correct the reading, settle its doubts, leave out, add.

Keyword-only, one transaction each; `at` is the aware moment of the act. Each raises Refused, with
a sentence, once the report is saved or discarded. Only `forget` asks for no draft.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from inspections.cells import tidy
from inspections.intake import Refused
from inspections.models import Import, ReadingCorrection, ReadingDoubt, Report
from inspections.reports.draft import ADDED, LEFT_OUT, Draft, draft_of, next_key

COUNCIL, REPORT = "council", "report"


def current(report: Report) -> Draft:
    """The report's reading as it now stands, corrections and all."""
    rows = report.corrections.order_by("number").values_list("item", "name", "after")
    return draft_of(report.as_read, rows)


@transaction.atomic
def correct(*, report: Report, key: str, values: Mapping, by, at: datetime) -> list[str]:
    """Correct these values of one item; the names of those that differ from what stood.

    Open doubts about them are settled by it.
    """
    report = open_for_work(report)
    item = current(report).item(key)
    if item is None:
        raise Refused("There is nothing of this kind in the reading. Look again.")
    changed = [name for name, value in values.items() if item.value(name) != value]
    for name in changed:
        _write(report, key, name, item.value(name), values[name], by=by, at=at)
    _settle_corrected(report, key, changed, by=by, at=at)
    return changed


@transaction.atomic
def move_to_council(*, report: Report, council, by, at: datetime) -> None:
    """The report is another council's. Whether `by` may work there is asked by the caller."""
    report = open_for_work(report)
    if council == report.council:
        return
    _write(report, COUNCIL, "council", report.council.name, council.name, by=by, at=at)
    report.council = council
    report.save(update_fields=["council"])
    _settle_corrected(report, COUNCIL, ["", "gss_code"], by=by, at=at)


@transaction.atomic
def leave_out(*, report: Report, key: str, out: bool, by, at: datetime) -> None:
    """Leave an item out of what is saved, or take it back in. It stays in the draft, struck."""
    correct(report=report, key=key, values={LEFT_OUT: out}, by=by, at=at)
    if out:
        doubts = [doubt for doubt in report.doubts.open() if doubt.item == key]
        _settle(doubts, ReadingDoubt.How.CORRECTED, by=by, at=at)


@transaction.atomic
def add(*, report: Report, group: str, after: str, values: Mapping, by, at: datetime) -> str:
    """Add what the reader missed, behind the item `after`; its key.

    `group` is as in "0.recommendations".
    """
    report = open_for_work(report)
    key = next_key(current(report), group)
    _write(report, key, ADDED, None, after, by=by, at=at)
    for name, value in values.items():
        _write(report, key, name, None, value, by=by, at=at)
    return key


@transaction.atomic
def settle(*, report: Report, number: int, by, at: datetime) -> None:
    """Say that what was doubted is right as it stands. A doubt is settled once."""
    locked = Report.objects.select_for_update(of=("self", "import_ptr")).get(pk=report.pk)
    if locked.state == Import.State.DISCARDED:
        raise Refused("This report is discarded: nothing is left to settle.")
    doubts = locked.doubts.open().filter(number=number)
    _settle(doubts, ReadingDoubt.How.STANDS, by=by, at=at)


def note_act(report: Report, name: str, about: str, *, by, at: datetime) -> None:
    """Put an act on the whole report on its record, among its corrections."""
    _write(report, REPORT, name, None, about, by=by, at=at)


def open_for_work(report: Report) -> Report:
    """The report, locked, while nothing of it is saved. Raises Refused."""
    rows = Report.objects.select_for_update(of=("self", "import_ptr")).select_related("council")
    report = rows.get(pk=report.pk)
    if report.state != Import.State.PREVIEWED:
        raise Refused(
            f"This report is {report.get_state_display()}: its reading cannot be changed any "
            "more. Correct the inspection itself."
        )
    if not report.content:
        raise Refused("Words of this file have been removed for good. Upload the file again.")
    return report


def _write(report, item, name, before, after, *, by, at) -> None:
    last = report.corrections.aggregate(last=Max("number"))["last"] or 0
    ReadingCorrection.objects.create(
        report=report,
        number=last + 1,
        item=item,
        name=name,
        before=before,
        after=after,
        by=by,
        at=at,
    )


def _settle_corrected(report, key, names, *, by, at) -> None:
    """Correcting what is doubted settles the doubt."""
    doubts = [
        doubt
        for doubt in report.doubts.open()
        if doubt.item == key and (doubt.name in names or _is_other_half(doubt.name, names))
    ]
    _settle(doubts, ReadingDoubt.How.CORRECTED, by=by, at=at)


def _is_other_half(name: str, names: list[str]) -> bool:
    """A missing grade is put right by saying why there is none; the days are doubted together."""
    return (name == "grade" and "no_grade" in names) or (
        name == "fieldwork_start" and "fieldwork_end" in names
    )


def _settle(doubts, how, *, by, at) -> None:
    for doubt in doubts:
        doubt.how, doubt.settled_by, doubt.settled_at = how, by, at
        doubt.save(update_fields=["how", "settled_by", "settled_at"])


# --- words about a person are taken out of the readings of reports, saved or not ---


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
