"""What in a text that was read shows that it may not have been read whole, or too much."""

import re

UNFINISHED = re.compile(r"(?:,|\b(?:and|or|the|a|an))$", re.IGNORECASE)
MAY_END = re.compile(r"\b(?:of|to|in|for|with|that|by|on)$", re.IGNORECASE)  # "entitled to"
WORD = re.compile(r"[^\W\d_]{2}")
STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff]")
LONGEST = 2500  # characters; real ones run to about 900, with nested bullets to 1,700


def doubts_about(text: str, *, fills_line: bool = True) -> list[str]:
    """Reasons to doubt one entry's text; none for nearly every entry.

    `fills_line`: its last line reaches as far to the right as a line that goes on does.
    """
    found = []
    if UNFINISHED.search(text) or (fills_line and MAY_END.search(text)):
        found.append(f"The text ends in “{text.split()[-1]}”: its end may be missing.")
    if not WORD.search(text):
        found.append("The text holds no words.")
    if STRANGE.search(text):
        found.append("The text holds a character that the file does not explain.")
    if len(text) > LONGEST:
        found.append(f"The text is {len(text):,} characters long: it may run on into other prose.")
    return found
