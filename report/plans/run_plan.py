"""``plancast plan``: check and show plan files."""

from __future__ import annotations

import json
from pathlib import Path

from data.messages.message import Joined, Message, Row
from data.numbers import MISSING, growth, plain, step_a_year, with_unit
from data.plan import Plan, Target
from data.signs import is_rate_of_change
from data.words import Basis, Kind, Lang
from forecast.cases import default_as_of
from forecast.question.arithmetic import required
from forecast.question.question import tolerance_of
from forecast.question.readings import admissible_kinds, questions
from report.text.goal import Demand, base_text, goal_text, in_region, moved, subject_text
from report.text.grid import grid
from report.text.inputs import load_plan
from report.text.markup import literal
from report.text.streams import screen_width
from report.text.words import KINDS, bracketed, label


def plan_checked(path: Path, history: tuple[Path, ...], lang: Lang) -> str:
    """Check a plan file and its figures; say what was found. Raises with all problems."""
    plan = load_plan(str(path), history)
    n, points = len(plan.targets), sum(len(s) for s in plan.history)
    return Message("plans.usable_targets_indicators_historical_figures", path=path, n=n,
                   indicators=len(plan.indicators), points=points).get(lang)


def plan_shown(name: str, lang: Lang, format: str) -> str:
    """Return a plan's targets with the growth they ask for, then its historical figures."""
    plan = load_plan(name)
    targets, figures = _targets(plan, lang, format), _figures(plan, lang, format)
    if format == "json":
        return json.dumps({"plan": plan.id, "targets": json.loads(targets),
                           "figures": json.loads(figures)}, ensure_ascii=False, indent=2) + "\n"
    title = plan.title.get(lang)
    title = f"# {literal(title)}\n\n" if format == "markdown" else f"{title}\n\n"
    return ("" if format == "csv" else title) + targets + "\n" + figures


def _targets(plan: Plan, lang: Lang, format: str) -> str:
    demands = [_demand(plan, target) for target in plan.targets]
    if format in ("json", "csv"):
        rows = [_record(plan, d, lang) for d in demands]
        return grid(KEYS, rows, format=format, width=screen_width())
    heads = Row("plans.target_base_goal_year_kind").get(lang)
    rows = [_shown(plan, d, lang) for d in demands]
    return grid(heads, rows, format=format, width=screen_width())


KEYS = ("id", "target", "region", "base_year", "base", "goal", "sense", "basis", "value", "upper",
        "tolerance", "relative_to", "year", "kind", "binding", "growth", "cagr", "stated_growth",
        "source")


def _demand(plan: Plan, target: Target) -> Demand:
    """Return what a target asks for, its base taken from the figures where it states none."""
    asked = questions(plan, target, default_as_of(plan))[0]
    edges = None if asked.threshold is None or asked.upper is None else \
        (asked.threshold, asked.upper)
    unit, bounds = asked.indicator.unit, asked.indicator.bounds
    need = required(target, base_year=asked.base_year, base_value=asked.base_value,
                    target_value=asked.goal, edges=edges,
                    rated=not is_rate_of_change(asked.reading, unit, bounds))
    return Demand(target, asked.indicator, need)


def _kind(demand: Demand, lang: Lang) -> str:
    """Return the kind, and of an undeclared one its readings."""
    indicator = demand.indicator
    if indicator.kind is not Kind.UNDECLARED:
        return KINDS[indicator.kind].get(lang)
    named = [KINDS[kind].get(lang) for kind in admissible_kinds(indicator)]
    return Message("plans.undeclared", kinds=Joined(named, "mark.or")).get(lang)


def _stated(target: Target) -> str:
    return "" if target.stated_growth is None else f"{plain(target.stated_growth)}%"


def _shown(plan: Plan, demand: Demand, lang: Lang) -> tuple[str, ...]:
    target, need, unit = demand.target, demand.required, demand.indicator.unit
    name = subject_text(target, demand.indicator, plan, lang)
    if target.binding:
        name += bracketed(label("binding", lang), lang)
    more, a_year = growth(need.growth), growth(need.cagr)
    if need.step is not None and need.base_value is not None and need.target_value is not None \
            and (need.cagr is None or demand.indicator.kind in (Kind.SHARE, Kind.SCORE)):
        # A share moves by points, and from zero or below there is no rate.
        more = moved(need.target_value - need.base_value, unit, lang)
        a_year = step_a_year(need.step, unit, lang)
    if target.basis is Basis.EVERY_YEAR_UP and not target.value:
        more = a_year = MISSING
    return (name, base_text(demand, lang, plan.period.base),
            goal_text(demand, lang, target.year), str(target.year), _kind(demand, lang),
            more, a_year, _stated(target), target.source)


def _record(plan: Plan, demand: Demand, lang: Lang) -> tuple[str, ...]:
    target, need, unit = demand.target, demand.required, demand.indicator.unit
    value, upper = need.edges or (need.target_value, None)
    margin = moved if target.basis is Basis.RELATIVE_TO_REGION else with_unit
    tolerance = tolerance_of(target)
    rate = None
    if target.basis is Basis.EVERY_YEAR_UP:  # of each year, not the level it comes to
        rate = f"{plain(target.value)}%" if target.value else ""
    return (
        target.id, demand.indicator.name.get(lang), target.region,
        "" if need.base_year is None else str(need.base_year),
        MISSING if need.base_value is None else margin(need.base_value, unit, lang),
        goal_text(demand, lang, target.year),
        str(target.sense), str(target.basis),
        rate if rate is not None else MISSING if value is None else margin(value, unit, lang),
        "" if upper is None else margin(upper, unit, lang),
        "" if tolerance is None else f"{plain(100 * tolerance)}%", target.relative_to,
        str(target.year), str(demand.indicator.kind), "true" if target.binding else "false",
        growth(need.growth), growth(need.cagr), _stated(target), target.source)


def _figures(plan: Plan, lang: Lang, format: str) -> str:
    heads = Row("plans.indicator_year_value_derived_place").get(lang)
    keys = ("indicator", "region", "year", "value", "derived", "source")
    plainly = format in ("json", "csv")
    rows = []
    for s in plan.history:
        name = plan.indicator(s.indicator).name.get(lang)
        subject = (name, s.region) if plainly else (in_region(name, s.region, plan, lang),)
        for k, (year, value) in enumerate(zip(s.years, s.values, strict=True)):
            derived = bool(s.derived[k]) if s.derived else False
            rows.append((*subject, str(int(year)),
                         with_unit(float(value), s.unit, lang), "≈" if derived else "",
                         s.sources[k] if s.sources else ""))
    return grid(keys if plainly else heads, rows, format=format, width=screen_width())


def schema_text() -> str:
    """Return the JSON Schema of plan files."""
    from data.planfile.schema import plan_json_schema

    return json.dumps(plan_json_schema(), ensure_ascii=False, indent=2)
