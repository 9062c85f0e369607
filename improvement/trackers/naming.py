"""How a tracker's words become an action's reference and title, the same each month."""

import re
from collections.abc import Collection

from improvement.models.references import LONGEST, REFERENCE
from improvement.trackers.rows import TrackerRow
from inspections.cells import one_line, shorten

TITLE_MAX = 300


def reference_of(words: str) -> str:
    """The reference as an address can hold it: “Rec 2 (a)” is Rec-2-a. Empty if there is none."""
    plain = re.sub(r"[^A-Za-z0-9.\-]+", "-", words.strip()).strip("-.")
    return plain if len(plain) <= LONGEST and (not plain or REFERENCE.regex.match(plain)) else ""


def title_of(row: TrackerRow) -> str:
    """The action's words on one line, cut where the plan's title ends."""
    return shorten(one_line(row.action), TITLE_MAX)


def is_cut(row: TrackerRow) -> bool:
    return len(one_line(row.action)) > TITLE_MAX


def next_reference(taken: Collection[str]) -> str:
    """The next whole number that nothing in the plan, or in the file, is called."""
    number = 1 + max((int(one) for one in taken if one.isdecimal()), default=0)
    return str(number)
