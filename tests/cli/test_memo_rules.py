"""What a memo must never say again: each case was found wrong in print once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.commands import FLOW, plan_text, run

STOCK = "{name: {zh: 地理标志, en: Geographical indications}, unit: 件, kind: stock}"
FAST = ("--paths", "2500", "--no-tripwires", "--scenario", "baseline", "--format", "md")
YEARS = (100, 110, 125, 130, 150, 160)


def history(indicator: str, values: dict[int, float]) -> list[str]:
    return [f"{{indicator: {indicator}, year: {y}, value: {v}}}" for y, v in values.items()]


def grants(upto: int, values: tuple[float, ...] = YEARS) -> list[str]:
    return history("grants", {upto - len(values) + 1 + i: v for i, v in enumerate(values)})


def memo(folder: Path, plan: str, *words: str) -> dict[str, str]:
    """Write a memo in both languages; return the text by language."""
    (folder / "p.yaml").write_text(plan, encoding="utf-8")
    done = run("memo", folder / "p.yaml", "--out", folder / "memo", *FAST, *words)
    assert done.exit_code == 0, done.stderr
    return {lang: next((folder / "memo").glob(f"*-{lang}.md")).read_text(encoding="utf-8")
            for lang in ("zh", "en")}


def test_a_missed_target_names_shortfall_and_completion(tmp_path: Path) -> None:
    plan = plan_text({"gi": STOCK}, ["{indicator: gi, base: 23, value: 30}"],
                     history("gi", {2019: 22, 2020: 23, 2022: 25, 2025: 27}))
    said = memo(tmp_path, plan, "--kind", "final")
    assert "实际27件，少3件，完成90%" in said["zh"]
    assert "27 items, 3 items short, 90% of the target" in said["en"]
    for text in said.values():
        assert not re.search("未显示突出问题|no particular problem", text)


def test_no_year_of_the_plan_observed_is_a_baseline(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 160, value: 420}"],
                     grants(2020))
    for kind in ("midterm", "final"):
        (tmp_path / "p.yaml").write_text(plan, encoding="utf-8")
        done = run("memo", tmp_path / "p.yaml", "--out", tmp_path / "memo", "--kind", kind, *FAST)
        assert done.exit_code == 2
        assert "MEMO_NOT_BEGUN" in done.stderr
        assert "--kind baseline" in done.stderr
    for words in (("--kind", "baseline"), ()):
        said = memo(tmp_path, plan, *words)
        assert "基线风险评估" in said["zh"]
        assert "Baseline risk assessment" in said["en"]
        assert "规划期内尚无" in said["zh"][:said["zh"].index("分目标研判")]
        assert "no year of the plan period" in said["en"][:said["en"].index("Target by target")]


def test_dates_of_the_register_lie_ahead(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW, "gi": STOCK},
                     ["{indicator: grants, base: 160, value: 420}",
                      "{indicator: gi, base: 23, value: 40}"],
                     grants(2020) + history("gi", {2020: 23, 2022: 26}))
    said = memo(tmp_path, plan, "--as-of", "2023", "--kind", "midterm")["en"]
    register = said[said.index("Risk register"):said.index("Findings in the document")]
    rows = [line for line in register.splitlines() if re.match(r"\| R\d", line)]
    assert len(rows) == 2
    for row in rows:
        due = row.rstrip("| ").rsplit("|", 1)[1]
        assert min(int(y) for y in re.findall(r"20\d\d", due)) > 2023, row


def test_page_one_lists_every_target_it_announces(tmp_path: Path) -> None:
    names = [f"x{i}" for i in range(4)]
    extra = {n: FLOW.replace("授权量", f"新指标{n}").replace("Grants", f"New {n}") for n in names}
    plan = plan_text({"grants": FLOW, **extra},
                     ["{indicator: grants, base: 150, value: 420}",
                      *(f"{{indicator: {n}, value: 15%, basis: cagr_from_base}}" for n in names)],
                     grants(2021))
    said = memo(tmp_path, plan)
    for lang, head in (("zh", "分目标研判"), ("en", "Target by target")):
        top = said[lang][:said[lang].index(head)]
        rows = [line for line in top.splitlines() if line.startswith("| ")]
        for name in ("授权量", *(f"新指标{n}" for n in names)) if lang == "zh" else \
                ("Grants", *(f"New {n}" for n in names)):
            assert any(name in row for row in rows), (lang, name)


def test_many_targets_without_figures_are_one_line(tmp_path: Path) -> None:
    names = [f"x{i}" for i in range(20)]
    extra = {n: FLOW.replace("授权量", f"新指标{n}").replace("Grants", f"New {n}") for n in names}
    plan = plan_text({"grants": FLOW, **extra},
                     ["{indicator: grants, base: 150, value: 420}",
                      *(f"{{indicator: {n}, value: 15%, basis: cagr_from_base}}" for n in names)],
                     grants(2021))
    said = memo(tmp_path, plan)["en"]
    top = said[:said.index("Target by target")]
    assert "New x7" not in top
    assert re.search(r"\| 20 more targets", top)


def test_an_indicative_target_far_behind_is_an_early_warning(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 160, value: 420}"],
                     grants(2022, (150, 160, 161, 163)))
    said = memo(tmp_path, plan)
    assert "规划没有约束性指标" not in said["zh"]
    warned = said["en"][said["en"].index("Early warnings"):]
    assert "Grants" in warned[:warned.index("\n#", 5)]


def test_attention_is_ranked_by_risk_and_weight(tmp_path: Path) -> None:
    """The likeliest miss comes first wherever it stands in the plan; binding counts double."""
    kinds = {n: FLOW.replace("Grants", n).replace("授权量", n) for n in ("easy", "hard", "worse")}
    plan = plan_text(kinds, ["{indicator: easy, base: 150, value: 245}",
                             "{indicator: hard, base: 150, value: 600}",
                             "{indicator: worse, base: 150, value: 900}"],
                     [row for n in kinds for row in history(n, {
                         2021 - len(YEARS) + 1 + i: v for i, v in enumerate(YEARS)})])
    said = memo(tmp_path, plan)["en"]
    top = said[said.index("What needs attention"):said.index("Signal, likelihood")]
    places = [top.index(f"{n}:") for n in ("worse", "hard", "easy")]
    assert places == sorted(places)


def test_a_count_that_is_sure_is_not_a_range(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 190, value: 195}"],
                     grants(2021, (100, 110, 130, 150, 190, 260)))
    said = memo(tmp_path, plan)
    assert not re.search(r"在(\d+)至\1个之间", said["zh"])
    assert not re.search(r"range (\d+) to \1\b", said["en"])
    assert "预计完成1个" in said["zh"]


def test_part_year_figures_are_not_said_to_be_absent(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 160, value: 260}"],
                     grants(2020)) + \
        ("partials:\n  - {indicator: grants, year: 2021, first: 1, last: 9, value: 140, "
         "source: 快报}\n")
    said = memo(tmp_path, plan, "--kind", "midterm")
    assert "140" in said["zh"]
    assert "尚无观测值" not in said["zh"]
    assert "no year of the plan has been observed" not in said["en"]
    assert "part of a year" in said["en"][:said["en"].index("Target by target")]


def test_scenarios_that_change_nothing_have_no_rows(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 150, value: 260}"],
                     grants(2021))
    said = memo(tmp_path, plan, "--kind", "midterm", "--scenario", "subsidy-withdrawal",
                "--scenario", "finance-expansion")["en"]
    tables = re.findall(r"the scenarios compared.*?(?=\n\n[^|\n])", said, re.DOTALL)
    for table in tables:
        rows = [re.sub(r"<[^>]*>|\[[^\]]*\]\([^)]*\)", "", line).split("|")[2:4]
                for line in table.splitlines() if line.startswith("| ")][2:]
        assert all(row != rows[0] for row in rows[1:])


def test_pace_methods_stand_in_the_annex_alone(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 130, value: 260}"],
                     grants(2022))
    said = memo(tmp_path, plan, "--kind", "midterm")["en"]
    assert "German federal" not in said[said.index("Target by target"):said.index("Risk register")]
    assert "German federal" in said[said.index("Risk register"):]


@pytest.mark.parametrize(("zh", "en"), [
    ("参照类只是近亲", "only a cousin"), ("预期性指标，信号为", "expected target"),
    ("超过参照组约", "windows did less than is asked"), ("个年度观测值，需要", "are needed"),
    ("以下是另一个数字", "a second number"), ("下难结论", "without a verdict until"),
    ("触发条件跟踪", "keep going"),
])
def test_words_of_the_workshop_do_not_circulate(tmp_path: Path, zh: str, en: str) -> None:
    works = ("{name: {zh: 作品, en: Works}, unit: 件, kind: undeclared, "
             "readings: [flow, cumulative]}")
    plan = plan_text(
        {"grants": FLOW, "gi": STOCK, "works": works},
        ["{indicator: grants, base: 130, value: 300, binding: true}",
         "{indicator: gi, base: 23, value: 24}", "{indicator: works, base: 790, value: 3290}"],
        grants(2022) + history("gi", {2020: 23}))
    said = memo(tmp_path, plan, "--kind", "midterm")
    assert zh not in said["zh"]
    assert en not in said["en"]
