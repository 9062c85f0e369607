"""A tracker file's bytes as sheets of cells, whichever kind of file it is."""


def open_book(content: bytes):  # -> Book
    """The sheets of a CSV, XLSX or ODS file, with fills, hidden parts and comments.

    Raises Unreadable, whose message tells a person what to do.
    """
    raise NotImplementedError
