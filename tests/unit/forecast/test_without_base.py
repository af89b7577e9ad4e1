"""Targets without a base: what the base would have to be, by hand and against assess itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import pytest

from data.plan import Plan
from data.planfile.files import parse_plan
from data.probabilities import printed
from data.words import Kind, Regime
from forecast.assessment import assess
from forecast.cases import start_run
from forecast.knowledge import bundled_knowledge
from forecast.probability.verdict import Assessment, Colour, TargetResult
from forecast.without_base.answer import (
    Answer,
    At,
    Bound,
    Code,
    Known,
    Source,
)
from forecast.without_base.bounds import LIKELY, UNLIKELY, settled
from forecast.without_base.search import (
    grid,
    index_of,
    number_at,
    reached_from,
    run_all,
)
from forecast.without_base.supposed import Supposed, prepare
from forecast.without_base.together import count_actionable, met_before, parts_together
from report.assessment.without_base import answer_sentence, fill_in, short_answer
from scenarios.file.reading import resolve

PLAN = """
plan: p
title: {zh: 测试, en: Trial}
region: {zh: 东城市, en: East}
period: {base: 2018, start: 2019, end: 2023}
indicators:
  stock: {name: {zh: 有效发明专利, en: Inventions}, unit: 件, kind: stock, family: invention_stock}
  flow: {name: {zh: 授权量, en: Grants}, unit: 件, kind: flow, family: patent_grants}
  money: {name: {zh: 质押额, en: Pledges}, unit: 万元, kind: amount, family: pledge_finance}
  share: {name: {zh: 覆盖率, en: Coverage}, unit: "%", kind: share}
  score: {name: {zh: 满意度, en: Satisfaction}, unit: 分, kind: score}
targets:
  - {id: level, indicator: stock, value: 300}
  - {id: cap, indicator: flow, value: 200, sense: at_most}
  - {id: about, indicator: stock, value: 300, sense: about}
  - {id: band, indicator: flow, value: 200, upper: 260, sense: between}
  - {id: more, indicator: stock, value: 80, basis: increment_from_base}
  - {id: sum, indicator: flow, value: 500, basis: cumulative_over_period}
  - {id: rate, indicator: money, value: 20, basis: cagr_from_base}
  - {id: growth, indicator: money, value: 100, basis: growth_from_base}
  - {id: every, indicator: flow, basis: every_year_up}
  - {id: ahead, indicator: score, sense: above, basis: relative_to_region, relative_to: 全省}
  - {id: shared, indicator: share, value: 98}
  - {id: words, indicator: share, basis: qualitative}
"""

PATHS = 400


def _assessed(plan: Plan) -> Assessment:
    return assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), n_paths=PATHS)


@pytest.fixture(scope="module")
def whole() -> Assessment:
    return _assessed(parse_plan(PLAN))


def _answer(assessment: Assessment, target: str) -> Answer:
    (verdict,) = _result(assessment, target).verdicts
    assert verdict.without_base is not None
    return verdict.without_base


def _result(assessment: Assessment, target: str) -> TargetResult:
    return next(r for r in assessment.results if r.target.id == target)


@pytest.mark.parametrize("whole_numbers", [True, False])
@pytest.mark.parametrize("value", [1.0, 7.0, 999.0, 1000.0, 1004.0, 1010.0, 98765.0, 3e8])
def test_every_figure_has_a_place_among_those_people_write(value: float, *, whole_numbers: bool,
                                                           ) -> None:
    i = index_of(value, whole=whole_numbers)
    assert number_at(i, whole=whole_numbers) <= value < number_at(i + 1, whole=whole_numbers)
    assert number_at(index_of(number_at(i, whole=whole_numbers), whole=whole_numbers),
                     whole=whole_numbers) == number_at(i, whole=whole_numbers)


def test_three_digits_also_below_one() -> None:
    assert number_at(index_of(0.0123456, whole=False), whole=False) == 0.0123
    with pytest.raises(ValueError, match="positive"):
        index_of(0.0, whole=False)


def _found(chances: Callable[[Sequence[float]], Sequence[float | None]], bases: Sequence[float],
           wanted: float, *, rising: bool, whole: bool, at_once: bool = False,
           ) -> tuple[At | None, At | None]:
    (found,) = run_all(
        [reached_from(bases, wanted, rising=rising, whole=whole, at_once=at_once)],
        lambda wants: [chances(asked) for asked in wants])
    return found


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("whole_numbers", [True, False])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_base_is_the_least_demanding_one(*, rising: bool, whole_numbers: bool, at_once: bool,
                                           ) -> None:
    """P = 1 / (1 + (120 / b)^3) is printed 66% from .655 on, at b = 120 (.655/.345)^(1/3)."""
    sign = 1 if rising else -1

    def chance(bases: Sequence[float]) -> list[float]:
        return [1 / (1 + (120 / base) ** (3 * sign)) for base in bases]

    bases = grid(200.0, whole=whole_numbers)
    least, short = _found(chance, bases, LIKELY, rising=rising, whole=whole_numbers,
                          at_once=at_once)
    assert least is not None
    assert short is not None
    exact = 120 * (0.655 / 0.345) ** (sign / 3)
    assert printed(least.chance) >= LIKELY > printed(short.chance)
    assert min(least.base, short.base) <= exact <= max(least.base, short.base)
    assert abs(least.base - short.base) <= (1 if whole_numbers or exact >= 100 else 0.1) + 1e-9
    _, under = _found(chance, bases, UNLIKELY, rising=rising, whole=whole_numbers)
    assert under is not None
    assert printed(under.chance) < UNLIKELY


def test_what_no_base_or_every_base_gives_has_no_edge() -> None:
    bases = grid(100.0, whole=True)
    never, most = _found(lambda many: [0.2] * len(many), bases, LIKELY, rising=True, whole=True)
    assert never is None
    assert most == At(bases[-1], 0.2)
    always, nothing = _found(lambda many: [0.9] * len(many), bases, UNLIKELY, rising=True,
                             whole=True)
    assert always == At(bases[0], 0.9)
    assert nothing is None
    with pytest.raises(ValueError, match="no answer"):
        _found(lambda many: [None] * len(many), bases, LIKELY, rising=True, whole=True)


def test_searches_run_in_step_and_each_gets_its_own_answers() -> None:
    def counts(to: int) -> Generator[int, int, list[int]]:
        said = []
        for i in range(to):
            said.append((yield i))
        return said

    asked: list[list[int]] = []

    def answer(wants: list[int]) -> list[int]:
        asked.append(wants)
        return [10 * want + len(wants) for want in wants]

    assert run_all([counts(0), counts(3), counts(1)], answer) == [[], [2, 11, 21], [2]]
    assert asked == [[0, 0], [1], [2]]


@pytest.mark.parametrize("scenario", ["baseline", "pessimistic"])
def test_what_is_asked_together_is_what_is_asked_alone(scenario: str) -> None:
    """Targets and bases share one answer of the law; each has the probability of its own case."""
    run = start_run(parse_plan(PLAN), knowledge=bundled_knowledge(), n_paths=PATHS)
    (lead,) = resolve((scenario,))
    asked = [case for target in run.plan.targets for case in run.cases(target)
             if not case.computable and case.question.scored and target.id not in ("ahead",)]
    bases = (2.0, 17.0, 160.0, 40_000.0)
    together = [Supposed(run, case.question, 2018, lead) for case in asked]
    prepare([(one, bases[: 1 + i % 4]) for i, one in enumerate(together)])
    prepare([(one, bases) for one in together])
    for case, one in zip(asked, together, strict=True):
        alone = Supposed(run, case.question, 2018, lead)
        for base in bases:
            for said, by_itself in ((one.chance(base), alone.chance(base)),
                                    (one.inside(base), alone.inside(base))):
                assert said == pytest.approx(by_itself, abs=1e-9), (case.question.target.id, base)


def test_each_kind_of_target_is_asked_its_own_question(whole: Assessment) -> None:
    asked = {r.target.id: v.without_base.code for r in whole.results for v in r.verdicts
             if v.without_base is not None}
    base, growth = Code.BASE_WANTED, Code.CHANCE_OF_GROWTH
    assert asked == {
        "level": base, "cap": base, "about": base, "band": base, "more": base, "sum": base,
        "rate": growth, "growth": growth, "every": growth, "ahead": Code.LEAD_WANTED,
        "shared": Code.MOVE_WANTED}
    assert all(r.colour is Colour.GREY for r in whole.results)
    assert all(c.probability is None for r in whole.results for v in r.verdicts for c in v.chances)


def test_a_higher_goal_needs_a_higher_base_and_a_cap_a_lower_one(whole: Assessment) -> None:
    level, cap = _answer(whole, "level"), _answer(whole, "cap")
    assert level.rising
    assert level.likely is not None
    assert level.unlikely is not None
    assert level.unlikely.base < level.likely.base <= 300
    assert printed(level.unlikely.chance) < UNLIKELY < LIKELY <= printed(level.likely.chance)
    assert not cap.rising
    assert cap.likely is not None
    assert cap.unlikely is not None
    assert cap.likely.base < cap.unlikely.base


def test_a_band_is_asked_about_its_edge_and_about_landing_inside(whole: Assessment) -> None:
    about, level = _answer(whole, "about"), _answer(whole, "level")
    assert about.reach == 285
    assert about.likely is not None
    assert level.likely is not None
    assert about.likely.base <= level.likely.base  # 285 is nearer than 300
    assert about.best is not None
    assert about.best.chance < LIKELY
    assert _answer(whole, "band").reach == 200


def test_a_growth_needs_no_base(whole: Assessment) -> None:
    """20 % a year for five years is 148.8 % in all, harder than 100 %."""
    rate, growth = _answer(whole, "rate"), _answer(whole, "growth")
    assert rate.least is not None
    assert growth.least is not None
    assert rate.most is not None
    assert growth.most is not None
    # the base has a say only as small series of a family grow less evenly than large ones
    assert rate.least <= rate.most < rate.least + 0.2
    assert growth.least > rate.least
    assert growth.most > rate.most


def test_a_sum_asks_for_a_years_share_and_a_share_for_points(whole: Assessment) -> None:
    total = _answer(whole, "sum")
    assert total.step == 100  # 500 over five years
    assert total.likely is not None
    assert 30 < total.likely.base < 150
    moves = _answer(whole, "shared").moves
    assert [m.base for m in moves] == pytest.approx([49, 73.5, 88.2])
    assert [m.step for m in moves] == pytest.approx([9.8, 4.9, 1.96])
    assert all(m.growth is None for m in moves)


def test_nothing_is_said_twice_or_of_what_has_a_probability(whole: Assessment) -> None:
    known = PLAN + "history:\n  - {indicator: stock, year: 2018, value: 150}\n"
    found = _assessed(parse_plan(known))
    assert _result(found, "level").verdicts[0].without_base is None
    assert _result(found, "level").verdicts[0].chances[0].probability is not None
    count = count_actionable(found.results)
    assert (count.quantified, count.with_chance, count.with_base, count.with_move) == (11, 3, 6, 2)
    assert count.qualitative == 1
    assert count.share == 1
    assert count_actionable(whole.results).with_chance == 0


def test_the_figure_asked_for_is_one_the_as_of_year_can_know() -> None:
    early = assess(parse_plan(PLAN), resolve(("baseline",)), knowledge=bundled_knowledge(),
                   as_of=2016, n_paths=PATHS)
    assert _answer(early, "level").year == 2016
    assert _answer(early, "rate").code is Code.MOVE_WANTED  # counts from 2018, not known yet


def test_a_target_without_a_number_stays_silent() -> None:
    plan = parse_plan(PLAN)
    bare = replace(plan, targets=(replace(plan.targets[0], value=None),))
    count = count_actionable(_assessed(bare).results)
    assert count.silent == ("level",)
    assert count.share == 0


PARTS = """
plan: p
title: {zh: 测试, en: Trial}
region: {zh: 东城市, en: East}
period: {base: 2018, start: 2019, end: 2023}
indicators:
  stock: {name: {zh: 商标, en: Trademarks}, unit: 件, kind: stock, family: trademarks_in_force}
  flow: {name: {zh: 授权量, en: Grants}, unit: 件, kind: flow, family: patent_grants}
targets:
  - {id: east, indicator: stock, value: 1000}
  - {id: a, indicator: stock, region: 甲县, value: 600}
  - {id: b, indicator: stock, region: 乙县, value: 300}
  - {id: c, indicator: stock, region: 丙县, value: 100}
  - {id: f, indicator: flow, region: 甲县, value: 400}
history:
  - {indicator: stock, year: 2018, value: 300}
partials:
  - {indicator: flow, region: 甲县, year: 2018, first: 1, last: 6, value: 390}
statements:
  - {indicator: stock, region: 乙县, role: actual, year: 2018, value: 250, sense: above,
     term: 商标, source: 一}
parts:
  - {parts: [甲县, 乙县, 丙县]}
"""


@pytest.fixture(scope="module")
def parted() -> Assessment:
    return _assessed(parse_plan(PARTS))


def test_what_is_known_in_part_bounds_the_base(parted: Assessment) -> None:
    assert _answer(parted, "a").known is not None
    known = {name: _answer(parted, name).known for name in "abcf"}
    assert known["a"] == replace(known["a"] or Known(None, None), low=None,
                                 high=Bound(300, Source.WHOLE, "东城市"))
    b = known["b"]
    assert b is not None
    assert b.low == Bound(250, Source.STATEMENT)
    assert b.chance_low is not None
    assert b.chance_high is not None
    assert LIKELY <= b.chance_low <= b.chance_high
    assert settled(b) is True
    f = known["f"]
    assert f is not None
    assert f.low == Bound(390, Source.PART_YEAR)
    assert "at least 250" in answer_sentence(_result(parted, "b").verdicts[0], "en")


def test_parts_cannot_all_have_had_the_whole(parted: Assessment) -> None:
    """All three likely takes more than the 300 there were; the sum has the whole's own law."""
    (joint,) = parted.together
    edges = [_answer(parted, name).likely for name in "abc"]
    needed = [e.base for e in edges if e is not None]
    assert len(needed) == 3
    assert joint.asked == 1000
    assert joint.base == 300
    assert joint.likely_sum == sum(needed)
    best = max(k for k in range(4) if sum(sorted(needed)[:k]) <= 300)
    assert joint.can_be_likely == best < 3
    assert joint.must_be_unlikely is not None
    assert joint.must_be_unlikely <= 3 - joint.can_be_likely
    own = _result(parted, "east").verdicts[0].chances[0].probability
    assert joint.all_met_at_most == pytest.approx(own, abs=1e-12)


def test_one_part_alone_says_nothing_together() -> None:
    plan = parse_plan(PARTS)
    run = start_run(plan, knowledge=bundled_knowledge(), n_paths=PATHS)
    (baseline,) = resolve(("baseline",))
    results = [r for r in _assessed(plan).results if r.target.id in ("east", "a")]
    assert parts_together(run, results, baseline) == ()


def test_bounds_settle_only_what_lies_on_one_side() -> None:
    assert settled(Known(None, None, None, 0.2)) is False
    assert settled(Known(None, None, 0.7, 0.9)) is True
    assert settled(Known(None, None, 0.1, 0.9)) is None


def test_how_such_plans_went_is_said_from_twenty_outcomes_on() -> None:
    plan = parse_plan(PLAN)  # 东城市: a Chinese plan of several years
    found = met_before(plan, 2018)
    assert found is not None
    assert found.regime is Regime.CHINA_PLAN
    assert found.targets >= 20
    assert 0.6 < found.met / found.targets < 1
    assert met_before(replace(plan, regime=Regime.WORLD_GOALS), 2014) is None  # none known by then


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sentences_name_figure_year_and_edges(whole: Assessment, lang: str) -> None:
    verdict = _result(whole, "level").verdicts[0]
    answer = _answer(whole, "level")
    assert answer.likely is not None
    assert answer.unlikely is not None
    text = answer_sentence(verdict, "zh" if lang == "zh" else "en")
    for figure in ("2018", f"{answer.likely.base:.0f}", f"{answer.unlikely.base:.0f}", "66", "33"):
        assert figure in text
    line = fill_in(verdict, "zh" if lang == "zh" else "en")
    assert line is not None
    assert line.text == text
    assert (line.code, line.target, line.reading) == ("BASE_WANTED", "level", Kind.STOCK.value)
    assert dict(line.values)["likely_base"] == answer.likely.base
    assert len(short_answer(verdict, "zh" if lang == "zh" else "en")) < len(text)


def test_zero_is_not_called_unlikely() -> None:
    """No law of growth covers a start from nothing: the edge of a small count begins at one."""
    plan = parse_plan(PLAN)
    few = replace(plan, targets=(replace(plan.targets[0], value=10.0),))
    found = _assessed(few)
    verdict, answer = found.results[0].verdicts[0], _answer(found, "level")
    assert answer.zero
    assert answer.unlikely is not None
    assert answer.unlikely.base >= 2
    text = answer_sentence(verdict, "en")
    assert f"1–{answer.unlikely.base:.0f}" in text
    assert "from nothing" in text
    assert math.isclose(answer.step or 0, 2.0)
