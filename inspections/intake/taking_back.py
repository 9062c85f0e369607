"""Undoing an import of any kind that can be undone, each by the rules of its own kind."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from inspections.intake.lifecycle import undo
from inspections.models import Import
from inspections.outcomes import undoing as outcomes
from inspections.reports.undoing import take_back

Undo = Callable[[Import, Any, datetime], None]  # of a batch, by a person, at a moment


def undo_import(*, batch: Import, by, at: datetime) -> None:
    """Take back what the import did. Raises Refused, with a sentence, where that cannot be."""
    if batch.kind in _UNDO:
        _UNDO[batch.kind](batch, by, at)
    else:
        undo(batch=batch, by=by, at=at)


def can_undo(kind: Import.Kind, undo: Undo) -> None:
    """Say how a kind of import is undone; the storeys above this one say it of theirs."""
    _UNDO[kind] = undo


def _undo_report(batch: Import, by, at: datetime) -> None:
    take_back(report=batch.report, by=by, at=at)


_UNDO: dict[Import.Kind, Undo] = {
    Import.Kind.REPORT: _undo_report,
    Import.Kind.OUTCOMES: lambda batch, by, at: outcomes.undo(batch=batch, by=by, at=at),
}
