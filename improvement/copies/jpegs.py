"""Pictures inside a PDF, as its streams hold them: without what was written down with them.

Their pixels stay as they are, byte for byte.
"""

import re

# What a JPEG must have to be drawn: tables, frames, scans (ITU-T T.81, table B.1), and Adobe's
# word on its colours (APP14). All else is what a camera or program wrote: a place, a name, a
# small picture from before it was cropped.
_DRAWN = {*range(0xC0, 0xE0), 0xEE} - {0xC8, 0xD8, 0xD9}
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # 00 and D0 to D7 belong to a scan
_JFIF = re.compile(rb"JFIF\0.{7}\0\0", re.S)  # without a small picture of itself
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}  # ISO/IEC 15444-1, annex I: all that is drawn


def plain_jpeg(picture: bytes) -> bytes:
    """A JPEG of nothing but its picture, which ends where that ends."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    kept, at, is_scan = [b"\xff\xd8"], 2, False
    while found := _MARKER.search(picture, at):
        kind, data = found[1][0], found.end()
        if is_scan:
            kept.append(picture[at : found.start()])
        if kind == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        at = data + int.from_bytes(picture[data : data + 2], "big")
        body = picture[data + 2 : at]
        if kind in _DRAWN or (kind == 0xE0 and _JFIF.fullmatch(body)):
            kept.append(picture[found.end() - 2 : at])
        is_scan = kind == 0xDA or is_scan
    return b"".join([*kept, picture[at:] if is_scan else b""])


def plain_jpeg_2000(picture: bytes) -> bytes:
    """The same of a JPEG 2000: its boxes of words go."""
    if picture[4:8] != b"jP  ":
        return picture
    kept, at = [], 0
    while at + 8 <= len(picture):
        length, kind = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(picture[at + 8 : at + 16], "big")
        end = at + length if length >= 8 else len(picture)
        if kind in _BOXES:
            kept.append(picture[at:end])
        at = end
    return b"".join(kept)
