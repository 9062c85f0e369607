"""What a rule is: one object that holds an action's row against the record on a London day."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q, TextChoices

from improvement.models import ActionState, Confidence
from improvement.record import ActionRow


class Claim(Enum):
    """What a report says when it says that all is well."""

    COMPLETE = "complete"
    ON_TRACK = "on track"
    IMPACT = "different for children"  # told apart: it bears out, and contradicts, neither


COMPLETE, ON_TRACK = frozenset({Claim.COMPLETE}), frozenset({Claim.ON_TRACK})
IMPACT = frozenset({Claim.IMPACT})  # an action can be done, on time, and change nothing


def claim_of(row: ActionRow) -> Claim | None:
    """What the latest published report claims of delivery, however old; None if nothing."""
    if row.claimed in ActionState.DELIVERED:
        return Claim.COMPLETE
    if row.is_open and row.confidence == Confidence.ON_TRACK:
        return Claim.ON_TRACK
    return None


class Weight(TextChoices):
    """How a finding weighs against what is claimed: on which of the lists it stands.

    Only the first two are held against a claim. What somebody else owes is told with their role,
    and a lead can do nothing about it.
    """

    OTHERWISE = "otherwise", "The record says otherwise"
    NOT_SHOWN = "not-shown", "Reported, not yet shown"
    WAITS = "waits", "Waits for somebody else"
    TOLD = "told", "On record"


AGAINST = (Weight.OTHERWISE, Weight.NOT_SHOWN)


@dataclass(frozen=True)
class Ask:
    """The question that a rule raises; questions are asked in the order of `place`.

    `one` is asked about one action (`{reference}`), `several` about some (`{count}`), `because`
    says what those have in common. From `AFTER_THE_PLAN` on it is asked after what concerns the
    plan as a whole.
    """

    AFTER_THE_PLAN = 100

    place: int
    one: str
    several: str
    because: str


class Rule:
    """One rule, and all that there is to know of it. To add one, write a subclass in `promised`,
    `reported` or `proof`: lists, filters, counts, questions and the page about the rules read it.

    Pure: neither the database nor the clock is asked, `day` is the London day.
    """

    code: str  # it never changes: it stands in addresses and files
    label: str
    why: str
    ends: str  # what there is to do about it
    against: frozenset[Claim]  # the claims that it speaks of
    weighs: Weight  # how, unless `weight` says so by the row
    rank: int  # the gravest first; see also `rulebook.RANKS`
    look: str  # the classes of its tag: a tone and a shape of site.css
    ask: Ask | None = None  # one that raises no question, or another one, has none

    def holds(self, row: ActionRow, day: date) -> bool:
        """Whether it speaks of this action on that day."""
        raise NotImplementedError

    def describe(self, row: ActionRow, day: date) -> tuple[str, str]:
        """A short label, and a sentence, for an action of which it holds."""
        raise NotImplementedError

    def weight(self, row: ActionRow, day: date) -> Weight:
        """On which list it stands, of an action of which it holds."""
        return self.weighs

    def waits_for(self, row: ActionRow) -> str:
        """Of what waits: whose act ends it, by their role."""
        raise NotImplementedError

    def condition(self, day: date) -> Q | None:
        """`holds` as a filter of `ActionState`s, for lists that count thousands; None: not needed.

        A test holds the two against one another.
        """
        return None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one action on one London day."""

    rule: Rule
    row: ActionRow
    day: date

    @property
    def label(self) -> str:
        return self.rule.describe(self.row, self.day)[0]

    @property
    def weight(self) -> Weight:
        return self.rule.weight(self.row, self.day)

    @property
    def waits_for(self) -> str:
        """Whose act ends it, where it waits for somebody else; "" where it does not."""
        return self.rule.waits_for(self.row) if self.weight is Weight.WAITS else ""

    @property
    def words(self) -> str:
        return self.rule.describe(self.row, self.day)[1]
