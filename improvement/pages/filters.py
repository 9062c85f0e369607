"""The filters of a plan's actions: the same for the page, the CSV and the JSON."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import django_filters
from django.db.models import Q

from improvement.assurance import RULES, is_overdue
from improvement.models import Action, Confidence, Status
from improvement.models.actions import ActionQuerySet
from improvement.pages.answers import Answers
from improvement.pages.carried import Carried
from improvement.pages.widgets import PlainSelect, PlainText
from improvement.progress import Assessed

SOON = timedelta(days=30)
NOBODY = "nobody"

Test = Callable[[Assessed], bool]


def _has_status(status) -> Test:
    return lambda one: one.row.status == status


def _is_sure(confidence) -> Test:
    return lambda one: one.row.is_open and not one.silent and one.row.confidence == confidence


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
        "not-borne-out": ("Reported, not borne out", lambda one: bool(one.against)),
        **{rule.code: (rule.label, _has_finding(rule.code)) for rule in RULES},
        "left-late": ("Late when taken out of the plan", lambda one: one.left_late),
        "left-not-borne-out": (
            "Not borne out when taken out of the plan",
            lambda one: one.left_not_borne_out,
        ),
        "awaiting-release": ("Reported, awaiting release", lambda one: one.awaits_release),
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
    return django_filters.ChoiceFilter(
        label=label, empty_label=empty_label, widget=PlainSelect, **more
    )


# Choices are functions: every form copies its fields, and a list with all that is in it.
class ActionFilter(Carried, django_filters.FilterSet):
    """Narrows a plan's actions. A wrong value is shown as an error and narrows nothing.

    What depends on the day is decided by the rules themselves over `assessed`, the whole plan,
    so that a filter and the page cannot disagree. `actions` gives those that are past the gate;
    it is only asked when the reader asked for less than the whole.
    """

    q = django_filters.CharFilter(
        label="Words in the action", method="with_words", max_length=200, widget=PlainText
    )
    workstream = _chosen("Workstream", "All")
    state = _chosen("State", "Any", method="in_state", choices=lambda: _STATE_CHOICES)
    lead = _chosen("Lead", "Any", method="led_by")
    recommendation = _chosen("Recommendation", "Any", method="answering")
    due = _chosen("Due", "Any time", method="due_then", choices=lambda: _DUE_CHOICES)

    class Meta:
        model = Action
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data,
        actions: Callable[[], ActionQuerySet],
        *,
        assessed: Sequence[Assessed],
        answers: Answers,
        day: date,
    ):
        super().__init__(data, Action.objects.none())
        self.actions, self.assessed, self.day, self.answers = actions, assessed, day, answers
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
        """The actions asked for, worst first; one query, and none when nothing is asked."""
        if not self.is_active:
            return list(self.assessed)
        self.queryset = self.actions()
        chosen = set(self.qs.order_by().values_list("pk", flat=True))
        return [one for one in self.assessed if one.row.pk in chosen]

    def with_words(self, queryset, name, value):
        words = Q()
        for field in ("reference", "title", "difference", "success_measure"):
            words |= Q(**{f"{field}__icontains": value})
        return queryset.filter(words)

    def in_state(self, queryset, name, value):
        return self._only(queryset, _STATE_TESTS[value])

    def due_then(self, queryset, name, value):
        _, test = DUE[value]
        return self._only(queryset, lambda one: test(one, self.day))

    def answering(self, queryset, name, value):
        """By the links of the day that the page is of."""
        wanted = [
            pk
            for pk, ones in self.answers.by_action.items()
            if any(str(one.pk) == value for one in ones)
        ]
        return queryset.filter(pk__in=wanted)

    def led_by(self, queryset, name, value):
        """By what the public reads: posts that are shown as one service cannot be told apart."""
        wanted = "" if value == NOBODY else value
        return self._only(queryset, lambda one: one.row.lead == wanted)

    def _only(self, queryset, test):
        return queryset.filter(pk__in=[one.row.pk for one in self.assessed if test(one)])


def _choice(recommendation) -> str:
    number = f"{recommendation.number}: " if recommendation.number else ""
    return f"{number}{recommendation.shortened}"
