"""`manage.py import_report`: what a clerk does with a report, in one go."""

import os

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from councils.reference.authorities import load_authorities
from inspections.models import Inspection, Judgement, ReadingDoubt, Recommendation, Report
from inspections.reference.frameworks import load_frameworks
from tests import factories
from tests.brought_in import FIXTURES, in_doubt, reissued, with_review, without_a_grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(wirral, board):
    return wirral


@pytest.fixture
def file(tmp_path):
    """`file(content)`: the path of a file that holds it."""

    def write(content, name="report.pdf"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def run(*arguments):
    call_command("import_report", *arguments)


def test_a_report_becomes_draft_inspections(council, file, capsys):
    run(file(with_review()))
    told = capsys.readouterr().out
    assert "Single inspection, Wirral 2016: recommendations 2 new, 0 changed, 0 unchanged" in told
    assert set(Inspection.objects.values_list("publish_from", flat=True)) == {None}
    assert Recommendation.objects.count() == 3
    assert Report.objects.get().by is None


def test_the_same_file_again_changes_nothing(council, file, capsys):
    run(file(with_review()))
    before = [*Recommendation.history.values_list("pk"), *Inspection.history.values_list("pk")]
    run(file(with_review()))
    assert "here already, nothing changed." in capsys.readouterr().out
    after = [*Recommendation.history.values_list("pk"), *Inspection.history.values_list("pk")]
    assert before == after
    assert Report.objects.count() == 1


def test_published_it_is_public_at_once(council, file, capsys, now):
    run(file(with_review()), "--publish")
    assert "Single inspection, Wirral 2016 is public." in capsys.readouterr().out
    assert set(Inspection.objects.values_list("publish_from", flat=True)) == {now}
    run(file(with_review()), "--publish")
    assert "is public." not in capsys.readouterr().out


def test_a_report_with_doubts_is_refused_and_leaves_no_trace(council, file, capsys):
    with pytest.raises(CommandError, match="Not imported: 1 of 1"):
        run(file(in_doubt()))
    told = capsys.readouterr().err
    assert "inspections[0].judgements[1].grade, page 2: Page 1 prints “Inadequate”" in told
    assert "Settle them in the admin, or say --draft" in told
    assert not Report.objects.exists()
    assert not Inspection.objects.exists()


def test_told_to_it_saves_a_draft_and_the_doubts_stay_open(council, file):
    run(file(in_doubt()), "--draft")
    assert Inspection.objects.get().publish_from is None
    assert ReadingDoubt.objects.open().count() == 1


def test_a_grade_that_was_not_read_is_not_known(council, file):
    run(file(without_a_grade()), "--draft")
    assert Judgement.objects.get(area__is_overall=True).no_grade == "not-known"


def test_what_a_publisher_would_be_asked_about_is_not_published(council, file, capsys):
    personal = with_review().replace(b"visits;", b"a@b.uk;")
    with pytest.raises(CommandError):
        run(file(personal), "--publish")
    assert "looks like an e-mail address" in capsys.readouterr().err
    assert not Inspection.objects.exists()


def test_a_draft_with_doubts_is_not_published_later_either(council, file, capsys):
    run(file(in_doubt()), "--draft")
    with pytest.raises(CommandError):
        run(file(in_doubt()), "--publish")
    assert "was not sure of its page 2" in capsys.readouterr().err
    assert Inspection.objects.get().publish_from is None


def test_a_reissue_takes_new_words_and_lists_what_it_contradicts(council, file, capsys):
    run(file(with_review()))
    run(file(reissued()))
    told = capsys.readouterr().out
    assert "recommendations 0 new, 1 changed, 1 unchanged" in told
    assert (
        "Children who need help and protection stays “Inadequate”; the report says “Good”." in told
    )


def test_one_bad_file_does_not_keep_the_others_out(council, file, capsys):
    page = file(b"<html>Gone</html>", "gone.pdf")
    with pytest.raises(CommandError, match="Not imported: 2 of 3"):
        run(page, "no-such-file.pdf", file(with_review()))
    told = capsys.readouterr().err
    assert "This is a web page, not a PDF" in told
    assert "The file cannot be opened" in told
    assert Inspection.objects.count() == 2


def test_the_council_is_said_where_the_report_does_not_say_it(council, other_council, file):
    nowhere = file(in_doubt().replace(b"Wirral", b"Nowher"))
    with pytest.raises(CommandError):
        run(nowhere, "--draft")
    run(nowhere, "--draft", "--council", "wirral")
    assert Inspection.objects.get().council == council


def test_a_council_that_is_not_here_is_said_to_be_so(council, file):
    with pytest.raises(CommandError, match="There is no council “nowhere”"):
        run(file(with_review()), "--council", "nowhere")


def test_a_report_about_a_council_that_is_not_here_is_refused(council, file, capsys):
    factories.CouncilFactory(name="Elsewhere")
    type(council).objects.filter(pk=council.pk).update(name="Other")
    council.codes.all().delete()
    with pytest.raises(CommandError):
        run(file(with_review()))
    assert not Inspection.objects.exists()


@pytest.mark.skipif(not os.environ.get("CI"), reason="it reads 130 files, so only with CI set")
def test_every_real_report_becomes_drafts_and_comes_in_once(db, shared_data, capsys):
    """85 inspections in 64 reports; the 65th file is a web page that is called a PDF."""
    load_authorities(FIXTURES)
    load_frameworks(FIXTURES)
    files = sorted(map(str, (shared_data / "reports").glob("*/*/*.pdf")))
    for _ in range(2):
        with pytest.raises(CommandError, match="Not imported: 1 of 65"):
            run(*files)
        assert Report.objects.count() == 64
        assert Inspection.objects.count() == 85
        assert Recommendation.objects.count() == 701
    assert capsys.readouterr().out.count("here already, nothing changed.") == 64
