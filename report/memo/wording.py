"""How a memo words figures: probabilities no finer than their error supports, rules in words."""

from __future__ import annotations

from data.words import Lang
from forecast.colour import EDGES, colour
from forecast.verdict import Colour, Grade
from report.text.words import COLOUR_NAMES

_TENTHS_ZH = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九")
_COARSE = (Grade.C, Grade.D)


def say(lang: Lang, zh: str, en: str) -> str:
    """Return the text in ``lang``."""
    return zh if lang == "zh" else en


def about_probability(p: float, grade: Grade | None, lang: Lang) -> str:
    """Return a stated probability as people say it: “约七成”, "about 7 in 10".

    Weak evidence supports tenths and no more; stronger evidence steps of five per cent. Where
    rounding would carry it over the edge of a colour, the lower step is named with "more than",
    so that the words never contradict the light beside them.
    """
    if p < 0.05:
        return say(lang, "不到5%", "less than 1 in 20")
    if p > 0.95:
        return say(lang, "超过95%", "more than 19 in 20")
    if grade is not None and grade not in _COARSE:
        return _fine(p, lang)
    tenths = min(9, max(1, round(10 * p)))
    if colour(tenths / 10) is colour(p):
        return say(lang, f"约{_TENTHS_ZH[tenths]}成", f"about {tenths} in 10")
    low = int(10 * p + 1e-9)
    if low == 0:
        return say(lang, "不到一成", "less than 1 in 10")
    return say(lang, f"{_TENTHS_ZH[low]}成多", f"more than {low} in 10")


def _fine(p: float, lang: Lang) -> str:
    step = 5 * round(20 * p)
    if colour(step / 100) is colour(p):
        return say(lang, f"约{step}%", f"about {step} %")
    low = 5 * int(20 * p + 1e-9)
    return say(lang, f"{low}%至{low + 5}%", f"between {low} and {low + 5} %")


def missed_probability(p: float, grade: Grade | None, lang: Lang) -> str:
    """Return the probability that a target is missed, in words that add up with those for P."""
    if p < 0.05:
        return say(lang, "超过95%", "more than 19 in 20")
    if p > 0.95:
        return say(lang, "不到5%", "less than 1 in 20")
    if grade is not None and grade not in _COARSE:
        step = 5 * round(20 * p)
        return say(lang, f"约{100 - step}%", f"about {100 - step} %")
    tenths = 10 - min(9, max(1, round(10 * p)))
    return say(lang, f"约{_TENTHS_ZH[tenths]}成", f"about {tenths} in 10")


def near_percent(p: float, lang: Lang) -> str:
    """Return a probability to the nearest five per cent, for a row that is compared with others.

    Where that would be another colour's, the two steps it lies between.
    """
    space = say(lang, "", " ")
    if p < 0.025:
        return f"<{space}5{space}%"
    if p > 0.975:
        return f">{space}95{space}%"
    step, low = 5 * round(20 * p), 5 * int(20 * p + 1e-9)
    if colour(step / 100) is not colour(p):
        return f"{low}–{low + 5}{space}%"
    return f"≈{space}{step}{space}%"


def model_range(low: float, high: float, lang: Lang) -> str:
    """Return the range over models in running text; empty where both ends read the same."""
    ends = [5 * round(20 * p) for p in (low, high)]
    if ends[0] == ends[1]:
        return ""
    first, last = (_end(step, lang) for step in ends)
    return say(lang, f"{first}至{last}", f"from {first} to {last}")


def _end(step: int, lang: Lang) -> str:
    if step == 0:
        return say(lang, "不足5%", "less than 5 %")
    if step == 100:
        return say(lang, "95%以上", "more than 95 %")
    return say(lang, f"约{step}%", f"about {step} %")


def share_text(p: float, lang: Lang) -> str:
    """Return a probability of the plan-level count as people say it."""
    if p < 0.01:
        return say(lang, "不到1%", "less than 1 %")
    if p > 0.99:
        return say(lang, "超过99%", "more than 99 %")
    whole = round(100 * p) if p < 0.1 or p > 0.9 else 5 * round(20 * p)
    return say(lang, f"约{whole}%", f"about {whole} %")


def colour_rule(shade: Colour, lang: Lang) -> str:
    """Return the rule that gives a colour: the range of probabilities it stands for."""
    if shade is Colour.GREY:
        return say(lang, "没有可用的概率，或各口径相差两级以上",
                   "no probability, or readings two or more colours apart")
    edges = [low for low, _ in EDGES]
    at = next(i for i, (_, c) in enumerate(EDGES) if c is shade)
    low, high = edges[at], 1.0 if at == 0 else edges[at - 1]
    if at == 0:
        return f"P ≥ {low:.2f}"
    return f"{low:.2f} ≤ P < {high:.2f}" if low > 0 else f"P < {high:.2f}"


def colour_text(shade: Colour, lang: Lang) -> str:
    """Return a colour's name as printed beside its patch."""
    return COLOUR_NAMES[shade].get(lang)


def colour_said(shade: Colour, lang: Lang) -> str:
    """Return a colour's name in running text: “橙色”, "AMBER-RED"."""
    return colour_text(shade, lang) + say(lang, "色", "")


def counted(n: int, noun: str) -> str:
    """Return "1 target", "2 targets"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def listed(names: list[str], lang: Lang) -> str:
    """Return names as a list in running text."""
    unique = list(dict.fromkeys(names))
    if lang == "zh":
        return "、".join(unique)
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"


def sentence(parts: list[str], lang: Lang) -> str:
    """Return clauses as one sentence, whatever stops they came with."""
    clauses = [part.rstrip("。.；; ") for part in parts if part]
    text = say(lang, "；", "; ").join(clauses)
    return text + "。" if lang == "zh" else text[:1].upper() + text[1:] + "."
