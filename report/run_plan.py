"""``plancast plan``: check and show plan files."""

from __future__ import annotations

import json
from pathlib import Path

from data.numbers import growth, with_unit
from data.plan import Plan
from data.words import Lang
from forecast.arithmetic import required
from report.grid import grid
from report.inputs import load_plan
from report.screen import screen_width


def plan_checked(path: Path, history: tuple[Path, ...], lang: Lang) -> str:
    """Check a plan file and its figures; say what was found. Raises with all problems."""
    plan = load_plan(str(path), history)
    n, points = len(plan.targets), sum(len(s) for s in plan.history)
    return {"zh": f"{path}：可用，{n}个目标，{len(plan.indicators)}个指标，{points}个历史数据",
            "en": f"{path}: usable, {n} targets, {len(plan.indicators)} indicators, "
                  f"{points} historical figures"}[lang]


def plan_shown(name: str, lang: Lang, format: str) -> str:
    """Return a plan's targets with the growth they ask for, then its historical figures."""
    plan = load_plan(name)
    targets, figures = _targets(plan, lang, format), _figures(plan, lang, format)
    if format == "json":
        return json.dumps({"plan": plan.id, "targets": json.loads(targets),
                           "figures": json.loads(figures)}, ensure_ascii=False, indent=2) + "\n"
    title = f"{'# ' if format == 'markdown' else ''}{plan.title.get(lang)}\n\n"
    return ("" if format == "csv" else title) + targets + "\n" + figures


def _targets(plan: Plan, lang: Lang, format: str) -> str:
    heads = {
        "zh": ("目标", "基期", "目标值", "年份", "口径", "增幅", "年均", "所列增幅", "位置"),
        "en": ("target", "base", "value", "year", "kind", "growth", "a year", "stated", "place"),
    }[lang]
    rows = []
    for t in plan.targets:
        i = plan.indicator(t.indicator)
        need = required(t, base_year=t.base_year, base_value=t.base_value)
        stated = "" if t.stated_growth is None else f"{t.stated_growth:g}%"
        rows.append((
            i.name.get(lang), with_unit(t.base_value, i.unit, lang),
            with_unit(need.target_value, i.unit, lang), str(t.year), str(i.kind),
            growth(need.growth), growth(need.cagr), stated, t.source))
    return grid(heads, rows, format=format, width=screen_width(), keys=(
        "target", "base", "value", "year", "kind", "growth", "cagr", "stated_growth", "source"))


def _figures(plan: Plan, lang: Lang, format: str) -> str:
    heads = {"zh": ("指标", "年份", "数值", "推算", "位置"),
             "en": ("indicator", "year", "value", "derived", "place")}[lang]
    rows = []
    for s in plan.history:
        for k, (year, value) in enumerate(zip(s.years, s.values, strict=True)):
            derived = bool(s.derived[k]) if s.derived else False
            rows.append((plan.indicator(s.indicator).name.get(lang), str(int(year)),
                         with_unit(float(value), s.unit, lang), "≈" if derived else "",
                         s.sources[k] if s.sources else ""))
    return grid(heads, rows, format=format, width=screen_width(),
                keys=("indicator", "year", "value", "derived", "source"))


def schema_text() -> str:
    """Return the JSON Schema of plan files."""
    from data.schema import plan_json_schema

    return json.dumps(plan_json_schema(), ensure_ascii=False, indent=2)
