"""Colours as WCAG 2 sees them: takes them from a stylesheet, computes their contrast."""

from __future__ import annotations

import re


def palette(css: str, selector: str) -> dict[str, str]:
    """Give the colours that a block of a stylesheet names, by name without the dashes before it."""
    block = css.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--((?:hb|md)-[\w-]+): (#(?:[0-9a-f]{6}|[0-9a-f]{8}));", block))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two opaque colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour: str, ground: str) -> str:
    """Give the opaque colour that is seen where a colour, perhaps with an alpha, lies over an opaque one."""
    if len(colour) == 7:
        return colour
    share = int(colour[7:9], 16) / 255
    parts = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02x}" for above, below in parts)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
