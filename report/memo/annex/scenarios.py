"""The annex on scenarios: one matrix of all targets and scenarios, once."""

from __future__ import annotations

from collections.abc import Iterator

from data.numbers import about
from report.assessment.rows import chance_text, lead_scenario
from report.memo.blocks import Block, Cell, Paragraph, Table, cell, plain
from report.memo.figures import mark
from report.memo.lines import Line, Listed
from report.memo.spoken import span_said
from report.memo.trace import Tracer
from report.memo.wording import text
from scenarios.scenario import ScenarioName

ACROSS = 6
"""Scenarios of one table; more go on in the next."""


def scenario_matrix(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the probability of every open target under every scenario, and the forecast itself."""
    lang, a = tracer.lang, listed.dossier.assessment
    lines = [x for x in listed.assessed if not x.known]
    if not lines:
        yield Paragraph(plain(text(lang, "annex.nothing")))
        return
    leading = lead_scenario(a)
    order = sorted(a.scenarios, key=lambda s: s.id != leading)
    yield Paragraph(plain(text(lang, "annex.scenarios_how")))
    for start in range(0, len(order), ACROSS):
        part = order[start:start + ACROSS]
        heads = (*text_heads(lang), *(s.name.get(lang) for s in part))
        rows = tuple(_row(listed, line, part, tracer) for line in lines)
        yield Table(text(lang, "annex.matrix"), f"matrix-{start // ACROSS + 1}", heads, rows,
                    (0.06, 0.3, *(0.64 / len(part) for _ in part)), small=True)
    rows = tuple(_forecast(listed, line, tracer) for line in lines
                 if line.chance.median is not None)
    if rows:
        yield Table(text(lang, "annex.forecasts"), "forecasts",
                    (*text_heads(lang), text(lang, "annex.median"), text(lang, "annex.span")), rows,
                    (0.06, 0.38, 0.24, 0.32), small=True)


def text_heads(lang: str) -> tuple[str, str]:
    """Return the heads of the columns that name a target."""
    return text(lang, "strip.no"), text(lang, "strip.name")


def _row(listed: Listed, line: Line, scenarios: list[ScenarioName], tracer: Tracer,
         ) -> tuple[Cell, ...]:
    lang, plan = tracer.lang, listed.dossier.assessment.plan
    cells = [cell(line.number), cell(line.name(plan, lang))]
    for scenario in scenarios:
        chance = line.verdict.chance(scenario.id)
        name, p = scenario.name.get(lang), chance.probability
        cells.append(cell(
            chance_text(line.verdict, chance), number=True,
            trace="" if p is None else mark(
                listed.dossier, line.result, line.verdict, tracer,
                what=text(lang, "annex.under", name=name), value=f"{p:.4f}",
                formula=text(lang, "annex.under_how"))))
    return tuple(cells)


def _forecast(listed: Listed, line: Line, tracer: Tracer) -> tuple[Cell, ...]:
    lang, a = tracer.lang, listed.dossier.assessment
    chance, unit = line.chance, line.verdict.indicator.unit
    assert chance.median is not None  # the caller has chosen
    middle = about(chance.median, unit, lang)
    span = "—" if chance.low80 is None or chance.high80 is None else span_said(
        chance.low80, chance.high80, unit, lang)
    trace = mark(listed.dossier, line.result, line.verdict, tracer, value=f"{middle} ({span})",
                 what=text(lang, "annex.forecast_what", year=line.result.target.year),
                 formula=text(lang, "annex.forecast_how", n=f"{a.n_paths:,}"))
    return (cell(line.number), cell(line.name(a.plan, lang)),
            cell(middle, number=True, trace=trace), cell(span, number=True))
