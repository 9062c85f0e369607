"""Reference data on findings, and the loading of all of it (see fixtures/README.md)."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from councils.reference.authorities import load_authorities
from councils.reference.rows import Tally
from inspections.reference.frameworks import load_frameworks
from inspections.reference.record import load_record


def load_reference(folder: Path, *, say: Callable[[str], None] = lambda step: None) -> list[Tally]:
    """Load everything in `folder`, all or nothing, and tell what became of each kind of row.

    Loading again changes nothing. `say` is told each step as it begins. Raises
    ReferenceDataError, with a sentence for a person, on data that cannot be loaded.
    """
    with transaction.atomic():
        say("Councils, their codes and partner bodies")
        tallies = load_authorities(folder)
        say("Frameworks and grades")
        tallies += load_frameworks(folder)
        say("Inspections and judgements")
        tallies += load_record(folder)
    return tallies
