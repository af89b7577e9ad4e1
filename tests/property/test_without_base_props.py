"""Round trip and order: a base that is said, put into the plan, gives the chance that was said."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.plan import Plan
from data.planfile.files import parse_plan
from data.words import Basis, Sense
from forecast.assessment import assess
from forecast.cases import start_run
from forecast.knowledge import bundled_knowledge
from forecast.without_base.answer import Answer, At, Code
from forecast.without_base.supposed import BANDED, Supposed, asked_year
from scenarios.file.reading import resolve
from tests.effort import examples

PLAN = """
plan: p
title: {zh: 测试, en: Trial}
region: {zh: 东城市, en: East}
period: {base: 2018, start: 2019, end: 2022}
indicators:
  i: {name: {zh: 指标, en: Indicator}, unit: UNIT, kind: KIND, family: FAMILY}
targets:
  - {id: t, indicator: i, value: 100}
"""
KINDS = (("件", "stock", "invention_stock"), ("件", "flow", "patent_grants"),
         ("件", "cumulative", "well_known_trademarks"), ("万元", "amount", "pledge_finance"),
         ("件/万人", "ratio", "inventions_per_10k"), ("件", "flow", "nothing_like_it"))
PATHS = 300


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with one target that has no base."""
    unit, kind, family = draw(st.sampled_from(KINDS))
    plan = parse_plan(PLAN.replace("UNIT", unit).replace("KIND", kind).replace("FAMILY", family))
    value = draw(st.sampled_from((2.0, 12.0, 85.0, 640.0, 23000.0)))
    sense = draw(st.sampled_from((Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST, Sense.ABOUT)))
    basis = Basis.LEVEL
    if sense in (Sense.AT_LEAST, Sense.ABOVE):
        summed = (Basis.CUMULATIVE_OVER_PERIOD,) if kind in ("flow", "amount") else ()
        basis = draw(st.sampled_from((Basis.LEVEL, Basis.INCREMENT_FROM_BASE, *summed)))
    target = replace(plan.targets[0], value=value, sense=sense, basis=basis)
    return replace(plan, targets=(target,))


def _answer(plan: Plan) -> Answer:
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), n_paths=PATHS)
    answer = found.results[0].verdicts[0].without_base
    assert answer is not None
    return answer


def _with_base(plan: Plan, base: float) -> float | None:
    """Return the probability that assess computes when the base is among the plan's figures."""
    text = PLAN.split("targets:")[0]
    indicator = plan.indicators[0]
    shown = indicator.unit.from_canonical(base)
    history = f"history:\n  - {{indicator: i, year: 2018, value: {shown!r}}}\n"
    body = text.replace("UNIT", indicator.unit.symbol).replace("KIND", indicator.kind.value)
    given_ = parse_plan(body.replace("FAMILY", indicator.family) + history
                        + "targets:\n  - {id: t, indicator: i, value: 100}\n")
    found = assess(replace(given_, targets=plan.targets), resolve(("baseline",)),
                   knowledge=bundled_knowledge(), n_paths=PATHS)
    return found.results[0].verdicts[0].chances[0].probability


@settings(max_examples=examples(5, 25), deadline=None,
          suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_a_stated_base_gives_its_stated_chance(plan: Plan) -> None:
    answer = _answer(plan)
    assert answer.code is Code.BASE_WANTED
    said: list[At | None] = [answer.best] if plan.targets[0].sense in BANDED \
        else [answer.likely, answer.unlikely]
    for at in said:
        if at is None:
            continue
        found = _with_base(plan, at.base)
        assert found is not None
        assert abs(found - at.chance) < 1e-9


@settings(max_examples=examples(4, 25), deadline=None,
          suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.floats(0.05, 2.0), st.floats(1.3, 4.0))
def test_a_higher_base_is_never_worse(plan: Plan, share: float, more: float) -> None:
    """Apart from what drawing whole numbers leaves: half a percent of few paths, twice over."""
    run = start_run(plan, knowledge=bundled_knowledge(), n_paths=PATHS)
    (baseline,) = resolve(("baseline",))
    (case,) = run.cases(plan.targets[0])
    supposed = Supposed(run, case.question, asked_year(case.question, 2018), baseline)
    value = plan.targets[0].value or 0.0
    low, high = (supposed.chance(max(1.0, value * share * factor)) for factor in (1.0, more))
    assert low is not None
    assert high is not None
    sign = -1 if plan.targets[0].sense is Sense.AT_MOST else 1
    assert sign * (high - low) >= -0.01
