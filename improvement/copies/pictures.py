"""Pictures: drawn anew, so that nothing is left but what is seen."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from improvement.copies.cleaning import Cleaned
from improvement.copies.errors import NotPublishable

MAX_PIXELS = 60_000_000  # a camera's largest picture; each takes four bytes
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
