"""`import_recommendations`, with the files of real reports among others."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from councils.models import Body
from inspections.models import Import, Recommendation
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """`run(text or path, inspection, …)`: the command's output, by lines."""

    def run(source, inspection, *options):
        path = source
        if isinstance(source, str):
            path = tmp_path / "file.csv"
            path.write_text(source, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(
                "import_recommendations",
                path,
                f"--council={inspection.council.slug}",
                f"--inspection={inspection.slug}",
                *options,
                stdout=out,
                stderr=err,
            )
        finally:
            run.errors = err.getvalue().splitlines()
            run.output = out.getvalue().splitlines()
        return run.output

    return run


def report(name, day, *, printed, board=None, board_printed=None):
    """An inspection of the council, and the review of its board published with it."""
    council = factories.CouncilFactory(name=name, slug=name.lower())
    inspection = factories.InspectionFactory(
        council=council,
        slug="inspection",
        fieldwork_start=None,
        fieldwork_end=None,
        published_on=day,
        publish_from=None,
    )
    inspection.inspected.update(recommendations_printed=printed)
    if board:
        body = factories.BodyFactory(kind=Body.Kind.LSCB, name=board, areas=[council])
        review = factories.InspectionFactory(
            council=council,
            slug="review",
            parent=inspection,
            bodies=[body],
            fieldwork_start=None,
            fieldwork_end=None,
            published_on=day,
            publish_from=None,
        )
        review.inspected.update(recommendations_printed=board_printed)
    return inspection


@pytest.fixture
def wirral():
    return report(
        "Wirral",
        date(2016, 9, 20),
        printed=19,
        board="Wirral Safeguarding Children Board",
        board_printed=7,
    )


def gold(shared_data, name):
    return shared_data / "gold" / f"{name}_recommendations.csv"


def words_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def test_wirral_2016_imports_in_one_go(run, wirral, shared_data):
    path = gold(shared_data, "wirral_2016")
    assert run(path, wirral) == ["26 new, 0 changed, 0 unchanged, 0 wrong"]
    council = wirral.recommendations.order_by("order")
    board = wirral.visits.get().recommendations.order_by("order")
    assert [row.reference for row in council] == [str(n) for n in range(1, 20)]
    assert [row.reference for row in board] == [str(n) for n in range(124, 131)]
    assert [row.text for row in [*council, *board]] == words_of(path)
    batch = Import.objects.get()
    assert (batch.state, batch.by, batch.confirmed_at) == ("confirmed", None, NOW)


def test_wirral_2016_again_changes_nothing(run, wirral, shared_data):
    run(gold(shared_data, "wirral_2016"), wirral)
    assert run(gold(shared_data, "wirral_2016"), wirral) == [
        "0 new, 0 changed, 26 unchanged, 0 wrong"
    ]


def test_wirral_2016_imports_from_the_side_of_the_board_too(run, wirral, shared_data):
    run(gold(shared_data, "wirral_2016"), wirral.visits.get())
    assert wirral.recommendations.count() == 19


def test_one_row_inserted_at_the_top_of_wirral_2016_is_one_new_row(run, wirral, shared_data):
    path = gold(shared_data, "wirral_2016")
    run(path, wirral)
    with path.open(encoding="utf-8", newline="") as file:
        heading, first, *others = csv.reader(file)
    top = [*first]
    top[heading.index("printed_ref")] = ""
    top[heading.index("text")] = "Something that stands nowhere else in this report."
    out = io.StringIO()
    csv.writer(out).writerows([heading, top, first, *others])
    assert run(out.getvalue(), wirral)[-1] == "1 new, 0 changed, 26 unchanged, 0 wrong"
    orders = wirral.recommendations.order_by("order").values_list("reference", flat=True)
    assert list(orders) == ["", *(str(n) for n in range(1, 20))]


def test_croydon_2017_imports_in_one_go(run, shared_data):
    croydon = report(
        "Croydon",
        date(2017, 9, 4),
        printed=21,
        board="Croydon Safeguarding Children Board",
        board_printed=5,
    )
    assert run(gold(shared_data, "croydon_2017"), croydon) == [
        "26 new, 0 changed, 0 unchanged, 0 wrong"
    ]
    assert croydon.visits.get().recommendations.count() == 5


def test_rotherham_2014_keeps_its_two_sections(run, shared_data):
    rotherham = report("Rotherham", date(2014, 11, 19), printed=26)
    path = gold(shared_data, "rotherham_2014")
    assert run(path, rotherham) == ["26 new, 0 changed, 0 unchanged, 0 wrong"]
    sections = rotherham.recommendations.values_list("section", flat=True)
    assert sorted(set(sections)) == ["Areas for improvement", "Priority and immediate action"]
    assert run(path, rotherham) == ["0 new, 0 changed, 26 unchanged, 0 wrong"]


def test_trafford_2026_prints_no_numbers(run, shared_data):
    trafford = report("Trafford", date(2026, 8, 3), printed=9)
    path = gold(shared_data, "trafford_2026")
    assert run(path, trafford) == ["9 new, 0 changed, 0 unchanged, 0 wrong"]
    assert set(trafford.recommendations.values_list("reference", flat=True)) == {""}
    assert run(path, trafford) == ["0 new, 0 changed, 9 unchanged, 0 wrong"]


def test_another_councils_file_is_noticed_and_not_taken_over_what_stands(run, wirral, shared_data):
    run(gold(shared_data, "wirral_2016"), wirral)
    with pytest.raises(CommandError, match="Rows to be decided on"):
        run(gold(shared_data, "croydon_2017"), wirral)
    assert run.output[0].startswith("Is this the right file? Its column “local_authority” says")
    assert "other words" in run.errors[0]
    assert wirral.recommendations.count() == 19


# --- the command itself ---

TWO = "Ref,Text\n1,Make every plan clear.\n2,Visit every child in private fostering in time.\n"


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, slug="inspection", publish_from=None)


def test_a_dry_run_tells_and_saves_nothing(run, inspection):
    assert run(TWO, inspection, "--dry-run") == ["2 new, 0 changed, 0 unchanged, 0 wrong"]
    assert not Import.objects.exists()
    assert not Recommendation.objects.exists()


def test_a_wrong_row_stops_everything_and_is_told_in_a_sentence(run, inspection):
    with pytest.raises(CommandError, match="Nothing was imported. Rows that are wrong: 1"):
        run("Ref,Text,Page\n1,Quite right.,3\n2,Not right.,x\n", inspection)
    assert run.errors == [
        "Row 3, column “Page”: “x”. This is not a whole number. Write digits only, or leave it "
        "empty."
    ]
    assert run.output[-1] == "1 new, 0 changed, 0 unchanged, 1 wrong"
    assert not Import.objects.exists()
    assert not Recommendation.objects.exists()


def test_an_offered_row_is_refused_unless_it_is_said_what_it_is(run, inspection):
    run(TWO, inspection)
    nearly = "Text\nVisit all children in private fostering in time.\n"
    with pytest.raises(CommandError, match="--take-as same or --take-as new"):
        run(nearly, inspection)
    assert "may be the same as “Visit every child" in run.errors[0]
    output = run(nearly, inspection, "--take-as=same")
    assert output[-1] == "0 new, 1 changed, 0 unchanged, 0 wrong"
    assert "1 recommendation stands here and not in the file. Nothing is deleted:" in output


def test_what_a_person_edited_stays_and_is_told(run, inspection, clerk):
    run(TWO, inspection)
    record = inspection.recommendations.get(reference="1")
    record.text, record._history_user = "Make every single plan clear.", clerk
    record.save()
    assert run(TWO, inspection) == [
        "1 row stays as edited here by hand, though the file says otherwise.",
        "0 new, 0 changed, 2 unchanged, 0 wrong",
    ]


def test_a_number_that_differs_from_the_reports_is_told(run, inspection):
    inspection.inspected.update(recommendations_printed=19)
    assert run(TWO, inspection)[0] == "The report prints 19 for the council; 2 stand here."


def test_words_that_become_public_at_once_are_announced(run, council):
    public = factories.InspectionFactory(council=council)
    assert run(TWO, public)[0] == ("This inspection is public: these words will be public at once.")


def test_what_looks_like_personal_data_is_told_before_it_is_public(run, council):
    public = factories.InspectionFactory(council=council)
    told = run("Text\nWrite to ann.smith@example.org about it.\n", public)
    assert "looks like an e-mail address: “ann.smith@example.org”" in told[1]


def test_a_file_that_is_no_table_gets_a_sentence(run, inspection):
    with pytest.raises(CommandError, match="Nothing was imported. This is a PDF"):
        run("%PDF-1.7", inspection)


def test_a_file_that_is_not_there_gets_a_sentence(run, inspection, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "nothing.csv", inspection)


def test_an_unknown_inspection_lists_those_that_there_are(run, inspection):
    inspection.slug = "nothing"
    with pytest.raises(CommandError, match="Its inspections: inspection"):
        run(TWO, inspection)
