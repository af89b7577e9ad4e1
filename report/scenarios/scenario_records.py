"""Scenario analyses for machines: nested JSON, and flat tables with one figure's row each.

Values are canonical (pieces, yuan) in JSON and in the plan's own unit in CSV; ``unit`` says which.
Probabilities are shares of 1. Attributed effects keep every digit, so that they still add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from data.io.csvout import Cell, csv_text
from data.io.writing import Json, json_text
from data.numbers import significant
from forecast.plan_targets.statement import AsPlan
from forecast.scenario_analysis.attribute import Attribution, Effect, Line
from forecast.scenario_analysis.compare import Comparison, Mixture, Side
from forecast.scenario_analysis.robust import Robustness, Under
from forecast.scenario_analysis.sensitivity import Bar, Sensitivity
from forecast.scenario_analysis.subject import Source, Subject
from report.assessment.records import as_plan_json
from scenarios.scenario import ScenarioName

SCHEMA = "plancast/scenario-analysis/1"
DIGITS = 6

LEAD = ("plan", "region", "target", "reading", "unit")
COMPARE_COLUMNS = (*LEAD, "scenario", "probability", "stated", "error", "difference",
                   "difference_error", "flag", "colour", "median", "low80", "high80",
                   "median_difference", "median_error", "narrower", "as_plan",
                   "as_plan_low", "as_plan_high", "note")
ATTRIBUTE_COLUMNS = (*LEAD, "scenario", "row", "step", "role", "probability", "probability_error",
                     "median", "median_error", "mean", "mean_error", "note")
SENSITIVITY_COLUMNS = (*LEAD, "scenario", "parameter", "at_low", "at_high", "probability_low",
                       "probability_high", "swing", "median_low", "median_high", "rank",
                       "rank_met", "note")
ROBUST_COLUMNS = (*LEAD, "row", "scenario", "assumption", "now", "value", "low", "high",
                  "probability", "verdict", "share", "note")


# JSON


def comparison_json(found: Comparison) -> str:
    """Return a comparison as JSON text."""
    return _json("compare", found.source, found.scenarios, {
        "against": found.against,
        "weights": None if found.weights is None else
        dict(zip(found.weights.scenarios, found.weights.values, strict=True)),
        "targets": [{**_subject(r.subject), "scenarios": [_said(s) for s in r.sides],
                     "mixture": None if r.mixture is None else _said(r.mixture)}
                    for r in found.rows]})


def attribution_json(found: Attribution) -> str:
    """Return an attribution as JSON text."""
    return _json("attribute", found.source, (found.scenario,), {
        "targets": [{
            **_subject(r.subject), "orders": r.orders or "all",
            "steps": [{"step": s.label, "type": s.step, "role": s.role.value,
                       "reaches": s.reaches, "effect": asdict(s.effect), "error": asdict(s.error)}
                      for s in r.shares],
            "total": asdict(r.total()),
            "lines": [{"assumptions": x.assumptions, "policies": x.policies, **asdict(x.stands)}
                      for x in r.lines],
        } for r in found.rows]})


def sensitivity_json(found: Sensitivity) -> str:
    """Return a sensitivity analysis as JSON text."""
    return _json("sensitivity", found.source, (found.scenario,), {
        "parameters": list(found.parameters),
        "targets": [{**_subject(r.subject), "probability": r.probability, "median": _v(r.median),
                     "bars": [{**_numbers(asdict(b)), "swing": b.swing} for b in r.bars]}
                    for r in found.rows]})


def robustness_json(found: Robustness) -> str:
    """Return a robustness analysis as JSON text."""
    return _json("robust", found.source, found.scenarios, {
        "against": found.against.id, "by": found.by,
        "targets": [{
            **_subject(r.subject), "verdict": r.verdict, "probability": r.probability,
            "stated": r.stated, "as_plan": as_plan_json(r.as_plan),
            "scenarios": [asdict(u) for u in r.under],
            "weightings": r.weightings, "held": r.held, "low": r.low, "high": r.high,
            "weighted": None if r.weighted is None else
            {"probability": r.weighted.probability, "verdict": r.weighted.verdict},
            "flips": [_numbers(asdict(f)) for f in r.flips],
        } for r in found.rows]})


def _json(analysis: str, source: Source, scenarios: Sequence[ScenarioName],
          rest: Mapping[str, Json]) -> str:
    return json_text({
        "schema": SCHEMA, "analysis": analysis, "plan": source.plan.id, "as_of": source.as_of,
        "seed": source.seed, "paths": source.n_paths, "reference": source.reference,
        "calibration": source.calibration,
        "scenarios": [{"id": s.id, "name": s.name.both()} for s in scenarios], **rest})


def _said(said: Side | Mixture) -> dict[str, Json]:
    return {**_numbers(asdict(said)), "as_plan": as_plan_json(said.as_plan)}


def _subject(subject: Subject) -> dict[str, Json]:
    unit = subject.indicator.unit
    return {"target": subject.target.id, "indicator": subject.indicator.id,
            "region": subject.target.region, "name": subject.indicator.name.both(),
            "reading": subject.reading.value, "year": subject.target.year,
            "unit": {"symbol": unit.symbol, "dimension": unit.dimension,
                     "factor": float(unit.factor)},
            "grade": subject.grade.value, "note": subject.note.both()}


def _v(value: float | None) -> float | None:
    return None if value is None else significant(value, DIGITS)


def _numbers(record: Mapping[str, Json]) -> dict[str, Json]:
    """Return a record with its numbers to six significant digits."""
    return {key: _v(value) if isinstance(value, float) else value
            for key, value in record.items()}


# CSV


def comparison_csv(found: Comparison) -> str:
    """Return one row a target and scenario; the mixture is the scenario ``mixture``."""
    rows: list[list[Cell]] = []
    for row in found.rows:
        lead, own = _lead(found.source, row.subject), _Own(row.subject)
        rows += [[*lead, *_side(s, own), ""] for s in row.sides]
        if row.mixture is not None:
            rows.append([*lead, *_mixed(row.mixture, own), ""])
        rows += [] if row.subject.computable else [_alone(lead, row.subject, COMPARE_COLUMNS)]
    return csv_text(COMPARE_COLUMNS, rows)


def _side(s: Side, own: _Own) -> list[Cell]:
    return [s.scenario, _v(s.probability), _v(s.stated), _v(s.error), _v(s.difference),
            _v(s.difference_error), s.flag.value, s.colour.value, own(s.median), own(s.low80),
            own(s.high80), own(s.median_difference), own(s.median_error), _v(s.narrower),
            *_plan_cells(s.as_plan)]


def _mixed(m: Mixture, own: _Own) -> list[Cell]:
    return ["mixture", _v(m.probability), _v(m.stated), _v(m.error), None, None, m.flag.value,
            m.colour.value, own(m.median), own(m.low80), own(m.high80), None, None, None,
            *_plan_cells(m.as_plan)]


def _plan_cells(plan: AsPlan | None) -> list[Cell]:
    return [None] * 3 if plan is None else [_v(plan.stated), _v(plan.low), _v(plan.high)]


def attribution_csv(found: Attribution) -> str:
    """Return one row a step, one a total and one a line, by ``row``."""
    rows: list[list[Cell]] = []
    none = Effect(0.0, 0.0, 0.0)
    for row in found.rows:
        lead = [*_lead(found.source, row.subject), found.scenario.id]
        own = _Own(row.subject, exact=True)
        rows += [[*lead, "step", s.label, s.role.value, *_effects(s.effect, s.error, own), ""]
                 for s in row.shares]
        if row.subject.computable:
            rows.append([*lead, "total", "", "", *_effects(row.total(), none, own), ""])
        rows += [[*lead, "line", _line(x), "", *_effects(x.stands, none, own), ""]
                 for x in row.lines]
        rows += [] if row.subject.computable else [_alone(lead, row.subject, ATTRIBUTE_COLUMNS)]
    return csv_text(ATTRIBUTE_COLUMNS, rows)


def _line(line: Line) -> str:
    kept = [name for name, there in (("assumptions", line.assumptions),
                                     ("policies", line.policies)) if there]
    return " + ".join(kept) or "none"


def _effects(effect: Effect, error: Effect, own: _Own) -> list[Cell]:
    return [effect.probability, error.probability, own(effect.median), own(error.median),
            own(effect.mean), own(error.mean)]


def sensitivity_csv(found: Sensitivity) -> str:
    """Return one row a target and uncertainty."""
    rows: list[list[Cell]] = []
    for row in found.rows:
        lead = [*_lead(found.source, row.subject), found.scenario.id]
        rows += [[*lead, *_bar(b, _Own(row.subject)), ""] for b in row.bars]
        rows += [] if row.subject.computable else [_alone(lead, row.subject, SENSITIVITY_COLUMNS)]
    return csv_text(SENSITIVITY_COLUMNS, rows)


def _bar(bar: Bar, own: _Own) -> list[Cell]:
    ends = ["; ".join(f"{v:g}" for v in values) for values in (bar.at_low, bar.at_high)]
    return ["; ".join(bar.parameters), *ends, _v(bar.low), _v(bar.high), _v(bar.swing),
            own(bar.low_median), own(bar.high_median), _v(bar.rank), _v(bar.rank_met)]


def robustness_csv(found: Robustness) -> str:
    """Return by ``row``: the verdict, each scenario, the weightings, and what would turn it.

    ``share`` is that of the weightings in which the verdict holds, or of an assumption's law that
    lies nearer than the value.
    """
    rows: list[list[Cell]] = []
    for row in found.rows:
        lead = _lead(found.source, row.subject)
        if not row.subject.computable:
            rows.append(_alone(lead, row.subject, ROBUST_COLUMNS))
            continue
        rows.append([*lead, "verdict", found.against.id, *_five(), _v(row.probability),
                     row.verdict, None, ""])
        rows += [[*lead, "scenario", *_under(u), ""] for u in row.under]
        share = row.held / row.weightings if row.weightings else None
        rows.append([*lead, "weightings", "", *_five()[:3], _v(row.low), _v(row.high), None,
                     row.verdict, _v(share), ""])
        if row.weighted is not None:
            rows.append([*lead, "weighted", *_under(row.weighted), ""])
        rows += [[*lead, "flip", f.scenario, f.assumption, _v(f.now), _v(f.value), _v(f.low),
                  _v(f.high), _v(f.probability), f.verdict, _v(f.rarity), ""] for f in row.flips]
    return csv_text(ROBUST_COLUMNS, rows)


def _under(under: Under) -> list[Cell]:
    return [under.scenario, *_five(), _v(under.probability), under.verdict, None]


def _five() -> list[Cell]:
    return ["", None, None, None, None]


def _lead(source: Source, subject: Subject) -> list[Cell]:
    return [source.plan.id, subject.target.region, subject.target.id, subject.reading.value,
            subject.indicator.unit.symbol]


def _alone(lead: Sequence[Cell], subject: Subject, columns: Sequence[str]) -> list[Cell]:
    """Return the row of a target without a law: nothing but the reason."""
    empty: list[Cell] = [None] * (len(columns) - len(lead) - 1)
    return [*lead, *empty, subject.note.get("en")]


class _Own:
    """Turns canonical values into the plan's own unit, to six significant digits or ``exact``."""

    def __init__(self, subject: Subject, *, exact: bool = False) -> None:
        self._unit, self._exact = subject.indicator.unit, exact

    def __call__(self, value: float | None) -> float | None:
        if value is None:
            return None
        own = self._unit.from_canonical(value)
        return own if self._exact else _v(own)
