"""The Department for Education's series: read as they are, all or nothing, and again no change."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from improvement.indicators.series import SERIES
from improvement.models import Indicator, Reading
from inspections.reference import load_reference
from tests import factories
from tests.series_files import BOTH, NORTH, SOUTH, change, write_folder

pytestmark = pytest.mark.django_db

REFERRALS = "c1_children"
ONE = '"Northbridge","25","30","120"'


@pytest.fixture
def councils(council, other_council):
    factories.CouncilCodeFactory(council=council, code=NORTH)
    factories.CouncilCodeFactory(council=other_council, code=SOUTH)


@pytest.fixture
def folder(tmp_path, councils):
    return write_folder(tmp_path)


def load(folder):
    told = io.StringIO()
    call_command("load_indicators", str(folder), stdout=told)
    return told.getvalue().splitlines()


def refused(folder):
    with pytest.raises(CommandError) as problem:
        load(folder)
    assert not Indicator.objects.exists()
    assert not Reading.objects.exists()
    return str(problem.value).splitlines()


def readings(key="re-referrals", council="northbridge"):
    return Reading.objects.filter(indicator__key=key, indicator__council__slug=council)


# --- what is read ---


def test_every_series_stands_under_its_council(folder):
    rows = 2 * 2 * len(SERIES)
    assert load(folder)[-2:] == [
        f"Indicators: {2 * len(SERIES)} new, 0 changed, 0 unchanged",
        f"Readings: {rows} new, 0 changed, 0 unchanged, 0 wrong",
    ]
    newest = readings().latest("as_at")
    assert (newest.as_at, newest.value) == (date(2025, 3, 31), 25)
    assert (newest.numerator, newest.denominator) == (30, 120)


def test_unit_polarity_and_source_come_from_the_dictionary(folder):
    load(folder)
    indicator = Indicator.objects.get(key="re-referrals", council__slug="northbridge")
    assert (indicator.unit, indicator.polarity) == ("percent", "lower")
    assert indicator.source == "Department for Education"
    assert indicator.source_url == "https://example.org/statistics"
    higher = Indicator.objects.filter(polarity="higher").values_list("key", flat=True)
    assert set(higher) == {"same-carer-for-two-years", "care-leavers-housed-at-19-to-21"}
    assert set(Indicator.objects.filter(unit="number").values_list("key", flat=True)) == {
        "social-worker-caseload"
    }


def test_a_measure_without_polarity_is_neither(folder):
    change(folder, "lait", '"Low"', '"-"')
    load(folder)
    assert Indicator.objects.filter(key="re-referrals", polarity="neither").count() == 2


def test_the_workforce_is_counted_in_september(folder):
    load(folder)
    assert readings("social-worker-vacancies").latest("as_at").as_at == date(2025, 9, 30)


def test_the_whole_of_a_share_is_found_in_its_own_row(folder):
    load(folder)
    newest = readings("care-leavers-housed-at-19-to-21").latest("as_at")
    assert (newest.value, newest.numerator, newest.denominator) == (25, 30, 120)


@pytest.mark.parametrize("marker", ["c", "x", "z", "u", "low", "k"])
def test_a_marker_is_kept_and_no_number_beside_it(folder, marker):
    change(folder, REFERRALS, ONE, f'"Northbridge","{marker}","30","120"')
    load(folder)
    first = readings().earliest("as_at")
    assert (first.value, first.missing, first.numerator, first.denominator) == (
        None,
        marker,
        None,
        None,
    )


def test_a_percentage_whose_count_is_hidden_stands_alone(folder):
    change(folder, REFERRALS, ONE, '"Northbridge","25","c","120"')
    load(folder)
    first = readings().earliest("as_at")
    assert (first.value, first.numerator, first.denominator) == (25, None, None)


def test_a_joint_figure_stands_under_both_councils_and_says_so(tmp_path, councils):
    load(write_folder(tmp_path, codes=[BOTH]))
    assert readings().latest("as_at").joint_with == "Southmoor"
    assert readings(council="southmoor").latest("as_at").joint_with == "Northbridge"


def test_an_older_code_leads_to_the_same_council(tmp_path, council, councils):
    factories.CouncilCodeFactory(council=council, code="E08000900", valid_to=date(2024, 6, 1))
    load(write_folder(tmp_path, codes=["E08000900"]))
    assert readings().count() == 2


def test_rows_of_a_council_before_it_began_and_after_it_ended_are_left_out(folder, council):
    council.opened_on, council.abolished_on = date(2024, 4, 1), date(2026, 4, 1)
    council.save()
    load(folder)
    assert [one.as_at for one in readings()] == [date(2025, 3, 31)]


def test_a_council_that_is_not_on_record_is_named_and_left_out(tmp_path, councils):
    told = load(write_folder(tmp_path, codes=["E08000999", NORTH]))
    assert told[0] == "Not on record here, and left out: Elsewhere (E08000999)"


# --- again, and after a revision ---


def test_again_changes_nothing(folder):
    load(folder)
    assert load(folder)[-1].startswith("Readings: 0 new, 0 changed, 44 unchanged")


def test_a_revised_figure_is_a_correction_and_the_old_one_stays(folder):
    load(folder)
    change(folder, REFERRALS, ONE, '"Northbridge","26","30","120"')
    assert "0 new, 1 changed, 43 unchanged" in load(folder)[-1]
    old, new = readings().filter(as_at=date(2024, 3, 31)).order_by("version")
    assert (old.value, new.value) == (25, 26)
    assert new.correction_note == "The source has changed its figure."


def test_what_a_person_recorded_or_changed_stays(folder, plan_officer):
    load(folder)
    first = readings().earliest("as_at")
    Reading.objects.create(
        indicator=first.indicator,
        as_at=first.as_at,
        version=2,
        unit="percent",
        value=12,
        correction_note="The department has it wrong.",
        recorded_at=factories.NOW,
        by=plan_officer,
    )
    first.indicator.name = "Families who came back"
    first.indicator.save()
    told = load(folder)
    assert "Left as people have recorded them: 1 readings" in told
    assert "1 left as people have changed them" in told[-2]
    assert readings().filter(as_at=first.as_at).count() == 2


# --- what is wrong ---

WRONG = [
    ('"Northbridge","1,234","30","120"', "rereferral_percent, “1,234”: write a number in digits"),
    ('"Northbridge","","30","120"', "rereferral_percent, “”: write a number in digits"),
    ('"Northbridge","nan","30","120"', "rereferral_percent, “nan”: write a number in digits"),
    ('"Northbridge","-1","30","120"', "rereferral_percent, “-1”: write a number in digits"),
    ('"Northbridge","25","130","120"', "rereferral_count, “130”: write no more than the whole"),
]


@pytest.mark.parametrize(("new", "sentence"), WRONG)
def test_a_wrong_cell_is_told_with_its_place_and_its_mend_and_nothing_is_loaded(
    folder, new, sentence
):
    change(folder, REFERRALS, ONE, new)
    first, told, last = refused(folder)
    assert first == "Nothing was loaded."
    assert told.startswith("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv, row 3,")
    assert sentence in told
    assert last.endswith(", 1 wrong")


@pytest.mark.parametrize(
    ("begins", "old", "new", "sentence"),
    [
        (REFERRALS, '"2024"', '"Autumn"', "time_period, “Autumn”: write a year"),
        (REFERRALS, f'"{NORTH}"', '"Wirral"', "new_la_code, “Wirral”: write a code such as"),
        ("lait", '"Low"', '"Up"', "Polarity, “Up”: write High, Low or -."),
        ("lait", '"ReReferral"', '"Other"', "The dictionary has no measure ReReferral."),
        (REFERRALS, '"la_name"', '"name"', "has no column la_name."),
        (REFERRALS, ',"120"\r\n', "\r\n", "row 3: it has 6 cells, not 7."),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_told_in_a_sentence(
    folder, begins, old, new, sentence
):
    change(folder, begins, old, new)
    assert sentence in "\n".join(refused(folder))


def test_every_wrong_cell_is_counted_and_twenty_are_told(folder):
    change(folder, "csww", '"25"', '"?"', count=25)
    change(folder, REFERRALS, ONE, '"Northbridge","?","30","120"')
    told = refused(folder)
    assert len(told) == 23
    assert told[-2:] == [
        "1 more.",
        "Readings: 23 new, 0 changed, 0 unchanged, 21 wrong",
    ]


def test_a_folder_without_the_files_is_refused(tmp_path, councils):
    assert "lait_data_dictionary.csv cannot be read" in refused(tmp_path)[0]


def test_a_file_in_another_encoding_is_refused(folder):
    (folder / "lait_data_dictionary.csv").write_bytes("Wirral’s".encode("cp1252"))
    assert "is not UTF-8 text" in refused(folder)[0]


# --- the real files ---


def test_the_real_series_stand_under_the_real_councils(shared_data, settings):
    load_reference(settings.ROOT / "fixtures")
    told = load(shared_data / "kpi")
    assert told[-1] == "Readings: 14994 new, 0 changed, 0 unchanged, 0 wrong"
    richmond = readings("social-worker-vacancies", "richmond-upon-thames").latest("as_at")
    assert richmond.joint_with == "Kingston upon Thames"
    wirral = readings(council="wirral").get(as_at=date(2025, 3, 31))
    assert wirral.numerator <= wirral.denominator
    assert load(shared_data / "kpi")[-1].startswith("Readings: 0 new, 0 changed, 14994 unchanged")
