"""The series of a class beside a target: what each of them grew by, found by hand."""

from __future__ import annotations

import math

from data.planfile.files import bundled_plan
from forecast.cases import start_run
from forecast.knowledge import bundled_knowledge
from forecast.question.readings import questions
from forecast.question.standing import related_series, standing


def test_growth_of_each_series_is_that_of_its_latest_window() -> None:
    plan = bundled_plan("ordos-14fyp-ip")
    run = start_run(plan, knowledge=bundled_knowledge())
    target = next(t for t in plan.targets if t.id == "trademarks_in_force")
    question = questions(plan, target, run.setting.as_of)[0]
    peers = standing(run, question).peers
    assert peers is not None
    found = related_series(run, question)
    panel = run.forecaster.panel
    rows = {(id_.region, id_.family): row for id_, row in zip(panel.ids, panel.values, strict=True)
            if id_.group == peers.family}
    assert {(r.region, r.family) for r in found} == set(rows)
    years = panel.years.tolist()
    seen = 0
    for r in found:
        if r.growth is None or sum((i.region, i.family) == (r.region, r.family)
                                   for i in panel.ids) > 1:
            continue
        values = rows[r.region, r.family]
        first, last = (float(values[years.index(y)]) for y in (r.growth.since, r.growth.until))
        assert r.growth.until - r.growth.since == peers.years
        assert math.isclose(first * (1 + r.growth.rate) ** peers.years, last)
        seen += 1
    assert seen > 100
    rates = [r.growth.rate for r in found if r.growth is not None]
    assert rates == sorted(rates, reverse=True)
    assert [r.growth is None for r in found] == sorted(r.growth is None for r in found)


def test_a_share_has_no_class() -> None:
    plan = bundled_plan("ordos-14fyp-ip")
    run = start_run(plan, knowledge=bundled_knowledge())
    shares = [q for t in plan.targets for q in questions(plan, t, run.setting.as_of)
              if standing(run, q).peers is None]
    assert shares
    assert all(related_series(run, q) == () for q in shares)
