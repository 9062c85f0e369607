"""A clerk corrects the files of the demonstration: what is wrong is said with file and entry."""

import shutil
from datetime import datetime

import pytest
from django.conf import settings as site

from councils.days import LONDON
from councils.models import Council, User
from improvement import demonstration
from inspections.reference.frameworks import load_frameworks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=LONDON)
PLAN = "care-leavers/1-leaving-care.toml"


@pytest.fixture
def folder(tmp_path, settings):
    """A copy of the smaller council's files, to be spoilt."""
    settings.DEBUG = True
    load_frameworks(site.ROOT / "fixtures")
    shutil.copytree(demonstration.FOLDER / "sampleby", tmp_path / "sampleby")
    return tmp_path


def test_a_council_can_be_corrected_in_its_files(folder):
    correct(folder, "council.toml", 'first_name = "Robin"', 'first_name = "Robyn"')
    demonstration.load(at=NOW, folder=folder)
    assert User.objects.get(username="sampleby").first_name == "Robyn"


WRONG = {
    "a person who is not there": (
        *("council.toml", 'by = "lead"', 'by = "leed"'),
        "sampleby/council.toml, post 1 (leaving-care), held 1 (leed): “by” names “leed”, which is "
        "none of officer,",
    ),
    "a post that is not there": (
        *(PLAN, 'lead = "leaving-care"', 'lead = "leaving"'),
        f"sampleby/{PLAN}, action 1 (1): “lead” names “leaving”, which is none of leaving-care",
    ),
    "a finding that is not there": (
        *(PLAN, 'answers = ["1"]', 'answers = ["7"]'),
        f"sampleby/{PLAN}, action 1 (1): “answers” names “7”, which is none of 1, 2",
    ),
    "an act that is not there": (
        *(PLAN, 'act = "at-risk"', 'act = "at risk"'),
        f"sampleby/{PLAN}, action 1 (1), story 2 (at risk): “act” names “at risk”, which is none",
    ),
    "a day that has not come": (
        *(PLAN, 'month = -1\nact = "on-track"', 'month = 2\nact = "on-track"'),
        f"sampleby/{PLAN}, action 1 (1), story 3 (on-track): its day has not come yet",
    ),
    "a story in the wrong order": (
        *(PLAN, 'month = -6\nact = "at-risk"', 'month = -11\nact = "at-risk"'),
        f"sampleby/{PLAN}, action 1 (1), story 2 (at-risk): it happens before what stands above",
    ),
    "a month in words": (
        *(PLAN, "due = 3", 'due = "March"'),
        f"sampleby/{PLAN}, action 1 (1): “due” is 'March', and should be of the kind int",
    ),
    "a misspelt name": (
        *(PLAN, "success_measure", "sucess_measure"),
        f"sampleby/{PLAN}, action 1 (1): “sucess_measure” means nothing here: is it misspelt?",
    ),
    "what is missing": (
        *("council.toml", 'board = "Children\'s Improvement Group"\n', ""),
        "sampleby/council.toml: “board” is missing.",
    ),
    "a choice that there is not": (
        *(PLAN, 'measures = "outcome"', 'measures = "outcomes"'),
        f"sampleby/{PLAN}, action 1 (1): measures: Value 'outcomes' is not a valid choice.",
    ),
    "a rank that the scale has not": (
        *("findings.toml", "grade = 2", "grade = 9"),
        "sampleby/findings.toml, inspection 1 (inspection), judgement 1 (leaders): “grade” names",
    ),
    "what the workflow refuses": (
        *(PLAN, 'kind = "children"', 'kind = "childen"'),
        f"sampleby/{PLAN}, action 2 (2), story 2 (evidence): ",
    ),
    "words that the screening stops at": (
        *(PLAN, "Five flats are kept.", "Five flats: ask flats@sampleby.example"),
        "sampleby/care-leavers/plan.toml: “may_be_published” names “flats@sampleby.example”",
    ),
    "a role that there is not": (
        *("council.toml", 'role = "clerk"', 'role = "clark"'),
        "sampleby/council.toml, person 4 (sampleby-clerk): “role” names “clark”, which is none of",
    ),
    "what is not TOML": (
        *("council.toml", 'name = "Sampleby"', "name = Sampleby"),
        "sampleby/council.toml cannot be read: ",
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_what_is_wrong_is_said_with_file_and_entry_and_nothing_is_saved(folder, mistake):
    file, right, wrong, said = WRONG[mistake]
    correct(folder, file, right, wrong)
    with pytest.raises(demonstration.CannotLoad) as refused:
        demonstration.load(at=NOW, folder=folder)
    assert said in str(refused.value)
    assert not Council.objects.exists()


def correct(folder, file, right, wrong):
    """Change the first place in a file."""
    path = folder / "sampleby" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
