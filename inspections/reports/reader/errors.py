class Unreadable(Exception):
    """The file cannot be read as a report. The text says why, in a sentence a person can act on."""
