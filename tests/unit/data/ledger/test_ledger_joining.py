"""Which recorded figures are a plan's, and the plan with them in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.ledger.joining import before_day, figures_for, known_of, own_figures, with_actuals
from data.ledger.vintages import Figure
from data.plan import Plan
from data.planfile.files import parse_plan
from data.words import Kind, Text
from tests.cli.commands import FLOW, figures, plan_text

STAFF = "{name: {zh: 人员, en: Staff}, unit: 人, kind: stock}"
PLAN = parse_plan(plan_text(
    {"grants": FLOW, "staff": STAFF},
    ["{indicator: grants, base: 160, value: 220}", "{indicator: staff, base: 48, value: 96}",
     "{id: county, indicator: grants, region: 丙县, base: 40, value: 60}",
     "{id: above, indicator: grants, basis: relative_to_region, relative_to: 全省}"],
    [*figures((2019, 2020, 2021), (150, 160, 170), "grants")]))


def recorded(region: str = "甲市", indicator: str = "grants", year: int = 2022,
             value: float = 180.0, *, n: int = 1, unit: str = "件", plan: str = "t",
             names: tuple[str, str] = ("授权量", "Grants"), kind: str = "flow",
             months: tuple[int, int] = (1, 12), published: str = "",
             when: str = "2026-01-01T00:00:00+00:00") -> Figure:
    return Figure(region, indicator, year, *months, value, unit, "s", published, when, (n, 0), plan,
                  names, kind)


def used(plan: Plan, *found: Figure) -> dict[tuple[str, str], dict[int, float]]:
    joined = with_actuals(plan, known_of(plan, found))
    return {s.key: dict(zip(s.years.tolist(), s.values.tolist(), strict=True))
            for s in joined.history}


OWN = {("甲市", "grants"): {2019: 150, 2020: 160, 2021: 170}}


def test_figures_of_the_plan_and_of_the_regions_it_names() -> None:
    joined = used(PLAN, recorded(), recorded("Springfield", year=2023), recorded("丙县", n=2),
                  recorded("全省", n=3))
    assert joined[("甲市", "grants")][2022] == 180
    assert joined[("甲市", "grants")][2023] == 180
    assert set(joined) == {("甲市", "grants"), ("丙县", "grants"), ("全省", "grants")}


@pytest.mark.parametrize("stranger", [
    recorded("乙市"), recorded("乙市", plan="other"),
    recorded(plan="other", names=("专利申请量", "Applications")),  # the same id, another thing
    recorded(plan="other", kind="cumulative"),
    recorded(plan="other", unit="万元"), recorded(indicator="gone", names=("已删", "Gone")),
])
def test_figures_of_another_plan_never_leak(stranger: Figure) -> None:
    assert used(PLAN, stranger) == OWN


def test_a_renamed_plan_and_a_renamed_indicator_keep_their_figures() -> None:
    renamed = replace(PLAN, id="t-revised")
    assert used(renamed, recorded())[("甲市", "grants")][2022] == 180
    other = replace(PLAN, indicators=(
        replace(PLAN.indicators[0], name=Text("专利授权数", "Patents granted")),
        PLAN.indicators[1]))
    assert used(other, recorded())[("甲市", "grants")][2022] == 180
    declared = replace(PLAN, indicators=(
        replace(PLAN.indicators[0], kind=Kind.CUMULATIVE), PLAN.indicators[1]))
    assert used(declared, recorded())[("甲市", "grants")][2022] == 180
    next_plan = parse_plan(plan_text({"patents": FLOW}, ["{indicator: patents, value: 9}"]))
    assert used(next_plan, recorded(plan="last-plan"))[("甲市", "patents")][2022] == 180


def test_an_ambiguous_name_says_nothing() -> None:
    twin = replace(PLAN.indicators[0], id="twin")
    plan = replace(PLAN, id="u", indicators=(*PLAN.indicators, twin))
    assert used(plan, recorded()) == OWN


def test_a_changed_unit_of_the_plan_is_said() -> None:
    found = figures_for(PLAN, [recorded(unit="万元"), recorded(unit="万元", plan="other")])
    assert found.figures == ()
    assert [f.plan for f in found.misfits] == ["t"]


def test_the_plan_s_own_figure_is_the_first_release() -> None:
    revision = recorded(year=2021, value=165, when="2024-05-05T00:00:00+00:00")
    assert len(own_figures(PLAN)) == 3
    for as_of, expected in ((2021, 170), (2023, 170), (2024, 165), (None, 165)):
        found = known_of(PLAN, [revision], as_of=as_of)
        history = with_actuals(PLAN, found).series("grants")
        assert history is not None
        assert history.at(2021) == expected
    assert known_of(PLAN, [revision], as_of=2022).later == (revision,)
    (before, now), = known_of(PLAN, [revision]).revised
    assert (before.value, now.value) == (170, 165)


def test_a_day_cuts_the_plan_s_own_figures_too() -> None:
    found = known_of(PLAN, [recorded(year=2020, value=1)], known_on="2021-06-30")
    series = before_day(PLAN, found).series("grants")
    assert series is not None
    assert series.years.tolist() == [2019, 2020]


def test_a_part_of_a_year_gives_way_to_the_year() -> None:
    part = recorded(year=2022, value=130, months=(1, 9))
    assert [p.value for p in with_actuals(PLAN, known_of(PLAN, [part])).partials] == [130]
    whole = recorded(year=2022, value=171, n=2)
    joined = with_actuals(PLAN, known_of(PLAN, [part, whole]))
    assert joined.partials == ()
    series = joined.series("grants")
    assert series is not None
    assert series.at(2022) == 171
    again = recorded(year=2023, value=60, months=(1, 4), n=3)
    revised = recorded(year=2023, value=62, months=(1, 4), n=4)
    assert [p.value for p in with_actuals(PLAN, known_of(PLAN, [again, revised])).partials] == [62]
