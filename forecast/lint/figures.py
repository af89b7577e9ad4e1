"""How the linter writes numbers and where they stand, in both languages."""

from __future__ import annotations

from data.numbers import plain, shown, with_unit
from data.plan import Indicator
from data.units import Unit
from data.words import Lang, Place, Sense, Text
from forecast.lint.facts import RATES, Said
from forecast.lint.findings import Spot

LANGS: tuple[Lang, Lang] = ("zh", "en")

_PLACES = {Place.TABLE: Text("表", "table"), Place.TEXT: Text("正文", "text")}
_SENSES = {
    Sense.AT_LEAST: Text("达到（≥）", "at least (≥)"),
    Sense.AT_MOST: Text("不超过（≤）", "at most (≤)"),
    Sense.ABOUT: Text("左右（≈）", "about (≈)"),
    Sense.ABOVE: Text("突破/超过（>）", "above (>)"),
    Sense.BETWEEN: Text("区间", "between"),
}


def name_of(indicator: Indicator) -> Text:
    """Return the indicator's name in quotation marks."""
    return Text(f"“{indicator.name.get('zh')}”", f"'{indicator.name.get('en')}'")


def number(said: Said, lang: Lang) -> str:
    """Return a number with its unit as it is written, or in percent for a rate."""
    return amount(said.value, said, lang)


def amount(value: float, like: Said, lang: Lang) -> str:
    """Return a value in the unit of another number; a sum of printed figures is not rounded."""
    if like.basis in RATES:
        return percent(value, lang)
    return level(value, like.unit, lang)


def level(value: float, unit: Unit, lang: Lang) -> str:
    """Return a canonical value with its unit."""
    return with_unit(value, unit, lang)


def bare(value: float, unit: Unit, lang: Lang) -> str:
    """Return a canonical value in its display unit, without the unit's name."""
    return shown(value, unit, lang)


def percent(value: float, lang: Lang, decimals: int | None = None) -> str:
    """Return a percentage with its own digits, or rounded to ``decimals``."""
    text = plain(value) if decimals is None else f"{value:,.{decimals}f}".replace("-", "−")
    return f"{text}{'' if lang == 'zh' else ' '}%"


def sense_word(sense: Sense) -> Text:
    """Return how a document words a sense, with its sign."""
    return _SENSES[sense]


def place_word(said: Said) -> Text:
    """Return where a number stands: the table, the text, or the plan's figures."""
    if said.place is not None:
        return _PLACES[said.place]
    return Text("文件数据", "figures")


def place(spot: Spot) -> str:
    """Return the place in the document: the source as the plan gives it, else line and columns."""
    if spot.source or spot.span is None:
        return spot.source
    return f"{spot.span.line}:{spot.span.start}-{spot.span.end}"


def cited(said: Said, lang: Lang) -> str:
    """Return a number with where it stands: ``790 件（表 第4行）``."""
    where = place(said.spot) or place_word(said).get(lang)
    text = number(said, lang)
    return f"{text}（{where}）" if lang == "zh" else f"{text} ({where})"


def sentence(zh: str, en: str, **parts: tuple[str, str]) -> Text:
    """Return a sentence in both languages; each part is given as (zh, en)."""
    return Text(zh.format(**{k: v[0] for k, v in parts.items()}),
                en.format(**{k: v[1] for k, v in parts.items()}))


def in_both(text: Text) -> tuple[str, str]:
    """Return a text as a part of a ``sentence``."""
    return text.zh, text.en


def cited_in_both(said: Said) -> tuple[str, str]:
    """Return a number with its place as a part of a ``sentence``."""
    return cited(said, "zh"), cited(said, "en")


def level_in_both(value: float, unit: Unit) -> tuple[str, str]:
    """Return a canonical value with its unit as a part of a ``sentence``."""
    return level(value, unit, "zh"), level(value, unit, "en")


def bare_in_both(value: float, unit: Unit) -> tuple[str, str]:
    """Return a canonical value without its unit as a part of a ``sentence``."""
    return bare(value, unit, "zh"), bare(value, unit, "en")


def percent_in_both(value: float, decimals: int | None = None) -> tuple[str, str]:
    """Return a percentage as a part of a ``sentence``."""
    return percent(value, "zh", decimals), percent(value, "en", decimals)
