"""What the annex says of each figure: where its inputs stand, by what formula, of which vintage."""

from __future__ import annotations

from data.numbers import percent
from data.words import Kind, Lang
from forecast.probability.verdict import Pace, TargetResult, Verdict
from report.assessment.rows import chance_text, is_known, lead
from report.memo.causes import demand_of
from report.memo.coverage import covered, dues
from report.memo.dossier import Dossier
from report.memo.trace import Tracer
from report.memo.wording import colour_rule, punctuation, text
from report.text.words import KINDS, bracketed

CLASS = "class"
"""What the trace calls the part of a law that comparable cases make up."""

_POINTS = (Kind.SHARE, Kind.SCORE, Kind.CUMULATIVE)

PACE_FORMULAS: dict[str, str] = {
    "own": "[g(yt) − g(y0)] / [g(p(t)) − g(y0)]",
    "eurostat": "CAGR(t0..t) / |CAGR(t0..T)|",
    "unsd": "[yt (1 + CAGR(t0..t))^(T − t) − y0] / (yT − y0)",
    "sdsn": "[(yt − y0) / (t − t0)] / [(yT − y0) / (T − t0)]",
    "german": "1 − (T − t) · mean(Δ) / (yT − yt)",
    "unescap": "10 (yt − y0) / |yT − y0|",
    "schedule": "100 (yt − y0) / (yT − y0) − 100 (t − t0) / (T − t0)",
}
"""Formulas of the pace methods; the german one prints 0 where nothing is missed."""


def place(result: TargetResult, lang: Lang) -> str:
    """Return where a target stands in the document."""
    return result.target.source or text(lang, "trace.unsourced")


def vintage(dossier: Dossier, lang: Lang, verdict: Verdict | None = None) -> str:
    """Return of when the inputs are: as-of year and latest figure."""
    a = dossier.assessment
    latest = None if verdict is None else verdict.latest_year
    return text(lang, "trace.vintage", year=a.as_of, latest=latest or 0, known=latest is not None)


def named(result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    """Return the indicator's name, with the reading where there are several."""
    name = result.indicator.name.get(lang)
    if len(result.verdicts) == 1:
        return name
    return name + bracketed(KINDS[verdict.reading].get(lang), lang)


def mark(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer, *, what: str,
         value: str, formula: str) -> str:
    """Return the trace id of a figure about one reading; ``what`` follows the indicator's name."""
    lang = tracer.lang
    name = named(result, verdict, lang) + punctuation(lang, "colon") + what
    return tracer.mark(value, what=name, row=place(result, lang), formula=formula,
                       vintage=vintage(dossier, lang, verdict),
                       of=(result.target.id, verdict.reading.value))


def trace_chance(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> str:
    """Return the trace id of a verdict's leading probability and of the rule of its colour."""
    lang, chance, trace = tracer.lang, lead(verdict), dict(verdict.trace)
    rule = colour_rule(chance.colour, lang)
    weights = _weights_said(trace.get("weights", ""), lang)
    formula = text(lang, "trace.chance_how", weights=weights, rule=rule)
    shift = dossier.assessment.shift
    if shift is not None and shift.followed:
        moved = f"{shift.shift.mean:+.2f} ± {shift.shift.sd:.2f}"
        formula += text(lang, "trace.moved", moved=moved)
    if is_known(verdict):
        formula = text(lang, "trace.known_how", rule=rule)
    p = "—" if chance.probability is None else f"{chance.probability:.4f}"
    said = "" if chance.followed is None or is_known(verdict) else \
        chance_text(verdict, chance)
    value = f"{p}{bracketed(said, lang)}" if said else p
    return mark(dossier, result, verdict, tracer, what=text(lang, "trace.chance"),
                value=value, formula=formula)


def _weights_said(weights: str, lang: Lang) -> str:
    """Return what the law's parts weigh: comparable cases (``class``) and own history, the rest."""
    parts = [part.partition("=") for part in weights.split("; ") if "=" in part]
    if not parts:
        return text(lang, "trace.no_weights")
    of_class = sum(float(value) for name, _, value in parts if name == CLASS)
    own = sum(float(value) for name, _, value in parts if name != CLASS)
    return text(lang, "trace.weights", of_class=percent(of_class), own=percent(own))


def trace_coverage(dossier: Dossier, tracer: Tracer) -> str:
    """Return the trace id of how many yearly figures there are of those due; empty without any."""
    lang, found = tracer.lang, dues(dossier.assessment)
    have, due = covered(found)
    if not due:
        return ""
    return tracer.mark(
        text(lang, "trace.coverage", have=have, due=due, missing=due - have, n=len(found),
             share=percent(have / due), asked=sum(d.asked for d in found)),
        what=text(lang, "trace.coverage_what"), row=text(lang, "front.all_targets"),
        formula=text(lang, "trace.coverage_how"), vintage=vintage(dossier, lang))


def trace_needed(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
                 said: str) -> str:
    """Return the trace id of what is needed a year: a rate, or a step where that is printed.

    ``said`` may add how that compares with what was achieved, here and in comparable cases.
    """
    required, formula = verdict.required, "(yT / y0)^(1 / (T − t0)) − 1"
    steps = verdict.reading in _POINTS or required.cagr is None
    if steps:
        formula = "(yT − y0) / (T − t0)"
    if required.from_now is not None or required.step_from_now is not None:
        formula += "; (yT − yt) / (T − t)" if steps else "; (yT / yt)^(1 / (T − t)) − 1"
    if required.acceleration is not None:
        formula += "; (yt / y0)^(1 / (t − t0)) − 1"
    demand = demand_of(dossier, result, verdict)
    if demand is not None:
        formula += text(tracer.lang, "trace.rank", n=demand.n_windows)
    return mark(dossier, result, verdict, tracer, value=said, formula=formula,
                what=text(tracer.lang, "trace.needed"))


def trace_pace(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
               pace: Pace, name: str) -> str:
    """Return the trace id of one pace method's value."""
    value = "—" if pace.value is None else f"{pace.value:.4f}".replace("-", "−")
    return mark(dossier, result, verdict, tracer, what=name, value=value,
                formula=PACE_FORMULAS.get(pace.method, pace.method))
