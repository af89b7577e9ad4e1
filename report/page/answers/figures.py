"""The plan's own figures as a grid: shown, changed, checked as a plan file is, and linted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping

from data.errors import PlancastError
from data.io.writing import Json
from data.io.yamlfile import yaml_text
from data.messages.catalogue import language
from data.numbers import with_unit
from data.plan import Plan
from data.planfile.files import parse_plan
from data.planfile.write import plan_rows
from data.tables.cells import decimal_comma, figure_in, is_missing
from data.units import Unit, display_unit
from data.words import Lang
from forecast.lint import lint
from report.lint.lint_text import SEVERITIES, document_place, subject, summary
from report.page.answers.books import Source, items

_ROW = re.compile(r"history\[(\d+)\]")

PERCENT = "%"
WHOLE = 1e15
"""Whole numbers below it are written without a point."""


def grid(plan: Plan, lang: Lang) -> Json:
    """Return the figures of the plan's own region: a row an indicator, in its own unit."""
    own = ("", plan.region.zh, plan.region.en)
    wanted = dict.fromkeys(t.indicator for t in plan.targets)
    known: dict[str, dict[int, float]] = {i.id: {} for i in plan.indicators}
    for series in plan.history:
        if series.region in own:
            known[series.indicator].update(
                (int(y), plan.indicator(series.indicator).unit.from_canonical(float(v)))
                for y, v in zip(series.years, series.values, strict=True))
    years = sorted({y for found in known.values() for y in found}
                   | set(range(plan.period.base - 4, plan.period.base + 1)))
    shown = [i for i in plan.indicators if i.id in wanted or known[i.id]]
    return {"years": years, "rows": [
        {"id": i.id, "name": i.name.get(lang), "unit": i.unit.symbol, "one": _one(i.unit, lang),
         "values": {str(y): v for y, v in known[i.id].items()}} for i in shown]}


def _one(unit: Unit, lang: Lang) -> str:
    """Return what one of a unit is, where readers of this language do not write it so."""
    if language(lang).own_units or display_unit(unit, lang).symbol == unit.symbol:
        return ""
    return with_unit(unit.to_canonical(1.0), unit, lang)


def changed(source: Source, cells: Json, lang: Lang) -> Json:
    """Return the plan file with other figures, or the problems beside the cells they are of.

    ``cells`` are ``{"indicator", "year", "value"}``; an empty value takes a figure away.
    """
    plan = source.read()
    own = ("", plan.region.zh, plan.region.en)
    rows = json.loads(json.dumps(plan_rows(plan), ensure_ascii=False))
    history = rows.setdefault("history", [])
    place: dict[int, tuple[str, int]] = {}
    given = [cell for cell in items(cells) if isinstance(cell, Mapping)]
    # Beside a decimal comma 1,234 may be one and a bit.
    grouped = not any(decimal_comma(str(cell.get("value"))) for cell in given)
    for cell in given:
        name, year = str(cell.get("indicator")), _year(cell.get("year"))
        at = next((i for i, row in enumerate(history) if row and row["indicator"] == name
                   and row["year"] == year and row.get("region", "") in own), None)
        unit = next((i.unit.symbol for i in plan.indicators if i.id == name), "")
        value = _value(cell.get("value"), unit, grouped=grouped)
        if value is None:
            if at is not None:
                history[at] = None
            continue
        made = {"indicator": name, "year": year, "value": value, "unit": unit}
        if at is None:
            at = len(history)
            history.append(made)
        else:
            history[at] = made
        place[at] = (name, year)
    kept = [i for i, row in enumerate(history) if row is not None]
    rows["history"] = [history[i] for i in kept]
    if not rows["history"]:
        del rows["history"]
    text = yaml_text(rows)
    try:
        again = parse_plan(text, source.label)
    except PlancastError as error:
        return {"problems": [_placed(p.where.key, p.message(lang), p.hint(lang), p.code, kept,
                                     place) for p in error.problems]}
    return {"problems": [], "yaml": text, "lint": _lint(again, lang)}


def _placed(key: str, message: str, hint: str, code: str, kept: list[int],
            place: Mapping[int, tuple[str, int]]) -> Json:
    """Return a problem beside the cell that it is of."""
    found = _ROW.match(key)
    at = kept[int(found[1]) - 1] if found and int(found[1]) <= len(kept) else None
    cell = None if at is None else place.get(at)
    return {"code": code, "message": message, "hint": hint,
            "indicator": cell[0] if cell else None, "year": cell[1] if cell else None}


def _year(raw: Json) -> int:
    return int(raw) if isinstance(raw, int | float) and abs(raw) < 1e6 else 0


def _value(raw: Json, unit: str, *, grouped: bool) -> float | str | None:
    """Return a figure as typed: a number where it surely is one; the plan's reader refuses the
    rest. ``grouped``: a comma before three digits parts thousands."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return raw
    text = str(raw).strip()
    if not text or is_missing(text):
        return None
    found = figure_in(text)
    # A mark, a projection, a percentage of something else: a person says what is meant.
    if found is None or found.mark or (found.percent and unit != PERCENT) \
            or (found.comma == "thousands" and not grouped) or not math.isfinite(found.value):
        return text[:60]
    number = found.value
    return int(number) if number == int(number) and abs(number) < WHOLE else number


def linted(source: Source, lang: Lang) -> Json:
    """Return what the linter says of a plan, finding by finding."""
    return _lint(source.read(), lang)


def _lint(plan: Plan, lang: Lang) -> Json:
    report = lint(plan)
    return {"summary": summary(report, lang), "findings": [
        {"code": f.code, "severity": SEVERITIES[f.severity].get(lang),
         "level": f.severity.value, "title": f.title.get(lang), "what": f.what.get(lang),
         "sums": f.sums.get(lang), "declare": f.declare.get(lang),
         "subject": subject(f.spot, plan, lang), "indicator": f.spot.indicator,
         "place": document_place(f.spot, lang)} for f in report.findings]}
