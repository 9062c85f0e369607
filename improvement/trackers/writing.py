"""Rows as a tracker file in a council's own layout, or in ours."""

from collections.abc import Iterable

from improvement.trackers.layout import Layout
from improvement.trackers.rows import TrackerRow


def write(rows: Iterable[TrackerRow], layout: Layout, form: str) -> bytes:
    """A file of `spreadsheets.writing.TYPES`. Reading it in that layout gives the rows again,
    as far as the layout has columns for what they say. Raises ValueError, with a sentence for a
    person, where the layout has several sheets and the form only one.
    """
    raise NotImplementedError


def template(form: str) -> bytes:
    """An empty tracker in our own layout (`own.OWN`), with its guide."""
    raise NotImplementedError
