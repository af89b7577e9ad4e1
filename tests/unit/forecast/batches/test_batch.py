from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.errors import PlancastError
from data.paths import met
from data.tables.history import read_history
from data.tables.targets import read_targets
from data.tables.types import SENSES
from data.units import UNITS
from data.words import Kind
from forecast.batches.run import REFUSALS, Batch, Fans, Verdicts
from forecast.batches.scenarios import Asked, Member, Occasion, effects, scale_free
from forecast.batches.targets import checked_levels, intervals, join
from forecast.batches.verdicts import GRADES, stated
from forecast.knowledge import Knowledge, knowledge_from
from forecast.law.classes import ClassLaws, fitted_alone
from forecast.law.sampling import ordered_quantiles, paired_error
from forecast.law.values import ValueLaw
from forecast.probability.colour import COLOURS, colour, colour_codes
from forecast.probability.evidence import stated as stated_one
from forecast.probability.words import FLAGS, flag, flag_codes
from models.law.marginals import LEVELS, Marginals
from scenarios.context import Draws
from scenarios.file.reading import parse_scenarios
from scenarios.scenario import apply_scenario

LAST = 2020


def write(folder: Path, name: str, header: str, rows: list[tuple[object, ...]]) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *(",".join(map(str, r)) for r in rows)]) + "\n", "utf-8")
    return path


def reference_rows(first: int = 2003, last: int = LAST) -> list[tuple[object, ...]]:
    rng = np.random.default_rng(7)
    years = range(first, last + 1)
    steps = 0.06 + 0.12 * rng.standard_normal((60, len(years)))
    values = np.exp(5 + steps.cumsum(axis=1))
    return [(f"r{i}", y, f"{v:.6g}") for i, row in enumerate(values)
            for y, v in zip(years, row, strict=True)]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("class")
    return knowledge_from(read_history(write(folder, "r.csv", "unique_id,ds,y", reference_rows())))


def answers(folder: Path, knowledge: Knowledge, history: list[tuple[object, ...]],
            targets: list[tuple[object, ...]], *, scenarios: str = "", chunk: int = 2048,
            header: str = "unique_id,ds,y") -> tuple[Verdicts, list[Fans]]:
    h = read_history(write(folder, "h.csv", header, history))
    t = read_targets(write(folder, "t.csv", "unique_id,target_id,year,value,sense,upper", targets))
    found: list[Fans] = []
    wanted = parse_scenarios(scenarios) if scenarios else ()
    verdicts = Batch(join(h, t), knowledge, wanted, chunk=chunk).run(found.append)
    return verdicts, found


FASTER = """\
scenarios:
  - scenario: faster
    name: {en: Faster}
    steps: [{step: growth_shift, by: {triangular: {low: 0, mode: 4, high: 10}}}]
  - scenario: shock
    name: {en: Shock}
    steps:
      - {step: pulse, percent: {uniform: {low: -30, high: -10}}, start: 1, recovery: 50}
      - {step: level_shift, percent: {uniform: {low: 0, high: 8}}, start: 2}
  - scenario: alike
    name: {en: Alike}
    steps: [{step: growth_scale, by: 0.5, of: path}]
  - scenario: each
    name: {en: Each}
    steps: [{step: stall, start: 1, end: 2}]
"""
ONE = [("a", y, v) for y, v in zip(range(2015, 2021), (10, 12, 13, 15, 16, 18), strict=True)]


def target(year: int, value: float, sense: str = "at_least", name: str = "t",
           upper: object = "") -> tuple[object, ...]:
    return ("a", name, year, value, sense, upper)


@pytest.mark.parametrize("sense", SENSES)
def test_the_interval_is_the_comparison_rule(sense: object) -> None:
    value, upper = 20.0, 25.0
    at = np.array([0.0, 18.9, 19.0, 19.5, 20.0, np.nextafter(20, 30), 20.5, 21.0, 21.1, 25.0, 26.0])
    code = np.array([SENSES.index(sense)])  # type: ignore[arg-type]
    low, high = intervals(np.array([value]), np.array([upper]), code)
    rule = met(at, value, sense, upper).astype(bool)  # type: ignore[arg-type]
    assert ((at >= low) & (at <= high)).tolist() == rule.tolist()


def test_baseline_senses_agree_with_the_marginal() -> None:
    said = Marginals(LEVELS, np.log(np.linspace(0.5, 2.0, len(LEVELS)))[None, None])
    zero = np.zeros(4, dtype=np.int64)
    low = np.array([1.2, -np.inf, 0.8, -3.0])
    high = np.array([np.inf, 1.2, 1.2, 0.0])
    p = ValueLaw(said, np.zeros(1)).chance(zero, zero, low, high)
    below = said.cdf(np.log([[0.8]]))[0, 0], said.cdf(np.log([[1.2]]))[0, 0]
    assert p == pytest.approx([1 - below[1], below[1], below[1] - below[0], 0.0], abs=1e-12)


def test_one_observation_is_enough(tmp_path: Path, knowledge: Knowledge) -> None:
    verdicts, fans = answers(tmp_path, knowledge, [("a", 2020, 100)],
                             [target(2022, 90), target(2025, 150, name="u")])
    assert (verdicts.refused == 0).all()
    assert verdicts.probability[0, 0] > verdicts.probability[1, 0] > 0
    assert (verdicts.mc_se == 0).all()
    assert set(fans[0].year.tolist()) == set(range(2021, 2026))


def test_levels_of_the_quantiles_are_the_probabilities(tmp_path: Path,
                                                       knowledge: Knowledge) -> None:
    _, fans = answers(tmp_path, knowledge, ONE, [target(2025, 20)])
    part = fans[0]
    last = part.year == 2025
    targets = [target(2025, float(v), name=f"q{i}") for i, v in enumerate(part.value[last])]
    verdicts, _ = answers(tmp_path, knowledge, ONE, targets)
    assert 1 - verdicts.probability[:, 0] == pytest.approx([0.025, 0.1, 0.5, 0.9, 0.975], abs=1e-6)


def test_seen_past_and_far_targets(tmp_path: Path, knowledge: Knowledge) -> None:
    gappy = [row for row in ONE if row[1] != 2018]
    verdicts, _ = answers(tmp_path, knowledge, gappy, [
        target(2017, 13, name="hit"), target(2019, 17, name="missed"),
        target(2018, 1, name="past"), target(2051, 1, name="far")])
    assert [REFUSALS[c] for c in verdicts.refused] == [
        "", "", "TARGET_IN_THE_PAST", "HORIZON_TOO_LONG"]
    assert verdicts.probability[:2, 0].tolist() == [1.0, 0.0]
    assert verdicts.stated[:2, 0].tolist() == [1.0, 0.0]
    assert np.isnan(verdicts.probability[2:]).all()
    assert [FLAGS[c] for c in verdicts.flag[:, 0]] == [
        "LIKELY", "UNLIKELY", "NOT ASSESSABLE", "NOT ASSESSABLE"]


def test_signed_series_fall_back_to_their_own_drift(tmp_path: Path, knowledge: Knowledge) -> None:
    signed = [("a", y, v) for y, v in zip(range(2015, 2021), (-4, -2, -3, -1, 0, 1), strict=True)]
    verdicts, fans = answers(tmp_path, knowledge, signed, [target(2022, 1)], scenarios=FASTER)
    assert GRADES[verdicts.grade[0]] == "C"
    assert 0.1 < verdicts.probability[0, 0] < 0.98
    assert verdicts.mc_se[0, 0] == 0  # in closed form
    assert (verdicts.mc_se[0, 1:] > 0).all()
    assert np.isfinite(fans[0].value).all()


def test_nothing_to_go_on_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    verdicts, fans = answers(tmp_path, knowledge, [("a", 2020, 0)], [target(2022, 1)])
    assert REFUSALS[verdicts.refused[0]] == "NO_LAW"
    assert GRADES[verdicts.grade[0]] == "D"
    assert len(fans[0].value) == 0


def test_zeros_in_the_past_limit_the_grade(tmp_path: Path, knowledge: Knowledge) -> None:
    verdicts, _ = answers(tmp_path, knowledge, [("a", 2013, 0), *ONE], [target(2022, 20)])
    assert GRADES[verdicts.grade[0]] == "C"
    assert verdicts.refused[0] == 0


def test_units_of_target_and_quantiles_are_the_historys(tmp_path: Path,
                                                        knowledge: Knowledge) -> None:
    head = "region,indicator,year,value,unit"
    pieces = [("", "a", y, v * 10_000, "件") for _, y, v in ONE]
    tens = [("", "a", y, v, "万件") for _, y, v in ONE]
    p1, f1 = answers(tmp_path, knowledge, pieces, [target(2023, 200_000)], header=head)
    p2, f2 = answers(tmp_path, knowledge, tens, [target(2023, 20)], header=head)
    assert p1.probability == pytest.approx(p2.probability, abs=1e-12)
    assert f1[0].value == pytest.approx(f2[0].value * 10_000, rel=1e-12)


def test_nothing_after_the_last_year_of_a_series_is_used(tmp_path: Path) -> None:
    def of(rows: list[tuple[object, ...]]) -> np.ndarray:
        known = knowledge_from(read_history(write(tmp_path, "r.csv", "unique_id,ds,y", rows)))
        early = [(i, y - 2, v) for i, y, v in ONE]
        return answers(tmp_path, known, [*early, ("b", 2020, 5)], [target(2021, 20)])[0].probability

    rows = reference_rows()
    planted = [(i, y, 60 * float(str(v)) if int(str(y)) > 2018 else v) for i, y, v in rows]
    assert of(rows).tobytes() == of(planted).tobytes()
    earlier = [(i, y, float(str(v)) * 1.3 ** (int(str(y)) - 2003)) for i, y, v in rows]
    assert of(rows).tobytes() != of(earlier).tobytes()  # what came before does count


def test_a_targets_answer_does_not_depend_on_the_others(tmp_path: Path,
                                                        knowledge: Knowledge) -> None:
    alone, _ = answers(tmp_path, knowledge, ONE, [target(2022, 20)], scenarios=FASTER)
    among, _ = answers(tmp_path, knowledge, ONE, [target(2029, 30, name="u"), target(2022, 20)],
                       scenarios=FASTER)
    assert alone.probability[0].tobytes() == among.probability[1].tobytes()


def test_stacked_steps_are_the_steps_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forecast.batches.scenarios.closed", lambda _: False)
    rng = np.random.default_rng(3)
    mid = np.linspace(0.05, 0.3, 4)[None, :, None]
    spread = np.exp(rng.normal(-1.6, 0.3, (5, 1, 1)))
    values = mid + spread * np.sqrt(np.arange(1, 5))[None, :, None] * np.linspace(-2.5, 2.5,
                                                                                len(LEVELS))
    said = Marginals(LEVELS, values)
    ranks = rng.standard_normal((200, 4)).argsort(axis=0).argsort(axis=0)
    occasion = Occasion(LAST, Kind.FLOW, UNITS[""], 5)
    last = 10.0 + np.arange(5)
    members = [Member("", f"s{i}", last[i]) for i in range(5)]
    row = np.arange(5)
    asked = Asked(row, np.array([0, 1, 2, 3, 3]), 1.1 * last, np.full(5, np.inf))
    levels = np.array([0.1, 0.5, 0.9])
    scenarios = parse_scenarios(FASTER)
    law = ValueLaw(said, np.log(last))
    found = effects(scenarios, law, lambda: ranks, asked, members=members, occasion=occasion,
                    levels=levels)
    known = law.quantile(levels)
    draws = np.exp(said.quantile((np.arange(200) + 0.5) / 200))
    for scenario, effect in zip(scenarios, found, strict=True):
        for i in range(5):
            base = np.take_along_axis(draws[i].T, ranks, axis=0)
            context = occasion.context(members[i], 4, Draws(5, 200), members[i].last_value)
            moved = apply_scenario(base * members[i].last_value, scenario, context)
            moved = moved / members[i].last_value
            at = asked.column[i]
            change = (moved[:, at] >= 1.1).mean() - (base[:, at] >= 1.1).mean()
            assert effect.change[i] == pytest.approx(change, abs=0.0051)
            factor = (np.quantile(moved, levels, axis=0, method="median_unbiased")
                      / np.quantile(base, levels, axis=0, method="median_unbiased")).T
            assert effect.quantiles(known, whole=False)[i] == pytest.approx(
                known[i] * factor, rel=1e-9)


def test_which_steps_may_be_stacked() -> None:
    free = {s.id: all(scale_free(step) for step in s.chain) for s in parse_scenarios(FASTER)}
    assert free == {"faster": True, "shock": True, "alike": True, "each": False}


def test_sample_quantiles_are_type_8() -> None:
    x = np.sort(np.random.default_rng(1).standard_normal((3, 17)), axis=1)
    levels = np.array([0.01, 0.1, 0.5, 0.93])
    wanted = np.quantile(x, levels, axis=1, method="median_unbiased").T
    assert ordered_quantiles(x, levels) == pytest.approx(wanted, abs=1e-12)


def test_a_few_paths_never_pass_for_certainty() -> None:
    assert 0 < paired_error(np.zeros((1, 400)))[0] < 0.01
    half = np.tile([0.0, 1.0], 200)[None]
    assert paired_error(half)[0] == pytest.approx(0.5 / 20, rel=0.01)


@pytest.mark.parametrize("p", [0.0, 0.05, 0.1, 0.33, 0.5, 0.66, 0.8, 0.95, 1.0])
@pytest.mark.parametrize("grade", GRADES)
def test_stated_flag_and_colour_are_those_of_one_target(p: float, grade: str) -> None:
    code = np.array([GRADES.index(grade)], dtype=np.int8)  # type: ignore[arg-type]
    said = stated(np.array([p]), code, error=np.array([0.0]), facts=np.array([False]))
    one = stated_one(p, GRADES[code[0]])
    assert (np.isnan(said[0]) and one is None) or said[0] == one
    assert FLAGS[flag_codes(said)[0]] == flag(one)
    assert COLOURS[colour_codes(said)[0]] == colour(one)


def test_gappy_histories_share_a_law_only_when_they_must() -> None:
    assert fitted_alone(tuple(range(-9, 1)))
    assert fitted_alone((-5, 0))
    assert fitted_alone((-4, -3, -1, 0))
    assert not fitted_alone((-9, -7, -5, -3, -1, 0))


def test_dense_gaps_are_answered(tmp_path: Path, knowledge: Knowledge) -> None:
    gappy = [("a", y, 10 + i) for i, y in enumerate((2009, 2011, 2013, 2015, 2017, 2020))]
    verdicts, _ = answers(tmp_path, knowledge, gappy, [target(2023, 18)])
    assert 0 < verdicts.probability[0, 0] < 1
    assert ClassLaws(knowledge).subject(LAST, Kind.FLOW, family="a").family == ""


def test_far_horizons_are_answered(tmp_path: Path, knowledge: Knowledge) -> None:
    verdicts, fans = answers(tmp_path, knowledge, ONE, [target(2050, 40)])
    assert verdicts.refused[0] == 0
    width = fans[0].value.reshape(-1, 5)
    assert len(width) == 30
    assert (np.diff(width, axis=1) >= 0).all()


@pytest.mark.parametrize("text", ["", "0.5,x", "0,0.5", "0.5,1", "nan"])
def test_quantiles_have_to_be_between_zero_and_one(text: str) -> None:
    with pytest.raises(PlancastError) as refused:
        checked_levels(text)
    assert refused.value.exit_code == 2
