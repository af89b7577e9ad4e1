"""Units: parsed and converted once, at the border.

Inside the engine every value is in the canonical unit of its dimension (factor 1): single pieces,
yuan, percent, pieces per 10,000 people. The plan's own unit is kept for display only.
Decimal arithmetic keeps 3.1219 万件 exactly 31,219 件.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.messages.catalogue import language
from data.messages.message import Message, Messages
from data.words import Lang, Wording

if TYPE_CHECKING:
    from pint import UnitRegistry


# Physical units beyond the table of ``data.units``: read by pint from a bundled definitions
# file.
#
# pint is imported only when a symbol is asked for that the table does not hold.

_FILE = Path(__file__).resolve().parent / "bundled" / "units" / "physical.txt"
_LONGEST = 24
_SYMBOL = re.compile(r"[A-Za-zµμ℃㎡\u4e00-\u9fff²³_]+(?:\s*[/·]\s*[A-Za-zµμ㎡\u4e00-\u9fff²³_]+)*")


class Physical(NamedTuple):
    """A physical quantity: ``dimension`` as pint writes it, ``factor`` to its base units."""

    dimension: str
    factor: Decimal


def physical(symbol: str) -> Physical | None:
    """Return the dimension of a unit such as 毫克/升 or 万吨公里; ``None`` when it is no unit."""
    text = symbol.strip()
    if not text or len(text) > _LONGEST or not _SYMBOL.fullmatch(text):
        return None
    return _parsed(text)


@lru_cache(maxsize=512)
def _parsed(text: str) -> Physical | None:
    from pint.errors import PintError

    written = text.replace("²", "**2").replace("³", "**3").replace("·", "*")
    try:
        found = _registry().Quantity(1, written).to_base_units()
    except (PintError, ValueError, TypeError, AttributeError, AssertionError):
        return None
    dimension = str(found.dimensionality)
    if dimension == "dimensionless":
        return None
    return Physical(dimension, Decimal(repr(float(found.magnitude))))


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[float]:
    from pint import UnitRegistry

    return UnitRegistry(str(_FILE), cache_folder=None)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol, its dimension and how many canonical units one of it is."""

    symbol: str
    dimension: str
    factor: Decimal

    def to_canonical(self, value: float) -> float:
        """Convert a value in this unit to the canonical unit of its dimension."""
        return float(Decimal(repr(float(value))) * self.factor)

    def from_canonical(self, value: float) -> float:
        """Convert a canonical value to this unit, for display."""
        return float(Decimal(repr(float(value))) / self.factor)


_SCALES = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4),
           "亿": Decimal(10**8), "百万": Decimal(10**6), "千万": Decimal(10**7),
           "十亿": Decimal(10**9), "万亿": Decimal(10**12)}
_COUNTED = {  # dimension -> symbols that mean the same thing counted
    "piece": ("件", "项", "个", "次", "宗", "例", "篇", "种", "期", "处", "座", "条", "张", "辆",
              "台", "套",
              "门", "场", "部", "株", "只", "头", "份", "支", "册", "组", "对", "栋", "艘", "枚",
              "批", "起"),
    "organisation": ("家", "所"),
    "person": ("人", "名"),
    "attendance": ("人次",),
    "household": ("户",),
}
COUNTED = tuple(_COUNTED)
"""Dimensions of things that are counted one by one: their values are whole numbers."""

_CURRENCY = {"yuan": "元", "usd": "美元", "gbp": "英镑", "eur": "欧元", "hkd": "港元",
             "twd": "新台币", "jpy": "日元", "aud": "澳元", "cad": "加元", "sgd": "新加坡元",
             "inr": "卢比"}
MONEY = tuple(_CURRENCY)
"""Dimensions of money, a currency each: nothing is converted between them."""
_MEASURED = {  # symbol -> dimension, with every scale
    "公里": "km", "平方公里": "km²", "公顷": "hectare", "亩": "mu", "平方米": "m²", "立方米": "m³",
    "吨": "tonne", "吨标准煤": "tonne of coal equivalent", "千瓦": "kW", "千瓦时": "kWh",
    "小时": "hour",
}
_PHYSICAL = frozenset({*_MEASURED.values(), "month", "year", "day", "year of age", "µg/m³"})
_PER = {  # what a ratio is per -> its English words
    "人": "person", "百人": "100 people", "千人": "1,000 people", "万人": "10,000 people",
    "十万人": "100,000 people", "百万人": "1,000,000 people", "户": "household",
    "千户": "1,000 households", "万户": "10,000 households", "元": "yuan", "万元": "10,000 yuan",
    "亿元": "100M yuan", "公里": "km", "平方公里": "km²", "平方米": "m²", "立方米": "m³",
    "公顷": "hectare", "亩": "mu", "吨": "tonne",
}
_FIXED = (
    Unit("%", "percent", Decimal(1)),
    Unit("％", "percent", Decimal(1)),
    Unit("‰", "percent", Decimal("0.1")),
    Unit("百分点", "percentage point", Decimal(1)),
    Unit("分", "score", Decimal(1)),
    Unit("位", "rank", Decimal(1)),
    Unit("月", "month", Decimal(1)),
    Unit("年", "year", Decimal(1)),
    Unit("天", "day", Decimal(1)),
    Unit("件/万人", "piece per 10,000 people", Decimal(1)),
    Unit("项/万人", "piece per 10,000 people", Decimal(1)),
    Unit("件/万户", "piece per 10,000 households", Decimal(1)),
    Unit("件/亿元", "piece per 100M yuan", Decimal(1)),
    Unit("件/百人年", "piece per 100 person-years", Decimal(1)),
    Unit("岁", "year of age", Decimal(1)),
    Unit("兆瓦", "kW", Decimal(1000)),
    Unit("吉瓦", "kW", Decimal(10**6)),
    Unit("微克/立方米", "µg/m³", Decimal(1)),
    Unit("/10万", "person per 100,000 people", Decimal(1)),
    Unit("1/10万", "person per 100,000 people", Decimal(1)),
    Unit("", "number", Decimal(1)),
)


def _table() -> dict[str, Unit]:
    table = {unit.symbol: unit for unit in _FIXED}
    for scale, factor in _SCALES.items():
        for dimension, symbols in _COUNTED.items():
            for symbol in symbols:
                table[scale + symbol] = Unit(scale + symbol, dimension, factor)
        for dimension, symbol in _CURRENCY.items():
            table[scale + symbol] = Unit(scale + symbol, dimension, factor)
        for symbol, dimension in _MEASURED.items():
            table.setdefault(scale + symbol, Unit(scale + symbol, dimension, factor))
    return table


UNITS: dict[str, Unit] = _table()


_BARE = {scale: Unit(scale, "number", _SCALES[scale]) for scale in ("万", "亿", "万亿")}
"""Scales alone, for things that have no classifier: 网民 1.2 亿."""


def find_unit(symbol: str, *, beyond: bool = True) -> Unit | None:
    """Return the unit written ``symbol`` (spaces ignored), or ``None`` when it is not known.

    Units are also known by the English names that they are printed under, and physical units
    ``beyond`` the table by their usual symbols (毫克/升, 吨公里, GWh).
    """
    bare = symbol.replace(" ", "").replace("每", "/")
    words = _SPACED.sub(",", " ".join(symbol.casefold().split()))
    found = UNITS.get(bare) or _BARE.get(bare) or _ratio(bare) or _english().get(words)
    if found is not None or not beyond:
        return found
    quantity = physical(bare)
    return None if quantity is None else Unit(bare, quantity.dimension, quantity.factor)


def is_physical(unit: Unit) -> bool:
    """Say whether a unit measures a physical quantity: a length, a mass, an energy, a duration."""
    return unit.dimension.startswith("[") or unit.dimension in _PHYSICAL


def known_unit(symbol: str) -> Unit:
    """Return the unit of a symbol that has been checked. Raises ``KeyError`` for another."""
    unit = find_unit(symbol)
    if unit is None:
        raise KeyError(symbol)
    return unit


def _ratio(symbol: str) -> Unit | None:
    """Return the unit of a ratio (人/千人, 万元/人) made of known units."""
    above, slash, below = symbol.partition("/")
    unit, words = UNITS.get(above), _PER.get(below)
    if not slash or unit is None or words is None:
        return None
    return Unit(symbol, f"{unit.dimension} per {words}", unit.factor)


def nearest_units(symbol: str) -> tuple[str, ...]:
    """Return up to three known symbols that look like ``symbol``."""
    return tuple(get_close_matches(symbol, UNITS, n=3, cutoff=0.3))


_UNIT_WORDS = Messages("units", str)
_WORDS_OF_ONE = Messages("unit_one", str)
_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)
_ENGLISH_TOO = {  # other English names of a dimension's canonical unit, beside the printed one
    "percent": ("percent", "per cent", "pct"), "piece": ("item", "pieces", "piece"),
    "organisation": ("organisation", "organizations", "organization"),
    "person": ("person", "persons"),
    "household": ("household",), "yuan": ("cny", "rmb", "renminbi"),
    "usd": ("us dollar", "usd", "us$"),
    "gbp": ("pound", "gbp", "pounds sterling", "£"), "eur": ("euro", "eur", "€"),
    "hkd": ("hk dollars", "hkd", "hk$"), "twd": ("nt dollars", "twd", "nt$"), "jpy": ("jpy",),
    "aud": ("aud", "a$"), "cad": ("cad", "c$"), "sgd": ("sgd", "s$"),
    "inr": ("inr", "rs"), "tonne": ("tonne", "t"), "hectare": ("hectare", "ha"),
    "percentage point": ("percentage points", "percentage point"), "score": ("point",),
    "day": ("day",), "hour": ("hour",),
}
_ENGLISH_SCALES = {
    "thousand": "千", "thousands": "千", "thousands of": "千", "1,000": "千", "1000": "千",
    "ten thousand": "万", "10 thousand": "万", "10,000": "万", "10000": "万", "mn": "百万",
    "million": "百万", "millions": "百万", "millions of": "百万", "hundred million": "亿",
    "100 million": "亿", "100m": "亿", "billion": "十亿", "billions": "十亿", "billions of": "十亿",
    "bn": "十亿", "trillion": "万亿"}
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")


@cache
def _english() -> dict[str, Unit]:
    """Return English names, in lower case, to units: as printed, and with their scales."""
    out: dict[str, Unit] = {}
    for unit in UNITS.values():
        word = display_unit(Unit(unit.symbol, unit.dimension, Decimal(1)), "en").symbol
        if unit.factor != 1 or not word or unit.dimension == "year of age":
            continue  # "years" alone are calendar years
        for name in (word, *_ENGLISH_TOO.get(unit.dimension, ())):
            out.setdefault(name.casefold(), unit)
            if unit.dimension in ("percent", "percentage point", "score"):
                continue
            for scale, sign in _ENGLISH_SCALES.items():
                if sign + unit.symbol in UNITS:
                    out.setdefault(f"{scale} {name}".casefold(), UNITS[sign + unit.symbol])
                    if unit.dimension in MONEY:  # RMB million
                        out.setdefault(f"{name} {scale}".casefold(), UNITS[sign + unit.symbol])
    return out


def _ratio_word(dimension: str) -> Wording | None:
    """Return the word of a ratio: what is counted goes without saying, a quantity does not."""
    above, per, below = dimension.partition(" per ")
    if not per:
        return None
    if above in _COUNTED:
        return Message("units.per", below=below)
    return Message("units.quantity_per", above=_UNIT_WORDS.get(above, above), below=below)


def unit_name(unit: Unit, lang: Lang, *, one: bool = False) -> str:
    """Return the name of the unit values are printed in; with ``one`` as it follows a 1."""
    shown = display_unit(unit, lang)
    single = _WORDS_OF_ONE.get(unit.dimension)
    if not one or single is None or language(lang).own_units or shown.factor != 1:
        return shown.symbol
    return single.get(lang)


def difference_unit(unit: Unit) -> Unit:
    """Return the unit of a difference of two values: percentages differ by percentage points."""
    return UNITS["百分点"] if unit.dimension == "percent" else unit


def display_unit(unit: Unit, lang: Lang) -> Unit:
    """Return the unit values are printed in: the plan's own in Chinese, else its like.

    万 and 亿 have no counterpart there: counts in 万 are printed in single pieces, counts in 亿
    in millions, money in 万 in millions and in 亿 in billions.
    """
    said = _UNIT_WORDS.get(unit.dimension) or _ratio_word(unit.dimension)
    if language(lang).own_units or said is None or unit.symbol == "‰":
        return unit
    word = said.get(lang)
    if unit.factor < 10**4:
        return Unit(word, unit.dimension, Decimal(1))
    if unit.dimension in MONEY:
        large = unit.factor >= 10**8
        code = "units.billions" if large else "units.millions"
        return Unit(Message(code, unit=word).get(lang), unit.dimension,
                    _BILLION if large else _MILLION)
    if unit.factor < 10**8:
        return Unit(word, unit.dimension, Decimal(1))
    return Unit(Message("units.millions", unit=word).get(lang), unit.dimension, _MILLION)
