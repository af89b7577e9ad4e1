"""``plancast solve``: read the inputs, solve, render."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from data.io.csvout import csv_text
from data.io.writing import Json
from data.numbers import significant
from data.words import BASELINE, Lang
from forecast.solve.answers import PROBABILITIES, Ask, solve_plan
from forecast.solve.solution import (
    Ambition,
    Demand,
    FirstReached,
    LatestStart,
    Lift,
    Solution,
    Solved,
    TargetFor,
    Tripwires,
)
from report.assessment.records import as_plan_json, plan_shift_json
from report.solve.solve_inputs import (
    LeverWords,
    asked_lever,
    asked_measures,
    asked_probabilities,
    asked_targets,
    one_scenario,
)
from report.solve.solve_table import solved_markdown, solved_table
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.progress import Bar
from report.text.streams import screen_width

# Two-way questions for machines: nested JSON, and a flat table with one answer a row.
#
# Values are in the target's own terms: canonical units (pieces, yuan) for levels, increments and
# sums, percent for growth targets; ``unit`` says which unit the plan uses and how many canonical
# ones it is. Probabilities are as computed, rounded to four decimals.

SCHEMA = "plancast/solve/1"
DIGITS, GIVEN = 6, 12

COLUMNS = ("plan", "region", "target", "reading", "scenario", "question", "asked", "year", "value",
           "upper", "unit", "probability", "note")
"""Of the flat table. ``question``: probability, value, growth, lever, first_met, met_by,
latest_start, tripwire, ambition, nothing."""

Cell = str | int | float | None


def solved_text(solved: Solved) -> str:
    """Return the answers as JSON text, the same bytes for the same answers."""
    return json.dumps(solved_json(solved), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def solved_json(solved: Solved) -> dict[str, Json]:
    """Return the answers as plain values."""
    return {
        "schema": SCHEMA, "plan": solved.plan.id, "as_of": solved.as_of,
        "scenario": solved.scenario_id, "seed": solved.seed, "paths": solved.n_paths,
        "probabilities": list(solved.probabilities), "lever": solved.lever,
        "measures": solved.measures.both(), "reference": solved.reference,
        "calibration": solved.calibration,
        "statement": "as_plan" if solved.shift is not None and solved.shift.followed else "series",
        "plan_targets": plan_shift_json(solved.shift),
        "answers": [_solution(s) for s in solved.solutions],
    }


def solved_csv(solved: Solved) -> str:
    """Return one answer a row, in the order of the plan, ending in a line break."""
    return csv_text(COLUMNS, (
        (solved.plan.id, solution.target.region, solution.target.id, solution.reading.value,
         solved.scenario_id, *row)
        for solution in solved.solutions for row in _rows(solution, solved)))


def _p(probability: float | None) -> float | None:
    return None if probability is None else round(probability, 4)


def _v(value: float | None, digits: int = DIGITS) -> float | None:
    return None if value is None else significant(value, digits)


def _solution(s: Solution) -> Json:
    unit = s.indicator.unit
    return {
        "target": s.target.id, "indicator": s.indicator.id, "region": s.target.region,
        "name": s.indicator.name.both(), "reading": s.reading.value, "year": s.target.year,
        "sense": s.target.sense.value, "basis": s.target.basis.value,
        "unit": {"symbol": unit.symbol, "dimension": unit.dimension, "factor": float(unit.factor)},
        "value": _v(s.target.value, GIVEN), "upper": _v(s.target.upper, GIVEN),
        "threshold": _v(s.threshold, GIVEN), "latest_year": s.latest_year,
        "latest": _v(s.latest_value, GIVEN), "probability": _p(s.probability),
        "stated": _p(s.stated), "as_plan": as_plan_json(s.as_plan),
        "colour": s.colour.value, "grade": s.evidence.grade.value,
        "driver": s.driver.both(), "note": s.note.both(), "value_note": s.value_note.both(),
        "values": [_value(v) for v in s.values], "growth": [_lift(x) for x in s.growth],
        "lever": [_lift(x) for x in s.lifts],
        "first_met": None if s.reached is None else _reached(s.reached),
        "latest_start": [_start(x) for x in s.starts],
        "tripwires": None if s.wires is None else _wires(s.wires),
        "ambition": None if s.ambition is None else _ambition(s.ambition),
    }


def _value(found: TargetFor) -> Json:
    return {"asked": found.asked, "value": _v(found.value, GIVEN),
            "upper": _v(found.upper, GIVEN), "tolerance": _v(found.tolerance, GIVEN),
            "probability": _p(found.attained), "exact": found.exact}


def _lift(lift: Lift) -> Json:
    return {"asked": lift.asked, "size": lift.size, "from": _v(lift.start, GIVEN),
            "low": _v(lift.low), "high": _v(lift.high), "probability": _p(lift.attained),
            "reachable": lift.size is not None or lift.unneeded,
            "growth": _v(lift.growth), "growth_in_points": lift.points}


def _reached(reached: FirstReached) -> Json:
    return {"already": reached.already, "years": list(reached.years),
            "first": [_p(p) for p in reached.first], "met": [_p(p) for p in reached.met],
            "later_or_never": _p(reached.later)}


def _start(start: LatestStart) -> Json:
    return {"asked": start.asked, "year": start.year, "needed": start.needed,
            "by_year": [{"start": y, "probability": _p(p)} for y, p in start.by_year]}


def _wires(wires: Tripwires) -> Json:
    return {"indicator": wires.indicator, "year": wires.year, "step": wires.step,
            "low": _v(wires.low, GIVEN), "high": _v(wires.high, GIVEN), "now": wires.now.value,
            "unit": {"symbol": wires.unit.symbol, "factor": float(wires.unit.factor)},
            "edges": [{"value": _v(e.value, GIVEN), "below": e.below.value, "from": e.above.value}
                      for e in wires.edges],
            "zones": [{"colour": c.value, "probability": _p(p)}
                      for c, p in zip(wires.colours, wires.chances, strict=True)]}


def _ambition(ambition: Ambition) -> Json:
    return {"baseline": _p(ambition.baseline), "flag": ambition.flag,
            "from_now": _demand(ambition.from_now), "from_base": _demand(ambition.from_base),
            "class": ambition.family, "same_family": ambition.same_family,
            "note": ambition.note.both()}


def _demand(demand: Demand | None) -> Json:
    if demand is None:
        return None
    return {"since": demand.since, "years": demand.years, "growth": _v(demand.growth),
            "percentile": _p(demand.percentile), "windows": demand.n_windows}


def _rows(s: Solution, solved: Solved) -> list[tuple[Cell, ...]]:
    """Return (question, asked, year, value, upper, unit, probability, note) of every answer."""
    year, unit = s.target.year, s.indicator.unit.symbol
    if s.note:
        return [("nothing", None, year, None, None, "", _p(s.probability), s.note.get("en"))]
    rate = s.target.basis.value in ("growth_from_base", "cagr_from_base")

    def own(value: float | None) -> float | None:
        return _v(value if rate or value is None else s.indicator.unit.from_canonical(value),
                  GIVEN)

    plan = s.as_plan
    p = s.probability if plan is None or not plan.followed else plan.probability
    rows: list[tuple[Cell, ...]] = [("probability", None, year, None, None, "", _p(p),
                                     s.colour.value)]
    for v in s.values:
        note = "" if v.exact else "steps of the law"
        if v.tolerance is not None:
            note = f"tolerance {significant(v.tolerance, GIVEN):g}"
        rows.append(("value", v.asked, year, own(v.value), own(v.upper), "%" if rate else unit,
                     _p(v.attained), note))
    rows += [_lift_row("growth", lift, "points a year", year) for lift in s.growth]
    rows += [_lift_row("lever", lift, solved.lever, year) for lift in s.lifts]
    if s.reached is not None:
        rows += [("first_met", None, y, None, None, "", _p(p), "")
                 for y, p in zip(s.reached.years, s.reached.first, strict=True)]
        rows += [("met_by", p, s.reached.by(p), None, None, "", None, "")
                 for p in solved.probabilities]
    rows += [("latest_start", x.asked, x.year, None, None, "", None,
              "" if x.needed else "not needed") for x in s.starts]
    if s.wires is not None:
        w = s.wires
        rows += [("tripwire", None, w.year, _v(w.unit.from_canonical(e.value), GIVEN), None,
                  w.unit.symbol, None, f"{w.indicator}: {e.below.value} → {e.above.value}")
                 for e in w.edges]
    if s.ambition is not None:
        a = s.ambition
        rows += [("ambition", None, d.since, _v(d.growth), None, "share a year", _p(d.percentile),
                  a.flag) for d in (a.from_now, a.from_base) if d is not None]
    return rows


def _lift_row(question: str, lift: Lift, unit: str, year: int) -> tuple[Cell, ...]:
    note = "" if lift.growth is None else f"driver {significant(lift.growth, DIGITS):+g} a year"
    if lift.size is None:
        note = "not needed" if lift.unneeded else "not reachable"
    return (question, lift.asked, year, lift.size, None, unit, _p(lift.attained), note)


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """What the command line was given."""

    plan: str | None
    targets: tuple[str, ...]
    history: tuple[Path, ...]
    probabilities: tuple[str, ...]
    scenario: str
    lever: LeverWords
    measures: str | None
    wires: bool | None  # None: where targets are named
    as_of: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    n_paths: int
    seed: int
    reference: Path | None


def run_solve(options: SolveOptions) -> str:
    """Solve a plan backwards and return what goes to standard output.

    Raises ``PlancastError`` with every problem of every input.
    """
    solved = _solved(options)
    summary = not options.targets
    if options.format == "json":
        return solved_text(solved)
    if options.format == "csv":
        return solved_csv(solved)
    if options.format == "markdown":
        return solved_markdown(solved, options.lang, summary=summary)
    return solved_table(solved, options.lang, width=screen_width(), summary=summary)


def _solved(options: SolveOptions) -> Solved:
    faults = Faults()
    plan = faults.ask(lambda: load_plan(options.plan, options.history))
    targets = plan.then(lambda p: asked_targets(p, options.targets))
    asked = faults.ask(lambda: asked_probabilities(options.probabilities, PROBABILITIES))
    scenario = faults.ask(lambda: one_scenario(options.scenario, "--scenario"))
    baseline = faults.ask(lambda: one_scenario(BASELINE, "--scenario"))
    lever = faults.ask(lambda: asked_lever(options.lever))
    measures = lever.then(lambda p: asked_measures(p, options.lever, options.measures))
    knowledge = faults.ask(lambda: load_knowledge(options.reference))
    wires = bool(options.targets) if options.wires is None else options.wires
    ask = Ask(scenario.value, baseline.value, lever.value, *measures.value, asked.value, wires)
    with Bar("solving") as bar:
        return solve_plan(plan.value, ask, knowledge=knowledge.value, targets=targets.value,
                          as_of=options.as_of, n_paths=options.n_paths, seed=options.seed,
                          progress=bar)
