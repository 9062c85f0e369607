"""The rules that hold a claim against the record, and what a plan adds up to by them.

A rule is pure: a row of the record (`improvement.record.ActionRow`) and a London day in, whether
it holds out.

    rule, rulebook          what a rule is; every rule, the gravest first
    promised, reported,     the rules themselves: when each holds, what it says then, how it weighs
      proof
    of_plans                those of a plan as a whole, and of an inspection that none answers
    progress                every row of a plan held against them, counted, on a day and over time
    between                 what changed between two days
"""

from improvement.rules.between import changes, moves_between
from improvement.rules.of_plans import (
    PLAN_RULES,
    due,
    only_process,
    reported_on_track,
    unanswered,
    with_answers,
)
from improvement.rules.progress import (
    MOST,
    NOT_REPORTED,
    RECENT,
    Assessed,
    Course,
    OnDay,
    Recent,
    Summary,
    assess,
    course,
    days_of_life,
    over_time,
    recent,
    summarise,
)
from improvement.rules.proof import claims_impact
from improvement.rules.reported import RELEASE_WITHIN, REPEATS, awaits_release
from improvement.rules.rule import Ask, Claim, Rule, Weight, claim_of
from improvement.rules.rulebook import BY_CODE, RULES, findings, is_overdue, is_silent

__all__ = [
    "BY_CODE",
    "MOST",
    "NOT_REPORTED",
    "PLAN_RULES",
    "RECENT",
    "RELEASE_WITHIN",
    "REPEATS",
    "RULES",
    "Ask",
    "Assessed",
    "Claim",
    "Course",
    "OnDay",
    "Recent",
    "Rule",
    "Summary",
    "Weight",
    "assess",
    "awaits_release",
    "changes",
    "claim_of",
    "claims_impact",
    "course",
    "days_of_life",
    "due",
    "findings",
    "is_overdue",
    "is_silent",
    "moves_between",
    "only_process",
    "over_time",
    "recent",
    "reported_on_track",
    "summarise",
    "unanswered",
    "with_answers",
]
