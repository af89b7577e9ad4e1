from __future__ import annotations

import numpy as np
import pytest

from data.units import UNITS
from data.words import Kind
from forecast.batches.closed_form import CLOSED_ERROR, STRATA, _Strata, yearly_effects
from forecast.batches.scenarios import Asked, Effect, Member, Occasion, closed, effects
from forecast.law.counting import Whole
from forecast.law.values import ValueLaw
from models.law.marginals import LEVELS, Marginals
from scenarios.context import Draws
from scenarios.file.reading import parse_scenarios
from tests.unit.forecast.batches.test_batch import FASTER

LAST, N, YEARS = 2020, 12, 5
KINDS = np.arange(N) % YEARS
SCENARIOS = """\
scenarios:
- {scenario: level, name: {en: l}, steps: [{step: level_shift, percent: -10}]}
- {scenario: percent, name: {en: p}, steps: [{step: growth_shift, percent: 2}]}
- {scenario: later, name: {en: a}, steps: [{step: growth_shift, points: 2, start: 3}]}
- scenario: several
  name: {en: s}
  steps:
  - {step: pulse, percent: {uniform: {low: -30, high: -10}}, start: 1, recovery: 50}
  - {step: growth_shift, by: {triangular: {low: 0, mode: 4, high: 10}}}
- {scenario: nothing, name: {en: n}, steps: [{step: level_shift, percent: 0}]}
- {scenario: ruin, name: {en: r}, steps: [{step: growth_shift, points: -100}]}
"""


def values(size: float = 10.0, whole: Whole | None = None) -> ValueLaw:
    rng = np.random.default_rng(3)
    spread = np.exp(rng.normal(-2.0, 0.4, (N, 1, 1))) * np.sqrt(np.arange(1, YEARS + 1))[:, None]
    moves = 0.05 * np.arange(1, YEARS + 1)[:, None] + spread * np.linspace(-2.5, 2.5, len(LEVELS))
    return ValueLaw(Marginals(LEVELS, moves), np.full(N, np.log(size)), whole=whole)


def answers(law: ValueLaw, *, size: float = 10.0, paths: int = 0, seed: int = 0,
            text: str = SCENARIOS) -> dict[str, Effect]:
    rng = np.random.default_rng(5)
    independent = np.cumsum(rng.standard_normal((max(paths, 1), YEARS)), axis=1)
    ranks = independent.argsort(axis=0).argsort(axis=0)
    found = parse_scenarios(text)
    out = effects(found, law, lambda: ranks,
                  Asked(np.arange(N), KINDS, np.full(N, 1.2 * size), np.full(N, np.inf)),
                  members=[Member("", f"s{i}", size) for i in range(N)],
                  occasion=Occasion(LAST, Kind.FLOW, UNITS[""], seed),
                  levels=np.array([0.1, 0.5, 0.9]))
    return dict(zip((s.id for s in found), out, strict=True))


def test_which_scenarios_have_a_closed_form() -> None:
    assert {s.id: closed(s) for s in parse_scenarios(FASTER)} == {
        "faster": True, "shock": True, "alike": False, "each": False}


def test_what_multiplies_the_level_is_exact() -> None:
    law = values()
    found, row = answers(law), np.arange(N)
    base = law.chance(row, KINDS, np.full(N, 12.0), np.full(N, np.inf))
    lower = law.chance(row, KINDS, np.full(N, 12.0 / 0.9), np.full(N, np.inf))
    assert found["level"].change == pytest.approx(lower - base, abs=1e-12)
    grown = law.chance(row, KINDS, 12.0 / 1.02 ** (KINDS + 1), np.full(N, np.inf))
    assert found["percent"].change == pytest.approx(grown - base, abs=1e-12)
    by = 1.02 ** np.arange(1, YEARS + 1)[None, :, None]
    one = found["percent"]
    assert one.after == pytest.approx(one.before * by, rel=1e-12)
    assert not np.any(found["nothing"].change)
    assert np.array_equal(found["nothing"].after, found["nothing"].before)


def test_nothing_comes_before_its_year_and_ruin_is_ruin() -> None:
    found = answers(values())
    early = KINDS < 2
    assert np.abs(found["later"].change[early]).max() < 1e-12
    assert (found["later"].change[~early] > 0).all()
    assert (found["ruin"].after[:, -1] < 0.05).all()
    assert all(np.isfinite(e.after).all() and np.isfinite(e.change).all() for e in found.values())


@pytest.mark.parametrize("whole", [None, Whole(True)])
def test_points_agree_with_many_paths(monkeypatch: pytest.MonkeyPatch, whole: Whole | None) -> None:
    law, paths = values(30.0, whole), 20_000
    mine = answers(law, size=30.0)
    monkeypatch.setattr("forecast.batches.scenarios.closed", lambda _: False)
    theirs = answers(law, size=30.0, paths=paths)
    for name in ("later", "several"):
        off = mine[name].change - theirs[name].change
        # what the closed form claims, and four standard errors of the paths
        allowed = 0.003 + CLOSED_ERROR * np.abs(theirs[name].change) + 4 * theirs[name].mc_se
        assert (np.abs(off) <= allowed).all()
        assert np.log(mine[name].after / theirs[name].after) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("size", [1e-300, 1e-3, 1e300])
def test_size_plays_no_part(size: float) -> None:
    plain, other = answers(values()), answers(values(size), size=size)
    for name, one in plain.items():
        assert other[name].change == pytest.approx(one.change, abs=1e-9)


def test_strata_meet_each_law_exactly_and_are_uncorrelated() -> None:
    strata = _Strata(0, 128)
    drawn = np.array([strata.uniform(word) for word in "abcd"])
    assert np.array_equal(np.sort(drawn, axis=1), np.tile((np.arange(128) + 0.5) / 128, (4, 1)))
    assert np.array_equal(strata.uniform("a"), drawn[0])
    assert np.abs(np.corrcoef(drawn) - np.eye(4)).max() < 0.05


def test_what_is_certain_needs_one_stratum() -> None:
    context = Occasion(LAST, Kind.FLOW, UNITS[""], 0).context(
        Member("", "a", 1.0), YEARS, Draws(0, 1), 1.0)
    strata = {s.id: None if e is None else e.size.shape[1] for s in parse_scenarios(SCENARIOS)
              for e in [yearly_effects(s.chain, context)]}
    assert strata == {"level": 1, "percent": 1, "later": 1, "several": 128, "nothing": None,
                      "ruin": 1}
    assert STRATA == 32
