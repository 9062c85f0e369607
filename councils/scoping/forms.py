"""The form of every scoped admin class and inline."""

from django import forms
from django.core.exceptions import ValidationError


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
