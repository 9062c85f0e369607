"""A large file takes little memory: its rows stand in columns, its words and bytes are packed."""

import tracemalloc
from random import Random

import pytest
from django.db import connection
from django.forms import model_to_dict

from councils.models import Body
from inspections.intake import Outcome
from inspections.models import Import, Inspection
from inspections.models.packed import insert_in_portions
from inspections.recommendations import saving
from inspections.recommendations.addressees import Addressee
from inspections.recommendations.columns import Spool
from inspections.recommendations.records import Records
from inspections.recommendations.rows import Rows
from tests import factories
from tests.factories import NOW

TO = Addressee(Inspection(pk=1), Body(pk=1))
WORDS = "Make sure that every child’s plan says what will change for the child, and by when. "
COUNT = 2_000


def filled(rows):
    for number in range(2, COUNT + 2):
        said = {"reference": str(number), "text": WORDS * 3 + str(number), "section": "Now"}
        rows.append(number, said, TO)
    return rows


def bytes_of(make):
    """What is held once it is made."""
    tracemalloc.start()
    try:
        made = make()
        return tracemalloc.get_traced_memory()[0], made
    finally:
        tracemalloc.stop()


def test_a_row_and_a_record_take_a_fraction_of_their_words(monkeypatch):
    monkeypatch.setattr("inspections.recommendations.columns._IN_MEMORY", 64 * 1024)
    held, rows = bytes_of(lambda: filled(Rows()))
    assert held < 120 * len(rows)

    def records():
        table = Records()
        for key in range(COUNT):
            table.append(key, 1, 1, False, str(key), WORDS * 3, "Now", key, "", "", None)
        return table

    held, standing = bytes_of(records)
    assert held < 120 * len(standing)


def test_a_row_keeps_what_is_decided_about_it():
    rows = filled(Rows())
    for row in rows:
        if row.number == 7:
            row.outcome, row.decision, row.order = Outcome.SAME_AS, "new", 3
    assert [(row.number, row.decision, row.order) for row in rows if row.outcome != "new"] == [
        (7, "new", 3)
    ]
    assert rows[5].said == {"reference": "7", "text": WORDS * 3 + "7", "section": "Now"}
    with pytest.raises(IndexError):
        rows[COUNT]


def test_words_come_back_in_any_order_and_between_additions(monkeypatch):
    monkeypatch.setattr("inspections.recommendations.columns._IN_MEMORY", 100)
    spool = Spool()
    said = [{"text": "ä" * number, "page": number or None} for number in range(40)]
    for number, each in enumerate(said):
        spool.append(each)
        assert spool[number // 2] == said[number // 2]
    assert [spool[at] for at in reversed(range(40))] == said[::-1]


@pytest.fixture
def batch(db):
    inspection = factories.InspectionFactory(publish_from=None)
    return lambda content: Import.objects.create(
        kind=Import.Kind.RECOMMENDATIONS,
        council=inspection.council,
        inspection=inspection,
        uploaded_at=NOW,
        file_name="a.csv",
        sha256="",
        content=content,
    )


def stored(batch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM inspections_import WHERE id = %s", [batch.pk])
        return bytes(cursor.fetchone()[0])


def content_of(batch):
    return Import.objects.get(pk=batch.pk).content


@pytest.mark.parametrize("content", [WORDS.encode() * 50, bytes(range(256)) * 20])
def test_a_file_is_small_in_the_database_and_comes_back_as_it_was(batch, content):
    made = batch(content)
    assert content_of(made) == content
    assert len(stored(made)) < len(content) / 3


def test_a_large_file_goes_in_by_portions_and_comes_back_as_it_was(batch):
    content = Random(3).randbytes(3 * 1024 * 1024)
    facts = model_to_dict(batch(b""), fields=["kind", "uploaded_at", "file_name", "sha256"])
    council = factories.CouncilFactory()
    made = Import(content=content, council=council, **facts)
    insert_in_portions(made, "content")
    assert made.content == content_of(made) == content
    assert Import.objects.emptied().filter(pk=made.pk).count() == 0


def test_a_file_that_was_stored_before_files_were_packed_is_read_as_it_is(batch):
    made = batch(b"")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inspections_import SET content = %s WHERE id = %s", [b"Text\r\n1", made.pk]
        )
    assert content_of(made) == b"Text\r\n1"


def test_a_file_is_told_from_one_whose_bytes_are_gone(batch):
    kept, gone = batch(b"Text\r\n1"), batch(b"Text\r\n2")
    Import.objects.filter(pk=gone.pk).update(content=b"")
    assert list(Import.objects.emptied()) == [gone]
    assert content_of(kept) == b"Text\r\n1"
    assert content_of(gone) == b""


def test_rows_are_saved_by_portions_whatever_lines_between_them_are_blank(db, monkeypatch):
    monkeypatch.setattr("inspections.bulk.BATCH", 2)
    inspection = factories.InspectionFactory(publish_from=None)
    for ending in ("first", "second"):
        words = [
            f"{number},Words of number {number} at the {ending} reading" for number in range(7)
        ]
        text = "\n".join(["Ref,Text", words[0], "", "", "", *words[1:4], "", *words[4:]])
        made, _ = saving.preview(
            content=text.encode(), file_name="a.csv", inspection=inspection, by=None, at=NOW
        )
        assert saving.confirm(batch=made, by=None, at=NOW).saved
        held = inspection.recommendations.order_by("order").values_list("reference", "text")
        assert [f"{reference},{text}" for reference, text in held] == words
