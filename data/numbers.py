"""Numbers as people read them: values in the plan's own unit, growth rates, shares of cases."""

from __future__ import annotations

import math

from data.messages.message import Message
from data.units import Unit, display_unit, unit_name
from data.words import Lang

MISSING = "—"


def significant(value: float, digits: int) -> float:
    """Return ``value`` rounded to ``digits`` significant digits (0 and non-finite unchanged)."""
    if value == 0 or not math.isfinite(value):
        return value
    return float(f"{value:.{digits - 1}e}")


def plain(value: float) -> str:
    """Return a display-unit value with grouped thousands and no digits that say nothing.

    A figure with at most five significant digits is printed in full (3.1219, 31,219), so that a
    number of the plan is recognised; a longer one is a computed one and is rounded.
    """
    if not math.isfinite(value):
        return MISSING
    return _grouped(value if significant(value, 5) == value else _shortened(value))


def rounded(value: float) -> str:
    """Return a computed value: three digits below 10, four below 1,000, whole numbers above."""
    return _grouped(_shortened(value)) if math.isfinite(value) else MISSING


def coarse(value: float) -> str:
    """Return a forecast value with three significant digits: 52,774 reads 52,800."""
    return _grouped(significant(value, 3)) if math.isfinite(value) else MISSING


def _shortened(value: float) -> float:
    if abs(value) >= 1000:
        return float(round(value))
    return significant(value, 3 if abs(value) < 10 else 4)


def _grouped(value: float) -> str:
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def shown(value: float | None, unit: Unit, lang: Lang) -> str:
    """Return a canonical value in the display unit, without the unit's name."""
    return MISSING if value is None else plain(display_unit(unit, lang).from_canonical(value))


def with_unit(value: float | None, unit: Unit, lang: Lang) -> str:
    """Return a canonical value in the display unit, with the unit's name."""
    return MISSING if value is None else joined(shown(value, unit, lang), unit, lang)


def about(value: float, unit: Unit, lang: Lang) -> str:
    """Return a computed canonical value with three significant digits and the unit's name."""
    return joined(coarse(display_unit(unit, lang).from_canonical(value)), unit, lang)


def joined(number: str, unit: Unit, lang: Lang) -> str:
    """Return a printed number followed by its unit (``%`` without a space)."""
    name = unit_name(unit, lang, one=number == "1")
    return f"{number}{name}" if name in ("%", "％", "‰") else f"{number} {name}".rstrip()


def step_a_year(step: float, unit: Unit, lang: Lang) -> str:
    """Return a yearly increment in the display unit: ``+500/年``; of a share in points."""
    value = display_unit(unit, lang).from_canonical(step)
    per = Message("numbers.yr").get(lang)
    point = (Message("numbers.pp").get(lang)) if unit.dimension == "percent" else ""
    return f"{'−' if value < 0 else '+'}{rounded(abs(value))}{point}{per}"


def growth(rate: float | None) -> str:
    """Return a yearly rate (0.33) as ``+33.0%``; below 0.05 % in size as ``0.0%``."""
    if rate is None or not math.isfinite(rate):
        return MISSING
    text = f"{rate:+.1%}"
    return "0.0%" if text in ("+0.0%", "-0.0%") else text.replace("-", "−")


def percent(share: float) -> str:
    """Return a share of cases as ``48%``; the ends stay 0 and 100: it is a count."""
    return f"{math.floor(100 * share + 0.5)}%"
