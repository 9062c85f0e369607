"""Fields in which one looks a record up by its name; their value is its key."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

MOST_DIGITS = 18  # of a key: a number of 64 bits holds them all


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
