"""Our own tracker: a layout like any council's, whose words need no explanation."""

from improvement.models import Confidence, Status
from improvement.trackers.headings import COLUMNS
from improvement.trackers.layout import GROUPS, Field, Layout, Meaning, Role, SheetLayout
from improvement.trackers.meanings import words_of

PLAN = "Plan"
GUIDE = "Guide"
COLOURS = {
    Confidence.ON_TRACK.value: "A9D08E",
    Confidence.AT_RISK.value: "FFD966",
    Confidence.OFF_TRACK.value: "F4B084",
}  # behind the words, never in their place

OWN = Layout(
    sheets=(
        SheetLayout(
            PLAN,
            Role.PLAN,
            headings=tuple(column.heading for column in COLUMNS),
            fields=tuple(column.key for column in COLUMNS),
            lone="action",
            continuations="above",
            down=dict.fromkeys(GROUPS, "blank"),
        ),
        SheetLayout(GUIDE, Role.KEY),
    ),
    meanings={
        Field.STATUS: {words_of(one): one for one in map(Meaning, Status.values)},
        Field.RAG: {words_of(one): one for one in (Meaning("", said) for said in COLOURS)},
    },
    dates={"ongoing": "", "tbc": ""},
    fills={colour: Meaning("", confidence) for confidence, colour in COLOURS.items()},
    leads_on_lines=True,
)

_RULES = (
    ("Dates", "As real dates, or like 31 March 2026. “ongoing” and “TBC” say that there is none."),
    ("Lead", "The title of a post, never a name. Several: one a line (Alt and Enter)."),
    ("Progress notes", "Each on a line of its own that begins with its date: 12 March 2026: …"),
    ("Status", "One of: " + "; ".join(words_of(Meaning(one)) for one in Status.values) + "."),
    (
        "Confidence",
        "One of: "
        + "; ".join(words_of(Meaning("", one)) for one in Confidence.values)
        + ". The colours behind the words are not read.",
    ),
)


def guide() -> list[tuple[str, str]]:
    """The rows of the sheet that tells how ours is filled in."""
    meanings = [(column.heading, column.meaning) for column in COLUMNS]
    return [("Column", "What it holds"), *meanings, ("", ""), ("To know", ""), *_RULES]
