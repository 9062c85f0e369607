"""What a page of a PDF draws besides its text: lines across it, the sides of boxes, pictures.

Places are in points from the bottom left corner.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

MAX_SHAPES = 3_000  # on a page; a page of a report has about 50
RULE_LENGTH, RULE_WIDTH = 100, 1.5  # points: at least so long, and thinner than this
STRIKE_LENGTH, STRIKE_WIDTH = 8, 2.5  # points: a line through a word is longer, and thinner
PICTURE = 0.1  # of the page: smaller is a logo
FEW_SHAPES = 200  # on a page without text: letters drawn as shapes are more
SIDE_HEIGHT, SIDE_WIDTH = 8, 5  # points: at least so tall, as one line's background; and thinner
EDGE = 1.0  # points by which areas may reach over one another without meeting
THIN = 2.5  # points: no shape so thin covers words
SAME_SIDE = 2  # points: sides of one box, drawn row by row, stand no further apart


class Area(NamedTuple):
    """A rectangle on the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_empty(self) -> bool:
        return self.right <= self.left or self.top <= self.bottom

    @property
    def is_thick(self) -> bool:
        return min(self.right - self.left, self.top - self.bottom) > THIN

    def meets(self, other: "Area") -> bool:
        """Whether the two share more than an edge."""
        across = self.left + EDGE < other.right and other.left + EDGE < self.right
        return across and self.bottom + EDGE < other.top and other.bottom + EDGE < self.top

    def lies_in(self, other: "Area") -> bool:
        """Whether the other holds all of this, but for an edge."""
        across = other.left - EDGE <= self.left and self.right <= other.right + EDGE
        return across and other.bottom - EDGE <= self.bottom and self.top <= other.top + EDGE


class Side(NamedTuple):
    """A line down a page, from `bottom` to `top`."""

    x: float
    bottom: float
    top: float


class Strike(NamedTuple):
    """A thin line across a page, which may go through words."""

    left: float
    right: float
    y: float


def turn(page: pypdfium2.PdfPage, quarters: int) -> None:
    """Turn all that the page holds clockwise, and show it so. To be opened again afterwards."""
    left, bottom, right, top = page.get_bbox()
    matrix = (
        (1, 0, 0, 1, -left, -bottom),
        (0, -1, 1, 0, -bottom, right),
        (-1, 0, 0, -1, right, top),
        (0, 1, -1, 0, top, -left),
    )[quarters]
    size = (right - left, top - bottom) if quarters % 2 == 0 else (top - bottom, right - left)
    raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(*matrix), None)
    raw.FPDFPage_TransformAnnots(page, *matrix)
    page.set_mediabox(0, 0, *size)
    page.set_cropbox(0, 0, *size)
    page.set_rotation(0)


def read_rules(pdf: pypdfium2.PdfDocument, number: int) -> tuple[float, ...]:
    """The heights, from the top, at which something thin is drawn across page `number`."""
    heights = {
        round(bottom)
        for left, bottom, right, top in _shapes(pdf, number)
        if right - left > RULE_LENGTH and top - bottom < RULE_WIDTH
    }
    return tuple(sorted(heights, reverse=True))


def read_strikes(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Strike, ...]:
    """The thin lines across page `number`, however short, and those of its annotations."""
    drawn = [
        Strike(left, right, (bottom + top) / 2)
        for left, bottom, right, top in _shapes(pdf, number)
        if right - left > STRIKE_LENGTH and top - bottom < STRIKE_WIDTH
    ]
    page = pdf[number - 1]
    try:
        for kind, _, area in annotations(page):
            if kind == raw.FPDF_ANNOT_STRIKEOUT:
                drawn.append(Strike(area.left, area.right, (area.bottom + area.top) / 2))
    finally:
        page.close()
    return tuple(drawn)


def read_sides(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Side, ...]:
    """The sides of the boxes on page `number`: thin lines down it, or the edges of a background."""
    drawn = []
    for left, bottom, right, top in _shapes(pdf, number):
        if top - bottom > SIDE_HEIGHT and not SIDE_WIDTH < right - left < RULE_LENGTH:
            drawn += [Side(left, bottom, top), Side(right, bottom, top)]
    return tuple(_in_one_piece(drawn))


def is_pictured(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether page `number` may show words that are no text: in a picture, or drawn as shapes."""
    page = pdf[number - 1]
    try:
        area = page.get_width() * page.get_height()
        kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]
        shapes = 0
        for each in islice(page.get_objects(filter=kinds, max_depth=2), MAX_SHAPES):
            left, bottom, right, top = each.get_bounds()
            shapes += each.type == raw.FPDF_PAGEOBJ_PATH
            large = (right - left) * (top - bottom) > PICTURE * area
            if shapes > FEW_SHAPES or (large and each.type == raw.FPDF_PAGEOBJ_IMAGE):
                return True
        return False
    finally:
        page.close()


def annotations(page: pypdfium2.PdfPage) -> Iterator[tuple[int, bool, Area]]:
    """The kind of each annotation, whether it brings its own drawing, and where it stands."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            place = raw.FS_RECTF()
            if raw.FPDFAnnot_GetRect(note, place):
                area = Area(place.left, place.bottom, place.right, place.top)
                drawn = bool(raw.FPDFAnnot_HasKey(note, b"AP"))
                yield raw.FPDFAnnot_GetSubtype(note), drawn, area
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _shapes(pdf: pypdfium2.PdfDocument, number: int) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of what is drawn on a page, up to MAX_SHAPES."""
    page = pdf[number - 1]
    try:
        shapes = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)
        return [shape.get_bounds() for shape in islice(shapes, MAX_SHAPES)]
    finally:
        page.close()


def _in_one_piece(sides: Iterable[Side]) -> Iterator[Side]:
    """The sides with those joined that go on in one column, as the rows of a table do."""
    columns: list[list[Side]] = []
    for side in sorted(sides):
        if columns and side.x - columns[-1][0].x < SAME_SIDE:
            columns[-1].append(side)
        else:
            columns.append([side])
    for pieces in columns:
        whole, *rest = sorted(pieces, key=lambda side: side.bottom)
        for piece in rest:
            if piece.bottom > whole.top + SAME_SIDE:
                yield whole
                whole = piece
            else:
                whole = whole._replace(top=max(whole.top, piece.top))
        yield whole
