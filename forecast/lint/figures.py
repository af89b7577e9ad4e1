"""How the linter writes numbers and where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from data.messages.message import Joined, Localized, Message, Messages
from data.numbers import plain, shown, with_unit
from data.plan import Indicator
from data.units import Unit
from data.words import Lang, Place, Sense, Wording
from forecast.lint.facts import RATES, Stated
from forecast.lint.findings import Spot

_PLACES = Messages("lint_rules.places", Place)
_SENSES = Messages("lint_rules.senses", Sense)


def name_of(indicator: Indicator) -> Wording:
    """Return the indicator's name in quotation marks."""
    return Message("lint_rules.indicator", indicator=indicator.name)


def number(said: Stated, lang: Lang) -> str:
    """Return a number with its unit as it is written, or in percent for a rate."""
    return amount(said.value, said, lang)


def amount(value: float, like: Stated, lang: Lang) -> str:
    """Return a value in the unit of another number; a sum of printed figures is not rounded."""
    if like.basis in RATES:
        return percent(value, None, lang)
    return level(value, like.unit, lang)


def level(value: float, unit: Unit, lang: Lang) -> str:
    """Return a canonical value with its unit."""
    return with_unit(value, unit, lang)


def bare(value: float, unit: Unit, lang: Lang) -> str:
    """Return a canonical value in its display unit, without the unit's name."""
    return shown(value, unit, lang)


def percent(value: float, decimals: int | None, _: Lang) -> str:
    """Return a percentage with its own digits, or rounded to ``decimals``."""
    text = plain(value) if decimals is None else f"{value:,.{decimals}f}".replace("-", "−")
    return f"{text}%"


def sense_word(sense: Sense) -> Wording:
    """Return how a document words a sense, with its sign."""
    return _SENSES[sense]


def place_word(said: Stated) -> Wording:
    """Return where a number stands: the table, the text, or the plan's figures."""
    if said.place is not None:
        return _PLACES[said.place]
    return Message("lint_rules.figures")


def place(spot: Spot) -> str:
    """Return the place in the document: the source as the plan gives it, else line and columns."""
    if spot.source or spot.span is None:
        return spot.source
    return f"{spot.span.line}:{spot.span.start}-{spot.span.end}"


def cited(said: Stated, lang: Lang) -> str:
    """Return a number with where it stands: ``790 件（表 第4行）``."""
    where = place(said.spot) or place_word(said).get(lang)
    text = number(said, lang)
    return Message("lint_rules.text_where", text=text, where=where).get(lang)


def cited_text(said: Stated) -> Wording:
    """Return a number with its place, for a message."""
    return Localized(cited, said)


def level_text(value: float, unit: Unit) -> Wording:
    """Return a canonical value with its unit, for a message."""
    return Localized(level, value, unit)


def bare_text(value: float, unit: Unit) -> Wording:
    """Return a canonical value without its unit, for a message."""
    return Localized(bare, value, unit)


def percent_text(value: float, decimals: int | None = None) -> Wording:
    """Return a percentage, for a message."""
    return Localized(percent, value, decimals)


def sum_text(values: Iterable[float], unit: Unit) -> Wording:
    """Return canonical values with a plus between them, for a message."""
    return Joined([bare_text(value, unit) for value in values], "mark.plus")
