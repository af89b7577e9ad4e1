"""How a memo words figures: probabilities no finer than their error supports, rules in words."""

from __future__ import annotations

from data.words import Lang
from forecast.colour import EDGES
from forecast.verdict import Colour, Grade
from report.words import COLOUR_NAMES

_TENTHS_ZH = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九")
_COARSE = (Grade.C, Grade.D)


def say(lang: Lang, zh: str, en: str) -> str:
    """Return the text in ``lang``."""
    return zh if lang == "zh" else en


def about_probability(p: float, grade: Grade | None, lang: Lang) -> str:
    """Return a stated probability as people say it: “约七成”, "about 7 in 10".

    Weak evidence supports tenths and no more; stronger evidence steps of five per cent.
    """
    if p < 0.05:
        return {"zh": "不到5%", "en": "less than 1 in 20"}[lang]
    if p > 0.95:
        return {"zh": "超过95%", "en": "more than 19 in 20"}[lang]
    if grade is None or grade in _COARSE:
        tenths = min(9, max(1, round(10 * p)))
        return {"zh": f"约{_TENTHS_ZH[tenths]}成", "en": f"about {tenths} in 10"}[lang]
    step = 5 * round(20 * p)
    return {"zh": f"约{step}%", "en": f"about {step} %"}[lang]


def near_percent(p: float, lang: Lang) -> str:
    """Return a probability to the nearest five per cent, for a row that is compared with others."""
    if p < 0.025:
        return "<5%" if lang == "zh" else "< 5 %"
    if p > 0.975:
        return ">95%" if lang == "zh" else "> 95 %"
    return f"≈{5 * round(20 * p)}%" if lang == "zh" else f"≈ {5 * round(20 * p)} %"


def share_text(p: float, lang: Lang) -> str:
    """Return a probability of the plan-level count as people say it."""
    if p < 0.01:
        return {"zh": "不到1%", "en": "less than 1 %"}[lang]
    if p > 0.99:
        return {"zh": "超过99%", "en": "more than 99 %"}[lang]
    whole = round(100 * p) if p < 0.1 or p > 0.9 else 5 * round(20 * p)
    return {"zh": f"约{whole}%", "en": f"about {whole} %"}[lang]


def colour_rule(colour: Colour, lang: Lang) -> str:
    """Return the rule that gives a colour: the range of probabilities it stands for."""
    if colour is Colour.GREY:
        return {"zh": "没有可用的概率，或各口径相差两级以上",
                "en": "no probability, or readings two or more colours apart"}[lang]
    edges = [low for low, _ in EDGES]
    at = next(i for i, (_, c) in enumerate(EDGES) if c is colour)
    low, high = edges[at], 1.0 if at == 0 else edges[at - 1]
    if at == 0:
        return f"P ≥ {low:.2f}"
    return f"{low:.2f} ≤ P < {high:.2f}" if low > 0 else f"P < {high:.2f}"


def colour_text(colour: Colour, lang: Lang) -> str:
    """Return a colour's name as printed beside its patch."""
    return COLOUR_NAMES[colour].get(lang)


def listed(names: list[str], lang: Lang) -> str:
    """Return names as a list in running text."""
    unique = list(dict.fromkeys(names))
    if lang == "zh":
        return "、".join(unique)
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"
