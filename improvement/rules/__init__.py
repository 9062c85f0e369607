"""The rules that hold a claim against the record, and what a plan adds up to by them.

A rule is pure: a row of the record (`improvement.record.ActionRow`) and a London day in, whether
it holds out.

    of_actions, in_words    the rules of an action: when each holds, and what it says then
    of_plans, response      those of a plan as a whole, and of an inspection that none answers
    progress                every row of a plan held against them, counted, the worst first
    between, lifetime       what changed between two days; the counts on several days
"""

from improvement.rules.between import changes, moves_between
from improvement.rules.lifetime import (
    MOST,
    NOT_REPORTED,
    RECENT,
    Course,
    OnDay,
    Recent,
    course,
    days_of_life,
    over_time,
    recent,
)
from improvement.rules.of_plans import PLAN_RULES, only_process, reported_on_track
from improvement.rules.progress import Assessed, Summary, assess, summarise
from improvement.rules.proof import claims_impact
from improvement.rules.reported import RELEASE_WITHIN, REPEATS, awaits_release
from improvement.rules.response import due, unanswered, with_answers
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
