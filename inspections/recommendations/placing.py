"""In which order the recommendations of one section stand after an import.

Where every row gives its own place, those are the places. Otherwise the rows' sequence counts:
new ones go in beside their neighbours, and what follows moves along. What the file does not
speak of keeps its place among its neighbours.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence

Key = Hashable


def gives_places(given: Sequence[int | None]) -> bool:
    """Whether each row says its place, from 1, and no two the same."""
    return None not in given and len(set(given)) == len(given) and min(given, default=1) >= 1


def arrange(standing: Mapping[Key, int], said: Sequence[tuple[Key, int | None]]) -> dict[Key, int]:
    """A place for each of the section's standing records and of the file's rows.

    `standing` holds today's places; `said` the file's rows in their sequence, with the place that
    each gives. A row that speaks of a standing record has that record's key.
    """
    given = [place for _, place in said]
    if None not in given:
        said = sorted(said, key=lambda row: row[1])
    if gives_places(given):
        return _around(standing, dict(said))
    return _number(_merge(standing, [key for key, _ in said]), standing)


def out_of_turn(standing: Mapping[Key, int], places: Mapping[Key, int]) -> set[Key]:
    """The fewest records of which one can say that they, and not the others, changed places.

    Those that only moved along because something came in or went are not among them.
    """
    keys = sorted(standing, key=places.__getitem__)
    kept = _longest_rising([standing[key] for key in keys])
    return {key for key in keys if standing[key] not in kept}


def _around(standing: Mapping[Key, int], fixed: dict[Key, int]) -> dict[Key, int]:
    """`fixed` as it is; the other standing records in their order, moved along where they must."""
    places = dict(fixed)
    taken = set(fixed.values())
    last = 0
    for key, place in sorted(standing.items(), key=lambda item: item[1]):
        if key in fixed:
            continue
        last = max(place, last + 1)
        while last in taken:
            last += 1
        places[key] = last
    return places


def _merge(standing: Mapping[Key, int], said: list[Key]) -> list[Key]:
    """One sequence: the file's, with each record that it lacks after the one it followed."""
    in_order = sorted(standing, key=standing.__getitem__)
    spoken_of = set(said)
    if spoken_of.isdisjoint(standing):
        return [*in_order, *said]
    following: dict[Key | None, list[Key]] = {}
    before = None
    for key in in_order:
        if key in spoken_of:
            before = key
        else:
            following.setdefault(before, []).append(key)
    merged = following.get(None, [])
    for key in said:
        merged.append(key)
        merged.extend(following.get(key, ()))
    return merged


def _number(sequence: Iterable[Key], standing: Mapping[Key, int]) -> dict[Key, int]:
    """Places that change as few of today's as can be."""
    sequence = list(sequence)
    today = [standing[key] for key in sequence if key in standing]
    if today != sorted(today):
        return {key: place for place, key in enumerate(sequence, start=1)}
    places, last = {}, 0
    for key in sequence:
        last = max(last + 1, standing.get(key, 0))
        places[key] = last
    return places


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """A longest rising subsequence of distinct numbers (patience sorting)."""
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        previous[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    kept, number = set(), tails[-1] if tails else None
    while number is not None:
        kept.add(number)
        number = previous[number]
    return kept
