"""Which ink can be read on which colour (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

from forecast.probability.verdict import Colour
from report.charts.palette import TRAFFIC

LEAST = 4.5
DARK, LIGHT = "#111111", "#ffffff"


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``: 0.2126 R + 0.7152 G + 0.0722 B, linear."""
    shares = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4
                        for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(background: str) -> str:
    """Return the ink that stands out more."""
    return max(DARK, LIGHT, key=lambda ink: contrast(ink, background))


def light_colours() -> dict[Colour, tuple[str, str]]:
    """Return background and ink of every light."""
    return {colour: (fill, ink_on(fill)) for colour, fill in TRAFFIC.items()}


STRIPE = 0.28  # how far a stripe moves from the fill


def stripe_on(fill: str, ink: str) -> str:
    """Return the colour of stripes on ``fill``: away from the ink, so that letters stay readable.
    """
    end = 255 if _is_dark(ink) else 0
    parts = [int(fill.lstrip("#")[i:i + 2], 16) for i in (0, 2, 4)]
    return "#" + "".join(f"{round(p + STRIPE * (end - p)):02x}" for p in parts)


def _is_dark(ink: str) -> bool:
    return contrast(ink, "#ffffff") > contrast(ink, "#000000")
