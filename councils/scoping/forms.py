"""The form of every scoped admin class, and fields in which one looks a record up by its name."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

MOST_DIGITS = 18  # of a key: a number of 64 bits holds them all


class CheckedForm(forms.ModelForm):
    """Holds the row against all its constraints in the database, and against its council's bounds.

    Django leaves out a constraint that speaks of a field which the form does not show: the
    database would then refuse with an error instead of a sentence.
    """

    # Foreign keys to rows that must belong to the same council as the row itself.
    of_one_council: tuple[str, ...] = ()

    def full_clean(self):
        super().full_clean()
        if not self.is_bound or self.errors or (self.empty_permitted and not self.has_changed()):
            return
        for name in self.of_one_council:
            other = getattr(self.instance, name)
            if other and other.council_id != self.instance.council_id:
                self.add_error(None, f"{other} belongs to another council.")
        try:
            self.instance.validate_constraints()
        except ValidationError as broken:
            self.add_error(None, broken.messages)


def is_key(text) -> bool:
    """Whether this can be a row's key; databases take fault at what cannot."""
    text = str(text)
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


class _KeysAlone:
    """Django asks the database for the names of whatever was sent; here only of keys."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if not one or is_key(one)], attr)


class LookUp(_KeysAlone, AutocompleteSelect):
    pass


class LookUpSeveral(_KeysAlone, AutocompleteSelectMultiple):
    pass
