class Unreadable(Exception):
    """The file cannot be taken for a table; the message tells a person why, and what to do."""
