"""Form controls of the public pages that write themselves.

Django's would render a template for each, and for each of a select's options.
"""

from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainText(forms.TextInput):
    def render(self, name, value, attrs=None, renderer=None):
        attributes = {"type": self.input_type, "name": name, **(attrs or {})}
        shown = self.format_value(value)
        if shown is not None:
            attributes["value"] = shown
        return format_html("<input{}>", flatatt(self.build_attrs(attributes, self.attrs)))


class PlainDay(PlainText, forms.DateInput):
    """The browser's own field for a day."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class PlainRadios(forms.RadioSelect):
    def render(self, name, value, attrs=None, renderer=None):
        shared = {"type": "radio", "name": name, **self.build_attrs(self.attrs, attrs)}
        group = shared.pop("id")
        rows = []
        for place, (code, label) in enumerate(self.choices):
            id = f"{group}_{place}"
            own = {"value": code, "id": id, "checked": str(code) == str(value)}
            rows.append((id, flatatt(shared | own), label))
        radio = '<div><label for="{}"><input{}> {}</label></div>'
        return format_html('<div id="{}">{}</div>', group, format_html_join("", radio, rows))


class PlainSelect(forms.Select):
    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html(
            "<select{}>{}</select>", flatatt(attributes), _options(self.choices, chosen)
        )


def _options(choices, chosen):
    return SafeString("".join([_choice(*choice, chosen) for choice in choices]))


def _choice(value, label, chosen):
    if isinstance(label, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', value, _options(label, chosen))
    return _option(value, label, str(value) in chosen)


# Most are the same on every page. By type: words that are safe already are not those that are not.
@lru_cache(maxsize=5_000, typed=True)
def _option(value, label, is_chosen):
    if is_chosen:
        return format_html('<option value="{}" selected>{}</option>', value, label)
    return format_html('<option value="{}">{}</option>', value, label)
