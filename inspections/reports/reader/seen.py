"""Which characters of a page a person cannot see: what was published is the page, not the file.

A page may hold words under a black box or an annotation, in the colour of its paper, drawn
invisibly, in a layer that is switched off, or beside its edges. Most pages hold nothing that could
hide words, which their objects tell. Any other page is drawn twice, with its text and without:
where both look alike, no text is seen.

Places are in points from the bottom left corner.
"""

import ctypes
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from math import inf

import pypdfium2
from pypdfium2 import raw

from inspections.reports.reader.drawn import Area, annotations

MAX_OBJECTS = 20_000  # looked at on a page; a page of a report has about 300
MAX_PAIRS = 1_000_000  # of a shape and a text that may lie below it; more are not compared
MANY = 40  # areas in which words may hide: more are taken for one; paths and points of a clip
DEPTH = 4  # forms within forms, at most
PALE, DARK = 190, 110  # of 255: paler letters, and darker shapes, may hide words
FAINT = 24  # of 255: a smaller difference in grey is not seen
PIXELS = 2  # a point, in each direction
MOST_PIXELS = 8_000_000  # of one picture, whatever size the page has
SHARE = 0.4  # of a letter's height: one of which less is seen is hidden
WORD = re.compile(r"\S+")
FILLED_ONLY = raw.FPDF_TEXTRENDERMODE_FILL
HARMLESS = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET}


# What PDFium writes its answers into: as all of it, for one thread at a time.
_left, _bottom, _right, _top = (ctypes.c_float() for _ in range(4))
_red, _green, _blue, _opacity = (ctypes.c_uint() for _ in range(4))
_name, _length = ctypes.create_string_buffer(8), ctypes.c_ulong()
_name_words = ctypes.cast(_name, ctypes.POINTER(raw.FPDF_WCHAR))
_LAYER = "OC\0".encode("utf-16-le")
EVERYWHERE = Area(-inf, -inf, inf, inf)


def unseen(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, text: str) -> frozenset[int]:
    """The places in the page's text of the words that nobody sees whole on it.

    Changes the page given: it is not to be drawn afterwards.
    """
    redacted = [area for kind, _, area in annotations(page) if kind == raw.FPDF_ANNOT_REDACT]
    suspect = [*redacted, *_suspect_areas(page)]
    if not suspect:
        return frozenset()
    with_text = _Picture(page)
    for each in filter(_is_text, islice(_with_inner(_on(page)), MAX_OBJECTS)):
        raw.FPDFPageObj_SetIsActive(each, False)
    without = _Picture(page)
    hidden = set()
    for place, each in enumerate(text):
        box = _box(textpage, place)
        if each.isspace() or box.is_empty or not any(map(box.meets, suspect)):
            continue
        share = SHARE if each.isalnum() else 0
        if any(map(box.meets, redacted)) or not with_text.differs(without, box, share):
            hidden.add(place)
    words = (range(*word.span()) for word in WORD.finditer(text))
    return frozenset(place for word in words if hidden.intersection(word) for place in word)


class _Picture:
    """A page as it is seen, in shades of grey."""

    def __init__(self, page: pypdfium2.PdfPage):
        self._paper = Area(*page.get_bbox())
        wide, high = page.get_size()
        self._scale = min(PIXELS, (MOST_PIXELS / max(wide * high, 1)) ** 0.5)
        bitmap = page.render(scale=self._scale, grayscale=True)
        self._pixels = bytes(bitmap.buffer)
        self._stride, self._width, self._height = bitmap.stride, bitmap.width, bitmap.height

    def differs(self, other: "_Picture", box: Area, share: float) -> bool:
        """Whether the two are seen to differ in the box: in so large a share of its rows of
        pixels, or in any.
        """
        left = max(int((box.left - self._paper.left) * self._scale), 0)
        right = min(int((box.right - self._paper.left) * self._scale) + 1, self._width)
        top = max(int((self._paper.top - box.top) * self._scale), 0)
        bottom = min(int((self._paper.top - box.bottom) * self._scale) + 1, self._height)
        if left >= right or top >= bottom:
            return False
        rows = range(top * self._stride, bottom * self._stride, self._stride)
        seen = sum(self._row_differs(other, row + left, row + right) for row in rows)
        return seen > 0 and seen >= share * len(rows)

    def _row_differs(self, other: "_Picture", start: int, stop: int) -> bool:
        mine, others = self._pixels[start:stop], other._pixels[start:stop]
        return mine != others and any(
            abs(one - another) > FAINT for one, another in zip(mine, others, strict=True)
        )


def _suspect_areas(page: pypdfium2.PdfPage) -> list[Area]:
    """Where something on the page could keep words from being seen."""
    paper = Area(*page.get_bbox())
    written: list[Area] = []
    covers: list[tuple[Area, int]] = []  # with how many of those written it may hide
    odd: list[Area] = []
    for each in _on(page):
        kind = raw.FPDFPageObj_GetType(each)
        area = _bounds(each)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            written.append(area)
            cut = not (area.is_empty or all(map(area.lies_in, (paper, *_clips(each)))))
            if cut or _is_odd(each):
                odd.append(area)
        elif kind == raw.FPDF_PAGEOBJ_FORM and any(map(_is_text, _with_inner([each]))):
            return [EVERYWHERE]
        elif area.is_thick and (dark := _is_dark(each, kind)) is not None:
            covers.append((area, MAX_OBJECTS if dark else len(written)))
    covers.extend(
        (area, MAX_OBJECTS)
        for kind, drawn, area in annotations(page)
        if drawn or kind not in HARMLESS
    )
    if len(covers) * len(written) > MAX_PAIRS:
        return [EVERYWHERE]
    hiding = (cover for cover, below in covers if any(map(cover.meets, written[:below])))
    found = [*odd, *hiding]
    return found if len(found) < MANY else [_around(found)]


def _around(areas: Iterable[Area]) -> Area:
    lefts, bottoms, rights, tops = zip(*areas, strict=True)
    return Area(min(lefts), min(bottoms), max(rights), max(tops))


def _is_odd(text) -> bool:
    """Whether a text object is drawn in any other way than in full, dark letters."""
    if raw.FPDFTextObj_GetTextRenderMode(text) != FILLED_ONLY:
        return True
    *colours, opacity = _colour(text)
    return min(colours) > PALE or opacity < PALE or _is_in_layer(text)


def _clips(thing) -> Iterator[Area]:
    """What the paths enclose outside of which the object is cut off."""
    clip = raw.FPDFPageObj_GetClipPath(thing)
    for index in range(min(raw.FPDFClipPath_CountPaths(clip), MANY) if clip else 0):
        count = min(raw.FPDFClipPath_CountPathSegments(clip, index), MANY)
        points = [_point(raw.FPDFClipPath_GetPathSegment(clip, index, at)) for at in range(count)]
        if points:
            across, up = zip(*points, strict=True)
            yield Area(min(across), min(up), max(across), max(up))


def _point(segment) -> tuple[float, float]:
    across, up = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, across, up)
    return across.value, up.value


def _is_in_layer(thing) -> bool:
    for index in range(raw.FPDFPageObj_CountMarks(thing)):
        mark = raw.FPDFPageObj_GetMark(thing, index)
        known = raw.FPDFPageObjMark_GetName(mark, _name_words, 8, _length)
        if known and _name.raw.startswith(_LAYER):
            return True
    return False


def _is_dark(thing, kind: int) -> bool | None:
    """Whether a shape or picture hides dark words that are written on it, too, and not only those
    below it; None where it hides none.
    """
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return True
    filling, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, filling, stroked)
    return min(_colour(thing)[:3]) < DARK if filling.value else None


def _on(page: pypdfium2.PdfPage) -> Iterator:
    """What the page draws, in order."""
    count = min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS)
    return (raw.FPDFPage_GetObject(page, index) for index in range(count))


def _with_inner(things: Iterable, depth: int = DEPTH) -> Iterator:
    """These objects, and those within forms among them."""
    for each in things:
        yield each
        if depth and raw.FPDFPageObj_GetType(each) == raw.FPDF_PAGEOBJ_FORM:
            count = min(max(raw.FPDFFormObj_CountObjects(each), 0), MAX_OBJECTS)
            inner = (raw.FPDFFormObj_GetObject(each, index) for index in range(count))
            yield from _with_inner(inner, depth - 1)


def _is_text(thing) -> bool:
    return raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT


def _bounds(thing) -> Area:
    raw.FPDFPageObj_GetBounds(thing, _left, _bottom, _right, _top)
    return Area(_left.value, _bottom.value, _right.value, _top.value)


def _colour(thing) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity, of 255, with which the object is filled."""
    if not raw.FPDFPageObj_GetFillColor(thing, _red, _green, _blue, _opacity):
        return 0, 0, 0, 255
    return _red.value, _green.value, _blue.value, _opacity.value


def _box(textpage: pypdfium2.PdfTextPage, place: int) -> Area:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, place, left, right, bottom, top)
    return Area(left.value, bottom.value, right.value, top.value)
