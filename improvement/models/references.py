"""An action's reference: what people may call it, and in which order a list has them."""

import re
from functools import lru_cache

from django.core.validators import RegexValidator
from django.db import models

REFERENCE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9.\-]*\Z",
    "Use letters, digits, full stops and hyphens: 2.3 or A-7.",
)
LONGEST = 20


@lru_cache(maxsize=10_000)  # every page sorts the same few hundred
def sorted_as(reference: str) -> str:
    """A text whose order is the one that people expect: 2.9 before 2.10."""
    return re.sub(r"\d+", lambda run: run[0].zfill(LONGEST), reference)


class SortsAs(models.CharField):
    """Holds `sorted_as` of the row's own `reference`; whatever saves the row keeps it true."""

    def __init__(self, **options):
        options |= {"max_length": LONGEST * LONGEST, "default": "", "editable": False}
        super().__init__(**options)

    def pre_save(self, row, add):
        value = sorted_as(row.reference)
        setattr(row, self.attname, value)
        return value
