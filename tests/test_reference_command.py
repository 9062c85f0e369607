"""The command that loads the reference data: what it prints, what it refuses, in which words."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from councils.models import Council
from inspections.models import Inspection, Judgement

AUTHORITIES = """\
slug,name,official_name,kind,region,dfe_code,ofsted_urn,opened_on,abolished_on,succeeded_by
newtown,Newtown,Newtown Council,unitary,North,902,2,2019-04-01,,
oldtown,Oldtown,Oldtown Council,county,North,901,1,,2019-04-01,newtown
"""
CODES = """\
council,code,valid_from,valid_to
newtown,E06999999,2019-04-01,
"""
BODIES = """\
kind,name,areas
lscb,Newtown Board,newtown
"""
SOURCES = """\
key,text,url
report,The report,https://example.org/report
"""
INSPECTIONS = """\
council,slug,framework,title,theme,parent,fieldwork_start,fieldwork_end,published_on,public_on,\
report_url,source,body,recommendations,judgements
newtown,2020-01-inspection,checks,,,,2020-01-06,2020-01-10,2020-02-03,,\
https://example.org/1,report,,3,overall=good; part=[not-known]
newtown,2020-06-visit,visits,,Front door,2020-01-inspection,2020-06-01,,2020-07-01,,\
https://example.org/2,report,,,
"""
FRAMEWORKS = {
    "themes": [{"key": "overall", "label": "Overall", "order": 1}],
    "scales": [
        {
            "key": "two",
            "name": "Two grades",
            "grades": [{"rank": 1, "label": "Good"}, {"rank": 2, "label": "Bad"}],
        }
    ],
    "frameworks": [
        {
            "key": "checks",
            "name": "Checks",
            "short_name": "Check",
            "kind": "inspection",
            "scale": "two",
            "areas": [
                {"key": "part", "label": "Part", "parent": "overall"},
                {"key": "overall", "label": "Overall", "theme": "overall", "is_overall": True},
            ],
        },
        {
            "key": "visits",
            "name": "Visits",
            "short_name": "Visit",
            "kind": "monitoring-visit",
            "needs_theme": True,
            "needs_parent": True,
        },
    ],
}


@pytest.fixture
def folder(tmp_path):
    """A small set of reference data that is right."""
    files = {
        "authorities.csv": AUTHORITIES,
        "authority_codes.csv": CODES,
        "bodies.csv": BODIES,
        "sources.csv": SOURCES,
        "inspections.csv": INSPECTIONS,
        "frameworks.json": json.dumps(FRAMEWORKS),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


class Terminal(io.StringIO):
    def isatty(self):
        return True


def load(folder, stdout=None):
    stdout = stdout or io.StringIO()
    call_command("load_reference", folder=folder, stdout=stdout)
    return stdout.getvalue().splitlines()


def test_in_a_pipe_it_prints_only_what_became_of_each_kind_of_row(db, folder):
    assert load(folder) == [
        "Councils: 2 new, 0 changed, 0 unchanged",
        "GSS codes: 1 new, 0 changed, 0 unchanged",
        "Partner bodies: 1 new, 0 changed, 0 unchanged",
        "Themes: 1 new, 0 changed, 0 unchanged",
        "Grades: 2 new, 0 changed, 0 unchanged",
        "Frameworks: 2 new, 0 changed, 0 unchanged",
        "Judgement areas: 2 new, 0 changed, 0 unchanged",
        "Inspections: 2 new, 0 changed, 0 unchanged",
        "Inspected bodies: 2 new, 0 changed, 0 unchanged",
        "Judgements: 2 new, 0 changed, 0 unchanged",
    ]


def test_on_a_terminal_it_also_says_what_it_is_doing(db, folder):
    lines = load(folder, Terminal())
    assert [line for line in lines if line.endswith("…")] == [
        "Councils, their codes and partner bodies…",
        "Frameworks and grades…",
        "Inspections and judgements…",
    ]


def test_told_to_be_silent_it_is(db, folder):
    stdout = Terminal()
    call_command("load_reference", folder=folder, stdout=stdout, verbosity=0)
    assert stdout.getvalue() == ""


def test_what_people_have_changed_is_counted(db, folder):
    load(folder)
    council = Council.objects.get(slug="newtown")
    council.name = "New Town"
    council.save()
    assert load(folder)[0] == (
        "Councils: 0 new, 0 changed, 1 unchanged, 1 left as people have changed them"
    )


def test_a_grade_is_found_whatever_its_case_and_kept_as_printed(db, folder):
    load(folder)
    judgement = Judgement.objects.get(area__key="overall")
    assert (judgement.grade.label, judgement.printed_grade) == ("Good", "good")


WRONG = [
    ("authorities.csv", "901", "9012", "authorities.csv, line 3: dfe_code: Ensure this value has"),
    ("authorities.csv", "oldtown", "newtown", "authorities.csv, line 3: “newtown” stands twice."),
    ("authorities.csv", ",newtown\n", ",nowhere\n", "line 3: there is no council “nowhere”."),
    ("authorities.csv", "2019-04-01,,", "1/4/19,,", "“1/4/19” in opened_on is not a date such as"),
    ("authorities.csv", "county", "shire", "line 3: kind: Value 'shire' is not a valid choice."),
    ("authorities.csv", "unitary,North", "unitary", "authorities.csv, line 2: it has 9 cells, not"),
    ("authorities.csv", "slug,", "key,", "authorities.csv must have the columns slug, name,"),
    ("authorities.csv", "slug,", '"slug,', "authorities.csv is not a CSV table:"),
    ("authority_codes.csv", "newtown", "nowhere", "line 2: there is no council “nowhere”."),
    ("bodies.csv", "lscb", "club", "bodies.csv, line 2: kind: Value 'club' is not a valid choice."),
    ("frameworks.json", "{", "", "frameworks.json is not JSON:"),
    ("frameworks.json", '"themes"', '"topics"', "frameworks.json has no “themes”."),
    ("frameworks.json", '"scale": "two"', '"scale": "ten"', "“checks”: there is no scale “ten”."),
    ("frameworks.json", '"short_name"', '"short"', "“checks”: “short” is not known here."),
    ("frameworks.json", '"parent": "overall"', '"parent": "all"', "there is no area “all” above"),
    ("frameworks.json", '"key": "visits"', '"key": "checks"', "a key stands twice among the frame"),
    ("inspections.csv", "2020-06-visit", "2020-01-inspection", "newtown already has an inspection"),
    ("inspections.csv", ",checks,", ",tests,", "line 2: there is no framework “tests”."),
    ("inspections.csv", ",report,,3", ",rumour,,3", "line 2: there is no source “rumour”."),
    ("inspections.csv", ",report,,3", ",report,Club,3", "line 2: there is no body “Club”."),
    ("inspections.csv", ",report,,3", ",report,,three", "“three” in recommendations is not a numb"),
    ("inspections.csv", "2020-02-03", "", "line 2: it has neither published_on nor public_on."),
    ("inspections.csv", "Front door", "", "line 3: theme: Say what this visit looked at."),
    ("inspections.csv", ",2020-01-inspection,2", ",2019-inspection,2", "no inspection “2019-insp"),
    ("inspections.csv", "overall=good", "whole=good", "no area of its framework “whole”."),
    ("inspections.csv", "overall=good", "overall=fine", "no grade on its scale “fine”."),
    ("inspections.csv", "[not-known]", "[lost]", "“lost” is no reason for having no grade."),
    ("inspections.csv", "part=[", "overall=[", "line 2: “overall” is judged twice."),
    ("inspections.csv", "2020-01-10", "2020-01-01", "inspection_fieldwork_in_order"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), WRONG)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_is_saved(
    db, folder, file, old, new, sentence
):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert refused.value.returncode == 1
    assert str(refused.value).startswith("Nothing was loaded. ")
    assert sentence in str(refused.value)
    assert not Council.objects.exists()
    assert not Inspection.objects.exists()


def test_a_folder_without_the_files_is_refused(db, tmp_path):
    with pytest.raises(
        CommandError, match=r"authorities.csv cannot be read: No such file or directory\."
    ):
        load(tmp_path)


def test_a_file_in_another_encoding_is_refused(db, folder):
    path = folder / "bodies.csv"
    path.write_text(BODIES.replace("Newtown Board", "Newtown’s Board"), encoding="cp1252")
    with pytest.raises(CommandError, match=r"bodies.csv is not UTF-8 text\."):
        load(folder)
