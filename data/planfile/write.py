"""A plan as the rows of a plan file: what reads back as the same plan.

The ledger keeps the inputs of a run in this form, so that a run can be made again.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.io.writing import Json
from data.io.yamlfile import yaml_text
from data.plan import Indicator, Parts, Plan, Span, Statement, Target, Unread
from data.planfile.rules import RATES
from data.series import Partial, Series
from data.words import Basis, Kind, Place, Sense, Text

Row = dict[str, Json]


def plan_rows(plan: Plan) -> Row:
    """Return the plan as the mapping that a plan file holds; defaults are left out."""
    out: Row = {
        "plan": plan.id, "title": _text(plan.title), "region": _text(plan.region),
        "period": {"base": plan.period.base, "start": plan.period.start, "end": plan.period.end},
        "indicators": {i.id: _indicator(i) for i in plan.indicators},
        "targets": [_target(t, plan) for t in plan.targets],
    }
    if plan.level is not None:
        out["level"] = plan.level.value
    if plan.regime is not None:
        out["regime"] = plan.regime.value
    lists: Mapping[str, list[Json]] = {
        "history": [row for s in plan.history for row in _figures(s)],
        "partials": [_partial(p) for p in plan.partials],
        "statements": [_statement(s) for s in plan.statements],
        "parts": [_parts(p) for p in plan.parts],
        "unread": [_unread(u) for u in plan.unread],
    }
    out.update({key: rows for key, rows in lists.items() if rows})
    return out


def plan_yaml(plan: Plan) -> str:
    """Return the plan as the text of a plan file; the same plan gives the same text."""
    return yaml_text(plan_rows(plan))


def _text(text: Text) -> Json:
    return {"zh": text.zh, "en": text.en}


def _given(**values: Json) -> Row:
    """Return the keys that say something: neither ``None`` nor empty."""
    return {k: v for k, v in values.items() if v is not None and v not in ("", [], {})}


def _note(text: Text) -> Json:
    return _text(text) if text.zh or text.en else None


def _span(span: Span | None) -> Json:
    return None if span is None else {"line": span.line, "start": span.start, "end": span.end}


def _indicator(indicator: Indicator) -> Row:
    unit, (low, high) = indicator.unit, indicator.bounds
    bounds = _given(low=None if low is None else unit.from_canonical(low),
                    high=None if high is None else unit.from_canonical(high))
    out: Row = {"name": _text(indicator.name), "unit": unit.symbol, "kind": indicator.kind.value}
    readings = [k.value for k in indicator.readings]
    direction = indicator.direction if indicator.direction != 1 else None
    return out | _given(
        readings=readings if indicator.kind is Kind.UNDECLARED else [], family=indicator.family,
        bounds=bounds, direction=direction, inflow=indicator.inflow, note=_note(indicator.note),
        terms=list(indicator.terms), definition_changed=indicator.definition_changed)


def _target(target: Target, plan: Plan) -> Row:
    unit = plan.indicator(target.indicator).unit
    level = target.basis not in RATES

    def shown(value: float | None) -> float | None:
        return unit.from_canonical(value) if level and value is not None else value

    base = None if target.base_value is None else unit.from_canonical(target.base_value)
    out: Row = {"id": target.id, "indicator": target.indicator, "region": target.region,
                "year": target.year, "sense": target.sense.value}
    basis = None if target.basis is Basis.LEVEL else target.basis.value
    tolerance = None if target.tolerance is None else target.tolerance * 100
    return out | _given(
        value=shown(target.value), upper=shown(target.upper), basis=basis, base=base,
        base_year=target.base_year, stated_growth=target.stated_growth,
        binding=True if target.binding else None, in_table=None if target.in_table else False,
        source=target.source, note=_note(target.note), tolerance=tolerance,
        relative_to=target.relative_to, lead_unit=_note(target.lead_unit),
        span=_span(target.span), confidence=target.confidence)


def _figures(series: Series) -> list[Json]:
    rows: list[Json] = []
    for i, year in enumerate(series.years):
        rows.append(_given(
            indicator=series.indicator, region=series.region, year=int(year),
            value=series.unit.from_canonical(float(series.values[i])), unit=series.unit.symbol,
            source=series.sources[i] if series.sources else "",
            derived=True if series.derived and series.derived[i] else None))
    return rows


def _partial(part: Partial) -> Row:
    return _given(indicator=part.indicator, region=part.region, year=part.year, first=part.first,
                  last=part.last, value=part.unit.from_canonical(part.value),
                  unit=part.unit.symbol, source=part.source)


def _statement(said: Statement) -> Row:
    rate = said.basis in RATES
    value = said.value if rate or said.value is None else said.unit.from_canonical(said.value)
    return _given(
        indicator=said.indicator, region=said.region, role=said.role.value, year=said.year,
        value=value, unit=said.unit.symbol,
        sense=None if said.sense is Sense.AT_LEAST else said.sense.value,
        basis=None if said.basis is Basis.LEVEL else said.basis.value, base_year=said.base_year,
        place=None if said.place is Place.TEXT else said.place.value, term=said.term,
        source=said.source, span=_span(said.span), confidence=said.confidence)




def _parts(parts: Parts) -> Row:
    return _given(whole=parts.whole, parts=list(parts.parts), indicators=list(parts.indicators))


def _unread(passage: Unread) -> Row:
    return {"text": passage.text} | _given(reason=passage.reason, span=_span(passage.span))
