"""The answers as JSON: canonical units, probabilities with four decimals."""

from __future__ import annotations

from data.io.writing import Json
from data.numbers import significant
from data.words import RECORDED
from forecast.probability.verdict import Verdict
from forecast.without_base.answer import ActionableCount, At, Bound, Together
from report.assessment.without_base.sentence import answer_sentence


def answer_json(verdict: Verdict) -> dict[str, Json] | None:
    """Return what is said of a reading without a base; ``None`` where it has a probability."""
    a = verdict.without_base
    if a is None:
        return None
    before = a.met_before
    return {
        "code": a.code.value, "year": a.year, "scenario": a.scenario, "rising": a.rising,
        "likely": _at(a.likely), "unlikely": _at(a.unlikely), "reach": _v(a.reach),
        "best": _at(a.best), "least": _p(a.least), "most": _p(a.most),
        "span": None if a.span is None else [_v(v) for v in a.span],
        "moves": [{"base": _v(m.base), "growth": _v(m.growth), "step": _v(m.step)}
                  for m in a.moves],
        "from_zero": _v(a.step) if a.zero else None,
        "known": None if a.known is None else {
            "low": _bound(a.known.low), "high": _bound(a.known.high),
            "chance_low": _p(a.known.chance_low), "chance_high": _p(a.known.chance_high)},
        "met_before": None if before is None else {
            "regime": before.regime.value, "sets": before.sets, "targets": _v(before.targets),
            "met": _v(before.met)},
        "n_windows": a.n_windows, "same_family": a.same_family,
        "text": {lang: answer_sentence(verdict, lang) for lang in RECORDED},
    }


def together_json(t: Together) -> dict[str, Json]:
    """Return what the parts of a region can do together."""
    return {
        "indicator": t.indicator.id, "reading": t.reading.value, "whole": t.whole,
        "regions": list(t.regions), "targets": list(t.targets), "year": t.year,
        "target_year": t.target_year, "asked": _v(t.asked), "base": _v(t.base),
        "likely_sum": _v(t.likely_sum), "unlikely_sum": _v(t.unlikely_sum),
        "can_be_likely": t.can_be_likely, "must_be_unlikely": t.must_be_unlikely,
        "all_met_at_most": _p(t.all_met_at_most),
    }


def spoken_json(s: ActionableCount) -> dict[str, Json]:
    """Return how many targets say something to act on."""
    return {"quantified": s.quantified, "with_chance": s.with_chance, "with_base": s.with_base,
            "with_move": s.with_move, "silent": list(s.silent), "qualitative": s.qualitative,
            "share": _p(s.share)}


def _at(at: At | None) -> Json:
    return None if at is None else {"base": _v(at.base), "chance": _p(at.chance)}


def _bound(bound: Bound | None) -> Json:
    if bound is None:
        return None
    return {"value": _v(bound.value), "source": bound.source.value, "of": bound.of}


def _p(p: float | None) -> float | None:
    return None if p is None else round(p, 4)


def _v(value: float | None) -> float | None:
    return None if value is None else significant(value, 6)
