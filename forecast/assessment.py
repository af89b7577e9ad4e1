"""The main job: a plan and its history go in, verdicts come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.messages.message import Joined, Localized, Message
from data.numbers import plain, with_unit
from data.plan import Plan, Target
from data.signs import is_rate_of_change
from data.version import engine_version
from data.words import BASELINE, Wording
from forecast.cases import Case, Run, start_run
from forecast.knowledge import Knowledge
from forecast.law.predict import Forecast
from forecast.pace.case import has_hit_rate, pace_case
from forecast.pace.pace import pace_findings, pace_panel
from forecast.plan_level.outlook import plan_level
from forecast.probability.by_scenario import OUTCOME_WORDS, by_scenario
from forecast.probability.colour import early_warning, far_behind, readings_disagree, together
from forecast.probability.paths_to_probability import Setting
from forecast.probability.verdict import (
    Assessment,
    Colour,
    Evidence,
    Finding,
    Pace,
    Required,
    TargetResult,
    Verdict,
    Yardstick,
)
from forecast.question.arithmetic import required
from forecast.question.comparison import compared
from forecast.question.definition import base_conflict, definition_sensitive, wrong_side_of_base
from forecast.question.question import Measure, Question, tolerance_of
from forecast.without_base.finding import Answers
from forecast.without_base.together import met_before, parts_together
from scenarios.scenario import Scenario, ScenarioName

Progress = Callable[[int, int, str], None]


def assess(plan: Plan, scenarios: Sequence[Scenario], *, knowledge: Knowledge,
           as_of: int | None = None, n_paths: int = 4000, seed: int = 0,
           progress: Progress | None = None, coherent: bool = False,
           yardstick: Yardstick = Yardstick.IPCC) -> Assessment:
    """Assess every target of a plan under every scenario.

    Nothing later than ``as_of`` is used: neither of the plan's history nor of the reference class.
    Random numbers are keyed by content, so neither the order of the targets nor which scenarios
    are asked for changes a number. ``coherent``: also make regions and parts, stocks and inflows
    add up (``forecast.plan_level``), which takes longer. ``yardstick`` chooses the words, and
    changes no number.

    Raises
    ------
    PlancastError
        When the reference class holds nothing at ``as_of``.
    """
    run = start_run(plan, knowledge=knowledge, as_of=as_of, n_paths=n_paths, seed=seed,
                    yardstick=yardstick)
    assessed, every = [], list[Case]()
    for i, target in enumerate(plan.targets):
        if progress is not None:
            progress(i, len(plan.targets), target.id)
        cases = run.cases(target)
        every += cases
        assessed.append((assess_target(run, target, scenarios, cases=cases), cases))
    results = [result for result, _ in assessed]
    if scenarios:
        said = Answers(run, lead_of(scenarios), met_before(run.plan, run.setting.as_of))
        said.ask([case for result, cases in assessed if result.scored for case in cases])
        results = [with_answers(result, cases, said) for result, cases in assessed]
    return Assessment(
        plan=run.plan, as_of=run.setting.as_of, seed=seed, n_paths=n_paths,
        scenarios=tuple(ScenarioName(s.id, s.name) for s in scenarios), results=tuple(results),
        findings=_part_years_left_out(run.plan, tuple(results)),
        reference=run.knowledge.reference_id,
        calibration=run.knowledge.calibration_id, version=engine_version(),
        level=plan_level(run, every, scenarios, coherent=coherent) if scenarios else None,
        together=parts_together(run, results, lead_of(scenarios)) if scenarios else (),
        shift=run.setting.shift, yardstick=yardstick,
    )


def lead_of(scenarios: Sequence[Scenario]) -> Scenario:
    """Return the scenario that a plan is summed up by: the baseline, else the first."""
    return next((s for s in scenarios if s.id == BASELINE), scenarios[0])


def with_answers(result: TargetResult, cases: Sequence[Case], answers: Answers) -> TargetResult:
    """Return the result with what can be said of its readings without a probability."""
    if not result.scored:
        return result
    said = tuple(replace(v, without_base=answers.of(c))
                 for c, v in zip(cases, result.verdicts, strict=True))
    return replace(result, verdicts=said)


def assess_target(run: Run, target: Target, scenarios: Sequence[Scenario], *,
                  cases: Sequence[Case] | None = None) -> TargetResult:
    """Assess one target in each of its readings (``cases``, where they are made already)."""
    plan, cases = run.plan, run.cases(target) if cases is None else cases
    asked = tuple(c.question for c in cases)
    verdicts = tuple(assess_case(c, scenarios, run.knowledge) for c in cases)
    shades = [v.chances[0].colour for v in verdicts] if scenarios else []
    findings: list[Finding] = []
    if readings_disagree(shades):
        findings.append(definition_sensitive(asked, verdicts, plan))
    colour = together(shades) if shades else Colour.GREY
    known = all(q.outcome() is not None for q in asked)
    warning = early_warning(colour, binding=target.binding, known=known,
                            behind=any(far_behind(v.own_pace) for v in verdicts))
    if warning is not None:
        findings.append(warning)
    indicator = plan.indicator(target.indicator)
    return TargetResult(target, indicator, verdicts, colour, tuple(findings))


def assess_case(case: Case, scenarios: Sequence[Scenario], knowledge: Knowledge) -> Verdict:
    """Assess one reading of one target: pace, probability and evidence, kept apart."""
    question, plan, setting = case.question, case.plan, case.setting
    forecast, evidence = case.forecast, case.evidence
    target, observed = question.target, question.observed
    latest_year = int(observed.years[-1]) if observed is not None else None
    latest_value = float(observed.values[-1]) if observed is not None else None
    needed = required(target, base_year=question.base_year, base_value=question.base_value,
                      latest_year=latest_year, latest_value=latest_value,
                      target_value=question.goal, edges=_band(question),
                      rated=not is_rate_of_change(question.reading, question.indicator.unit,
                                                  question.indicator.bounds))
    chances, fans = by_scenario(case, scenarios)
    panel, findings = _pace(question, needed, plan, knowledge)
    doubts = (base_conflict(question, plan), wrong_side_of_base(question))
    return Verdict(
        target=target, indicator=question.indicator, reading=question.reading, required=needed,
        latest_year=latest_year, latest_value=latest_value, history=observed, pace=panel,
        evidence=evidence, chances=chances, fans=fans,
        findings=(*known_outcome(question), *findings, *(d for d in doubts if d is not None),
                  *question.notes, *compared(question), *_notes(forecast)),
        trace=_trace(question, forecast, knowledge, setting, evidence),
    )


def _band(question: Question) -> tuple[float, float] | None:
    if question.threshold is None or question.upper is None:
        return None
    return question.threshold, question.upper


def _pace(question: Question, needed: Required, plan: Plan, knowledge: Knowledge,
          ) -> tuple[tuple[Pace, ...], tuple[Finding, ...]]:
    if not question.scored:
        return (), ()
    observed, case = question.observed, pace_case(question, needed, plan)
    panel = pace_panel(case)
    elapsed = None
    if observed is not None and question.base_year is not None:
        elapsed = int(observed.years[-1]) - question.base_year
    # What a label is worth no longer matters once the outcome is known.
    if question.outcome() is not None or not has_hit_rate(question):
        return panel, pace_findings(case, panel)
    found = tuple(knowledge.with_hit_rate(pace, elapsed) for pace in panel)
    return found, pace_findings(case, panel)


def known_outcome(question: Question) -> tuple[Finding, ...]:
    """Return the finding that a target's year has come and its figure is known."""
    known = question.outcome()
    if known is None:
        return ()
    value, hit = known
    unit, year = question.indicator.unit, question.target.year
    words = OUTCOME_WORDS[hit]
    if question.measure is Measure.EVERY_YEAR_UP:
        what = Message("outcome.every_year_figure_known") if hit else _failed(question)
    elif question.rival is not None:
        name = question.rival.region
        what = Message("outcome.difference_from_known", year=year, name=name,
                       value=Localized(with_unit, value, unit))
    else:
        what = Message("outcome.figure_known", year=year, value=Localized(with_unit, value, unit))
    return (Finding("OUTCOME_KNOWN", Message("outcome.target_this_outcome_not_forecast", what=what,
                                             words=words)),)


def _failed(question: Question) -> Wording:
    """Say what a year of a promise about every year failed to do."""
    down, rate = question.heading < 0, question.target.value
    if not rate:
        return Message("outcome.failed", down=down)
    return Message("outcome.failed_by", down=down, rate=plain(rate))


def _part_years_left_out(plan: Plan, results: tuple[TargetResult, ...]) -> tuple[Finding, ...]:
    """Say which part-year figures entered no law: nothing a user gives is dropped in silence."""
    used = {value for r in results for v in r.verdicts for key, value in v.trace
            if key == "part_year"}
    left = [p for p in plan.partials if p.name not in used]
    if not left:
        return ()
    names = [plan.indicator(p.indicator).name for p in left]
    return (Finding("PART_YEAR_LEFT_OUT", Message(
        "outcome.part_year_left_out", names=Joined(dict.fromkeys(names), "mark.list"))),)


def _notes(forecast: Forecast | None) -> tuple[Finding, ...]:
    if forecast is None:
        return ()
    parts = (Finding("PART_YEAR", part.note()) for part in forecast.parts)
    return (*parts, *(Finding("REFERENCE_CLASS", n) for n in forecast.notes))


def _trace(question: Question, forecast: Forecast | None, knowledge: Knowledge,
           setting: Setting, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return how the numbers came about, enough to make them again."""
    rows = [
        ("as_of", str(setting.as_of)),
        ("reading", str(question.reading)),
        ("measure", str(question.measure)),
        ("reference", knowledge.reference_id),
        ("calibration", knowledge.calibration_id),
        ("grade", str(evidence.grade)),
    ]
    if question.driver is not None:
        d = question.driver
        rows.append(("driver", f"{d.region}/{d.indicator}"))
        rows.append(("driver_points", "; ".join(
            f"{y}={v:g}" for y, v in zip(d.years, d.values, strict=True))))
    if question.measure is Measure.RUNNING_TOTAL:
        rows.append(("total", f"{question.total:g} at {question.total_year}"))
    if question.threshold is not None:
        rows.append(("threshold", f"{question.threshold:g}"))
    if question.upper is not None:
        rows.append(("upper", f"{question.upper:g}"))
    tolerance = tolerance_of(question.target)
    if tolerance is not None:
        rows.append(("tolerance", f"{tolerance:g}"))
    rows += _compared(question)
    if forecast is not None:
        rows += [("part_year", part.source.name) for part in forecast.parts]
        rows += [("rung", forecast.rung), ("scale", forecast.scale),
                 ("windows", str(forecast.n_windows)),
                 ("weights", "; ".join(f"{k}={w:.3f}" for k, w in forecast.weights)),
                 ("members", "; ".join(m.name for m in forecast.members))]
    return tuple(rows)


def _compared(question: Question) -> list[tuple[str, str]]:
    """Return what is known of the region a target compares with, and how both are drawn."""
    rival = question.rival
    if rival is None:
        return []
    rows = [("compared_with", f"{rival.region}/{rival.series.indicator}"),
            ("compared_points", "; ".join(f"{y}={v:g}" for y, v in zip(
                rival.series.years, rival.series.values, strict=True)))]
    if rival.law is not None:
        shared = rival.correlation
        rows.append(("dependence", f"calendar share {shared:.3f}" if shared else "independent"))
    return rows
