"""A page of a report as a picture, for a person to hold the reading against."""

import struct
import zlib

import pypdfium2

from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.opening import DAMAGED, LOCKED, MAX_PAGES, PASSWORD

WIDTH = 1000  # pixels: words of a page of A4 can be read
MOST = 2_500_000  # pixels of one picture, whatever shape the page has
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY = 0  # the colour type of one byte a pixel


def draw(data: bytes, number: int) -> bytes:
    """Page `number`, counted from 1, as a PNG in shades of grey. Raises Unreadable."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if not 1 <= number <= min(len(pdf), MAX_PAGES):
                raise Unreadable(f"The report has no page {number}.")
            page = pdf[number - 1]
            width, height = page.get_size()
            bitmap = page.render(scale=_scale(width, height), grayscale=True)
            return _png(bitmap)
    except pypdfium2.PdfiumError as problem:
        raise Unreadable(LOCKED if problem.err_code == PASSWORD else DAMAGED) from problem


def _scale(width: float, height: float) -> float:
    """Pixels a point: as wide as WIDTH, and no more than MOST pixels in all."""
    if not (width > 0 and height > 0):
        raise Unreadable(DAMAGED)
    scale = WIDTH / width
    return min(scale, (MOST / (width * height)) ** 0.5)


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """The bitmap as a file, written by hand: an imaging library for this alone is too much."""
    raw, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
    rows = b"".join(
        b"\0" + raw[start : start + width] for start in range(0, stride * bitmap.height, stride)
    )
    header = struct.pack(">IIBBBBB", width, bitmap.height, 8, _GREY, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
