"""Any bytes at all come to a clean import or a sentence; any valid table is saved as it stands."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.intake.exporting import FORMS, export
from inspections.recommendations import Recommendations
from inspections.spreadsheets import Unreadable
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

pytestmark = pytest.mark.django_db
OFTEN = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def new_inspection(council):
    return lambda: factories.InspectionFactory(council=council, publish_from=None)


def bring_in(content, inspection):
    """The import, confirmed; or the sentence why it is not."""
    try:
        batch = saving.preview(
            content=content, file_name="a.csv", inspection=inspection, by=None, at=NOW
        )
        return saving.confirm(batch=batch, by=None, at=NOW)
    except (Unreadable, saving.Refused) as problem:
        return str(problem)


CELL = st.text(max_size=12) | st.sampled_from(["1", "2", "Ref", "=1+1", "'", '"', "9" * 40, "LSCB"])


@OFTEN
@given(
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda tail: b"Ref,Section,Order,Page,Body,Text\r\n" + tail)
    | st.lists(st.lists(CELL, min_size=6, max_size=7), max_size=6).map(
        lambda rows: "\r\n".join(
            ["Ref,Section,Order,Page,Body,Text", *(",".join(row) for row in rows)]
        ).encode()
    )
)
def test_any_bytes_are_imported_whole_or_refused_with_a_sentence(new_inspection, content):
    inspection = new_inspection()
    done = bring_in(content, inspection)
    if isinstance(done, str):
        assert done.endswith(".")
        assert not inspection.recommendations.exists()
    else:
        assert done.saved
        assert inspection.recommendations.count() == done.tally.new == done.batch.rows.count()


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t"),
    max_size=60,
)


@settings(OFTEN, max_examples=15)  # each opens a process
@pytest.mark.parametrize("form", FORMS)
@given(texts=st.lists(WORDS, min_size=1, max_size=6))
def test_what_was_saved_goes_out_and_comes_in_as_the_same(new_inspection, form, texts):
    inspection = new_inspection()
    rows = [[f"R{n}", f"{text.strip()} {n}"] for n, text in enumerate(texts)]
    out = io.StringIO()
    csv.writer(out).writerows([["Ref", "Text"], *rows])
    done = bring_in(out.getvalue().encode(), inspection)
    assert done.saved
    pieces = [
        one.encode() if isinstance(one, str) else one
        for one in export(Recommendations(), inspection, by=None, at=NOW, form=form)
    ]
    assert str(bring_in(b"".join(pieces), inspection).tally) == (
        f"0 new, 0 changed, {len(rows)} unchanged, 0 wrong"
    )
