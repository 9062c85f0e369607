"""What in a text that was read shows that it may not have been read whole, or too much."""

import re

UNFINISHED = re.compile(r"(?:,|\b(?:and|or|of|the|to|in|for|with|a|an|that|by|on))$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{2}")
STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff]")
LONGEST = 2500  # characters; real ones run to about 900, with nested bullets to 1,700


def doubts_about(text: str) -> list[str]:
    """Reasons to doubt one entry's text; none for nearly every entry."""
    found = []
    if UNFINISHED.search(text):
        found.append(f"The text ends in “{text.split()[-1]}”: its end may be missing.")
    if not WORD.search(text):
        found.append("The text holds no words.")
    if STRANGE.search(text):
        found.append("The text holds a character that the file does not explain.")
    if len(text) > LONGEST:
        found.append(f"The text is {len(text):,} characters long: it may run on into other prose.")
    return found
