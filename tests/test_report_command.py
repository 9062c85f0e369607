"""`manage.py read_report`: one line of JSON for each file, and exit code 1 if any failed."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.test_report_letters import ended, letter
from tests.test_report_whole import single_inspection


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(single_inspection().pdf())
    return str(path)


def test_a_report_is_one_line_of_json(report, capsys):
    call_command("read_report", report, "--json")
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert list(answer) == ["file", "ok", "council", "inspections", "doubts"]
    assert (answer["file"], answer["ok"]) == (report, True)
    assert answer["council"] == {"name": "Wirral", "gss_code": "E08000015"}
    assert answer["inspections"][0]["recommendations"][0] == {
        "order": 1,
        "reference": "1",
        "section": "Recommendations",
        "kind": "recommendation",
        "timescale": "",
        "bodies": [],
        "text": "Make plans that are up to date and say what is to be done.",
        "page": 4,
    }


def test_a_file_that_cannot_be_read_fails_the_run_but_not_the_others(report, tmp_path, capsys):
    page = tmp_path / "gone.pdf"
    page.write_bytes(b"<html>Gone</html>")
    missing = str(tmp_path / "none.pdf")
    with pytest.raises(CommandError, match="Not read: 2 of 3"):
        call_command("read_report", str(page), missing, report, "--json")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["ok"] for answer in answers] == [False, False, True]
    assert set(answers[0]) == {"file", "ok", "error"}
    assert "web page" in answers[0]["error"]
    assert "cannot be opened" in answers[1]["error"]


def test_without_json_it_is_read_out_for_people(report, capsys):
    call_command("read_report", report)
    printed = capsys.readouterr().out
    assert "  Wirral: sif, 2016-07-04 to 2016-07-28" in printed
    assert "looked at" not in printed
    assert "    page 6: 124 Wirral Safeguarding Children Board should meet." in printed


def test_what_a_joint_inspection_looked_at_is_read_out(tmp_path, capsys):
    path = tmp_path / "letter.pdf"
    path.write_bytes(ended(letter()).pdf())
    call_command("read_report", str(path), "--json")
    call_command("read_report", str(path))
    line, *printed = capsys.readouterr().out.splitlines()
    assert json.loads(line)["inspections"][0]["theme"] == "abuse and neglect"
    assert "    it looked at: abuse and neglect" in printed
