"""``plancast plan outlook``: the plan as a whole as a table, Markdown, CSV or JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json, json_text
from data.messages.message import Message, Messages, Row
from data.numbers import significant
from data.probabilities import probability_text
from data.words import Lang
from forecast.cases import Case, start_run
from forecast.plan_level.outlook import plan_level
from forecast.plan_level.summary import (
    Count,
    Moved,
    Pivot,
    PlanLevel,
    Reconciled,
    Stocked,
)
from report.assessment.plan_level import (
    by_reading,
    coherence,
    headline,
    listed,
    name_of,
    scenario_name,
    span,
    ties_text,
)
from report.text.grid import grid
from report.text.inputs import Faults, ask_knowledge, ask_scenarios, load_plan
from report.text.markup import literal
from report.text.progress import Bar
from report.text.streams import screen_width
from report.text.words import KINDS, label
from report.text.wrapping import wrap

# ``plancast plan outlook``: read the inputs, sum the plan up, render.

@dataclass(frozen=True, slots=True)
class OutlookOptions:
    """What the command line was given."""

    plan: str
    history: tuple[Path, ...]
    scenarios: tuple[str, ...]
    as_of: int | None
    at_least: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    n_paths: int
    seed: int
    reference: Path | None


def plan_outlook(options: OutlookOptions) -> str:
    """Return how many targets of a plan will be met, in the asked-for format.

    Raises
    ------
    PlancastError
        With every problem of the inputs; AT_LEAST_TOO_MANY when more targets are asked for than
        can be counted.
    """
    faults = Faults()
    asked = faults.ask(lambda: load_plan(options.plan, options.history))
    chosen = ask_scenarios(faults, options.scenarios, options.plan)
    known = ask_knowledge(faults, options.reference)
    plan, scenarios, knowledge = asked.value, chosen.value, known.value
    run = start_run(plan, knowledge=knowledge, as_of=options.as_of, n_paths=options.n_paths,
                    seed=options.seed)
    cases: list[Case] = []
    with Bar("assessing") as bar:
        for i, target in enumerate(plan.targets):
            bar(i, len(plan.targets), target.id)
            cases += run.cases(target)
        level = plan_level(run, cases, scenarios, count=options.at_least)
    counted = len(level.members)
    if options.at_least is not None and options.at_least > counted > 0:
        raise PlancastError([problem("AT_LEAST_TOO_MANY", Where(key="--at-least"),
                                     asked=options.at_least, counted=counted)])
    return outlook_text(level, options.lang, format=options.format, width=screen_width())


SCHEMA = "plancast/plan-level/1"
BAR = 24
"""Cells of the longest bar."""

WORDS = Messages("assessment.word", str)
HOW_TO_READ = Message("assessment.if_independent_for_comparison_only")


def outlook_text(level: PlanLevel, lang: Lang, *, format: str, width: int = 120) -> str:
    """Return the outlook in the asked-for format, ending in a line break."""
    if format == "json":
        return json_text(plan_level_json(level))
    if format == "csv":
        return _distribution(level, lang, format, width)
    marked = format == "markdown"
    title = level.plan.title.get(lang)
    out = [f"# {literal(title)}" if marked else "\n".join(wrap(title, width))]
    out.append(_said(f"{label('as_of', lang)} {level.as_of} · {headline(level, lang)}", width,
                     marked=marked))
    if level.members:
        out += [_titled("scenarios", _scenarios(level, lang, format, width), lang, marked=marked),
                _titled("counts", _distribution(level, lang, format, width), lang, marked=marked)]
        if level.statement is not None:
            out.append(_titled("pivots", _pivots(level, lang, format, width), lang, marked=marked,
                               k=str(level.statement.count)))
    for key, said in (("coherence", _coherence(level, lang)), ("left_out", _left_out(level, lang)),
                      ("ties", [ties_text(level, lang)] if len(level.members) > 1 else []),
                      ("read", [HOW_TO_READ.get(lang)] if level.members else [])):
        if said:
            body = "\n".join(_said(text, width, marked=marked, item=True) for text in said) + "\n"
            out.append(_titled(key, body, lang, marked=marked))
    return "\n\n".join(part.rstrip("\n") for part in out) + "\n"


def _said(text: str, width: int, *, marked: bool, item: bool = False) -> str:
    if marked:
        return f"- {literal(text)}" if item else literal(text)
    lead = "  " if item else ""
    return "\n".join(lead + line for line in wrap(text, width - len(lead)))


def _titled(key: str, body: str, lang: Lang, *, marked: bool, k: str = "") -> str:
    title = Message(WORDS[key].code, k=k).get(lang)
    return f"## {title}\n\n{body}" if marked else f"{title}\n{body}"


def _scenarios(level: PlanLevel, lang: Lang, format: str, width: int) -> str:
    heads = [*Row("assessment.scenario_heads").get(lang)]
    several = by_reading(level, level.lead) is not None
    if several:
        heads.append(Message("assessment.expected_by_reading").get(lang))
    return grid(heads, [_scenario(level, s.id, lang, several=several) for s in level.scenarios],
                format=format, width=width)


def _scenario(level: PlanLevel, id_: str, lang: Lang, *, several: bool) -> list[str]:
    count = level.count(id_)
    joint, alone = count.joint, count.independent
    row = [scenario_name(level, id_, lang), f"{joint.expected:.1f}",
           span(joint.low80, joint.high80), span(alone.low80, alone.high80),
           probability_text(joint.at_least(joint.m)),
           probability_text(joint.at_least(joint.half))]
    edges = by_reading(level, id_)
    if several:
        row.append("" if edges is None else "–".join(f"{c.joint.expected:.1f}" for c in edges))
    return row


def _distribution(level: PlanLevel, lang: Lang, format: str, width: int) -> str:
    """Return the distribution under the leading scenario; of all scenarios as CSV."""
    if format == "csv":
        rows = [[c.scenario, c.choice.value, str(k), f"{p:.6f}", f"{q:.6f}"]
                for c in level.counts
                for k, (p, q) in enumerate(zip(c.joint.pmf, c.independent.pmf, strict=True))]
        keys = ("scenario", "reading", "met", "probability", "if_independent")
        return grid(keys, rows, format=format, width=width, keys=keys)
    count = level.count(level.lead)
    top = max(count.joint.pmf)
    rows = []
    for k, (p, q) in enumerate(zip(count.joint.pmf, count.independent.pmf, strict=True)):
        row = [str(k), probability_text(p), probability_text(q)]
        if format == "table":
            row.append("█" * math.floor(BAR * p / top + 0.5) if top > 0 else "")
        rows.append(row)
    heads = Row("assessment.count_heads").get(lang)
    return grid([*heads, *([""] if format == "table" else [])], rows, format=format, width=width)


def _pivots(level: PlanLevel, lang: Lang, format: str, width: int) -> str:
    assert level.statement is not None  # the caller asked
    heads = Row("assessment.target_chance_if_met_if").get(lang)
    rows = [[_pivot_name(level, p, lang), _exact(p), probability_text(p.if_met),
             probability_text(p.if_missed), f"{100 * p.moves:.1f}"]
            for p in level.statement.pivots]
    return grid(heads, rows, format=format, width=width)


def _exact(pivot: Pivot) -> str:
    """Return a probability; one that is known reads 0 or 100%."""
    p = pivot.probability
    return f"{p:.0%}" if p in (0.0, 1.0) else probability_text(p)


def _pivot_name(level: PlanLevel, pivot: Pivot, lang: Lang) -> str:
    name = name_of(level, pivot.target, pivot.indicator, lang)
    several = any(len(m.readings) > 1 for m in level.members if m.target.id == pivot.target.id)
    return f"{name} [{KINDS[pivot.reading].get(lang)}]" if several else name


def _coherence(level: PlanLevel, lang: Lang) -> list[str]:
    mark = Message("mark.colon").get(lang)
    return [f"{note.about}{mark}{note.text}" if note.about else note.text
            for note in coherence(level, lang)]


def _left_out(level: PlanLevel, lang: Lang) -> list[str]:
    """Return one line a reason, with the targets it holds for."""
    groups: dict[str, list[str]] = {}
    for left in level.left_out:
        groups.setdefault(left.reason.get(lang), []).append(
            name_of(level, left.target, left.indicator, lang))
    mark = Message("mark.colon").get(lang)
    return [f"{reason.rstrip('。.')}{mark}{listed(names, lang)}"
            for reason, names in groups.items()]


def plan_level_json(level: PlanLevel) -> dict[str, Json]:
    """Return the plan as a whole for machines; probabilities with four decimals."""
    t = level.ties
    stated = level.statement
    return {
        "schema": SCHEMA, "plan": level.plan.id, "as_of": level.as_of, "seed": level.seed,
        "n_paths": level.n_paths, "lead": level.lead,
        "scenarios": [{"id": s.id, "name": s.name.both()} for s in level.scenarios],
        "counted": [{
            "target": m.target.id, "indicator": m.indicator.id, "region": m.target.region,
            "outcome": m.known, "readings": [r.value for r in m.readings],
            "probabilities": [[_p(p) for p in reading] for reading in m.probabilities],
        } for m in level.members],
        "as_plan": None if level.as_plan is None else {
            "expected": _p(level.as_plan.expected), "low90": _p(level.as_plan.low),
            "high90": _p(level.as_plan.high)},
        "left_out": [{"target": x.target.id, "indicator": x.indicator.id,
                      "region": x.target.region, "qualitative": x.qualitative,
                      "reason": x.reason.both()} for x in level.left_out],
        "counts": [_count(c) for c in level.counts],
        "statement": None if stated is None else {
            "scenario": stated.scenario, "at_least": stated.count,
            "probability": _p(stated.probability), "pivots": [{
                "target": p.target.id, "reading": p.reading.value,
                "probability": _p(p.probability), "if_met": _p(p.if_met),
                "if_missed": _p(p.if_missed), "moves": _p(p.moves)} for p in stated.pivots]},
        "ties": {"calendar_share": _p(t.calendar), "related": _p(t.related),
                 "unrelated": _p(t.unrelated), "average": _p(t.average), "years": t.horizon,
                 "regions": t.regions, "windows": round(t.windows, 1)},
        "parts": [_parts(r) for r in level.reconciled],
        "stocks": [_stock(s) for s in level.stocked],
    }


def _p(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _v(value: float | None) -> float | None:
    return None if value is None else significant(value, 6)


def _count(count: Count) -> Json:
    joint, alone = count.joint, count.independent
    return {
        "scenario": count.scenario, "reading": count.choice.value, "targets": joint.m,
        "expected": _p(joint.expected),
        "low80": joint.low80, "high80": joint.high80, "all": _p(joint.at_least(joint.m)),
        "at_least_half": _p(joint.at_least(joint.half)), "distribution": _ps(joint.pmf),
        "independent": {"low80": alone.low80, "high80": alone.high80,
                        "all": _p(alone.at_least(alone.m)), "distribution": _ps(alone.pmf)},
    }


def _ps(values: Sequence[float]) -> list[Json]:
    return [_p(v) for v in values]


def _moved(moved: Sequence[Moved]) -> list[Json]:
    return [{"scenario": m.scenario, "target": m.target.id, "region": m.region,
             "before": _p(m.before), "after": _p(m.after), "median_before": _v(m.median_before),
             "median_after": _v(m.median_after)} for m in moved]


def _parts(found: Reconciled) -> Json:
    return {
        "indicator": found.indicator.id, "reading": found.reading.value, "year": found.year,
        "whole": found.whole, "parts": list(found.parts), "reconciled": not found.missing,
        "missing": [{"region": m.region, "reason": m.reason.both()} for m in found.missing],
        "target_of_whole": _v(found.targets.whole),
        "sum_of_part_targets": _v(found.targets.parts),
        "parts_without_target": list(found.targets.without),
        "gap_before": _p(found.gap_before), "moved": _moved(found.moved),
    }


def _stock(found: Stocked) -> Json:
    return {"indicator": found.indicator.id, "inflow": found.inflow.id, "region": found.region,
            "year": found.year, "touched": _p(found.touched), "lapse_a_year": _p(found.lapse),
            "moved": _moved(found.moved)}
