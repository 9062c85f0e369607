"""A tracker and its settled layout become rows."""

from improvement.trackers.books import open_book
from improvement.trackers.layout import Layout
from improvement.trackers.rows import TrackerRow


def read_rows(book, layout: Layout) -> list[TrackerRow]:
    """The actions of `open_book(content)`, in the order of the file.

    What the layout leaves open is a mistake of its row, never a guess. Raises Unreadable where
    the file has no sheet with the layout's headings, or too many rows.
    """
    raise NotImplementedError


__all__ = ["open_book", "read_rows"]
