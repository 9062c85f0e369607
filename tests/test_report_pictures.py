"""A page of a report as a picture: drawn in the bounded process, whatever the page claims to be."""

import struct
import zlib
from pathlib import Path

import pytest

from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.pictures import MOST, WIDTH, draw
from tests.brought_in import with_review
from tests.test_report_unreadable import encrypted, with_content

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def size_of(picture):
    """Width and height, after every part of the file was checked."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        name, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        check = picture[at + 8 + length : at + 12 + length]
        assert struct.unpack(">I", check) == (zlib.crc32(name + content),)
        parts[name], at = content, at + 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    assert len(zlib.decompress(parts[b"IDAT"])) == (width + 1) * height
    return width, height


def sized(width, height):
    """A page that says that it is so many points wide and high."""
    return with_content(b"q Q").replace(b"[0 0 595 842]", f"[0 0 {width} {height}]".encode())


def test_a_page_is_drawn_so_that_its_words_can_be_read():
    width, height = size_of(draw(with_review(), 4))
    assert width == WIDTH
    assert height == pytest.approx(WIDTH * 842 / 595, abs=1)


@pytest.mark.parametrize(("width", "height"), [(14_400, 14_400), (3, 14_400), (14_400, 3)])
def test_a_page_of_any_shape_makes_a_picture_of_bounded_size(width, height):
    wide, high = size_of(draw(sized(width, height), 1))
    assert wide * high < 1.1 * MOST


@pytest.mark.parametrize("number", [0, 8, 5_000])
def test_a_page_that_the_report_does_not_have_is_said_to_be_so(number):
    with pytest.raises(Unreadable, match=f"has no page {number}"):
        draw(with_review(), number)


@pytest.mark.parametrize("data", [encrypted(), b"%PDF-1.7 nothing", b""])
def test_what_cannot_be_opened_gets_a_sentence(data):
    with pytest.raises(Unreadable):
        draw(data, 1)


def test_one_process_reads_and_draws_in_turn():
    with BoundedReader(FIXTURES) as reader:
        assert reader.read(with_review()).council.name == "Wirral"
        size_of(reader.draw(with_review(), 1))
        with pytest.raises(Unreadable):
            reader.draw(with_review(), 99)
        assert len(reader.read(with_review()).inspections) == 2
