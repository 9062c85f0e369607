"""Colours in words, for people who do not see them, or do not know RRGGBB."""

import colorsys

# From each hue, in degrees round the wheel, up to the next one.
_HUES = (
    (0, "red"),
    (16, "amber"),
    (50, "yellow"),
    (66, "green"),
    (170, "turquoise"),
    (195, "blue"),
    (255, "purple"),
    (315, "pink"),
    (345, "red"),
)
_GREY = 0.12  # of saturation: below it nobody sees a hue
_DARK, _LIGHT = 0.3, 0.75


def colour_name(colour: str) -> str:
    """A word or two for RRGGBB: amber, light green, grey."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light < 0.1:
        return "black"
    if light > 0.97:
        return "white"
    name = "grey"
    if saturation >= _GREY and max(red, green, blue) - min(red, green, blue) >= 0.06:
        name = [word for start, word in _HUES if hue * 360 >= start][-1]
    return f"dark {name}" if light < _DARK else f"light {name}" if light > _LIGHT else name


def colour_words(colour: str) -> str:
    """amber (#FFC000)."""
    return f"{colour_name(colour)} (#{colour})"
