"""The questions on what stands in the cells: words, colours, dates, leads."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from improvement.trackers.cell_parts import NO_LEAD, is_one, known_titles, ways
from improvement.trackers.days import DateReading, has_year, reading_of
from improvement.trackers.layout import BY_FIELD, UNANSWERED, Field, Layout
from improvement.trackers.meanings import (
    CHOICES,
    IGNORE,
    PLAIN,
    colour_words,
    label_of,
    spoken_of,
    value_of,
)
from improvement.trackers.questions import Choice, Free, Question
from improvement.trackers.survey import Key, OnSheet, Seen, Survey, said_after_colour
from inspections.cells import fold, one_line, shorten
from inspections.spreadsheets import letters

_MEANINGS = tuple(Choice(value, label_of(value)) for value in CHOICES)
_NOTHING = {"-", "--", "n/a", "na", "none", "tbc", "?"}


def on_colours_of(one: OnSheet, found: Survey) -> tuple[int | None, Question | None]:
    """Which column's colour is read, and what must be asked of it."""
    rag = one.here.place(Field.RAG)
    if rag in one.fills and one.bare_fills:
        return rag, None
    headings, everywhere = one.here.headings, _colours_by_heading(found)
    likely = [place for place in one.fills if place != rag and len(everywhere[headings[place]]) > 1]
    if not likely:
        return None, None
    choices = [
        Choice(str(place), f"the colours of {letters(place + 1)} “{headings[place]}”")
        for place in likely
    ]
    asked = Question(
        f"coloured:{one.number}",
        "Colours",
        "Cells are coloured one by one, in columns without a rating: do the colours say anything?",
        (*choices, Choice("none", "no colour says anything")),
    )
    if rag is not None:
        why = "The words of the rating are read."
        return None, replace(asked, proposed="none", why=why)
    return None, asked


def _colours_by_heading(found: Survey) -> dict[str, set[str]]:
    everywhere: dict[str, set[str]] = {}
    for sheet in found.sheets:
        for place, colours in sheet.fills.items():
            everywhere.setdefault(sheet.here.headings[place], set()).update(colours)
    return everywhere


def on_words(found: Survey, layout: Layout, key: Key) -> Iterator[Question]:
    """What the words of the columns for status and rating mean."""
    for (wanted, word), seen in found.words.items():
        if word in layout.meanings.get(wanted, {}):
            continue
        proposed, why = _meaning(word, key)
        in_key = f" The file’s key says: “{said}”." if (said := key.of_word(word)) else ""
        column = "status" if wanted == Field.STATUS else "rating"
        yield Question(
            f"word:{wanted}:{word}",
            "Words for status and confidence",
            f"“{shorten(one_line(seen.words))}” stands as {column} of {_actions(seen)}.{in_key}"
            f"{_held_apart(word)}",
            _with(proposed),
            proposed,
            why,
            examples=tuple(seen.examples),
            count=seen.count,
        )


def _held_apart(word: str) -> str:
    """What trackers put into one column, and the record keeps in two."""
    if "overdue" in word:
        return " Whether an action is overdue is worked out from its date."
    if re.search(r"\bsign(?:ed)?[ -]?off\b", word):
        return " Sign-off is recorded by itself, and says nothing of delivery."
    return ""


def _meaning(word: str, key: Key) -> tuple[str | None, str]:
    if word in PLAIN:
        return value_of(PLAIN[word]), "These words say it."
    if word in _NOTHING:
        return IGNORE, "These words say nothing."
    for said, why in (
        (said_after_colour(word), "The words after the colour say it."),
        (key.of_word(word), "The file’s own key says so."),
    ):
        if said and (meaning := spoken_of(said)):
            return value_of(meaning), why
    return None, ""


def _with(proposed: str | None) -> tuple[Choice, ...]:
    """The usual meanings, and a rarer one that the words themselves say."""
    rarer = proposed is not None and proposed not in CHOICES
    return (Choice(proposed, label_of(proposed)), *_MEANINGS) if rarer else _MEANINGS


def on_fills(found: Survey, layout: Layout, key: Key) -> Iterator[Question]:
    """What the colours mean that stand for words."""
    for colour, seen in found.fills.items():
        if colour in layout.fills:
            continue
        said = key.of_fill(colour)
        meaning = spoken_of(said) if said else None
        in_key = f" The file’s key says: “{shorten(said)}”." if said else ""
        name = colour_words(colour)
        yield Question(
            f"fill:{colour}",
            "Colours",
            f"{name[0].upper()}{name[1:]} is the colour of {_actions(seen)}.{in_key}",
            _with(value_of(meaning) if meaning else None),
            value_of(meaning) if meaning else None,
            "The file’s own key says so." if meaning else "",
            examples=tuple(seen.examples),
            count=seen.count,
            fill=colour,
        )


def on_orders(found: Survey, layout: Layout) -> Iterator[Question]:
    """Whether the day or the month comes first, where a column shows both, or the American way."""
    for wanted, shown in found.orders.items():
        if layout.day_order.get(wanted, UNANSWERED) != UNANSWERED or "mdy" not in shown:
            continue
        also = " and others that only the British way makes a date" if "dmy" in shown else ""
        yield Question(
            f"order:{wanted}",
            "Dates",
            f"“{BY_FIELD[wanted].heading}” has dates that only the American way (month first) "
            f"makes a date{also}.",
            (
                Choice("dmy", "the day comes first: 3/4/2026 is 3 April 2026"),
                Choice("mdy", "the month comes first: 3/4/2026 is 4 March 2026"),
            ),
            examples=tuple(one for seen in shown.values() for one in seen.examples),
            count=sum(seen.count for seen in shown.values()),
        )


def on_dates(found: Survey, layout: Layout, today: date) -> Iterator[Question]:
    """What stands in the columns of dates and is none."""
    waiting: list[Seen] = []
    for word, seen in found.dates.items():
        kept = layout.dates.get(word)
        if kept is not None and (not kept or kept >= today.isoformat() or has_year(word)):
            continue
        read = reading_of(seen.words, today=today, quarters=layout.quarters)
        if kept is None and read.needs_quarters:
            waiting.append(seen)
        else:
            yield _on_date(word, seen, read, kept)
    if waiting:
        yield _on_quarters(waiting)


def _on_date(word: str, seen: Seen, read: DateReading, kept: str | None) -> Question:
    """`kept` is the day that the words meant last month, where that has passed."""
    proposed, why, days = read.proposed, read.why, dict(read.choices)
    if kept is not None:
        proposed, why = kept, "As you said for an earlier file; that day has passed."
        days.setdefault(kept, kept)
    return Question(
        f"date:{word}",
        "Dates",
        f"“{shorten(one_line(seen.words))}” stands as a date of {_actions(seen)}.",
        (*(Choice(day, said) for day, said in days.items()), Choice("", "no date")),
        proposed,
        why,
        Free.DATE,
        tuple(seen.examples),
        seen.count,
    )


def _on_quarters(waiting: list[Seen]) -> Question:
    return Question(
        "quarters",
        "Dates",
        "Quarters are named with a year, and councils count them in two ways.",
        (
            Choice("calendar", "quarters of the calendar year: Q3 2026 ends on 30 September 2026"),
            Choice(
                "financial",
                "quarters of the financial year that begins in April of that "
                "year: Q3 2026 ends on 31 December 2026",
            ),
        ),
        examples=tuple(one for seen in waiting for one in seen.examples[:1]),
        count=sum(seen.count for seen in waiting),
    )


def on_leads(found: Survey, layout: Layout, posts: Collection[str] | None) -> Iterator[Question]:
    """Who leads, where the words may be one post or several, or are no post that is known."""
    titles = {fold(title): title for title in posts or ()}
    said_before = {*layout.leads, *known_titles(layout)}
    for folded, seen in found.leads.items():
        if folded in said_before or (layout.leads_on_lines and posts is None):
            continue
        several = ways(seen.words)
        proposed, why = _lead(folded, several, titles)
        if proposed is None and posts is None and is_one(seen.words):
            continue
        yield Question(
            f"lead:{folded}",
            "Leads",
            f"“{shorten(seen.words)}” leads {_actions(seen)}.",
            tuple(_lead_choices(seen.words, several, proposed, titles)),
            proposed,
            why,
            Free.POSTS,
            tuple(seen.examples),
            seen.count,
        )


def _lead(
    folded: str, several: list[tuple[str, ...]], titles: dict[str, str]
) -> tuple[str | None, str]:
    """The titles that the words surely mean, one a line, and why; None where a person must say."""
    if folded in titles:
        return titles[folded], "It is the title of a post."
    if folded in NO_LEAD:
        return "", "These words say that there is no lead."
    for one in several:
        if all(fold(each) in titles for each in one):
            known = "\n".join(titles[fold(each)] for each in one)
            return known, "Each is the title of a post."
    return None, ""


def _lead_choices(words, several, proposed, titles) -> Iterator[Choice]:
    said = {}
    if proposed:
        said[proposed] = proposed.replace("\n", " · ")
    for title in titles.values():
        if not several and fold(words) in (_initials(title, 1), _initials(title, 3)):
            said.setdefault(title, title)
    for near in get_close_matches(fold(words), titles, n=4, cutoff=0.5):
        said.setdefault(titles[near], titles[near])
    said.setdefault(words, f"one lead, of this title: {words}")
    for each in several:
        said.setdefault("\n".join(each), f"{len(each)} leads: {' · '.join(each)}")
    yield from (Choice(value, label) for value, label in said.items())
    yield Choice("", "nobody yet")


def _initials(title: str, shortest: int) -> str:
    """Of its words of at least so many letters: dcs for “Director of Children’s Services”."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", title)
    return "".join(word[0].casefold() for word in words if len(word) >= shortest)


def _actions(seen: Seen) -> str:
    return "one action" if seen.count == 1 else f"{seen.count:,} actions"
