"""How fast the series of a class have grown, and that scenarios are told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from data.planfile.files import bundled_plan
from data.reference.figures import Panel, SeriesId
from data.words import Kind
from forecast.cases import start_run
from forecast.knowledge import bundled_knowledge
from forecast.law.choice import reference_class
from forecast.law.predict import FEWEST, class_pace
from scenarios.file.reading import parse_scenarios, resolve
from tests.cli.commands import one, run

YEARS = np.arange(2010, 2021)


def panel(rows: list[list[float]], family: str = "f", kind: Kind = Kind.FLOW) -> Panel:
    ids = tuple(SeriesId(f"r{i}", "x", family, kind, "flow_count", "province")
                for i in range(len(rows)))
    return Panel(ids, YEARS, np.array(rows))


def pace(table: Panel, family: str, kind: Kind) -> tuple[float, ...]:
    chosen = None if kind is Kind.SCORE else reference_class(table, family, kind, horizon=1)
    return class_pace(table, family, kind, chosen)


def grown(rate: float) -> list[float]:
    return list(100 * (1 + rate / 100) ** np.arange(len(YEARS)))


def test_recent_growth_of_each_series_ascending() -> None:
    rates = [5.0, -3.0, 12.0, *range(20, 29)]
    got = pace(panel([grown(r) for r in rates]), "f", Kind.FLOW)
    np.testing.assert_allclose(got, sorted(rates), rtol=1e-9)


def test_points_of_scores_and_their_own_family_only() -> None:
    rows = [list(50 + step * np.arange(len(YEARS))) for step in np.linspace(-1, 2, 12)]
    table = panel(rows, "satisfaction", Kind.SCORE)
    got = pace(table, "satisfaction", Kind.SCORE)
    np.testing.assert_allclose(got, np.linspace(-1, 2, 12), atol=1e-9)
    assert pace(table, "other", Kind.SCORE) == ()


def test_series_without_enough_recent_figures_do_not_count() -> None:
    full, old, gap, one_year = grown(10), grown(99), grown(99), grown(99)
    old[-2:] = [np.nan] * 2  # ended two years ago
    one_year[:-2] = [np.nan] * (len(YEARS) - 2)  # two figures, a year apart
    gap[-5:-1] = [np.nan] * 4  # five years apart is far enough
    got = pace(panel([full] * FEWEST + [old, one_year, gap]), "f", Kind.FLOW)
    np.testing.assert_allclose(got, [10.0] * FEWEST + [99.0])
    assert pace(panel([full] * (FEWEST - 1)), "f", Kind.FLOW) == ()


@pytest.fixture(scope="module")
def grants():
    started = start_run(bundled_plan(), knowledge=bundled_knowledge(), n_paths=1000)
    target = next(t for t in started.plan.targets if t.indicator == "patent_grants")
    return started, started.cases(target)[0]


def test_scenarios_know_the_history_and_the_class(grants) -> None:
    started, case = grants
    about = case.context()
    assert about.history is not None
    assert about.history[-1] == (about.last_year, about.last_value)
    assert about.class_growth is not None
    assert len(about.class_growth) >= 25  # the provinces
    assert max(y for y, _ in about.history) <= started.setting.as_of


def test_momentum_and_catching_up_move_a_target(grants) -> None:
    _, case = grants
    baseline, momentum = resolve(["baseline", "momentum"])
    some, all_ = (parse_scenarios(json.dumps({"scenario": "c", "steps": [
        {"step": "catch_up", "top": 10, "percent": p}]}))[0] for p in (50, 100))
    assert case.context().history is not None
    p = [case.probability(s) for s in (baseline, some, all_)]
    assert p == sorted(p)
    assert p[0] < p[2]
    (first, start), (last, end) = case.context().history[0], case.context().history[-1]
    recent = (end / start) ** (1 / (last - first))
    moved = np.median(case.quantity(momentum).values, axis=0)
    np.testing.assert_allclose(moved[1:] / moved[:-1], recent, rtol=2e-3)  # whole numbers


def test_a_plan_is_assessed_under_momentum(tmp_path: Path) -> None:
    steep = (100.0, 130.0, 170.0, 220.0, 290.0, 380.0)  # 31 % a year
    (tmp_path / "p.yaml").write_text(one("value: 1200", values=steep), encoding="utf-8")
    done = run("assess", tmp_path / "p.yaml", "--scenario", "baseline", "--scenario", "momentum",
               "--paths", "500", "--format", "json")
    assert done.exit_code == 0
    chances = json.loads(done.stdout)["targets"][0]["readings"][0]["chances"]
    assert chances[1]["probability"] > chances[0]["probability"]
