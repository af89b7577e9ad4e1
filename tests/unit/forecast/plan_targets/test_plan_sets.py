"""The bundled plan targets, the regime of a plan, and which regimes' words follow the shift."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import bring_plan_sets
from benchmarks.plan_questions import ask, questions
from benchmarks.plan_targets import by_regime, left_out
from data.plan import Period, Plan
from data.plan_sets.tables import FOLDER, law_scores, mdg4, plan_sets, plan_targets
from data.planfile.files import bundled_plan, parse_plan, plan_template
from data.planfile.write import plan_yaml
from data.words import Level, Regime, Text
from forecast.knowledge import bundled_knowledge
from forecast.plan_targets.evidence import (
    CHINESE_BASELINE,
    CHINESE_SPREAD,
    FOLLOWED,
    normal_scores,
    record_of,
    regime_of,
    shift_of,
)


def _plan(zh: str, en: str = "", *, level: Level | None = None, years: int = 5) -> Plan:
    return replace(bundled_plan(), region=Text(zh, en), level=level,
                   period=Period(2020, 2021, 2020 + years))


def test_nothing_is_later_than_2023() -> None:
    assert all(t.actual_year is None or t.actual_year <= 2023 for t in plan_targets())
    assert all(s.known_year is None or s.known_year <= 2023 for s in plan_sets())
    assert all(s.known_year <= 2023 for s in law_scores())
    kept = [t for t in plan_targets() if (t.target_year or 0) > 2023 and t.set == "published"]
    assert len(kept) > 10  # they are there, and their outcomes of 2024 and later are not


def test_rates_come_from_whole_sets_only() -> None:
    used = {s.id: s for s in plan_sets() if s.used}
    assert all(s.met is not None and s.missed is not None and s.regime is not None
               for s in used.values())
    assert not any("mid-term" in s.source.split(";")[0] for s in used.values())
    assert (used["cn_11"].met, used["cn_11"].missed) == (19, 3)
    assert (used["world_mdg4"].met, used["world_mdg4"].missed) == (29, 101)
    assert (used["world_endtb_2020"].met, used["world_endtb_2020"].missed) == (60, 58)
    assert "scot_ghg" not in used  # only the years that were read
    assert "cn_11_binding" not in used  # a part of cn_11 is not counted twice
    assert sum(target >= actual for _, _, target, actual in mdg4()) == 29
    assert all(s.source for s in plan_sets())


def test_an_outcome_is_told_by_the_target_year_or_by_being_early() -> None:
    by_name = {(t.region, t.plan, t.indicator, t.target_year): t for t in plan_targets()}
    tianjin = by_name["Tianjin", "13th FYP IP plan", "invention_patents_per_10k", 2020]
    assert (tianjin.actual_year, tianjin.outcome) == (2019, True)  # there a year early
    liaoning = by_name["Liaoning", "IP strong-province opinions 2016-2020", "pct_applications",
                       2020]
    assert (liaoning.actual_year, liaoning.outcome) == (2019, None)  # not there a year early
    henan = by_name["Henan", "13th FYP IP plan", "invention_patents_per_10k", 2020]
    assert henan.outcome is False


@pytest.mark.parametrize(("plan", "regime"), [
    (_plan("鄂尔多斯市"), Regime.CHINA_PLAN),
    (_plan("某市", "Some city"), Regime.CHINA_PLAN),
    (_plan("湖南"), Regime.CHINA_PLAN),
    (_plan("全国", "China"), Regime.CHINA_PLAN),
    (_plan("湖南省", years=1), Regime.CHINA_YEARLY),
    (_plan("", "Malaysia", level=Level.NATIONAL), Regime.NATIONAL_PLAN),
    (_plan("马来西亚", "Malaysia", level=Level.NATIONAL), Regime.NATIONAL_PLAN),
    (_plan("全球", "World"), Regime.WORLD_GOALS),
    (_plan("", "European Union"), Regime.EU_LAW),
    (_plan("", "Some city", level=Level.CITY), None),
    (replace(_plan("鄂尔多斯市"), regime=Regime.CHINA_YEARLY), Regime.CHINA_YEARLY),
])
def test_the_regime_is_declared_or_read_off_the_plan(plan: Plan, regime: Regime | None) -> None:
    assert regime_of(plan) is regime


def test_a_plan_file_declares_its_regime() -> None:
    text = plan_template().replace("# regime: china_plan", "regime: china_yearly")
    plan = parse_plan(text)
    assert plan.regime is Regime.CHINA_YEARLY
    assert parse_plan(plan_yaml(plan)).regime is Regime.CHINA_YEARLY
    assert parse_plan(plan_template()).regime is None


def test_shifts_know_nothing_later_than_their_year() -> None:
    assert shift_of(Regime.CHINA_YEARLY, as_of=2011) is None
    assert shift_of(Regime.CHINA_PLAN, as_of=1999) is None
    assert shift_of(None, as_of=2023) is None
    early, late = (shift_of(Regime.CHINA_YEARLY, as_of=y) for y in (2012, 2023))
    assert early is not None
    assert late is not None
    assert early.sd > late.sd
    assert record_of(Regime.CHINA_PLAN, as_of=2009).sets == 2
    assert record_of(Regime.CHINA_PLAN, as_of=2010).sets == 4


def test_chinese_tasks_are_met_and_world_goals_are_not() -> None:
    said = {r: float(s.applied(np.array(0.5))) for r in Regime
            if (s := shift_of(r, as_of=2023)) is not None}
    assert said[Regime.CHINA_YEARLY] > 0.9
    assert 0.6 < said[Regime.CHINA_PLAN] < 0.85
    assert said[Regime.WORLD_GOALS] < 0.5


def test_words_follow_where_sets_left_out_were_better_spoken_of() -> None:
    found = by_regime(left_out(law_scores()))
    better = {r for r, (n, law, plan) in found.items() if n > 1 and plan < law}
    assert better == FOLLOWED
    for regime in (Regime.NATIONAL_PLAN, Regime.WORLD_GOALS):
        assert regime in found
        assert regime not in better  # measured, and no better


def test_the_assumed_baseline_is_what_the_law_says_of_chinese_targets() -> None:
    z = normal_scores([s.probability for s in law_scores() if s.regime is Regime.CHINA_PLAN])
    assert z.mean() == pytest.approx(CHINESE_BASELINE, abs=0.1)
    assert z.std() == pytest.approx(CHINESE_SPREAD, abs=0.1)


def test_the_shipped_scores_are_those_of_the_law() -> None:
    """Where this fails, the law has changed: ``python benchmarks/plan_targets.py --ship``."""
    shipped = {(s.set, s.name): s for s in law_scores()}
    knowledge, asked = bundled_knowledge(), list(questions())
    for a in (*asked[:3], *asked[-3:]):
        answer, score = ask(a, knowledge), shipped.get((a.set, a.name))
        assert (answer is None) is (score is None)
        if answer is not None and score is not None:
            assert score.probability == pytest.approx(answer.probability, abs=0.002)


def test_tables_are_what_the_script_makes(
        shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_plan_sets, "OUT", tmp_path)
    monkeypatch.setattr("sys.argv", ["bring_plan_sets", "--from", str(shared / "data")])
    bring_plan_sets.main()
    for name in ("targets.csv", "sets.csv", "mdg4.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
