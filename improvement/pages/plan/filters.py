"""The filters of a plan's actions: the same for the page, the CSV and the JSON."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import django_filters

from improvement.models import Action, Confidence, Status
from improvement.pages.answers import Answers
from improvement.pages.filters import Carried
from improvement.rules import RULES, Assessed, Weight, is_overdue

SOON = timedelta(days=30)
NOBODY = "nobody"

Test = Callable[[Assessed], bool]


def _has_status(status) -> Test:
    return lambda one: one.row.status == status


def _is_sure(confidence) -> Test:
    return lambda one: one.row.is_open and not one.stale and one.row.confidence == confidence


def _is_on(weight) -> Test:
    return lambda one: one.claim is not None and one.weight is weight


def _has_finding(code) -> Test:
    return lambda one: code in one.codes


# Group → code in the address → what the reader chooses, and which actions that means.
STATES: dict[str, dict[str, tuple[str, Test]]] = {
    "Delivery": {
        "not-started": ("Not started", _has_status(Status.NOT_STARTED)),
        "in-progress": ("In progress", _has_status(Status.IN_PROGRESS)),
        "delivered": ("Reported complete", lambda one: one.row.is_delivered),
        "verified": ("Complete and verified", lambda one: one.verified),
        "gone": ("Withdrawn, merged or replaced", lambda one: one.row.is_gone),
    },
    "How sure the lead is": {
        str(confidence): (f"Reported {confidence.label}", _is_sure(confidence))
        for confidence in Confidence
    },
    "What the record shows": {
        "not-borne-out": ("Reported, and not so or not shown", lambda one: bool(one.against)),
        **{
            weight.value: (weight.label, _is_on(weight))
            for weight in (Weight.OTHERWISE, Weight.NOT_SHOWN, Weight.WAITS)
        },
        "checked": ("Complete, and checked by another", lambda one: one.shown),
        **{rule.code: (rule.label, _has_finding(rule.code)) for rule in RULES},
        "left-late": ("Late when taken out of the plan", lambda one: one.left_late),
        "left-not-borne-out": (
            "Not borne out when taken out of the plan",
            lambda one: one.left_not_borne_out,
        ),
    },
}
_STATE_TESTS = {code: test for group in STATES.values() for code, (_, test) in group.items()}

DUE: dict[str, tuple[str, Callable[[Assessed, date], bool]]] = {
    "overdue": ("Overdue", lambda one, day: is_overdue(one.row, day)),
    "soon": ("In the next 30 days", lambda one, day: _due_within(one, day, day + SOON)),
    "later": (
        "Later than that",
        lambda one, day: _due_within(one, day + SOON + timedelta(days=1), date.max),
    ),
    "no-date": ("No date", lambda one, day: one.row.is_open and one.row.due_on is None),
}


def _due_within(one, first, last) -> bool:
    return one.row.is_open and one.row.due_on is not None and first <= one.row.due_on <= last


_STATE_CHOICES = [
    (group, [(code, label) for code, (label, _) in states.items()])
    for group, states in STATES.items()
]
_DUE_CHOICES = [(code, label) for code, (label, _) in DUE.items()]


def _chosen(label, empty_label, **more) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, empty_label=empty_label, **more)


# Choices are functions: every form copies its fields, and a list with all that is in it.
class ActionFilter(Carried, django_filters.FilterSet):
    """Narrows a plan's actions. A wrong value is shown as an error and narrows nothing.

    It asks the database nothing: what is looked through is `assessed`, the whole plan with the
    words, links and findings of the day that the page is of, so that a filter and the page cannot
    disagree.
    """

    q = django_filters.CharFilter(label="Words in the action", max_length=200)
    workstream = _chosen("Workstream", "All")
    state = _chosen("State", "Any", choices=lambda: _STATE_CHOICES)
    lead = _chosen("Lead", "Any")
    recommendation = _chosen("Recommendation", "Any")
    due = _chosen("Due", "Any time", choices=lambda: _DUE_CHOICES)

    class Meta:
        model = Action
        fields: tuple[str, ...] = ()

    def __init__(self, data, *, assessed: Sequence[Assessed], answers: Answers, day: date):
        super().__init__(data, Action.objects.none())
        self.assessed, self.day, self.answers = assessed, day, answers
        rows = [one.row for one in assessed]
        workstreams = {row.workstream_id: row.workstream for row in rows if row.workstream_id}
        leads = sorted({row.lead for row in rows if row.lead})
        nobody = [(NOBODY, "Nobody yet")] if any(not row.lead for row in rows) else []
        self._offer("workstream", sorted(workstreams.items(), key=lambda pair: pair[1]))
        self._offer("lead", [*((lead, lead) for lead in leads), *nobody])
        self._offer("recommendation", [(one.pk, _choice(one)) for one in answers.recommendations])

    def _offer(self, name, choices):
        self.filters[name].extra["choices"] = lambda: choices

    @property
    def is_active(self) -> bool:
        """Whether the reader asked for anything less than the whole list."""
        return any(self.data.get(name) for name in self.filters)

    def chosen(self) -> list[Assessed]:
        """The actions asked for, worst first."""
        if not self.is_active:
            return list(self.assessed)
        self.form.is_valid()  # what is wrong is not among the cleaned data
        tests = [
            getattr(self, f"_by_{name}")(value)
            for name, value in self.form.cleaned_data.items()
            if value
        ]
        return [one for one in self.assessed if all(test(one) for test in tests)]

    def _by_q(self, value) -> Test:
        wanted = value.casefold()
        return lambda one: any(wanted in words.casefold() for words in _words(one.row))

    def _by_workstream(self, value) -> Test:
        return lambda one: str(one.row.workstream_id) == value

    def _by_state(self, value) -> Test:
        return _STATE_TESTS[value]

    def _by_lead(self, value) -> Test:
        """By what the public reads: posts that are shown as one service cannot be told apart."""
        wanted = "" if value == NOBODY else value
        return lambda one: one.row.lead == wanted

    def _by_recommendation(self, value) -> Test:
        answered = self.answers.by_action
        return lambda one: any(str(asked.pk) == value for asked in answered.get(one.row.pk, ()))

    def _by_due(self, value) -> Test:
        _, test = DUE[value]
        return lambda one: test(one, self.day)


def _words(row) -> tuple[str, ...]:
    return row.reference, row.title, row.difference, row.success_measure


def _choice(recommendation) -> str:
    number = f"{recommendation.number}: " if recommendation.number else ""
    return f"{number}{recommendation.shortened}"
