"""What each rule says of an action, word for word."""

from datetime import date, datetime

import pytest

from councils.days import LONDON
from improvement.rules import BY_CODE, findings
from tests.rows import TODAY, done, row, sent_back, silent

SAYS = [
    (
        "milestone",
        row(milestone_due_on=date(2026, 11, 1)),
        "Milestone missed",
        "A milestone was due on 1 November 2026, 2 weeks ago. No published report says that it "
        "was reached.",
    ),
    (
        "moved",
        row(moves=2, original_due=date(2026, 3, 1)),
        "Date moved twice",
        "Its date has moved twice: from 1 March 2026 to 18 December 2026.",
    ),
    (
        "moved",
        row(moves=3, original_due=None),
        "Date moved three times",
        "Its date has moved three times: from a date that is not known to 18 December 2026.",
    ),
    ("no-lead", row(lead=""), "No lead", "Nobody is named who leads it."),
    (
        "no-date",
        row(due_on=None),
        "No due date",
        "What has no date can never be late. A date is asked for, and agreed.",
    ),
    (
        "no-measure",
        row(success_measure=" "),
        "No success measure",
        "The plan does not say how anybody would know that it worked.",
    ),
    (
        "silent",
        silent(),
        "No report for 5 weeks",
        "The last published report is of 9 October 2026, 5 weeks ago.",
    ),
    (
        "silent",
        silent(last_heard_on=None),
        "Never reported on",
        "No report on it has been published. It has been in the plan since 1 December 2024.",
    ),
    (
        "awaiting-release",
        silent(waiting_since=datetime(2026, 11, 16, 9, 0, tzinfo=LONDON)),
        "Reported, awaiting release",
        "A report was made on 16 November 2026, 2 days ago, and is not released.",
    ),
    (
        "worsening",
        row(worse="Repeat referrals rise."),
        "Measure getting worse",
        "Repeat referrals rise.",
    ),
    (
        "unanswered",
        row(help_since=date(2026, 11, 1), help_from="Director of Finance"),
        "Director of Finance has not answered",
        "Help was asked of Director of Finance on 1 November 2026, 2 weeks ago. No answer is on "
        "record.",
    ),
    (
        "unchanged",
        row(unchanged=3),
        "Three reports in a row, nothing new",
        "Three reports in a row say nothing that had not been said before.",
    ),
    (
        "returned",
        sent_back(),
        "Sent back",
        "The sign-off was returned. Its last report still says complete.",
    ),
    (
        "returned",
        sent_back(step="reopened"),
        "Reopened",
        "It was signed off, then reopened. Its last report still says complete.",
    ),
    (
        "unevidenced",
        done(evidence=0),
        "No evidence",
        "It is reported complete. No evidence is on record.",
    ),
    (
        "self-verified",
        done(verified_by_lead=True),
        "Verified by its own lead",
        "Whoever reported it complete also checked that it is.",
    ),
    (
        "old-evidence",
        done(newest_evidence=date(2026, 1, 5), open_until=date(2026, 2, 5)),
        "Evidence older than the claim",
        "The newest evidence that somebody independent has looked at is of 5 January 2026. On "
        "5 February 2026 it was still reported not complete.",
    ),
    (
        "old-evidence",
        done(newest_evidence=date(2024, 1, 5), evidenced=False),
        "Evidence older than the claim",
        "The newest evidence is of 5 January 2024. The action was promised on 1 December 2024.",
    ),
    (
        "check-overdue",
        done(check_due_on=date(2026, 11, 17)),
        "Not checked again",
        "It was to be checked again by 17 November 2026, yesterday. No later report or check is "
        "on record.",
    ),
    (
        "unchecked",
        done(evidence=2, evidenced=False),
        "Evidence not checked",
        "Two pieces of evidence are on record, but nobody independent has looked yet.",
    ),
    (
        "impact-unproved",
        row(impact="evidenced"),
        "Impact claimed, no evidence for it yet",
        "What is different for children is reported as evidenced. No evidence of that is on "
        "record.",
    ),
    (
        "impact-unproved",
        row(impact="embedded", impact_evidence=1),
        "Impact claimed, evidence not checked",
        "What is different for children is reported as embedded. There is evidence offered for "
        "it, but nobody independent has looked yet.",
    ),
    (
        "late",
        row(due_on=date(2026, 10, 7)),
        "6 weeks late",
        "It was due on 7 October 2026 and is not complete.",
    ),
]


@pytest.mark.parametrize(("code", "one", "label", "words"), SAYS)
def test_a_finding_says_a_label_and_a_sentence(code, one, label, words):
    [found] = [found for found in findings(one, TODAY) if found.rule.code == code]
    assert (found.label, found.words) == (label, words)


def test_every_rule_says_something_here():
    assert {code for code, *_ in SAYS} == set(BY_CODE)
