"""What an inspection is called in a sentence, and when it was."""

from datetime import date

from improvement.wording import day_words, month_words
from inspections.models import Inspection


def name_of(inspection: Inspection) -> str:
    """What it was, without the council: its own title, else its kind, with what it looked at."""
    name = inspection.title or inspection.framework.short_name
    return f"{name}: {in_sentence(inspection.theme)}" if inspection.theme else name


def month_of(inspection: Inspection) -> str:
    """September 2023: when inspectors were there, else when they reported; empty if not known."""
    day = inspection.fieldwork_start or inspection.published_on
    return month_words(day) if day else ""


def days_of(start: date | None, end: date | None) -> str:
    """4 to 28 July 2016; empty if the first day is not known."""
    if not start:
        return ""
    if not end:
        return f"from {day_words(start)}"
    if start == end:
        return day_words(start)
    first = day_words(start)
    if start.year == end.year:
        first = first.rsplit(" ", 1)[0]
        if start.month == end.month:
            first = str(start.day)
    return f"{first} to {day_words(end)}"


def in_sentence(words: str) -> str:
    """A grade or theme in the middle of a sentence: a small letter, except in C1 or SEND."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
