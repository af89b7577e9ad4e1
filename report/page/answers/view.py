"""An assessment as the page shows it: every cell already a text, every chart already in its unit.

Nothing is computed here: the texts are those of the tables and memos, the numbers those of the
assessment, in the unit the plan is read in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.io.writing import Json
from data.numbers import MISSING, with_unit
from data.plan import Plan
from data.probabilities import probability_text
from data.units import Unit, display_unit
from data.words import Lang
from forecast.plan_level.summary import PlanLevel
from forecast.probability.verdict import Assessment, Chance, Fan, Finding, TargetResult, Verdict
from report.assessment.plan_level import plan_section
from report.assessment.plan_statement import chance_label, other_label
from report.assessment.rows import (
    Row,
    chance_text,
    is_known,
    lead,
    period_heading,
    rows,
    span_text,
)
from report.assessment.sentences import sections, summary, worth_text
from report.assessment.without_base import answer_sentence
from report.text.goal import base_text, goal_text, name_text, required_texts
from report.text.words import (
    COLOUR_NAMES,
    COLOUR_TEXTS,
    GRADES,
    KINDS,
    PATHS,
    label,
    method_name,
    pace_label,
)

Before = Mapping[tuple[str, str, str], str]
"""What was said last time: (target, reading, scenario) -> the printed probability."""


def overview(assessment: Assessment, lang: Lang, before: Before) -> Json:
    """Return the whole plan: every target under every scenario, and what needs attention."""
    a = assessment
    lines = rows(a, lang)
    verdicts = _by_row(a, lines)
    return {
        "plan": a.plan.id, "title": a.plan.title.get(lang), "region": a.plan.region.get(lang),
        "as_of": f"{label('as_of', lang)} {a.as_of}", "as_of_year": a.as_of,
        "summary": summary(a, lang), "outlook": _outlook(a.level, lang),
        "heads": {"target": label("target", lang), "reading": label("reading", lang),
                  "change": period_heading(a), "required": label("required", lang),
                  "pace": label("pace", lang), "verdict": label("verdict", lang),
                  "grade": label("grade", lang), "colour": label("colour", lang),
                  "other": other_label(a, lang), "chance": chance_label(a, lang)},
        "scenarios": [{"id": s.id, "name": s.name.get(lang)} for s in a.scenarios],
        "rows": [_row(row, verdict, a, lang, before) for row, verdict in
                 zip(lines, verdicts, strict=True)],
        "attention": [_attention(result, a.plan, lang) for result in a.results
                      if result.findings or any(v.findings for v in result.verdicts)],
        "sections": [{"key": s.key, "title": s.title, "notes": [
            {"about": n.about, "text": n.text, "code": n.code} for n in s.notes]}
            for s in sections(a, lang)],
    }


def _by_row(assessment: Assessment, lines: Sequence[Row]) -> list[Verdict | None]:
    """Return the verdict of every row; ``None`` for a line that speaks for several."""
    found = iter([v for r in assessment.results for v in r.verdicts])
    return [None if line.joint else next(found) for line in lines]


def _outlook(level: PlanLevel | None, lang: Lang) -> list[Json]:
    if level is None:
        return []
    return [note.text for note in plan_section(level, lang).notes[:1]]


def _row(row: Row, verdict: Verdict | None, assessment: Assessment, lang: Lang,
         before: Before) -> Json:
    chances: list[Json] = []
    if verdict is not None:
        chances = [{**chance_json(verdict, c, lang), "before": before.get(
            (verdict.target.id, verdict.reading.value, c.scenario), "")}
            for c in verdict.chances]
    binding = verdict is not None and verdict.target.binding
    return {
        "target": row.target, "name": row.name, "joint": row.joint, "scored": row.scored,
        "reading": label("all_readings", lang) if row.joint else row.reading,
        "reading_id": "" if verdict is None else verdict.reading.value,
        "change": row.change, "required": row.required, "required_note": row.required_note,
        "pace": row.pace, "chances": chances, "other": row.other, "span": row.span,
        "word": row.answer or row.word.get(lang), "colour": row.colour.value,
        "colour_name": COLOUR_NAMES[row.colour].get(lang), "action": row.action.get(lang),
        "grade": "" if row.grade is None else row.grade.value,
        "grade_name": "" if row.grade is None else GRADES[row.grade].get(lang),
        "binding": label("binding", lang) if binding else "",
    }


def chance_json(verdict: Verdict, chance: Chance, lang: Lang) -> dict[str, Json]:
    """Return one probability: its number as printed and as computed, its word and colour."""
    unit = verdict.indicator.unit
    return {
        "scenario": chance.scenario, "text": chance_text(verdict, chance),
        "probability": chance.probability, "followed": chance.followed,
        "word": chance.word.get(lang), "colour": chance.colour.value,
        "colour_name": COLOUR_NAMES[chance.colour].get(lang),
        "action": COLOUR_TEXTS[chance.colour].get(lang),
        "series": probability_text(chance.stated, chance.mc_se or 0.0, known=is_known(verdict)),
        "as_plan": "" if chance.as_plan is None else probability_text(
            chance.as_plan.stated, chance.mc_se or 0.0),
        "span": span_text(chance),
        "median": with_unit(chance.median, unit, lang),
        "low80": with_unit(chance.low80, unit, lang),
        "high80": with_unit(chance.high80, unit, lang),
        "low": probability_text(chance.low), "high": probability_text(chance.high),
    }


def _attention(result: TargetResult, plan: Plan, lang: Lang) -> Json:
    found = (*result.findings, *(f for v in result.verdicts for f in v.findings))
    return {"target": result.target.id, "name": name_text(result, plan, lang),
            "findings": _findings(found, lang)}


def _findings(found: Sequence[Finding], lang: Lang) -> list[Json]:
    texts = {f.text.get(lang): f.code for f in found}
    return [{"code": code, "text": text} for text, code in texts.items()]


def target_view(assessment: Assessment, result: TargetResult, lang: Lang) -> Json:
    """Return one target with all its readings, their charts and where each figure comes from."""
    plan, target = assessment.plan, result.target
    return {
        "target": target.id, "name": name_text(result, plan, lang),
        "source": target.source, "note": target.note.get(lang),
        "binding": label("binding", lang) if target.binding else "",
        "colour": result.colour.value, "colour_name": COLOUR_NAMES[result.colour].get(lang),
        "findings": _findings(result.findings, lang),
        "scenarios": [{"id": s.id, "name": s.name.get(lang)} for s in assessment.scenarios],
        "readings": [_reading(v, plan, lang) for v in result.verdicts],
    }


def _reading(verdict: Verdict, plan: Plan, lang: Lang) -> Json:
    period, required = plan.period, verdict.required
    needed, note = required_texts(verdict, lang)
    unit = verdict.indicator.unit
    known = is_known(verdict)
    return {
        "reading": verdict.reading.value, "reading_name": KINDS[verdict.reading].get(lang),
        "unit": display_unit(unit, lang).symbol,
        "base": base_text(verdict, lang, period.base), "goal": goal_text(verdict, lang, period.end),
        "required": needed, "required_note": note,
        "latest": MISSING if verdict.latest_year is None else
        f"{with_unit(verdict.latest_value, unit, lang)} ({verdict.latest_year})",
        "year": verdict.target.year, "sense": verdict.target.sense.value,
        "goals": [_own(v, unit, lang) for v in
                  (required.edges or ((required.target_value,) if required.target_value is not None
                                      else ()))],
        "chances": [chance_json(verdict, c, lang) for c in verdict.chances],
        "lead": lead(verdict).scenario, "known": known,
        "draggable": bool(verdict.fans),
        "history": history_json(verdict, lang),
        "fans": [fan_json(f, unit, lang) for f in verdict.fans],
        "pace": [{"method": method_name(p.method, lang), "label": pace_label(p.label, lang),
                  "path": PATHS[p.path].get(lang) if p.path in PATHS else p.path,
                  "reason": p.reason.get(lang), "worth": worth_text(p, lang)}
                 for p in verdict.pace],
        "grade": verdict.evidence.grade.value,
        "grade_name": GRADES[verdict.evidence.grade].get(lang),
        "reasons": [r.get(lang) for r in verdict.evidence.reasons],
        "missing": verdict.evidence.missing.get(lang),
        "answer": "" if verdict.without_base is None else answer_sentence(verdict, lang),
        "findings": _findings(verdict.findings, lang),
        "trace": [{"key": key, "value": value} for key, value in verdict.trace],
    }


def _own(value: float, unit: Unit, lang: Lang) -> float:
    return display_unit(unit, lang).from_canonical(value)


def history_json(verdict: Verdict, lang: Lang) -> list[Json]:
    """Return what the law saw: year, value in the shown unit, its text and its source."""
    series, unit = verdict.history, verdict.indicator.unit
    if series is None:
        return []
    n = len(series)
    sources, derived = series.sources or ("",) * n, series.derived or (False,) * n
    return [{"year": int(y), "value": _own(float(v), unit, lang),
             "text": with_unit(float(v), unit, lang), "source": s, "derived": d}
            for y, v, s, d in zip(series.years, series.values, sources, derived, strict=True)]


def fan_json(fan: Fan, unit: Unit, lang: Lang) -> dict[str, Json]:
    """Return the quantiles of a fan by level, in the shown unit and as texts."""
    return {"scenario": fan.scenario, "years": list(fan.years), "levels": list(fan.levels),
            "values": [[_own(v, unit, lang) for v in row] for row in fan.values],
            "texts": [[with_unit(v, unit, lang) for v in row] for row in fan.values]}
