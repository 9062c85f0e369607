"""What the public reads of a measure: its value, its direction, its promise; and never more."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest

from improvement.indicators.recording import change_target
from improvement.pages.indicators.columns import INDICATOR_COLUMNS
from tests import factories
from tests.factories import NOW, days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(council, plan):
    return IndicatorFactory(
        council=council,
        key="repeat-plans",
        name="Plans that are not the first",
        of_what="of plans",
        target=20,
        target_on=date(2027, 3, 31),
        tolerance=25,
        plans=[plan],
    )


@pytest.fixture
def measured(indicator):
    """A function: readings of these values, the last of them thirty days ago."""

    def make(*values, of=indicator, **last):
        for place, value in enumerate(reversed(values)):
            fields = last if place == 0 else {}
            missing = {"value": None, "missing": "c"} if value is None else {"value": value}
            ReadingFactory(indicator=of, as_at=days_ago(30 + 90 * place), **missing | fields)

    return make


def section(client, address, **query):
    """The part of the page about indicators, its spaces single; empty where it has none."""
    html = client.get(address, query).content.decode()
    _, found, rest = html.partition('<section aria-labelledby="indicators">')
    return " ".join((rest.partition("</section>")[0] if found else "").split())


@pytest.fixture
def read(client, plan):
    return lambda: section(client, plan.get_absolute_url())


@pytest.fixture
def in_full(client, council):
    """The council's page of indicators, which has each with its drawing, readings and source."""

    def read():
        html = client.get(f"{council.get_absolute_url()}indicators/").content.decode()
        return " ".join(html.split())

    return read


# --- the words ---


def test_the_newest_value_stands_with_its_unit_and_its_day(read, measured):
    measured(20, "23.5")
    assert "23.5% of plans, as at 19 October 2026, 4 weeks ago." in read()


def test_which_way_is_better_stands_beside_every_figure(read, measured, indicator):
    measured(20, "23.5")
    assert "Getting worse: it was 20% on 21 July 2026. Lower is better." in read()


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("higher", "Getting better: it was 20% on 21 July 2026. Higher is better."),
        ("neither", "Up: it was 20% on 21 July 2026. Neither higher nor lower is better."),
    ],
)
def test_better_is_said_only_where_there_is_a_better(
    read, measured, council, plan, polarity, words
):
    measured(20, 24, of=IndicatorFactory(council=council, polarity=polarity, plans=[plan]))
    assert words in read()


@pytest.mark.parametrize(
    ("value", "tag"),
    [(20, "On target"), (21, "Within tolerance"), (25, "Within tolerance"), (26, "Beyond toler")],
)
def test_a_tag_says_where_it_stands_by_what_was_promised(read, measured, value, tag):
    measured(value)
    assert tag in read()
    assert "Target: 20% or less by 31 March 2027. Tolerance: up to 25%." in read()


def test_a_provisional_value_says_so_in_words_and_is_a_hollow_dot(in_full, measured):
    measured(20, 21, standing="provisional")
    html = in_full()
    assert "21% of plans, provisional, as at" in html
    assert "dot--provisional" in html
    assert "Hollow dot: provisional." in html


def test_a_value_that_is_missing_says_why_and_no_older_one_takes_its_place(read, measured):
    measured(20, 21, None)
    html = read()
    assert "No value as at 19 October 2026, 4 weeks ago: hidden by the source" in html
    assert "Getting" not in html


def test_a_first_reading_has_nothing_to_be_compared_with_and_no_drawing(read, measured):
    measured(21)
    html = read()
    assert "There is no earlier value to compare it with." in html
    assert "<svg" not in html


def test_before_the_first_reading_the_page_says_that_there_is_none(read, indicator):
    assert "No reading has been published yet." in read()


def test_the_source_is_named_and_linked(in_full, measured, indicator):
    indicator.source_url = "https://example.org/statistics"
    indicator.save()
    measured(21)
    assert '<a href="https://example.org/statistics">The council&#x27;s own count</a>' in in_full()


def test_a_joint_figure_says_with_whom(read, measured):
    measured(21, joint_with="Southmoor")
    assert "One figure together with Southmoor." in read()


def test_a_corrected_reading_shows_once_and_says_why(in_full, measured, indicator):
    measured(21)
    ReadingFactory(
        indicator=indicator,
        as_at=days_ago(30),
        version=2,
        value=22,
        correction_note="Two plans were counted twice.",
        recorded_at=moment(3),
    )
    html = in_full()
    assert "Corrected: Two plans were counted twice." in html
    assert html.count('<th scope="row">19 October 2026') == 1
    assert "21%" not in html


def test_a_target_that_was_changed_shows_the_old_one_and_why(read, indicator, plan_officer):
    change_target(
        indicator=indicator,
        changes={"target": Decimal(24)},
        why="Demand rose.",
        agreed_by="The board",
        by=plan_officer,
        at=moment(3),
    )
    assert (
        "The target was changed on 15 November 2026 from 20% to 24%. Why: Demand rose. "
        "Agreed by: The board." in read()
    )


def test_on_a_past_day_the_page_knows_no_later_reading_and_no_later_target(
    client, plan, measured, indicator, plan_officer
):
    measured(21)
    change_target(
        indicator=indicator, changes={"target": Decimal(24)}, why="Rise.", by=plan_officer, at=NOW
    )
    factories.UpdateFactory(action=factories.ActionFactory(plan=plan), public=True)
    on = section(client, f"{plan.get_absolute_url()}?as_at={days_ago(2)}")
    assert "Target: 20% or less" in on
    assert "was changed" not in on
    before = section(client, f"{plan.get_absolute_url()}?as_at={days_ago(8)}")
    assert "No reading has been published yet." in before


# --- the drawing ---


def test_the_drawing_begins_at_nothing_breaks_at_gaps_and_says_what_it_shows(in_full, measured):
    measured(20, 21, None, 24)
    html = in_full()
    assert html.count("<polyline") == 1
    assert html.count("<circle") == 3
    assert "from 0% at the bottom to 25% at the top" in html
    assert "Dashed line: the target, 20%. Dotted line: the tolerance, 25%." in html
    assert "20% on 22 January 2026, 24% on 19 October 2026; lower is better." in html
    assert "One reading is without a value." in html


# --- where it stands, and for whom ---


def test_what_measures_an_action_stands_on_its_page_and_on_its_plan(
    client, plan, action, council, measured
):
    measured(20, 21, of=IndicatorFactory(council=council, name="Seen alone", actions=[action]))
    assert "Seen alone" in section(client, action.get_absolute_url())
    assert "Seen alone" in section(client, plan.get_absolute_url())


def test_what_measures_a_draft_action_does_not_stand_on_its_plan(client, plan, council):
    draft = factories.ActionFactory(plan=plan, public_at=None)
    IndicatorFactory(council=council, name="Seen alone", actions=[draft])
    assert "Seen alone" not in section(client, plan.get_absolute_url())


def test_the_council_page_holds_everything_measured_the_worst_first(
    client, council, indicator, measured
):
    measured(20, 30)
    measured(20, 19, of=IndicatorFactory(council=council, name="All is well", target=25))
    staff = IndicatorFactory(council=council, name="Agency staff", subject="workforce")
    measured(20, 30, of=staff)
    html = section(client, council.get_absolute_url())
    places = [html.index(name) for name in (indicator.name, "All is well", "Agency staff")]
    assert places == sorted(places)
    assert "The workforce" in html


def test_a_draft_or_embargoed_indicator_is_nowhere(client, council, plan):
    IndicatorFactory(council=council, name="A draft", publish_from=None, plans=[plan])
    later = NOW + timedelta(days=1)
    IndicatorFactory(council=council, name="An embargo", publish_from=later, plans=[plan])
    for address in (plan.get_absolute_url(), council.get_absolute_url()):
        assert section(client, address) == ""


def test_a_withdrawn_indicator_leaves_its_name_and_the_reason_and_no_figure(
    client, council, plan, indicator, measured, publisher
):
    measured(20, 30)
    indicator.withdrawn_at, indicator.withdrawn_by = moment(3), publisher
    indicator.withdrawn_why = "It measured nothing."
    indicator.save()
    for address in (plan.get_absolute_url(), council.get_absolute_url()):
        html = section(client, address)
        assert "Withdrawn on 15 November 2026." in html
        assert "It measured nothing." in html
        assert "30%" not in html
    assert read_csv(client.get(f"{council.get_absolute_url()}indicators.csv")) == []


def test_a_reading_that_waits_is_nowhere(read, measured, indicator):
    measured(20, 21)
    ReadingFactory(indicator=indicator, value=47, public_at=None, as_at=days_ago(10))
    assert "47" not in read()


def test_the_page_asks_the_same_for_one_reading_and_for_many(
    client, council, plan, measured, django_assert_num_queries
):
    for number in range(12):
        one = IndicatorFactory(council=council, name=f"Measure {number}", plans=[plan])
        measured(*range(20, 40), of=one)
    with django_assert_num_queries(8):  # as many as without an indicator
        client.get(plan.get_absolute_url())


# --- the page of all of them ---


def all_of(client, council):
    return " ".join(client.get(f"{council.get_absolute_url()}indicators/").content.decode().split())


def test_the_page_of_all_says_how_many_got_worse_at_none_one_and_many(
    client, council, indicator, measured
):
    assert "One thing is measured here: none got worse" in all_of(client, council)
    measured(20, 30)
    told = all_of(client, council)
    assert "One thing is measured here: one got worse since the reading before, none got" in told
    assert "One is beyond what was promised." in told
    for _ in range(2):
        measured(20, 19, of=IndicatorFactory(council=council))
    told = all_of(client, council)
    assert "Three things are measured here: one got worse since the reading before, two" in told


def test_without_an_indicator_the_page_says_so(client, council):
    assert "Nothing is measured here yet." in all_of(client, council)


def test_the_page_of_all_asks_for_everything_at_once(
    client, council, measured, django_assert_num_queries
):
    for number in range(12):
        measured(*range(20, 40), of=IndicatorFactory(council=council, name=f"Measure {number}"))
    with django_assert_num_queries(4):  # the council; what is measured; what each tells of, twice
        all_of(client, council)


def test_a_plan_says_where_no_target_is_set(read, council, plan):
    IndicatorFactory(council=council, plans=[plan])
    IndicatorFactory(council=council, plans=[plan], polarity="neither")
    assert read().count("No target is set.") == 1


# --- small numbers ---


@pytest.fixture
def of_children(council, plan):
    return IndicatorFactory(
        council=council,
        small_numbers="children",
        plans=[plan],
        baseline=47,
        baseline_on=days_ago(120),
    )


def test_a_small_number_is_in_no_word_drawing_or_file(client, in_full, council, of_children):
    for days, part in [(120, 40), (60, 3), (30, 45)]:
        ReadingFactory(
            indicator=of_children,
            as_at=days_ago(days),
            numerator=part,
            denominator=90,
            value=Decimal(part * 100) / 90,
        )
    html = in_full()
    assert "Not shown, so that no child can be recognised" in html
    assert "3.3" not in html
    assert html.count("<circle") == 2
    files = f"{council.get_absolute_url()}indicators.csv"
    rows = read_csv(client.get(files))
    assert [(row["value"], row["how_many"], row["out_of"]) for row in rows] == [
        ("44", "", ""),
        ("", "", ""),
        ("50", "", ""),
    ]
    assert [row["not_available"] for row in rows] == ["", "c", ""]


@pytest.mark.parametrize("fields", [{"suppressed": True}, {"value": None, "missing": "c"}])
def test_a_figure_that_is_hidden_later_is_hidden_on_every_past_day_and_at_once(
    client, plan, measured, indicator, fields
):
    factories.UpdateFactory(action=factories.ActionFactory(plan=plan), public=True)
    measured(20, "23.7")
    address = f"{plan.get_absolute_url()}?as_at={days_ago(2)}"
    assert "23.7" in section(client, address)
    hiding = {"version": 2, "correction_note": "It told too much.", "public_at": None}
    ReadingFactory(
        indicator=indicator, as_at=days_ago(30), recorded_at=moment(1), **hiding | fields
    )
    assert "23.7" not in section(client, address)
    assert "23.7" not in section(client, plan.get_absolute_url())


def test_a_baseline_is_hidden_with_the_reading_of_its_day(read, of_children):
    ReadingFactory(
        indicator=of_children, as_at=days_ago(120), numerator=3, denominator=90, value="3.3333"
    )
    assert "47%" not in read()


# --- the files ---


def read_csv(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_files_hold_each_reading_in_the_columns_of_the_data_page(client, council, measured):
    measured(20, None)
    rows = read_csv(client.get(f"{council.get_absolute_url()}indicators.csv"))
    assert list(rows[0]) == [column.name for column in INDICATOR_COLUMNS]
    assert [(row["value"], row["not_available"]) for row in rows] == [("20", ""), ("", "c")]
    told = client.get(f"{council.get_absolute_url()}indicators.json").json()
    assert [one["value"] for one in told["readings"]] == [20, None]
    assert told["readings"][0]["which_is_better"] == "lower"
    assert told["readings"][0]["target"] == 20
    assert "Indicators of a council: what the columns hold" in (
        client.get("/data/").content.decode()
    )
