"""A file is packed in the database, and its rows are saved by portions."""

from random import Random

import pytest
from django.db import connection

from inspections.models import Import
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

WORDS = "Make sure that every child’s plan says what will change for the child, and by when. "


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


def test_a_large_file_comes_back_as_it_was(batch):
    content = Random(3).randbytes(3 * 1024 * 1024)
    made = batch(content)
    assert content_of(made) == content
    assert not Import.objects.emptied().filter(pk=made.pk).exists()


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
        made = saving.preview(
            content=text.encode(), file_name="a.csv", inspection=inspection, by=None, at=NOW
        )
        assert saving.confirm(batch=made, by=None, at=NOW).saved
        held = inspection.recommendations.order_by("order").values_list("reference", "text")
        assert [f"{reference},{text}" for reference, text in held] == words
