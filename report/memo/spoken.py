"""Figures in running text: what a target asks for and what it takes, as people write it.

Tables print signs (``≥ 3,290 件``, ``+33.0%``); a sentence says 不低于3,290件, 年均需增长33.0%.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from data.numbers import coarse, growth, joined, with_unit
from data.units import Unit, display_unit
from data.words import Basis, Lang, Sense
from forecast.probability.verdict import Verdict
from report.assessment.rows import lead
from report.memo.blocks import Block, Bullets, Cell, Heading, Inline, Paragraph, Picture, Table
from report.memo.wording import say
from report.text.goal import base_text, goal_text, required_texts

_SIGNS: tuple[tuple[str, str, str], ...] = (
    ("≥ ", "不低于", "at least "), ("≤ ", "不高于", "at most "), ("> ", "超过", "more than "),
    ("< ", "低于", "less than "), ("≈ ", "约", "about "),
)


_ONE_SIDED = (Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST)


def goal_said(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the target with its sign in words: “不低于3,290件”, "at least 3,290 items"."""
    text = goal_text(verdict, lang, usual)
    if verdict.target.basis is Basis.RELATIVE_TO_REGION:
        return text
    for sign, zh, en in _SIGNS:
        if text.startswith(sign):
            return say(lang, zh, en) + text[len(sign):]
    return text


def base_said(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the base figure with its year and unit; empty where there is none."""
    required = verdict.required
    if base_text(verdict, lang, usual) == "—" or required.base_year is None:
        return ""
    value = with_unit(required.base_value, verdict.indicator.unit, lang)
    if verdict.target.basis is Basis.RELATIVE_TO_REGION:
        value = base_text(verdict, lang, required.base_year)
    year = required.base_year
    return say(lang, f"基期（{year}年）为{value}", f"base ({year}): {value}")


def needed_said(verdict: Verdict, lang: Lang) -> str:
    """Return what is needed a year, from the base and (once under way) from the latest figure."""
    text, note = required_texts(verdict, lang)
    if text in ("", "—"):
        return ""
    unit = verdict.indicator.unit
    first = spoken_rate(text, unit, lang)
    if not note:
        return first
    later = verdict.required.from_now is not None or verdict.required.step_from_now is not None
    begun = re.fullmatch(r"(\d{4})年起(.+)|(.+) from (\d{4})(?: on)?", note)
    if begun and later:
        year, rest = (begun[1], begun[2]) if begun[1] else (begun[4], begun[3])
        said = spoken_rate(rest, unit, lang)
        return say(lang, f"{first}（{year}年以后{said}）", f"{first} ({said} from {year} on)")
    return say(lang, f"{first}（{spoken_rate(note, unit, lang)}）",
               f"{first} ({spoken_rate(note, unit, lang)})")


def spoken_rate(text: str, unit: Unit, lang: Lang) -> str:
    """Return a printed rate or step in words: ``+33.0%`` reads 年均需增长33.0%."""
    if text in ("> 0", "< 0"):
        return say(lang, "每年均须上升" if text[0] == ">" else "每年均须下降",
                   "a rise every year" if text[0] == ">" else "a fall every year")
    down, size = text.startswith(("−", "-")), text.lstrip("+−-")
    if size.endswith("%"):
        if size == "0.0%":
            return say(lang, "年均需保持不变", "no change a year")
        return say(lang, f"年均需{'下降' if down else '增长'}{size}", f"{text} a year")
    step = size.removesuffix("/年").removesuffix("/yr")
    if unit.dimension == "percent":
        points = step.removesuffix("百分点").removesuffix(" pp")
        return say(lang, f"每年需{'降低' if down else '提高'}{points}个百分点",
                   f"{'−' if down else '+'}{points} percentage points a year")
    return say(lang, f"每年需{'减少' if down else '增加'}{joined(step, unit, lang)}",
               f"{'−' if down else '+'}{joined(step, unit, lang)} a year")


def from_now_said(verdict: Verdict, lang: Lang) -> str:
    """Return what is needed a year from the latest figure on; empty where it cannot be said."""
    required = verdict.required
    rate = required.from_now if required.from_now is not None else required.cagr
    text, note = required_texts(verdict, lang)
    if text.endswith(("/年", "/yr")):  # it moves by steps, not by rates
        begun = re.search(r"起(.+)$|^(.+) from \d{4}", note)
        step = (begun[1] or begun[2]) if begun else text
        return spoken_rate(step, verdict.indicator.unit, lang)
    return "" if rate is None else spoken_rate(growth(rate), verdict.indicator.unit, lang)


def outcome_said(verdict: Verdict, lang: Lang) -> str:
    """Return what a known outcome came to, how far short it fell and how much of it was done.

    Empty where the target is not one value to reach: bands, promises about every year, other
    regions.
    """
    target, actual, goal = verdict.target, lead(verdict).median, verdict.required.target_value
    if actual is None or goal is None or target.sense not in _ONE_SIDED \
            or target.basis in (Basis.RELATIVE_TO_REGION, Basis.EVERY_YEAR_UP):
        return ""
    unit = verdict.indicator.unit
    came = with_unit(actual, unit, lang)
    parts = [say(lang, f"实际{came}", f"actual {came}")]
    gap = goal - actual if target.sense is not Sense.AT_MOST else actual - goal
    if gap > 0:
        size = with_unit(gap, unit, lang)
        more = target.sense is Sense.AT_MOST
        parts.append(say(lang, f"{'多' if more else '少'}{size}",
                         f"{size} {'too many' if more else 'short'}"))
    if goal > 0 and actual >= 0 and target.sense is not Sense.AT_MOST:
        done = math.floor(100 * actual / goal) if gap > 0 else math.floor(100 * actual / goal + 0.5)
        parts.append(say(lang, f"完成{done}%", f"{done}% of the target"))
    return say(lang, "，", ", ").join(parts)


def span_said(low: float, high: float, unit: Unit, lang: Lang) -> str:
    """Return a forecast range with its unit once: ``1.29–3.52 件/万人``."""
    shown = display_unit(unit, lang)
    ends = [coarse(shown.from_canonical(v)) for v in (low, high)]
    return joined("–".join(ends), unit, lang)


_GAPS = re.compile(
    r"(?<=[\d%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)"  # 2,500 件
    r"|(?<![A-Za-z0-9] [≥≤><])(?<=[≥≤>≈]) (?=\d)")  # ≥ 2,500, but not P ≥ 0.80


def closed_up(text: str) -> str:
    """Return Chinese text without the spaces that belong to tables of figures: 2,500件."""
    return _GAPS.sub("", text)


def set_in_chinese(block: Block) -> Block:
    """Return a block with its text closed up."""
    if isinstance(block, Heading):
        return replace(block, text=closed_up(block.text))
    if isinstance(block, Paragraph):
        return replace(block, runs=_runs(block.runs))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(_runs(item) for item in block.items))
    if isinstance(block, Table):
        rows = tuple(tuple(_cell(c) for c in row) for row in block.rows)
        return replace(block, caption=closed_up(block.caption), rows=rows)
    if isinstance(block, Picture):
        return replace(block, caption=closed_up(block.caption), alt=closed_up(block.alt))
    return block


def _runs(runs: Inline) -> Inline:
    return tuple(replace(run, text=closed_up(run.text)) for run in runs)


def _cell(cell: Cell) -> Cell:
    return replace(cell, runs=_runs(cell.runs))
