"""Units and classifiers as plans write them, and their counterparts in ``data.units``.

``measure_at`` finds the unit that follows a number; ``resolved`` turns a written unit into one the
engine knows and the factor that the printed number has to be multiplied by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from data.document.money import ENGLISH, symbol_of
from data.document.wordlists import listed
from data.units import Unit, find_unit

SCALES = {
    "十": 10, "百": 100, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    "兆": 10**12,  # of money in Taiwan; 兆瓦 is a unit
}
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))

# Classifiers that also count with a number in words (三家, 五所): hardly ever part of a phrase.
FIRM = listed("件 项 家 所 人 名 户 处 座 亩 公里 平方公里 千米 公顷 平方米 立方米 吨 元 美元 张 "
              "辆 台 套 "
        "例 宗 篇 人次 户次 件次 个 岁 千瓦 兆瓦 小时")
# Classifiers read after Arabic numbers only: after words they stand in fixed phrases (一批, 三次).
LOOSE = listed("次 条 门 期 场 册 部 支 只 头 株 棵 间 栋 片 艘 组 对 位 份 盏 批 班 起 笔 列 节 "
               "种 类 米 分 "
         "人日 课时 学时 标准箱 班次 场次 批次 床 欧元 日元 港元 英镑 新台币 澳元 加元 新加坡元 "
         "卢比 千瓦时 度 公斤 千克 克 升 "
         "吨标准煤 吨标煤 "
         "公吨 瓩 千瓩 百万瓩 平方千米 微克 毫克 毫米 厘米 分贝 摄氏度 ℃ 万吨级 分钟 km² m² m³ ㎡ "
         "km ha kWh MW GW 公尺 平方公尺 立方公尺 公升 公厘 坪 "
         "平米 立方 斤 辆次 "
         "架次 千伏安 千伏 卷 首 幅 款 颗 口 眼 盒 副 层 块 TEU 令 吨公里 人公里")
_PERCENT = ("%", "‰", "个百分点", "百分点", "个千分点")
TIMES = ("倍", "番")
_DURATION = ("个工作日", "工作日", "个月", "年", "月", "日", "天")
_COUNTED = "|".join(sorted(map(re.escape, (*FIRM, *LOOSE)), key=len, reverse=True))
_PER = (r"(?:每)?(?:[十百千万亿]{0,2}(?:人口|人|名|户|元|美元|平方公里|平方米|平方公尺|立方米|"
        r"立方公尺|公里|公顷|亩|吨|"
        r"千瓦时|学生|职工|从业人员|劳动力|车)|百人年|人年|人|m³|m²|km²|km|L|年|日|天|月|升)")
_BODY = (rf"(?:{_SCALE})?(?:余|多)?(?:人民币)?(?:{_COUNTED})(?:\s*/\s*{_PER})?")
_CHINESE = re.compile(
    rf"\s*({'|'.join(map(re.escape, (*_PERCENT, *TIMES)))}|/\s*(?:10)?[十百千万]+(?:人口|人)?|"
    rf"个工作日|个月|[μµu]g\s*/\s*m[³3]|mg\s*/\s*[Ll]|{_BODY}|{'|'.join(_DURATION)}|"
    rf"(?:{_SCALE})(?![{_SCALE}方里物能众幸]))")
_TIME_UNIT = re.compile("个工作日|工作日|个月|分钟|小时|年|日|天")
_FIRM = re.compile(
    rf"\s*((?:{'|'.join(map(re.escape, (*_PERCENT, *TIMES)))})|(?:{_SCALE})?(?:"
    rf"{'|'.join(sorted(map(re.escape, FIRM), key=len, reverse=True))})(?:\s*/\s*{_PER})?)")

_EN_SCALE = r"(?:hundred|thousand|million|billion|trillion|lakhs?|crores?)"
EN_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
             "trillion": 10**12, "mn": 10**6, "bn": 10**9, "m": 10**6, "k": 10**3,
             "lakh": 10**5, "lakhs": 10**5,
             "crore": 10**7, "crores": 10**7}
_EN_UNITS = {
    "%": "%", "percent": "%", "per cent": "%", "percentage points": "百分点",
    "percentage point": "百分点", "pp": "百分点", "‰": "‰",
    "rmb": "元", "cny": "元", "usd": "美元", **ENGLISH,
    "km": "公里", "kilometres": "公里", "kilometers": "公里", "kilometre": "公里",
    "kilometer": "公里", "square kilometres": "平方公里", "square kilometers": "平方公里",
    "km2": "平方公里", "km²": "平方公里", "hectares": "公顷", "ha": "公顷", "tonnes": "吨",
    "tons": "吨",
    "tonne": "吨", "metric tons": "吨", "cubic metres": "立方米", "cubic meters": "立方米",
    "m3": "立方米",
    "m³": "立方米", "square metres": "平方米", "square meters": "平方米", "m2": "平方米",
    "m²": "平方米",
    "mu": "亩", "mw": "兆瓦", "megawatts": "兆瓦", "kwh": "千瓦时", "mwh": "千千瓦时",
    "gwh": "百万千瓦时", "twh": "十亿千瓦时", "gw": "吉瓦", "years": "年", "months": "月",
    "days": "天", "working days": "天", "people": "人", "persons": "人", "residents": "人",
    "households": "户",
    "µg/m³": "微克/立方米", "µg/m3": "微克/立方米", "μg/m3": "微克/立方米", "μg/m³": "微克/立方米",
    "ug/m3": "微克/立方米", "micrograms per cubic metre": "微克/立方米",
    "micrograms per cubic meter": "微克/立方米", "mg/l": "毫克/升", "kg": "公斤",
    "kilograms": "公斤", "kilogrammes": "公斤", "litres": "升", "liters": "升",
    "miles": "mile", "acres": "acre", "hours": "小时", "minutes": "分钟", "weeks": "周",
    "mt": "百万吨",
    "square miles": "平方英里", "tco2e": "tCO2e", "mtco2e": "百万吨", "kilotonnes": "千吨",
    "kt": "千吨", "megatonnes": "百万吨",
    "gigawatts": "吉瓦", "tonnes of co2": "吨", "tonnes of carbon dioxide": "吨",
    "tonnes co2e": "吨",
    "times": "倍", "points": "分", "number": "", "units": "", "items": "件", "pieces": "件",
    "cases": "件", "beds": "张", "vehicles": "辆", "cubic metres per second": "",
}
_EN_PER = (r"(?:\s+(?:for\s+every|per|for\s+each|/)\s+"
           r"((?:[\d,]+|thousand|million|hundred)?\s*(?:people|persons|inhabitants|residents|"
           r"population|households|births|live births|square kilomet(?:re|er)s?|person|"
           r"capita)))?")
_ENGLISH = re.compile(
    rf"(?:[ -]({_EN_SCALE}|mn|bn)\b|(?<=\d)(m|k|bn|mn)\b)?"
    rf"(?:[ -]?({'|'.join(sorted(map(re.escape, _EN_UNITS), key=len, reverse=True))})"
    r"(?![A-Za-z]))?", re.IGNORECASE)
_EN_RATIO = re.compile(_EN_PER, re.IGNORECASE)


_SHORT = {"m": "million", "mn": "million", "bn": "billion", "k": "thousand"}


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit after a number: as written, and where it ends."""

    text: str
    end: int


def measure_at(text: str, at: int, *, words: bool) -> Measure | None:
    """Return the Chinese unit that starts at ``at``; after a number in words a firm one only."""
    m = (_FIRM if words else _CHINESE).match(text, at)
    if m is None or not m.group(1):
        return None
    if m.group(1) == "升" and text[m.end():m.end() + 1] in ("至", "到", "为"):
        return None  # 由62升至80 has no litres
    return Measure(m.group(1).replace(" ", "").replace("余", "").replace("多", ""), m.end())


def duration_at(text: str, at: int) -> Measure | None:
    """Return the Chinese unit of time that starts at ``at``: 年, 个月, 小时."""
    m = _TIME_UNIT.match(text, at)
    return None if m is None else Measure(m.group(), m.end())


def english_measure_at(text: str, at: int) -> Measure | None:
    """Return the English unit at ``at``, with its scale: ``million yuan``, ``percent``."""
    m = _ENGLISH.match(text, at)
    if m is None or m.end() == at:
        return None
    words = [_SHORT.get(g.lower(), g.lower()) if i < 2 else g.lower()
             for i, g in enumerate(m.groups()) if g]
    return Measure(" ".join(words), m.end())


def english_ratio_at(text: str, at: int) -> Measure | None:
    """Return ``per 1,000 people`` and the like, when it starts at ``at``."""
    m = _EN_RATIO.match(text, at)
    if m is None or not m.group(1):
        return None
    return Measure("/" + " ".join(m.group(1).split()).lower(), m.end())


@dataclass(frozen=True, slots=True)
class Resolved:
    """A unit the engine knows, and what a printed number is multiplied by to be in it."""

    unit: Unit
    factor: Decimal
    known: bool = True


def resolved(written: str) -> Resolved:
    """Return the engine's unit for a written one; ``known`` is false when there is none.

    Then the unit is the bare number, and only the scale of the written unit is applied.
    """
    symbol = _canonical_symbol(written)
    direct = find_unit(symbol, beyond=False)
    if direct is not None:
        return Resolved(direct, Decimal(1))
    scale, rest = _scaled(symbol)
    rest = _SAME.get(rest, rest)
    scaled = find_unit(symbol[:len(symbol) - len(_scaled(symbol)[1])] + rest,
                       beyond=False)
    if scaled is not None:
        return Resolved(scaled, Decimal(1))
    base = find_unit(rest, beyond=False)
    if base is not None:
        return Resolved(base, Decimal(scale))
    physical = find_unit(symbol)
    if physical is not None:
        return Resolved(physical, Decimal(1))
    bare = find_unit("")
    assert bare is not None  # the table of units holds the bare number
    return Resolved(bare, Decimal(scale), known=False)


_PER_LABEL = re.compile(r"(?:每)?([百千万]|十万|百万)(?:名|个)?(?:常住)?(人口|人|户)")
_PER_LABEL_EN = re.compile(
    r"\bper ([\d,]+|thousand|million|hundred thousand) (people|persons|population|inhabitants|"
                           r"residents|births|live births|households)", re.IGNORECASE)


def per_label(label: str, unit: str) -> str:
    """Return the unit of a ratio whose name says what it is per: 每万人…拥有量 in 件 is 件/万人."""
    if "/" in unit or not unit:
        return unit
    m = _PER_LABEL.match(label)
    per = m.group(1) + ("户" if m.group(2) == "户" else "人") if m else ""
    n = None if m else _PER_LABEL_EN.search(label)
    if n is not None:
        amount = {"thousand": "1000", "million": "1000000", "hundred thousand": "100000"}.get(
            n.group(1).lower(), n.group(1))
        per = _english_per(f"{amount} {n.group(2)}")
    if not per:
        return unit
    made = f"{_canonical_symbol(unit)}/{per}"
    return made if find_unit(made) is not None else unit


_SAME = {"公吨": "吨", "公尺": "米", "平方公尺": "平方米", "立方公尺": "立方米", "公升": "升",
    "公厘": "毫米", "瓩": "千瓦", "度": "千瓦时", "个百分点": "百分点", "个千分点": "‰",
    "人民币元": "元", "平方千米": "平方公里",
         "km²": "平方公里",
         "km": "公里", "千米": "公里", "m²": "平方米", "㎡": "平方米", "平米": "平方米",
         "m³": "立方米",
         "立方": "立方米", "ha": "公顷", "吨标煤": "吨标准煤", "MW": "兆瓦", "GW": "吉瓦",
         "kWh": "千瓦时",
         "个月": "月", "日": "天", "个工作日": "天", "工作日": "天", "℃": "摄氏度"}


_CONCENTRATIONS = {"ug/m3": "微克/立方米", "ug/m³": "微克/立方米", "μg/m3": "微克/立方米",
                   "µg/m3": "微克/立方米", "μg/m³": "微克/立方米", "µg/m³": "微克/立方米",
                   "mg/l": "毫克/升"}


def _canonical_symbol(written: str) -> str:
    concentration = _CONCENTRATIONS.get(written.replace(" ", "").lower())
    if concentration is not None:
        return concentration
    above, slash, below = written.partition("/")
    money = symbol_of(above)
    if money is not None:
        return f"{money}{slash}{below}"
    text = written.strip().replace(" ", "").replace("人民币", "").replace("每", "")
    if written.strip().isascii() and re.search(r"[A-Za-z]{2}|%", written):
        return _from_english(written)
    text = text.replace("万人口", "万人").replace("千人口", "千人").replace("／", "/")
    return _SAME.get(text, text)


def _from_english(written: str) -> str:
    """Return a Chinese symbol with the scale first: ``million yuan`` is 百万元."""
    body, _, per = written.lower().strip().partition("/")
    words = body.split()
    scale = ""
    if words and words[0] in EN_SCALES:
        chinese = {100: "百", 10**3: "千", 10**5: "十万", 10**7: "千万",
                   10**6: "百万", 10**9: "十亿", 10**12: "万亿"}
        scale = chinese[EN_SCALES[words[0]]]
        words = words[1:]
    unit = _EN_UNITS.get(" ".join(words), " ".join(words))
    return _SAME.get(scale + unit, scale + unit) + (f"/{_english_per(per)}" if per else "")


def _english_per(per: str) -> str:
    amount = re.sub(r"[^\d]", "", per)
    people = {"10000": "万人", "1000": "千人", "100000": "十万人", "1000000": "百万人",
              "100": "百人",
              "": "人"}
    if "household" in per:
        return people.get(amount, f"{amount}人").replace("人", "户")
    return people.get(amount, f"{amount}人")


_MEGA = frozenset("瓦焦赫帕字比伏欧")


def _scaled(symbol: str) -> tuple[int, str]:
    for word in sorted(SCALES, key=len, reverse=True):
        if symbol.startswith(word) and not (word == "兆" and symbol[1:2] in _MEGA):
            return SCALES[word], symbol[len(word):]
    return 1, symbol
