from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.planfile.files import bundled_plan, parse_plan
from data.words import BASELINE, Kind, Sense
from forecast.cases import Run, start_run
from forecast.knowledge import bundled_knowledge
from forecast.question.standing import PEER_LEVELS, Standing, standings
from forecast.solve.required_growth import ambition
from scenarios.file.reading import resolve
from tests.cli.commands import figures, plan_text

FLOW = "{name: {zh: 授权量, en: Grants}, unit: 件, kind: flow}"
SHARE = "{name: {zh: 结案率, en: Closed}, unit: '%', kind: share}"
DAYS = "{name: {zh: 办理周期, en: Days}, unit: 天, kind: score}"


def run_of(text: str, as_of: int | None = None) -> Run:
    return start_run(parse_plan(text, "p.yaml"), knowledge=bundled_knowledge(), as_of=as_of,
                     n_paths=200)


def standing_of(text: str, as_of: int | None = None) -> Standing:
    run = run_of(text, as_of)
    return standings(run, run.plan.targets)[0]


def plan_with(target: str, values: tuple[float, ...], *, kind: str = FLOW) -> str:
    years = range(2023 - len(values) + 1, 2024)
    return plan_text({"a": kind}, [f"{{indicator: a, {target}}}"], figures(years, values))


def test_place_of_what_is_required_is_the_one_that_solving_backwards_gives() -> None:
    run = start_run(bundled_plan("ordos-14fyp-ip"), knowledge=bundled_knowledge(), n_paths=200)
    ids = ("trademarks_in_force", "copyright_registrations", "well_known_trademarks")
    targets = [t for t in run.plan.targets if t.id in ids]
    rows = standings(run, targets)
    baseline, compared = resolve((BASELINE,))[0], 0
    for row, case in zip(rows, [c for t in targets for c in run.cases(t)], strict=True):
        demand = ambition(run, case, baseline).from_now
        assert demand is not None
        assert row.required is not None
        assert row.required.rate == pytest.approx(demand.growth)
        assert row.required.percentile == demand.percentile
        assert row.required.n_windows == demand.n_windows
        compared += 1
    assert compared == 4


def test_growth_so_far_counts_from_the_base_once_the_plan_has_begun() -> None:
    row = standing_of(plan_with("value: 400", (50, 60, 100, 110, 121, 133.1)))
    assert row.achieved is not None
    assert (row.achieved.since, row.achieved.until) == (2020, 2023)
    assert row.achieved.rate == pytest.approx(0.10)
    assert row.required is not None
    assert row.required.rate == pytest.approx((400 / 133.1) ** 0.5 - 1)
    assert row.faster is True


def test_before_the_plan_it_counts_over_recent_years() -> None:
    text = plan_with("value: 400", (10, 50, 60, 100, 110, 121, 133.1, 150, 160))
    row = standing_of(text, as_of=2020)
    assert row.achieved is not None
    assert (row.achieved.since, row.achieved.until) == (2015, 2020)
    later = standing_of(text.replace("value: 160", "value: 9"), as_of=2020)
    assert later == row  # nothing after the as-of year plays a part


def test_less_is_better_turns_the_comparison_round() -> None:
    text = plan_with("value: 50, sense: at_most", (100, 90, 80, 70))
    row = standing_of(text)
    assert row.heading == -1
    assert row.required is not None
    assert row.required.rate < row.achieved.rate < 0  # type: ignore[union-attr]  # checked below
    assert row.faster is True
    easy = standing_of(text.replace("value: 50", "value: 69"))
    assert easy.faster is False
    assert easy.required is not None
    assert easy.required.percentile is not None
    assert row.required.percentile is not None
    assert easy.required.percentile < row.required.percentile


def test_shares_move_by_points_and_have_no_class() -> None:
    row = standing_of(plan_with("value: 96", (88, 90, 91, 92), kind=SHARE))
    assert row.points
    assert row.peers is None
    assert row.required is not None
    assert row.required.rate == pytest.approx(2.0)
    assert row.achieved is not None
    assert row.achieved.rate == pytest.approx(4 / 3)


@pytest.mark.parametrize(("target", "values", "kind"), [
    ("value: 30, sense: at_most", (60, 55, 50, 45), DAYS),  # days beside points say nothing
    ("basis: every_year_up", (60, 55, 50, 45), FLOW),
    ("value: 400, year: 2022", (60, 55, 50, 45), FLOW),  # the outcome is known
    ("basis: qualitative", (60, 55, 50, 45), FLOW),
])
def test_where_nothing_can_be_compared_a_reason_is_given(
        target: str, values: tuple[float, ...], kind: str) -> None:
    row = standing_of(plan_with(target, values, kind=kind))
    assert row.required is None
    assert row.achieved is None
    assert row.faster is None
    assert row.note.get("zh")
    assert row.note.get("en")


def test_zero_and_single_figures_give_no_rate_and_no_crash() -> None:
    assert standing_of(plan_with("value: 10", (3, 2, 0))).required is None
    row = standing_of(plan_with("value: 10", (4,)))
    assert row.required is not None
    assert row.achieved is None
    assert "single figure" in row.note.get("en")


def test_peers_are_quantiles_of_the_class_windows() -> None:
    row = standing_of(plan_with("value: 400", (50, 60, 100, 110, 121, 133.1)))
    assert row.peers is not None
    assert len(row.peers.growth) == len(PEER_LEVELS)
    assert list(row.peers.growth) == sorted(row.peers.growth)
    assert row.peers.years == 2
    assert row.required is not None
    place = float(np.mean(np.array(row.peers.growth) < row.required.rate))
    assert row.required.percentile == pytest.approx(place, abs=1 / len(PEER_LEVELS))


def test_a_wrong_direction_would_be_seen() -> None:
    run = run_of(plan_with("value: 400", (50, 60, 100, 110, 121, 133.1)))
    up = run.plan.targets[0]
    down = replace(up, sense=Sense.AT_MOST)
    rows = [standings(replace(run, plan=replace(run.plan, targets=(t,))), (t,))[0]
            for t in (up, down)]
    places = [r.required.percentile for r in rows if r.required is not None]
    assert places[0] is not None
    assert places[1] is not None
    assert places[0] + places[1] == pytest.approx(1.0, abs=0.01)
    assert rows[0].reading is Kind.FLOW
