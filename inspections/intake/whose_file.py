"""The column that says whose a file is: checked, and never imported."""

import re
from collections.abc import Iterator, Mapping

from councils.models import Council
from inspections.cells import fold, shorten
from inspections.intake.headings import Column
from inspections.intake.tables import Table

COUNCIL = Column(
    "council",
    "Council",
    "checked against the council, not imported",
    ("council", "local authority", "authority", "la", "council name", "la name"),
)
_SMALL_WORDS = {"the", "of", "and", "for", "s"}


def words_of_name(text: str) -> list[str]:
    """The words by which names of bodies are compared."""
    return [word for word in re.findall(r"[^\W_]+", fold(text)) if word not in _SMALL_WORDS]


def names_council(said: str, council: Council) -> bool:
    """Whether a cell of the column "local authority" may mean this council."""
    words = {*words_of_name(said)} - {"council"}
    names = (council.name, council.official_name, council.slug.replace("-", " "))
    codes = [code.code.casefold() for code in council.codes.all()]
    return (
        any(words and words <= {*words_of_name(name)} for name in names)
        or {*words_of_name(council.name)} <= words
        or fold(said) in [*codes, council.dfe_code]
    )


def other_councils(
    table: Table, named: Mapping[str, int], council: Council, whose: str
) -> Iterator[str]:
    """A sentence for each other council that so many rows name; `whose` says what is imported."""
    for said, count in named.items():
        if said and not names_council(said, council):
            yield (
                f"Is this the right file? Its column “{table.heading_of(COUNCIL.key)}” says "
                f"“{shorten(said)}” in {count:,} rows. {whose}"
            )
