"""Words about a person are taken out of the trackers that were brought in, saved or not."""

from collections.abc import Collection
from itertools import chain

from django.db.models import QuerySet

from improvement.models import TrackerImport, TrackerLayout
from improvement.trackers.open_file import open_book
from inspections.cells import fold
from inspections.models import Import, ImportRow
from inspections.spreadsheets import Unreadable

_BY_WORD = ("dates", "leads", "spelled", "shades")  # of a layout: what it says of a cell's words


def forget(*, council, words: Collection[str], marker: str) -> None:
    """Put `marker` in the place of these words in every row, and remove the files that held them.

    Layouts forget what they knew of cells with these words: they are asked about again.

    A file cannot be edited in place without becoming another file; its rows still say what it did.
    A file whose rows do not show all that it holds, as nobody has said yet what its columns mean
    or as some of them are left out, is opened and searched; seconds for a council's files of years.
    """
    words = {text for text in words if text and text.strip()}
    batches = TrackerImport.objects.filter(council=council)
    holding = _taken_from_rows(batches, words, marker)
    kept = Import.objects.filter(pk__in=batches.values("pk")).exclude(pk__in=holding)
    for batch in kept.exclude(content=b"").iterator():
        if _stand_in(bytes(batch.content), words):
            holding.add(batch.pk)
    Import.objects.filter(pk__in=holding).update(content=b"", reading={})
    for batch in batches.filter(pk__in=holding).exclude(why=""):
        TrackerImport.objects.filter(pk=batch.pk).update(why=_without(batch.why, words, marker))
    folded = [fold(text) for text in words]
    for model in (TrackerLayout, TrackerLayout.history.model):
        for row in model.objects.filter(council=council):
            if (left := _unlearned(row.layout, folded)) != row.layout:
                model.objects.filter(pk=row.pk).update(layout=left)


def _taken_from_rows(batches: QuerySet, words: Collection[str], marker: str) -> set[int]:
    """The keys of the imports of which a row held any of the words."""
    holding = set()
    for row in ImportRow.objects.filter(batch__in=batches.values("pk")).iterator():
        kept = {"values": row.values, "before": row.before, "errors": row.errors}
        left = _without(kept, words, marker)
        if left != kept:
            ImportRow.objects.filter(pk=row.pk).update(**left)
            holding.add(row.batch_id)
    return holding


def _unlearned(layout: dict, folded: Collection[str]) -> dict:
    """A kept layout without what it says of cells that hold any of these words."""

    def left(said: dict) -> dict:
        return {word: one for word, one in said.items() if not any(map(word.__contains__, folded))}

    by_word = {name: left(layout.get(name, {})) for name in _BY_WORD}
    meanings = {wanted: left(words) for wanted, words in layout.get("meanings", {}).items()}
    return {**layout, **by_word, "meanings": meanings}


def _stand_in(content: bytes, words: Collection[str]) -> bool:
    """Whether any cell of the file holds any of the words, or nobody can tell any more."""
    wanted = [fold(text) for text in words]
    try:
        sheets = open_book(content).sheets
    except Unreadable:
        return True
    cells = chain.from_iterable(row for sheet in sheets for row in sheet.rows)
    notes = (said for sheet in sheets for _, said in sheet.facts.comments)
    folded = map(fold, filter(None, chain(cells, notes)))
    return any(text in said for said in folded for text in wanted)


def _without(said, words: Collection[str], marker: str):
    """The same with the words gone, however deep they stand."""
    if isinstance(said, dict):
        return {name: _without(part, words, marker) for name, part in said.items()}
    if isinstance(said, list):
        return [_without(part, words, marker) for part in said]
    if not isinstance(said, str):
        return said
    for text in words:
        if text in said:
            said = said.replace(text, marker)
        elif fold(text) in fold(said):  # the same words on other lines
            said = marker
    return said
