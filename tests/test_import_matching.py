"""Which record a row speaks of, where it then stands, and whom it is made to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.models import Body
from inspections.cells import fold
from inspections.differences import differences
from inspections.intake import Mistake, Outcome
from inspections.intake.whose_file import names_council
from inspections.likeness import Likeness
from inspections.models import Inspection
from inspections.recommendations.addressees import Addressee, Addressees
from inspections.recommendations.matching import match
from inspections.recommendations.placing import arrange, out_of_turn
from inspections.recommendations.reading import RecommendationRow, StandingRecord, number_of
from tests import factories

NAMES = ("text", "reference", "section")
TO = Addressee(Inspection(pk=1), Body(pk=1))
OTHER_BODY = Addressee(Inspection(pk=1), Body(pk=2))
PLANS = "Ensure that plans for children are clear and say what will change."
VISITS = "Visit every child in private fostering within the time that the rules allow."
HOMELESS = "Give homeless 16- and 17-year-olds a joint response from housing and social care."


def record(pk, text, reference="", section="", *, withdrawn=False):
    values = {"reference": reference, "text": text, "section": section, "order": pk}
    return StandingRecord(pk, (1, 1), withdrawn, values)


def outcomes(rows, records):
    """Match rows given as (text, reference[, section]); return (outcome, record) for each."""
    made = [
        RecommendationRow(
            number, dict(zip(("text", "reference", "section"), row, strict=False)), to=TO
        )
        for number, row in enumerate(rows, start=2)
    ]
    match(made, records)
    return [(str(row.outcome), row.record and row.record.pk) for row in made]


def test_the_number_finds_the_record_though_its_words_were_corrected():
    records = [record(1, PLANS, "1"), record(2, VISITS, "2")]
    corrected = PLANS.replace("clear", "very clear")
    assert outcomes([(corrected, "1")], records) == [("unchanged", 1)]


def test_where_there_is_no_number_the_folded_words_find_it():
    curly = "“Children’s” plans – all of\u00a0them"
    assert outcomes([('"CHILDREN\'S"  plans - all of them', "")], [record(1, curly)]) == [
        ("unchanged", 1)
    ]


def test_the_words_win_where_the_numbers_have_moved():
    records = [record(1, PLANS, "1"), record(2, VISITS, "2"), record(3, HOMELESS, "3")]
    moved = [("Quite another matter.", "1"), (PLANS, "2"), (VISITS, "3"), (HOMELESS, "4")]
    assert outcomes(moved, records) == [
        ("new", None),
        ("unchanged", 1),
        ("unchanged", 2),
        ("unchanged", 3),
    ]


def test_the_place_in_the_file_says_nothing():
    records = [record(1, PLANS), record(2, VISITS)]
    assert outcomes([(VISITS,), (PLANS,)], records) == [("unchanged", 2), ("unchanged", 1)]


def test_the_same_number_in_two_sections_is_told_apart_by_the_section():
    records = [record(1, PLANS, "1", "Now"), record(2, VISITS, "1", "Later")]
    rows = [(VISITS + " Soon.", "1", "Later"), (PLANS + " Soon.", "1", "Now")]
    assert outcomes(rows, records) == [("unchanged", 2), ("unchanged", 1)]


def test_the_same_number_in_two_sections_without_a_section_is_not_guessed():
    records = [record(1, PLANS, "1", "Now"), record(2, VISITS, "1", "Later")]
    assert outcomes([("Something else altogether.", "1")], records) == [("new", None)]


def test_the_same_words_twice_take_a_record_each():
    records = [record(1, PLANS), record(2, PLANS)]
    assert outcomes([(PLANS,), (PLANS,)], records) == [("unchanged", 1), ("unchanged", 2)]


def test_nearly_the_same_words_are_offered_and_not_taken():
    nearly = VISITS.replace("every child", "all children")
    assert outcomes([(nearly,)], [record(1, PLANS), record(2, VISITS)]) == [("same-as", 2)]


def test_the_same_number_with_quite_other_words_is_only_offered():
    assert outcomes([(HOMELESS, "1")], [record(1, PLANS, "1")]) == [("same-as", 1)]


def test_a_record_that_another_row_speaks_of_is_offered_to_none():
    nearly = VISITS.replace("every child", "all children")
    assert outcomes([(nearly,), (VISITS,)], [record(1, VISITS)]) == [
        ("new", None),
        ("unchanged", 1),
    ]


def test_a_withdrawn_record_is_known_by_its_words_only_and_never_offered():
    gone = record(1, PLANS, "1", withdrawn=True)
    assert outcomes([(PLANS, "1")], [gone]) == [("unchanged", 1)]
    assert outcomes([(VISITS, "1")], [gone]) == [("new", None)]
    assert outcomes([(PLANS.replace("clear", "plain"), "")], [gone]) == [("new", None)]


def test_another_body_has_other_records():
    row = RecommendationRow(2, {"text": PLANS, "reference": "1"}, to=OTHER_BODY)
    match([row], [record(1, PLANS, "1")])
    assert (row.outcome, row.record) == (Outcome.NEW, None)


def test_a_wrong_row_keeps_its_record_from_being_offered_to_others():
    wrong = RecommendationRow(2, {"text": VISITS}, to=TO, errors=[{"reason": "…"}])
    near = RecommendationRow(3, {"text": VISITS.replace("every child", "all children")}, to=TO)
    match([wrong, near], [record(1, VISITS)])
    assert (wrong.outcome, near.outcome) == (Outcome.WRONG, Outcome.NEW)


@pytest.mark.parametrize(("one", "other"), [("1.", "1"), ("(a)", "A"), ("R 12", "r 12")])
def test_numbers_are_compared_without_case_and_brackets(one, other):
    assert number_of(one) == number_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﬁrst oﬀer", "first offer"),
        ("“it’s”", '"IT\'S"'),
        ("16–17", "16-17"),
        ("a\u00a0b\u00ad\n c", "a b c"),
    ],
)
def test_folding_keeps_what_stays_when_words_are_typed_again(one, other):
    assert fold(one) == fold(other)


# --- likeness ---


def test_words_that_all_texts_share_make_no_two_alike():
    ending = "(outcome 2, national framework)"
    texts = {n: f"{word} {ending}" for n, word in enumerate(["Contacts", "Pathways", "Records"])}
    likeness = Likeness(texts)
    assert likeness.near(f"Supervision {ending}") == []
    assert [key for _, key in likeness.near(f"Records {ending}")] == [2]


def test_likeness_stays_fast_where_every_text_has_the_same_words():
    texts = {n: f"ensure that the plans of children are in good order {n}" for n in range(3000)}
    likeness = Likeness(texts)
    found = [likeness.near(f"make sure the plans of children are in order {n}") for n in texts]
    assert all(len(near) <= 15 for near in found)


# --- places ---


def test_what_comes_in_at_the_top_moves_the_others_along_and_changes_no_turn():
    standing = {"a": 1, "b": 2, "c": 3}
    places = arrange(standing, [("new", None), ("a", None), ("b", None), ("c", None)])
    assert places == {"new": 1, "a": 2, "b": 3, "c": 4}
    assert out_of_turn(standing, places) == set()


def test_gaps_take_what_comes_in_without_moving_anything():
    said = [("a", None), ("new", None), ("b", None)]
    assert arrange({"a": 1, "b": 5}, said) == {"a": 1, "new": 2, "b": 5}


def test_what_the_file_lacks_keeps_its_place_among_its_neighbours():
    standing = {"first": 1, "a": 2, "lacking": 3, "b": 4}
    said = [("a", None), ("new", None), ("b", None)]
    assert arrange(standing, said) == {"first": 1, "a": 2, "lacking": 3, "new": 4, "b": 5}


def test_a_file_of_new_rows_only_goes_to_the_end():
    assert arrange({"a": 1, "b": 2}, [("x", None), ("y", None)]) == {"a": 1, "b": 2, "x": 3, "y": 4}


def test_given_places_are_kept_and_the_others_move_along():
    assert arrange({"a": 1, "b": 2, "c": 3}, [("new", 1), ("c", 9)]) == {
        "new": 1,
        "a": 2,
        "b": 3,
        "c": 9,
    }


def test_a_place_given_twice_makes_the_sequence_count():
    said = [("new", 1), ("a", 1), ("b", 2)]
    assert arrange({"a": 1, "b": 2}, said) == {"new": 1, "a": 2, "b": 3}


def test_one_that_jumps_the_queue_is_the_only_one_out_of_turn():
    standing = {"a": 1, "b": 2, "c": 3, "d": 4}
    places = arrange(standing, [(key, None) for key in "dabc"])
    assert places == {"d": 1, "a": 2, "b": 3, "c": 4}
    assert out_of_turn(standing, places) == {"d"}


keys = st.integers(0, 12)
orders = st.none() | st.integers(0, 20)


@settings(deadline=None)
@given(
    standing=st.dictionaries(keys, st.integers(1, 40)).filter(
        lambda places: len(set(places.values())) == len(places)
    ),
    said=st.lists(st.tuples(keys, orders), unique_by=lambda row: row[0]),
)
def test_places_are_always_one_for_each_from_one(standing, said):
    places = arrange(standing, said)
    assert set(places) == set(standing) | {key for key, _ in said}
    assert len(set(places.values())) == len(places)
    assert min(places.values(), default=1) >= 1
    if all(place is None for _, place in said):
        new = [key for key, _ in said if key not in standing]
        assert new == sorted(new, key=places.get)


# --- to whom ---


@pytest.fixture
def wirral(db):
    return factories.CouncilFactory(
        name="Wirral", official_name="Wirral Metropolitan Borough Council", slug="wirral"
    )


@pytest.fixture
def board(wirral):
    return factories.BodyFactory(
        kind=Body.Kind.LSCB, name="Wirral Safeguarding Children Board", areas=[wirral]
    )


@pytest.fixture
def both(wirral, board):
    inspection = factories.InspectionFactory(council=wirral)
    review = factories.InspectionFactory(council=wirral, parent=inspection, bodies=[board])
    return Addressees(inspection, [(inspection, wirral.body), (review, board)])


@pytest.mark.parametrize(
    "said",
    [
        "",
        "local authority",
        "The Council",
        "LA",
        "Wirral",
        "wirral council",
        "Wirral MBC",
        "WIRRAL",
    ],
)
def test_the_council_is_known_by_what_people_call_it(both, wirral, said):
    assert both.find(said).body == wirral.body
    assert both.find(said).inspection == both.inspection


@pytest.mark.parametrize(
    "said",
    [
        "LSCB",
        "WSCB",
        "lscb.",
        "Safeguarding board",
        "safeguarding children board",
        "Local Safeguarding Children Board",
        "Wirral Safeguarding Children’s Board",
        "Wirral LSCB",
    ],
)
def test_a_row_to_the_board_goes_to_the_inspection_of_the_board(both, board, said):
    found = both.find(said)
    assert found.body == board
    assert found.inspection.parent == both.inspection


def test_a_body_that_nobody_inspected_says_what_to_add(wirral):
    inspection = factories.InspectionFactory(council=wirral)
    alone = Addressees(inspection, [(inspection, wirral.body)])
    with pytest.raises(Mistake, match="Add the Local Safeguarding Children Board to the insp"):
        alone.find("LSCB")
    with pytest.raises(Mistake, match="Write one of: Wirral"):
        alone.find("Croydon")


def test_an_empty_cell_is_no_guess_between_two_inspected_bodies(wirral, board):
    inspection = factories.InspectionFactory(council=wirral, bodies=[wirral.body, board])
    two = Addressees(inspection, [(inspection, wirral.body), (inspection, board)])
    with pytest.raises(Mistake, match="Nothing says whom this is made to"):
        two.find(" ")


def test_an_empty_cell_means_the_only_inspected_body(wirral, board):
    review = factories.InspectionFactory(council=wirral, bodies=[board])
    assert Addressees(review, [(review, board)]).find("").body == board


def test_a_name_that_fits_two_bodies_is_not_guessed(wirral):
    bodies = [
        factories.BodyFactory(kind=Body.Kind.OTHER, name=f"{side} Health Board")
        for side in ("North", "South")
    ]
    inspection = factories.InspectionFactory(council=wirral, bodies=bodies)
    two = Addressees(inspection, [(inspection, body) for body in bodies])
    with pytest.raises(Mistake, match="This may mean North Health Board or South Health Board"):
        two.find("health board")


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        ("wirral", True),
        ("Wirral Council", True),
        ("Metropolitan Borough of Wirral", True),
        ("E08000015", True),
        ("croydon", False),
        ("Council", False),
    ],
)
def test_a_column_with_the_council_is_held_against_the_council(wirral, said, is_it):
    factories.CouncilCodeFactory(council=wirral, code="E08000015")
    assert names_council(said, wirral) is is_it


# --- the difference in the text ---


def test_the_difference_between_two_texts_is_marked_word_by_word():
    parts = differences("Ensure that plans are clear", "Ensure that all plans are plain")
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "Ensure that"),
        ("added", " all"),
        ("same", " plans are "),
        ("removed", "clear"),
        ("added", "plain"),
    ]


def test_words_with_hardly_one_in_common_stand_whole_beside_each_other():
    parts = differences("Write plans together with families", "Audit supervision with care")
    assert [part.kind for part in parts] == ["removed", "added"]


def test_what_stays_the_same_is_shortened_around_the_difference():
    long = "word " * 80
    parts = differences(f"{long}old {long}", f"{long}new {long}")
    assert sum(len(part.text) for part in parts) < 300
    assert [part.kind for part in parts] == ["same", "removed", "added", "same"]


def test_the_difference_between_two_very_long_texts_is_bounded():
    old, new = "a b " * 1000, "b a " * 1000
    assert [part.kind for part in differences(old, new)] == ["removed", "added"]
