"""Which texts are units, as cells and brackets of tables write them."""

from __future__ import annotations

import re

from data.document.measures import FIRM, LOOSE, resolved


def has_han(text: str) -> bool:
    """Say whether a text has Chinese characters: then its words are read as Chinese."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


_COUNTED = "|".join(sorted(map(re.escape, (
    *FIRM, *LOOSE, "%", "‰", "百分点", "个百分点", "年", "天", "日", "月", "倍", "分", "岁",
    "微克", "标台",
    "千瓦", "万千瓦", "当量", "位", "名", "指数", "人民币")), key=len, reverse=True))
_SCALE = r"(?:[十百千]?[万亿]|[百千])?"
_BELOW = r"(?:每)?\d{0,6}[百千万亿]*(?:[\u4e00-\u9fff]{1,6}|[A-Za-zμ³²0-9]{1,6})?"
_UNIT_ZH = re.compile(
    rf"{_SCALE}(?:{_COUNTED})(?:\s*(?:/|每|·)\s*{_BELOW}){{0,2}}|"
    rf"1?/\s*(?:10)?[十百千万]+(?:人|户)?|[\u4e00-\u9fffA-Za-z]{{1,6}}/(?:每)?(?:10)?[百千万亿]*"
    r"(?:人|户|元|公里|平方公里|平方米|立方米|公顷|亩|吨|年|天|日|床|生|车|辆|标准煤)|"
    r"(?:mg|ug|μg|kg|g|t)/(?:L|m³|m3|kWh|d|a)")
_UNIT_EN = re.compile(
    r"%|‰|℃|°c|percent|per ?cent|percentage(?: points?)?|pp|"
    r"(?:(?:us|hk|nt)?[$£€¥]|usd|rmb|cny|eur|gbp)\s*(?:m|bn|k|thousand|million|billion)?|"
    r"(?:m|bn|thousand|million|billion)|"
    r"(?:million |billion |thousand |10,?000 )?(?:yuan|dollars|euros?|pounds|tonnes|tons|km2?|km²|"
    r"hectares|ha|people|persons|households|kwh|mwh|gwh|twh|mw|gw|items|pieces|cases|beds|"
    r"vehicles|years?|months|days|hours|minutes|points|numbers?|no\.?|nos\.?|#|units|visitors|"
    r"visits|passengers|mt ?co2e?|kt ?co2e?|t ?co2e?|tco2e|m3|m³|square metres|cubic metres|"
    r"litres|homes|dwellings|schools|students|pupils|jobs|ratio|index|score|rank)"
    r"(?:\s*(?:per|/)\s*[\w, ]{1,24})?|per [\w, ]{3,24}|[a-z]+ per [\d,]+ (?:people|inhabitants)|"
    r"m³|μg/m³|ug/m3|mg/l", re.IGNORECASE)


def is_unit(text: str) -> bool:
    """Say whether a whole cell is a unit."""
    bare = text.strip("()[] ")
    if not bare or len(bare) > 30 or bare.isdigit():
        return False
    if not has_han(bare):
        return bool(_UNIT_EN.fullmatch(bare)) or (len(bare) <= 12 and resolved(bare).known)
    squeezed = bare.replace(" ", "")
    return bool(_UNIT_ZH.fullmatch(squeezed)) or (
        len(squeezed) <= 8 and resolved(squeezed).known)
