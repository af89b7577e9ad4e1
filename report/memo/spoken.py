"""Figures in running text: what a target asks for and what it takes, as people write it.

Tables print signs (``≥ 3,290 件``, ``+33.0%``); a sentence says 不低于3,290件, 年均需增长33.0%.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from data.numbers import coarse, joined, with_unit
from data.units import Unit, display_unit
from data.words import Basis, Lang, Sense
from forecast.probability.verdict import Verdict
from report.assessment.rows import lead
from report.memo.blocks import Block, Bullets, Cell, Heading, Inline, Paragraph, Picture, Table
from report.memo.wording import punctuation, text
from report.text.goal import base_text, goal_text, move_said, needed
from report.text.words import SENSES

_ONE_SIDED = (Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST)


def goal_said(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the target with its sign in words: “不低于3,290件”, "at least 3,290 items"."""
    goal = goal_text(verdict, lang, usual)
    if verdict.target.basis is Basis.RELATIVE_TO_REGION:
        return goal
    sign = SENSES[verdict.target.sense]
    if sign and goal.startswith(sign):
        return text(lang, "spoken.bound", sense=verdict.target.sense, goal=goal[len(sign):])
    return goal


def base_said(verdict: Verdict, lang: Lang, usual: int) -> str:
    """Return the base figure with its year and unit; empty where there is none."""
    required = verdict.required
    if base_text(verdict, lang, usual) == "—" or required.base_year is None:
        return ""
    value = with_unit(required.base_value, verdict.indicator.unit, lang)
    if verdict.target.basis is Basis.RELATIVE_TO_REGION:
        value = base_text(verdict, lang, required.base_year)
    return text(lang, "spoken.base", year=required.base_year, value=value)


def needed_said(verdict: Verdict, lang: Lang) -> str:
    """Return what is needed a year, from the base and (once under way) from the latest figure."""
    found = needed(verdict)
    if not found.first:
        return ""
    first = move_said(found.first, verdict.indicator.unit, lang)
    if not found.then:
        return first
    return text(lang, "spoken.needed", first=first, year=found.since or 0,
                then=move_said(found.then, verdict.indicator.unit, lang),
                later=found.since is not None)


def outcome_said(verdict: Verdict, lang: Lang) -> str:
    """Return what a known outcome came to, how far short it fell and how much of it was done.

    Empty where the target is not one value to reach: bands, promises about every year, other
    regions.
    """
    target, actual, goal = verdict.target, lead(verdict).median, verdict.required.target_value
    if actual is None or goal is None or target.sense not in _ONE_SIDED \
            or target.basis in (Basis.RELATIVE_TO_REGION, Basis.EVERY_YEAR_UP):
        return ""
    unit, gap = verdict.indicator.unit, goal - actual
    gap = -gap if target.sense is Sense.AT_MOST else gap
    parts = [text(lang, "spoken.actual", value=with_unit(actual, unit, lang))]
    if gap > 0:
        parts.append(text(lang, "spoken.gap", size=with_unit(gap, unit, lang),
                          more=target.sense is Sense.AT_MOST))
    if goal > 0 and actual >= 0 and target.sense is not Sense.AT_MOST:
        share = 100 * actual / goal
        parts.append(text(lang, "spoken.done",
                          share=math.floor(share) if gap > 0 else math.floor(share + 0.5)))
    return punctuation(lang, "comma").join(parts)


def span_said(low: float, high: float, unit: Unit, lang: Lang) -> str:
    """Return a forecast range with its unit once: ``1.29–3.52 件/万人``."""
    shown = display_unit(unit, lang)
    ends = [coarse(shown.from_canonical(v)) for v in (low, high)]
    return joined("–".join(ends), unit, lang)


_GAPS = re.compile(
    r"(?<=[\d%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[\d≥≤><≈])"  # 2,500 件
    r"|(?<![A-Za-z0-9] [≥≤><])(?<=[≥≤>≈]) (?=\d)")  # ≥ 2,500, but not P ≥ 0.80


def closed_up(said: str) -> str:
    """Return Chinese text without the spaces that belong to tables of figures: 2,500件."""
    return _GAPS.sub("", said)


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
