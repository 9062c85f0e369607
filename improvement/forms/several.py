"""All of a person's actions on one screen: a row each, saved all together or not at all."""

from django import forms
from django.core.exceptions import ValidationError

from improvement import workflow
from improvement.forms.fields import lay, words
from improvement.forms.saying import SAID, STANDS, STATUSES, Saying
from improvement.models import Confidence, Status, Update

NOTHING_NEW = "Nothing has changed since the last report."


class RowForm(Saying):
    """One action in a row. Empty: no report is made on it."""

    status = forms.ChoiceField(
        label="Where it stands",
        choices=[pair for pair in STATUSES if pair[0] != Status.BUSINESS_AS_USUAL],
    )
    confidence = forms.ChoiceField(
        label="How sure you are", choices=[("", "Choose"), *Confidence.choices], required=False
    )
    what_changed = words("What has changed")
    reason = words("Why you are sure, or not")
    unchanged = forms.BooleanField(
        label="Nothing has changed: my last report is still true", required=False
    )

    def __init__(self, *args, state, **kwargs):
        self.state = state
        super().__init__(*args, **kwargs)
        if not self.may_repeat():
            del self.fields["unchanged"]

    def first_values(self):
        return super().first_values() | {"status": self.state.status}

    @property
    def seen_now(self) -> int:
        """The number of the newest report, which the page shows beside the row."""
        return self.last.number if self.last else 0

    def may_repeat(self) -> bool:
        """A claim that was sent back is not repeated by a tick."""
        return self.last is not None and self.state.status == self.state.claimed

    def is_filled(self) -> bool:
        """Whether anything was said in this row."""
        return any(name != "seen" for name in self.changed_data)

    def clean(self):
        if self.cleaned_data.get("unchanged"):
            return self._clean_repeated(self.cleaned_data)
        if not self.is_filled():
            return self.cleaned_data
        cleaned = super().clean()
        if not cleaned.get("what_changed"):
            self.add_error("what_changed", "Say what has changed.")
        return cleaned

    def _clean_repeated(self, cleaned):
        said = [name for name in ("what_changed", "reason") if cleaned.get(name)]
        if said:
            self.add_error(said[0], "Say what has changed, or that nothing has: not both.")
        return cleaned

    def says(self):
        if self.cleaned_data.get("unchanged"):
            return {name: getattr(self.last, name) for name in SAID} | {"what_changed": NOTHING_NEW}
        carried = {name: getattr(self.last, name) for name in STANDS} if self.last else {}
        return carried | super().says()

    def save(self, *, at):
        return workflow.report_progress(
            action=self.action,
            by=self.by,
            at=at,
            on_behalf_of=self.cleaned_data.get("whose"),
            seen=self.cleaned_data["seen"],
            source=Update.Source.SEVERAL,
            **self.says(),
        )


class SeveralReports:
    """The rows, as one form: `rows` keeps the order in which the actions were given."""

    def __init__(self, data, *, actions, by, on):
        """`actions` come with their internal state, as `inside.Held`."""
        newest = _newest([one.action for one in actions])
        self.is_bound = data is not None
        self.rows = [
            RowForm(
                data,
                prefix=f"action-{one.action.pk}",
                action=one.action,
                state=one.state,
                by=by,
                on=on,
                last=newest.get(one.action.pk),
            )
            for one in actions
        ]
        self.nothing_said = False

    @property
    def filled(self) -> list[RowForm]:
        return [row for row in self.rows if row.is_filled()]

    @property
    def wrong(self) -> list[RowForm]:
        return [row for row in self.rows if row.errors]

    def is_valid(self) -> bool:
        """At least one row says something, and no row that does is wrong."""
        if not self.is_bound:
            return False
        self.nothing_said = not self.filled
        return all(row.is_valid() for row in self.filled) and not self.nothing_said

    def send(self, *, at) -> list[Update] | None:
        """The saved updates; None if one was refused: then nothing is saved, and its row says why.

        A row that was saved by an earlier press of the same button is passed over.
        """
        try:
            with workflow.together():
                return [_sent(row, at) for row in self.filled if not row.is_saved_already()]
        except _RowRefused as refused:
            lay(refused.row, refused.why)
            return None


class _RowRefused(Exception):
    def __init__(self, row, why):
        super().__init__(why)
        self.row, self.why = row, why


def _sent(row, at):
    try:
        return row.save(at=at)
    except ValidationError as why:
        raise _RowRefused(row, why) from why


def _newest(actions) -> dict[int, Update]:
    """The newest report on each action, by the action's id; one query."""
    updates = Update.objects.filter(action__in=actions).order_by("number")
    return {update.action_id: update for update in updates.select_related("help_from")}


def reportable(held):
    """Those of the actions on which this short form can report.

    Business as usual needs the day of its next check, and what left the plan a decision.
    """
    offered = dict(STATUSES).keys() - {Status.BUSINESS_AS_USUAL}
    return [one for one in held if one.state.status in offered]
