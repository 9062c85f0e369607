"""Pictures: drawn anew, so that nothing is left but what is seen."""

import io
import re

from PIL import Image, ImageOps, UnidentifiedImageError

from improvement.copies.cleaned import Cleaned, NotPublishable

MAX_PIXELS = 60_000_000  # a camera's largest picture; each takes four bytes
# What a JPEG must have to be drawn: tables, frames, scans (ITU-T T.81, table B.1), and Adobe's
# word on its colours (APP14). All else is what a camera or program wrote: a place, a name, a
# small picture from before it was cropped.
_DRAWN = {*range(0xC0, 0xE0), 0xEE} - {0xC8, 0xD8, 0xD9}
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # 00 and D0 to D7 belong to a scan
_JFIF = re.compile(rb"JFIF\0.{7}\0\0", re.S)  # without a small picture of itself
_BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}  # ISO/IEC 15444-1, annex I: all that is drawn
_ENDINGS = {"PNG": "png", "JPEG": "jpg"}
NOT_SEARCHED = (
    "A picture's words cannot be screened, and are not read out to people who cannot see it. Look "
    "at it for names and faces, and say in its title what it shows."
)


def clean_picture(content: bytes) -> Cleaned:
    """Without what the camera or the program wrote down. Raises NotPublishable."""
    try:
        with Image.open(io.BytesIO(content), formats=list(_ENDINGS)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NotPublishable("This picture is larger than any camera's. Make it smaller.")
            upright = ImageOps.exif_transpose(picture)
            said = bool(picture.getexif()) or bool(picture.info.keys() - {"jfif", "dpi"})
            return Cleaned(
                _drawn(upright, picture.format),
                _ENDINGS[picture.format],
                removed=[METADATA] if said else [],
                notices=[NOT_SEARCHED],
            )
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as problem:
        raise NotPublishable(
            "This picture is damaged. Save it again, offer it as newer evidence, and publish that."
        ) from problem


METADATA = "what was written down with it, such as where, when and with what it was taken"


def _drawn(picture: Image.Image, form: str) -> bytes:
    """The pixels alone: a new picture carries nothing over from the old one."""
    if picture.mode not in {"RGB", "RGBA", "L", "LA", "1"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if form == "JPEG" and picture.mode in {"RGBA", "LA"}:
        picture = picture.convert("RGB")
    anew = Image.new(picture.mode, picture.size)
    if picture.mode in {"RGBA", "LA"}:  # what nobody sees below a clear part is left out
        anew.paste(picture, mask=picture.getchannel("A").point(lambda seen: 255 if seen else 0))
    else:
        anew.paste(picture)
    out = io.BytesIO()
    anew.save(out, form, **({"quality": 90} if form == "JPEG" else {"optimize": True}))
    return out.getvalue()


# --- pictures inside a PDF, as its streams hold them: their pixels stay byte for byte ---


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
