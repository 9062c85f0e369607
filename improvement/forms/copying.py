"""What a publisher reads and answers before a copy of a file becomes public."""

from django import forms
from django.utils.html import format_html

from improvement.copies import Cleaned
from improvement.wording import opened
from improvement.workflow.publishing import Suspicion


class PublishCopyForm(forms.Form):
    """What the copy lacks, what to know of it, and why suspicious words may be published."""

    looked = forms.BooleanField(
        label="I have read the whole cleaned copy, and nobody can be recognised in it who should "
        "not be."
    )

    def __init__(
        self,
        *args,
        name: str,
        copy: Cleaned,
        suspicions: list[Suspicion],
        address: str,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.name, self.copy, self.address = name, copy, address
        self.asked = {f"answer-{n}": found for n, found in enumerate(suspicions)}
        for name, found in self.asked.items():
            self.fields[name] = forms.CharField(
                label=f"“{found.words}” looks like {found.looks_like}. Why may it be published?",
                help_text="Or take it out of the document, and offer that as newer evidence.",
                max_length=300,
                widget=forms.TextInput(attrs={"class": "vTextField"}),
            )
        self.order_fields([*self.asked, "looked"])

    @property
    def explanation(self):
        """As HTML."""
        return format_html(
            "“{}”: the original stays internal. The public gets a copy, with a hash of its own. "
            '<a href="{}">Download the cleaned copy</a> and read it first.',
            self.name,
            self.address,
        )

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """Headings, and the sentences below them."""
        removed = self.copy.removed or ["nothing: there was nothing to remove"]
        told = [("Removed from it", removed), ("To know before you publish", self.copy.notices)]
        return [(heading, [opened(one) for one in lines]) for heading, lines in told if lines]

    def answers(self) -> dict[str, str]:
        """The answer to each suspicion, as the workflow asks for it."""
        return {found.key: self.cleaned_data[name] for name, found in self.asked.items()}
