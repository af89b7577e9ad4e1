"""The report for machines: nested JSON with every number and its trace, and a flat table.

Probabilities are rounded to four decimals and computed values to six significant digits, so that
two machines write the same bytes; figures of the plan and its history are written as they are.
In the JSON values are in canonical units (pieces, yuan, percent) and ``unit`` says which unit the
plan uses and how many canonical ones it is; in the flat table they are in the plan's own unit.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields

from data.io.csvout import Cell, csv_text
from data.io.writing import Json
from data.numbers import significant
from data.series import Series
from forecast.plan_level.summary import PlanLevel
from forecast.plan_targets.statement import AsPlan, PlanShift
from forecast.probability.verdict import (
    Assessment,
    Chance,
    Evidence,
    Fan,
    Finding,
    HitRate,
    Pace,
    Required,
    TargetResult,
    Verdict,
)
from forecast.question.question import tolerance_of
from forecast.without_base.together import count_actionable
from report.assessment.without_base import answer_sentence
from report.assessment.without_base.records import answer_json, spoken_json, together_json

SCHEMA = "plancast/assessment/1"
PROBABILITY_DECIMALS, VALUE_DIGITS, GIVEN_DIGITS = 4, 6, 12


@dataclass(frozen=True, slots=True)
class Record:
    """One target, reading and scenario; values in the plan's own unit, rates as shares."""

    plan: str
    region: str
    target: str
    indicator: str
    name_zh: str
    name_en: str
    reading: str
    unit: str
    binding: bool
    base_year: int | None
    base: float | None
    target_year: int
    value: float | None  # the level to be reached
    sense: str
    basis: str
    growth: float | None
    required_cagr: float | None
    required_step: float | None
    required_from_now: float | None
    latest_year: int | None
    latest: float | None
    pace: str
    scenario: str
    probability: float | None  # as printed: ``data.probabilities``
    low: float | None
    high: float | None
    median: float | None
    low80: float | None
    high80: float | None
    word_zh: str
    word_en: str
    flag: str
    colour: str
    colour_target: str  # of all readings together
    grade: str
    findings: str  # codes, joined by a space
    missing_zh: str
    missing_en: str
    upper: float | None  # upper edge of a band
    tolerance: float | None  # of "about", as a share of the value
    relative_to: str  # region that ``value`` is a margin over
    scored: bool  # False for a qualitative target
    answer: str  # code of what is said without a base; empty where there is a probability
    answer_year: int | None  # of the figure that is missing
    likely_base: float | None
    unlikely_base: float | None
    least: float | None  # chance of a growth, whatever the base
    most: float | None
    answer_zh: str
    answer_en: str
    as_plan: float | None  # as targets of such plans go, as printed
    as_plan_low: float | None  # its 90 % interval
    as_plan_high: float | None
    followed: float | None  # the number that word, flag and colour follow


def _probability(p: float | None) -> float | None:
    """Return ``p`` with four decimals; ``None`` for what is not a finite number."""
    return None if p is None or not math.isfinite(p) else round(p, PROBABILITY_DECIMALS)


def _value(value: float | None) -> float | None:
    """Return ``value`` with six significant digits; ``None`` for what is not a finite number."""
    return None if value is None or not math.isfinite(value) else significant(value, VALUE_DIGITS)


def _given(value: float | None) -> float | None:
    """Return a figure of the plan, rid only of what unit conversion left in its last digits."""
    return None if value is None or not math.isfinite(value) else significant(value, GIVEN_DIGITS)


def assessment_records(assessment: Assessment) -> list[Record]:
    """Return one record a target, reading and scenario, in the order of the plan."""
    return [_record(assessment, result, verdict, chance) for result in assessment.results
            for verdict in result.verdicts for chance in verdict.chances]


def _record(assessment: Assessment, result: TargetResult, verdict: Verdict,
            chance: Chance) -> Record:
    target, required, unit = verdict.target, verdict.required, verdict.indicator.unit
    plan = chance.as_plan

    def own(value: float | None) -> float | None:
        return None if value is None else _value(unit.from_canonical(value))

    def given(value: float | None) -> float | None:
        return None if value is None else _given(unit.from_canonical(value))

    codes = dict.fromkeys(f.code for f in (*result.findings, *verdict.findings))
    said = _answer(verdict)
    return Record(
        plan=assessment.plan.id, region=target.region, target=target.id,
        indicator=verdict.indicator.id, name_zh=verdict.indicator.name.zh,
        name_en=verdict.indicator.name.en, reading=verdict.reading.value, unit=unit.symbol,
        binding=target.binding, base_year=required.base_year, base=given(required.base_value),
        target_year=target.year, value=given(required.target_value), sense=target.sense.value,
        basis=target.basis.value, growth=_value(required.growth),
        required_cagr=_value(required.cagr), required_step=own(required.step),
        required_from_now=_value(required.from_now), latest_year=verdict.latest_year,
        latest=given(verdict.latest_value),
        pace=next((p.label for p in verdict.pace if p.method == "own"), "N/A"),
        scenario=chance.scenario, probability=_probability(chance.stated),
        low=_probability(chance.low), high=_probability(chance.high), median=own(chance.median),
        low80=own(chance.low80), high80=own(chance.high80), word_zh=chance.word.get("zh"),
        word_en=chance.word.get("en"), flag=chance.flag.value, colour=chance.colour.value,
        colour_target=result.colour.value, grade=verdict.evidence.grade.value,
        findings=" ".join(codes), missing_zh=verdict.evidence.missing.get("zh"),
        missing_en=verdict.evidence.missing.get("en"),
        upper=given(required.edges[1] if required.edges else None),
        tolerance=_given(tolerance_of(target)), relative_to=target.relative_to,
        scored=verdict.scored, answer=said.code, answer_year=said.year, likely_base=said.likely,
        unlikely_base=said.unlikely, least=said.least, most=said.most, answer_zh=said.zh,
        answer_en=said.en,
        as_plan=None if plan is None else _probability(plan.stated),
        as_plan_low=None if plan is None else _probability(plan.low),
        as_plan_high=None if plan is None else _probability(plan.high),
        followed=_probability(chance.followed))


@dataclass(frozen=True, slots=True)
class _Answer:
    """The fields of a record that say what the base would have to be; empty ones by default."""

    code: str = ""
    year: int | None = None
    likely: float | None = None
    unlikely: float | None = None
    least: float | None = None
    most: float | None = None
    zh: str = ""
    en: str = ""


def _answer(verdict: Verdict) -> _Answer:
    said, unit = verdict.without_base, verdict.indicator.unit
    if said is None:
        return _Answer()
    likely, unlikely = (None if at is None else _value(unit.from_canonical(at.base))
                        for at in (said.likely, said.unlikely))
    return _Answer(said.code.value, said.year, likely, unlikely, _probability(said.least),
                   _probability(said.most), answer_sentence(verdict, "zh"),
                   answer_sentence(verdict, "en"))


def assessment_csv(assessment: Assessment) -> str:
    """Return the records as CSV with a heading, LF line ends, empty cells for what is not there."""
    names = [field.name for field in fields(Record)]
    return csv_text(names, ([_whole(getattr(record, name)) for name in names]
                            for record in assessment_records(assessment)))


def _whole(value: Cell) -> Cell:
    """Return a whole number as an integer, so that 3290.0 is written 3290."""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return int(value)
    return value


def assessment_text(assessment: Assessment) -> str:
    """Return the nested report as JSON text: UTF-8, two spaces, ending in a line break."""
    return json.dumps(
        assessment_json(assessment), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def assessment_json(assessment: Assessment) -> dict[str, Json]:
    """Return everything an assessment says as JSON values, with its schema's version."""
    a, period = assessment, assessment.plan.period
    return {
        "schema": SCHEMA, "version": a.version,
        "plan": {
            "id": a.plan.id, "title": a.plan.title.both(), "region": a.plan.region.both(),
            "period": {"base": period.base, "start": period.start, "end": period.end},
        },
        "as_of": a.as_of, "seed": a.seed, "n_paths": a.n_paths, "reference": a.reference,
        "calibration": a.calibration, "yardstick": a.yardstick.value,
        "scenarios": [{"id": s.id, "name": s.name.both()} for s in a.scenarios],
        "findings": [_finding(f) for f in a.findings],
        "plan_targets": plan_shift_json(a.shift),
        "outlook": None if a.level is None else _outlook(a.level),
        "spoken": spoken_json(count_actionable(a.results)),
        "together": [together_json(t) for t in a.together],
        "targets": [_result(r) for r in a.results],
    }


def plan_shift_json(found: PlanShift | None) -> Json:
    """Return how targets of such plans go: regime, what it rests on, and the shift."""
    if found is None:
        return None
    shift, record = found.shift, found.record
    return {"regime": found.regime.value, "declared": found.declared, "followed": found.followed,
            "sets": record.sets, "targets": record.targets, "met": record.met,
            "shift": {"mean": _value(shift.mean), "sd": _value(shift.sd),
                      "low90": _value(shift.quantile(0.05)),
                      "high90": _value(shift.quantile(0.95))}}


def _outlook(level: PlanLevel) -> Json:
    """Return how many targets will be met, as ``plan outlook`` gives it."""
    from report.assessment.outlook import plan_level_json

    said: dict[str, Json] = json.loads(json.dumps(plan_level_json(level)))
    return said


def _finding(finding: Finding) -> Json:
    return {"code": finding.code, "text": finding.text.both()}


def _hit_rate(hit_rate: HitRate | None) -> Json:
    if hit_rate is None:
        return None
    return {"rate": _probability(hit_rate.rate), "n": hit_rate.n, "low": _probability(hit_rate.low),
            "high": _probability(hit_rate.high)}


def _result(result: TargetResult) -> Json:
    target, indicator = result.target, result.indicator
    return {
        "id": target.id, "region": target.region,
        "indicator": {"id": indicator.id, "name": indicator.name.both(),
                      "kind": indicator.kind.value, "family": indicator.family,
                      "direction": indicator.direction},
        "unit": {"symbol": indicator.unit.symbol, "dimension": indicator.unit.dimension,
                 "factor": float(indicator.unit.factor)},
        "year": target.year, "value": _given(target.value), "upper": _given(target.upper),
        "sense": target.sense.value, "basis": target.basis.value, "binding": target.binding,
        "in_table": target.in_table, "stated_growth_percent": _given(target.stated_growth),
        "tolerance": _given(tolerance_of(target)), "relative_to": target.relative_to,
        "scored": result.scored,
        "source": target.source, "note": target.note.both(), "colour": result.colour.value,
        "findings": [_finding(f) for f in result.findings],
        "readings": [_verdict(v) for v in result.verdicts],
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "reading": verdict.reading.value, "required": _required(verdict.required),
        "latest": {"year": verdict.latest_year, "value": _given(verdict.latest_value)},
        "history": _history(verdict.history), "pace": [_pace(p) for p in verdict.pace],
        "evidence": _evidence(verdict.evidence),
        "chances": [_chance(c) for c in verdict.chances], "fans": [_fan(f) for f in verdict.fans],
        "findings": [_finding(f) for f in verdict.findings],
        "trace": [{"key": key, "value": value} for key, value in verdict.trace],
        "without_base": answer_json(verdict),
    }


def _required(required: Required) -> Json:
    return {
        "base_year": required.base_year, "base_value": _given(required.base_value),
        "target_value": _given(required.target_value), "growth": _value(required.growth),
        "cagr": _value(required.cagr), "step": _value(required.step),
        "from_now": _value(required.from_now), "acceleration": _value(required.acceleration),
        "step_from_now": _value(required.step_from_now),
        "edges": None if required.edges is None else [_given(v) for v in required.edges],
    }


def _history(series: Series | None) -> Json:
    if series is None:
        return []
    n = len(series)
    sources = series.sources or ("",) * n
    derived = series.derived or (False,) * n
    return [{"year": int(year), "value": _given(float(value)), "source": source, "derived": mark}
            for year, value, source, mark in zip(
                series.years, series.values, sources, derived, strict=True)]


def _pace(pace: Pace) -> Json:
    return {"method": pace.method, "label": pace.label, "value": _value(pace.value),
            "path": pace.path, "on_track": pace.on_track, "reason": pace.reason.both(),
            "price": _hit_rate(pace.hit_rate)}


def _evidence(evidence: Evidence) -> Json:
    return {"grade": evidence.grade.value, "reasons": [r.both() for r in evidence.reasons],
            "n_obs": evidence.n_obs, "n_windows": evidence.n_windows,
            "same_family": evidence.same_family, "skill": _probability(evidence.skill),
            "missing": evidence.missing.both()}


def _chance(chance: Chance) -> Json:
    return {"scenario": chance.scenario, "probability": _probability(chance.probability),
            "stated": _probability(chance.stated), "mc_se": _probability(chance.mc_se),
            "low": _probability(chance.low), "high": _probability(chance.high),
            "word": chance.word.both(), "flag": chance.flag.value, "colour": chance.colour.value,
            "median": _value(chance.median), "low80": _value(chance.low80),
            "high80": _value(chance.high80), "as_plan": as_plan_json(chance.as_plan),
            "followed": _probability(chance.followed)}


def as_plan_json(plan: AsPlan | None) -> Json:
    """Return a probability as targets of such plans go, with its 90 % interval."""
    if plan is None:
        return None
    return {"probability": _probability(plan.probability), "stated": _probability(plan.stated),
            "low90": _probability(plan.low), "high90": _probability(plan.high),
            "followed": plan.followed}


def _fan(fan: Fan) -> Json:
    return {"scenario": fan.scenario, "years": list(fan.years),
            "levels": [_value(level) for level in fan.levels],
            "values": [[_value(v) for v in row] for row in fan.values]}
