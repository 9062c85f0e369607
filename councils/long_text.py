"""A field for sentences, with a longest length that forms, imports and commands all keep."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

LONGEST = 20_000  # characters: some eight pages; a cell of a spreadsheet may hold 32,767


class LongText(models.TextField):
    """Django's own, whose `max_length` is a matter of the form alone, refuses what is longer."""

    def __init__(self, *args, max_length=LONGEST, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    @cached_property
    def validators(self):
        words = f"This is longer than {self.max_length:,} characters: shorten it."
        return [*super().validators, MaxLengthValidator(self.max_length, words)]
