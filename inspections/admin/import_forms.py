"""What a clerk sends: the file, and later the answers to its open questions."""

import re

from django import forms

from inspections.intake import Choices, Decision
from inspections.intake.sources import MAX_BYTES

WHY_MAX = 200  # characters


class TableForm(forms.Form):
    """The file, and no more: everything else is read from it. `many` says what it holds."""

    file = forms.FileField(
        help_text=f"At most {MAX_BYTES // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.ods,text/csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def __init__(self, *args, many: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = f"File of {many} (CSV, XLSX or ODS)"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
        return file


def choices_in(sent) -> Choices:
    """What a person decided on the page of a preview."""
    return Choices(
        answers=answers_in(sent),
        taking=taken_in(sent),
        why=why_in(sent, WHY_MAX),
        hidden_seen="hidden-seen" in sent,
    )


def answers_in(sent) -> dict[int, str]:
    """The decisions on offered rows (fields `row-<number>`), by the rows' numbers."""
    answers = {}
    for name, value in sent.items():
        row = re.fullmatch(r"row-([0-9]{1,6})", name)
        if row and value in Decision:
            answers[int(row[1])] = value
    return answers


def taken_in(sent) -> set[int]:
    """The numbers of the rows that may replace what a person wrote here by hand."""
    return {int(number) for number in sent.getlist("take") if re.fullmatch("[0-9]{1,6}", number)}


def why_in(sent, most: int) -> str:
    """The reason that was given, of at most so many characters; without NUL, as forms refuse it."""
    return sent.get("why", "").replace("\0", "")[:most]
