"""Every rule of an action, the gravest first, and what they say of one."""

from datetime import date
from types import MappingProxyType

from improvement.models import Confidence, Step
from improvement.record import ActionRow
from improvement.rules import promised, proof, reported
from improvement.rules.rule import AGAINST, Claim, Finding, Rule, Weight

VERIFIED = (Step.VERIFIED, Step.SUSTAINED)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            kind()
            for module in (promised, reported, proof)
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Rule) and kind is not Rule
        ),
        key=lambda rule: rule.rank,
    )
)
BY_CODE = MappingProxyType({rule.code: rule for rule in RULES})

# Where an action stands among others: by the rules that speak of it, and by what none speaks of.
RANKS = MappingProxyType(
    {rule.code: rule.rank for rule in RULES}
    | {
        Confidence.OFF_TRACK.value: 30,
        Confidence.AT_RISK.value: 120,
        "open": 180,
        "delivered": 200,
        Step.VERIFIED.value: 210,
        Step.SUSTAINED.value: 220,
        "gone": 230,
    }
)

is_overdue, is_silent = BY_CODE["late"].holds, BY_CODE["silent"].holds
is_milestone_missed = BY_CODE["milestone"].holds


def findings(row: ActionRow, day: date) -> tuple[Finding, ...]:
    """What every rule says of this action on the London day `day`, the gravest first."""
    return tuple([Finding(rule, row, day) for rule in RULES if rule.holds(row, day)])


def against(found: tuple[Finding, ...], claim: Claim | None) -> tuple[Finding, ...]:
    """Of these findings those that are held against what is claimed."""
    return tuple([one for one in found if claim in one.rule.against and one.weight in AGAINST])


def waiting(found: tuple[Finding, ...], claim: Claim | None) -> tuple[Finding, ...]:
    """Of these findings those that speak of what is claimed, and wait for somebody else."""
    return tuple([one for one in found if claim in one.rule.against and one.weight is Weight.WAITS])
