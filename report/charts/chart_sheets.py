"""From a plan to the sheets of each kind of picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.plan import Plan, Target
from data.version import engine_version
from data.words import Lang
from forecast.assessment import assess_case, assess_target
from forecast.cases import Case, Run, start_run
from forecast.knowledge import Knowledge
from forecast.probability.verdict import Assessment
from report.assessment.rows import is_assessed
from report.charts.drawing.page import Sheet, numbered
from scenarios.scenario import Scenario, ScenarioName

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ChartAsk:
    """What is to be drawn, of which targets.

    ``one`` is the scenario of pictures that show a single one: the baseline, or the first named.
    """

    plan: Plan
    targets: tuple[Target, ...]
    scenarios: tuple[Scenario, ...]
    one: Scenario
    knowledge: Knowledge
    lang: Lang
    as_of: int | None
    n_paths: int
    seed: int
    ledger: Path | None
    wires: bool
    progress: Progress

    def run(self) -> Run:
        """Return the run that everything is computed with."""
        return start_run(self.plan, knowledge=self.knowledge, as_of=self.as_of,
                         n_paths=self.n_paths, seed=self.seed)


def _assessed(ask: ChartAsk, run: Run) -> Assessment:
    """Assess the targets asked for; the whole plan stays known to the assessment."""
    results = []
    for i, target in enumerate(ask.targets):
        ask.progress(i, len(ask.targets), target.id)
        results.append(assess_target(run, target, ask.scenarios))
    return Assessment(
        plan=ask.plan, as_of=run.setting.as_of, seed=ask.seed, n_paths=ask.n_paths,
        scenarios=tuple(ScenarioName(s.id, s.name) for s in ask.scenarios),
        results=tuple(results), findings=(), reference=run.knowledge.reference_id,
        calibration=run.knowledge.calibration_id, version=engine_version())


def fan_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield a fan chart a reading of the targets asked for, with tripwires where wanted."""
    from forecast.solve.next_actual import tripwires
    from report.charts.drawing.fan import alt_text, chart_name, fan_chart, has_chart

    run, drawn = ask.run(), 0
    whole = _assessed(replace(ask, targets=()), run)  # plan, year and scenarios to draw within
    for i, target in enumerate(ask.targets):
        ask.progress(i, len(ask.targets), target.id)
        for case in run.cases(target):
            verdict = assess_case(case, ask.scenarios, run.knowledge)
            if not has_chart(verdict):
                continue
            wires = tripwires(run, case, ask.one) if ask.wires else None
            drawn += 1
            yield Sheet(chart_name(verdict), fan_chart(verdict, whole, ask.lang, wires=wires),
                        alt_text(verdict, whole, ask.lang, wires=wires))
    if not drawn:
        name = ", ".join(t.id for t in ask.targets[:5])
        raise _nothing("CHART_NO_FAN", ask, name=name)


def overview_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield the heat-strip of targets and scenarios."""
    from report.charts.drawing.heat import heat_sheets

    yield from heat_sheets(_likely(ask), ask.lang)


def dot_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield the overview that ``assess`` draws: a dot a scenario on one scale."""
    from report.charts.overview import overview_alt, overview_chart, overview_pages

    whole = _likely(ask)
    found, alt = overview_pages(whole), overview_alt(whole, ask.lang)
    for i, lines in enumerate(found.pages, 1):
        figure = overview_chart(whole, ask.lang, lines=lines, page=(i, len(found.pages)),
                                left_out=found.left_out)
        yield Sheet(numbered("dots", i, len(found.pages)), figure, alt)


def _likely(ask: ChartAsk) -> Assessment:
    whole = _assessed(ask, ask.run())
    if not any(is_assessed(v) for result in whole.results for v in result.verdicts):
        raise _nothing("CHART_NO_LIKELIHOOD", ask, plan=ask.plan.id)
    return whole


def slope_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield required against achieved growth."""
    from forecast.question.standing import standings
    from report.charts.drawing.slope import slope_sheets as drawn

    run = ask.run()
    rows = standings(run, ask.targets)
    yield from _some(drawn(rows, ask.plan, ask.lang, as_of=run.setting.as_of),
                     _nothing("CHART_NO_SLOPE", ask, plan=ask.plan.id))


def peer_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield the peer strip."""
    from forecast.question.standing import standings
    from report.charts.drawing.peers import peer_sheets as drawn

    run = ask.run()
    rows = standings(run, ask.targets)
    yield from _some(drawn(rows, ask.plan, ask.lang, as_of=run.setting.as_of),
                     _nothing("CHART_NO_PEERS", ask, plan=ask.plan.id))


def tornado_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield a tornado a reading that the scenario's uncertain parameters move."""
    from forecast.scenario_analysis.sensitivity import sensitivity
    from report.charts.drawing.tornado import alt_text, tornado_chart, tornado_of

    found = sensitivity(ask.run(), ask.targets, ask.one, progress=ask.progress)
    drawn = 0
    for row in found.rows:
        tornado = tornado_of(row, found, ask.lang)
        if tornado is None:
            continue
        drawn += 1
        several = f"-{row.subject.reading.value}" if row.subject.several else ""
        yield Sheet(f"{row.subject.target.id}{several}", tornado_chart(tornado, ask.lang),
                    alt_text(tornado, ask.lang))
    if not drawn:
        raise _nothing("CHART_NO_TORNADO", ask, scenario=ask.one.id)


def timeline_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield probabilities through the plan's life: recorded ones, or replayed year by year."""
    from forecast.lifecycle.timeline import life_of, replayed
    from report.charts.drawing.timeline import LEAST
    from report.charts.drawing.timeline import timeline_sheets as drawn

    if ask.ledger is not None:
        from report.charts.chart_ledger import ledger_timelines

        found = ledger_timelines(ask.ledger, ask.plan, ask.one, [t.id for t in ask.targets])
    else:
        found = replayed(ask.plan, ask.targets, ask.one, knowledge=ask.knowledge,
                         years=life_of(ask.plan, as_of=ask.as_of), n_paths=ask.n_paths,
                         seed=ask.seed, progress=ask.progress)
    yield from _some(drawn(found, ask.plan, ask.one.name, ask.lang,
                           recorded=ask.ledger is not None),
                     _nothing("CHART_NO_TIMELINE", ask, plan=ask.plan.id, least=LEAST))


def histogram_sheets(ask: ChartAsk) -> Iterator[Sheet]:
    """Yield how many targets are met."""
    from forecast.plan_level.outlook import plan_level
    from report.charts.drawing.histogram import alt_text, histogram_chart

    run = ask.run()
    # The range over models is not asked for here.
    run = run.without_range()
    cases: list[Case] = []
    for i, target in enumerate(ask.targets):
        ask.progress(i, len(ask.targets), target.id)
        cases += run.cases(target)
    level = plan_level(run, cases, (ask.one,))
    if not level.members:
        raise _nothing("CHART_NO_COUNT", ask, plan=ask.plan.id)
    yield Sheet("histogram", histogram_chart(level, ask.lang), alt_text(level, ask.lang))


def _some(sheets: Iterator[Sheet], refusal: PlancastError) -> Iterator[Sheet]:
    """Yield the sheets; raise the refusal when there is none."""
    drawn = 0
    for sheet in sheets:
        drawn += 1
        yield sheet
    if not drawn:
        raise refusal


def _nothing(code: str, ask: ChartAsk, **details: object) -> PlancastError:
    return PlancastError([problem(code, Where(file=ask.plan.origin), **details)])


SHEETS: Mapping[str, Callable[[ChartAsk], Iterator[Sheet]]] = {
    "fan": fan_sheets, "overview": overview_sheets, "dots": dot_sheets, "slope": slope_sheets,
    "tornado": tornado_sheets, "timeline": timeline_sheets, "histogram": histogram_sheets,
    "peers": peer_sheets,
}
"""Kinds that are drawn from a plan; ``reliability`` is not."""
