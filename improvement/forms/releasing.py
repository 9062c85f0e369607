"""What a publisher fills in: what becomes public, and why suspicious words may be published."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.utils.html import format_html, format_html_join

from councils.days import day_of
from councils.publishing import ChangedSince, fingerprint
from improvement.models import Action, DueDateMove, Evidence, HelpAnswer, SignOff, Update
from improvement.wording import counted_as, day_words
from improvement.work.waiting import Waiting
from improvement.workflow import screening_of_actions
from improvement.workflow.publishing import (
    PUBLIC_WORDS_OF_ACTION,
    Suspicion,
    contents_of_actions,
)

CHANGED = "Some of these have changed since the page was made. Look again."


def marked(text: str, suspicions) -> str:
    """The words as HTML, with those that look like personal data marked."""
    wanted = sorted({found.words for found in suspicions}, key=len, reverse=True)
    if not wanted:
        return format_html("{}", text)
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if p in wanted else p,) for p in parts)
    )


@dataclass(frozen=True)
class Offer:
    """One thing that could be made public: its tick, its words, and what to answer about them."""

    action: Action
    about: str
    facts: str
    tick: forms.BoundField
    seen: forms.BoundField
    words: list[tuple[str, str]]  # (what they are, the words as HTML)
    answers: list[forms.BoundField]
    corrected: bool = False


class OffersForm(forms.Form):
    """A tick for each of several things, and an answer for each suspicion about one of them."""

    def offer(self, key, *, contents, suspicions, ticked=True):
        """A tick for the rows `contents`; their fingerprint comes back with it."""
        self.fields[_seen(key)] = forms.CharField(
            required=False, max_length=200, widget=forms.HiddenInput, initial=fingerprint(contents)
        )
        self.fields[key] = forms.BooleanField(required=False, initial=ticked)
        for found in suspicions:
            self.fields[_answer(found)] = forms.CharField(
                label=f"“{found.words}” looks like {found.looks_like}. Why may it be published?",
                required=False,
                max_length=300,
            )

    def shown(self, key, row, words, suspicions, *, corrected=False) -> Offer:
        answers = [self[_answer(found)] for found in suspicions]
        words = [(name, marked(text, suspicions)) for name, text in words]
        action = row if isinstance(row, Action) else row.action
        return Offer(
            action,
            _about(row),
            _facts(row),
            self[key],
            self[_seen(key)],
            words,
            answers,
            corrected=corrected,
        )

    def chosen_keys(self) -> set[str]:
        return {key for key in self.keys if self.cleaned_data.get(key)}

    def clean(self):
        """Something is chosen; it is still there; and what is suspicious in it is answered."""
        cleaned = super().clean()
        gone = [
            name for name in self.data if name.startswith(self.prefixes) and name not in self.fields
        ]
        if gone:
            raise forms.ValidationError(CHANGED)
        if not self.chosen_keys():
            raise forms.ValidationError("Choose at least one.")
        self._demand_seen(cleaned)
        for found in self.suspicions_chosen():
            if not cleaned.get(_answer(found)):
                self.add_error(
                    _answer(found),
                    "Say why these words may be published, or leave this one out.",
                )
        return cleaned

    def _demand_seen(self, cleaned):
        """What is chosen says what it said on the page that came back."""
        now = {key: self.fields[_seen(key)].initial for key in self.chosen_keys()}
        changed = [key for key, seen in now.items() if cleaned.get(_seen(key)) != seen]
        if changed:
            self.data = self.data.copy()  # the next press speaks of what is shown now
            for key in changed:
                self.data[self.add_prefix(_seen(key))] = now[key]
            raise ChangedSince

    def seen(self) -> str:
        """The fingerprint of all that was chosen, as the workflow asks for it."""
        return fingerprint(self.contents_of(self.chosen()))

    def contents_of(self, chosen):
        raise NotImplementedError

    def answers(self) -> dict[str, str]:
        """The answer to each suspicion about what was chosen, as the workflow asks for it."""
        return {
            found.key: self.cleaned_data.get(_answer(found), "")
            for found in self.suspicions_chosen()
        }

    def suspicions_chosen(self) -> list[Suspicion]:
        raise NotImplementedError


class ReleaseForm(OffersForm):
    """The waiting rows of a plan's log. A report that has been corrected is left out at first."""

    prefixes = ("update-", "duedatemove-", "evidence-", "signoff-", "helpanswer-")

    @property
    def button(self):
        """The number ticked at first; the choice may change it, so later it is not told."""
        if self.is_bound:
            return "Release what is ticked"
        reports = [one for one in self.waiting if not one.corrected]
        same = all(isinstance(one.row, Update) for one in reports)
        return f"Release {counted_as(len(reports), 'report' if same else 'row')}"

    def __init__(self, *args, waiting: list[Waiting], **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.keys = [one.key for one in waiting]
        for one in waiting:
            self.offer(
                one.key,
                contents=_says(one.row),
                suspicions=one.suspicions,
                ticked=not one.corrected,
            )

    def contents_of(self, chosen):
        return [said for row in chosen for said in _says(row)]

    def offers(self) -> list[Offer]:
        return [
            self.shown(one.key, one.row, one.words, one.suspicions, corrected=one.corrected)
            for one in self.waiting
        ]

    def chosen(self):
        keys = self.chosen_keys()
        return [one.row for one in self.waiting if one.key in keys]

    def suspicions_chosen(self):
        keys = self.chosen_keys()
        return [found for one in self.waiting if one.key in keys for found in one.suspicions]


class PublishActionsForm(OffersForm):
    """Actions that were added to a plan after it was published."""

    prefixes = ("action-",)

    @property
    def button(self):
        if self.is_bound:
            return "Publish what is ticked"
        return f"Publish {counted_as(len(self.drafts), 'action')}"

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.drafts = {f"action-{action.pk}": action for action in actions}
        self.keys = list(self.drafts)
        for key, action in self.drafts.items():
            self.offer(
                key,
                contents=contents_of_actions([action]),
                suspicions=screening_of_actions([action]),
            )

    def contents_of(self, chosen):
        return contents_of_actions(chosen)

    def offers(self) -> list[Offer]:
        return [
            self.shown(key, action, _words_of(action), screening_of_actions([action]))
            for key, action in self.drafts.items()
        ]

    def chosen(self):
        keys = self.chosen_keys()
        return [action for key, action in self.drafts.items() if key in keys]

    def suspicions_chosen(self):
        return screening_of_actions(self.chosen())


def _about(row) -> str:
    """What the tick stands for."""
    if isinstance(row, Action):
        return str(row)
    sure = f", {row.get_confidence_display()}" if getattr(row, "confidence", "") else ""
    says = {
        Update: lambda: f"report {row.number}: {row.get_status_display()}{sure}",
        DueDateMove: lambda: f"why {day_words(row.to_date)} was asked for",
        Evidence: lambda: f"the title of evidence, {row.get_kind_display()}",
        SignOff: lambda: row.get_step_display(),
        HelpAnswer: lambda: "the answer to a request for help",
    }
    return f"{row.action.reference}, {says[type(row)]()}"


def _facts(row) -> str:
    """Whose it is, and of which day: for the publisher, not for the public."""
    if isinstance(row, Action):
        return f"Due {day_words(row.original_due)}." if row.original_due else "No due date."
    if isinstance(row, Update):
        typed = f", entered by {row.entered_by}" if row.on_behalf else ""
        said = f"{row.action.title}. By {row.by}{typed}, as at {row.as_at}."
        return " ".join([said, *(_reached(claim) for claim in row.reached.all())])
    who = {DueDateMove: "asked_by", Evidence: "added_by"}.get(type(row), "by")
    made = day_words(day_of(row.recorded_at))
    return f"{row.action.title}. By {getattr(row, who)}, {made}."


def _reached(claim) -> str:
    title = claim.milestone.title.rstrip(".")
    return f"It says that a milestone was reached on {day_words(claim.reached_on)}: {title}."


def _words_of(action):
    return [
        (action._meta.get_field(name).verbose_name, text)
        for name in PUBLIC_WORDS_OF_ACTION
        if (text := getattr(action, name))
    ]


def _says(row) -> list:
    """A row that waits, and what it says of milestones."""
    return [row, *(row.reached.all() if isinstance(row, Update) else ())]


def _seen(key: str) -> str:
    return f"seen-{key}"


def _answer(found: Suspicion) -> str:
    """A name that a form can carry, whatever the words."""
    return f"answer-{sha256(found.key.encode()).hexdigest()[:16]}"
