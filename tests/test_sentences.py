"""What the pages say in words: right at none, at one and at many."""

from datetime import date, datetime, timedelta

import pytest

from councils.days import LONDON
from improvement.pages import sentences
from improvement.pages.answers import RecommendationRow, unanswered
from improvement.pages.plan.questions import MOST, worth_asking
from improvement.rules import Recent, assess, course
from improvement.wording import ago, counted, listed, span, times
from tests.rows import STARTED, TODAY, done, gone, late, row, sent_back, silent, summary

ADDED = date(2025, 6, 1)


def lede(*rows):
    return " ".join(sentences.lede(summary(*rows)))


# --- days, ages, counts ---


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (20, "2 weeks"),
        (729, "104 weeks"),
        (730, "2 years"),
    ],
)
def test_a_length_of_time(days, words):
    assert span(days) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (98, "14 weeks ago")],
)
def test_how_long_ago(days, words):
    assert ago(TODAY - timedelta(days=days), TODAY) == words


def test_counts():
    assert [counted(count, "action") for count in (0, 1, 2, 10)] == [
        "no actions",
        "one action",
        "two actions",
        "10 actions",
    ]
    assert [times(count) for count in (1, 2, 3)] == ["once", "twice", "three times"]
    assert [listed("abc"[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


# --- the summary of a plan ---


def test_a_plan_without_actions_says_so_and_nothing_more():
    assert lede() == "No action of this plan has been published yet."


def test_a_plan_of_one_action_that_is_borne_out():
    assert lede(row()) == (
        "This plan holds one action. The council reports it complete or on track. "
        "Nothing on record speaks against that; it is not complete. No action is late."
    )


def test_a_plan_of_one_action_that_was_checked():
    assert lede(done()) == (
        "This plan holds one action. The council reports it complete or on track. "
        "Somebody other than its lead has checked that it is complete. No action is late."
    )


def test_a_plan_of_one_action_that_is_late_though_on_track():
    assert lede(late(days=1)) == (
        "This plan holds one action. The council reports it complete or on track. "
        "The record says otherwise. "
        "One action is late, by 1 day."
    )


def test_a_plan_of_one_action_that_claims_nothing():
    assert lede(row(confidence="off-track")) == (
        "This plan holds one action. The council does not report it complete or on track. "
        "No action is late."
    )


def test_nothing_is_claimed():
    assert lede(row("1", confidence="at-risk"), row("2", confidence="off-track")).startswith(
        "The council reports none of the 2 actions complete or on track. No action is late."
    )


def test_everything_is_claimed_and_borne_out():
    assert lede(row("1"), done("2")) == (
        "The council reports all 2 actions complete or on track. "
        "Of those 2, one is complete and checked by somebody else; nothing on record speaks "
        "against one. No action is late."
    )


def test_everything_is_claimed_and_nothing_borne_out():
    assert "Of those 2, the record says otherwise of one; one is not yet shown." in lede(
        late("1"), done("2", evidence=0, evidenced=False)
    )
    assert "All 2 are not yet shown." in lede(
        done("1", evidence=0, evidenced=False), done("2", evidence=0, evidenced=False)
    )


def test_one_of_several_is_claimed():
    said = lede(row("1"), row("2", confidence="at-risk"))
    assert (
        "reports 1 of 2 actions complete or on track. Nothing on record speaks against that;"
        in said
    )


def test_several_are_claimed_and_one_is_not_borne_out():
    assert (
        "Of those 3, the record says otherwise of one; nothing on record speaks against two."
        in lede(row("1"), row("2"), silent("3"))
    )


def test_several_are_late_and_dates_have_moved():
    said = lede(late("1", days=133), late("2", days=3, moves=2), row("3", moves=3))
    assert said.endswith(
        "Two actions are late, the longest by 19 weeks; two have had the date moved twice or more."
    )


def test_none_is_late_and_one_date_has_moved():
    assert lede(row("1", moves=2), row("2")).endswith(
        "No action is late; one has had the date moved twice or more."
    )


# --- what the total is made of ---


def test_the_total_of_a_plan_that_nobody_changed():
    assert sentences.denominator(summary(row("1"), row("2"))) == (
        "Two actions: 2 promised at the start, none added since. "
        "None was withdrawn, merged or replaced."
    )


def test_the_total_tells_what_was_added_and_what_went():
    rows = row("1", added_on=ADDED), gone("2"), gone("3", "merged"), gone("4", "merged")
    assert sentences.denominator(summary(*rows)) == (
        "Four actions: 3 promised at the start, 1 added since. One withdrawn and two merged. "
        "They still count, so that taking an action out improves no figure."
    )


def test_the_total_when_one_action_went():
    assert "One replaced. It still counts" in sentences.denominator(summary(gone("1", "replaced")))


# --- the last weeks, the course, what waits ---


def test_a_quiet_month():
    assert sentences.recently(Recent(TODAY, 0, 0, 0, 0)) == "No actions were reported complete."


def test_a_month_of_one_each():
    assert sentences.recently(Recent(TODAY, 1, 1, 1, 1, 1)) == (
        "One action was reported complete, one due date was moved, one waits for a later date, "
        "one was taken out of the plan and no report was published on one still open."
    )


def test_a_busy_month():
    assert sentences.recently(Recent(TODAY, 5, 3, 2, 6)) == (
        "Five actions were reported complete, three due dates were moved, two wait for a later "
        "date and no report was published on six still open."
    )


def test_the_course_in_words():
    rows = done("1", original_due=ADDED), row("2", original_due=ADDED), row("3", original_due=None)
    said = sentences.course_in_words(course(rows, started_on=STARTED, day=TODAY), TODAY)
    assert said == (
        "By 18 November 2026, 2 of 3 actions were first promised to be complete. "
        "One is reported complete, one fewer than promised. "
        "One action has no first date on record: it is not in the promised line."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row()], "By 18 November 2026 no action was promised to be complete, and none is."),
        (
            [row(original_due=ADDED)],
            "the one action was first promised to be complete. It is not reported so.",
        ),
        ([done(original_due=ADDED)], "first promised to be complete. It is reported so."),
        (
            [done("1", original_due=ADDED), row("2")],
            "1 of 2 actions was first promised to be complete. Just as many are reported complete.",
        ),
        (
            [done("1"), done("2")],
            "none of 2 actions was first promised to be complete. "
            "Two are reported complete, two more than promised.",
        ),
    ],
)
def test_the_course_is_compared_with_the_promise(rows, said):
    assert said in sentences.course_in_words(course(rows, started_on=STARTED, day=TODAY), TODAY)


def test_nothing_is_said_of_waiting_reports_while_none_waits_too_long():
    assert sentences.awaiting_release(summary(row())) == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "A report on one action was made, and awaits release"),
        (2, "Reports on two actions were made, and await release"),
    ],
)
def test_reports_that_wait_too_long_are_told_of(count, said):
    made = datetime(2026, 11, 2, 9, 0, tzinfo=LONDON)
    rows = [row(str(number), waiting_since=made) for number in range(count)]
    assert sentences.awaiting_release(summary(*rows)) == f"{said} by the council."


# --- one action: the claim and the fact in one line ---


def said_of(one):
    return " ".join(sentences.claim_and_fact(assess([one], TODAY)[0], TODAY))


def test_on_track_and_overdue_in_one_line():
    assert said_of(late(days=42, original_due=TODAY - timedelta(days=42))) == (
        "Reported in progress, on track. It was due on 7 October 2026: it is 6 weeks late. "
        "Last heard 7 days ago."
    )


def test_moved_twice_in_one_line():
    moved = row(original_due=date(2025, 9, 30), due_on=date(2027, 3, 31), moves=2)
    assert "It is due on 31 March 2027, moved twice from 30 September 2025." in said_of(moved)


def test_silence_in_one_line():
    assert said_of(silent()).startswith(
        "No report has been published since 9 October 2026, 5 weeks ago. "
        "Then it was reported in progress."
    )


def test_never_reported_in_one_line():
    never = silent(last_heard_on=None, confidence="", status="not-started", claimed="not-started")
    assert said_of(never).startswith("No report on this has been published.")


def test_sent_back_in_one_line():
    assert said_of(sent_back()).startswith("Reported complete, which was not accepted.")


def test_an_action_that_left_the_plan_has_no_due_date_to_keep():
    assert said_of(gone()) == "Reported withdrawn. Last heard 7 days ago."


# --- questions worth asking ---


def questions(*rows, gaps=0, before=()):
    return worth_asking(assess(rows, TODAY), gaps=gaps, before=before, day=TODAY)


def recommendation(pk=1, **fields):
    plain = {"number": "14", "name": "Recommendation 14", "text": "Offer interviews."}
    here = {"source": "2024", "address": "/r/", "asked_of_plan": True, "made_before": False}
    return RecommendationRow(pk=pk, **(plain | here | fields))


def test_a_plan_in_which_all_is_well_raises_no_question():
    assert questions(row()) == []


def test_the_latest_action_is_asked_about_first_with_the_facts():
    [first] = questions(late("2.3", days=42, original_due=date(2025, 9, 30), moves=2))
    assert first.asks == "What will finish action 2.3, and when?"
    assert "It was due on 7 October 2026, 6 weeks ago." in first.because
    assert "Its date had moved twice from 30 September 2025." in first.because
    assert "It is still reported on track." in first.because
    assert first.to == "actions/2.3/"


def test_several_are_asked_about_at_once_with_a_link_to_the_same_list():
    rows = [done(str(number), evidence=0, evidenced=False) for number in range(3)]
    [first, *_] = questions(*rows)
    assert first.asks == "What shows that three actions are complete?"
    assert first.to == "?state=unevidenced#actions"


def test_late_and_on_track_is_asked_about_when_there_are_several():
    asked = questions(late("1"), late("2"), late("3", confidence="off-track"))
    assert asked[1].asks == "Why are two late actions reported on track?"
    assert asked[1].to == "?state=on-track&due=overdue#actions"


def test_no_action_is_asked_about_twice():
    asked = questions(late("1", report_due_on=TODAY - timedelta(days=1)))
    assert [question.about for question in asked] == ["1"]


def test_a_gap_is_asked_about():
    assert (
        questions(row(), gaps=1)[0].asks == "Who will answer the recommendation without an action?"
    )
    assert questions(row(), gaps=3)[0].to == "#gaps"


def test_what_was_asked_before_is_asked_about():
    [asked] = questions(row(), before=[recommendation()])
    assert asked.because == "An earlier inspection had asked for the same as Recommendation 14."


def test_what_is_done_is_asked_what_it_changed():
    shown = done("2", impact="evidenced", impact_evidence=1, impact_evidenced=True)
    [asked] = questions(done("1", impact="none-yet"), shown)
    assert asked.because == (
        "Two actions are complete. For one no difference for children is reported yet."
    )


def test_a_claimed_difference_and_a_missed_milestone_are_asked_about():
    claims = done("1", impact="embedded")
    missed = [row(name, milestone_due_on=TODAY - timedelta(days=9)) for name in ("2", "3")]
    about_milestones, about_impact = questions(claims, *missed)
    assert about_milestones.asks == "What happened to the milestones of two actions?"
    assert about_milestones.to == "?state=milestone#actions"
    assert about_impact.asks == "How do we know that children notice action 1?"


def test_there_are_never_more_than_five():
    rows = [
        late("1"),
        late("2"),
        sent_back("3"),
        done("4", evidence=0, evidenced=False),
        silent("5"),
        row("6", moves=2),
        done("7", evidenced=False),
    ]
    assert len(questions(*rows, gaps=2, before=[recommendation()])) == MOST


# --- recommendations without an action ---


def test_a_recommendation_is_unanswered_when_its_only_action_was_withdrawn():
    asked, kept = recommendation(1), gone("1")
    assert unanswered([asked], [kept], {kept.pk: (asked,)}) == [asked]


@pytest.mark.parametrize("status", ["merged", "replaced"])
def test_a_recommendation_is_answered_through_what_its_action_went_into(status):
    asked, heir = recommendation(1), row("2")
    went = gone("1", status)._replace(into_id=heir.pk)
    assert unanswered([asked], [went, heir], {went.pk: (asked,)}) == []
    assert unanswered([asked], [went, gone("2")], {went.pk: (asked,)}) == [asked]


def test_a_recommendation_of_another_inspection_is_no_gap_of_this_plan():
    assert unanswered([recommendation(asked_of_plan=False)], [], {}) == []
