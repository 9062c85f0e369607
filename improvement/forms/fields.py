"""The fields and widgets that the forms share."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar, so that no script is needed."""

    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def words(label, *, rows=2, required=False, help_text="", max_length=4000):
    """A box for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows, "cols": 40}),
    )


def choice(label, choices, *, required=True, help_text=""):
    """One of a few, all of them in view."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
    )


def day(label, *, required=False, help_text=""):
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def lay(form, refused, names=None) -> None:
    """Put what the workflow refused beside the fields it is about, else above the form.

    `names` maps the names that the workflow knows to those of the form.
    """
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        own = (names or {}).get(name, name)
        form.add_error(own if own in form.fields else None, errors)
