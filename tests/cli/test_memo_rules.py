"""What a memo must never say again: each case was found wrong in print once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

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
    bare = () if "--annex" in words else ("--annex", "none")  # they take most of the time
    done = run("memo", folder / "p.yaml", "--out", folder / "memo", *FAST, *bare, *words)
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
        assert "规划期内尚无" in said["zh"][:said["zh"].index("| 编号")]
        assert "no year of the plan period" in said["en"][:said["en"].index("| No.")]


def test_dates_of_the_register_lie_ahead(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW, "gi": STOCK},
                     ["{indicator: grants, base: 160, value: 420}",
                      "{indicator: gi, base: 23, value: 40}"],
                     grants(2020) + history("gi", {2020: 23, 2022: 26}))
    said = memo(tmp_path, plan, "--as-of", "2023", "--kind", "midterm")["en"]
    register = said[said.index("Action register"):said.index("Data request")]
    rows = [line for line in register.splitlines() if re.match(r"\| \d", line)]
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
    for lang, head in (("zh", "提请审定事项"), ("en", "Decisions asked for")):
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
    top = said[:said.index("Decisions asked for")]
    assert "New x7" not in top
    assert re.search(r"\| 20 more targets", top)
    assert len(said[said.index("Data request"):].splitlines()) < 60


def test_an_indicative_target_far_behind_is_an_early_warning(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 160, value: 420}"],
                     grants(2022, (150, 160, 161, 163)))
    said = memo(tmp_path, plan)
    assert "规划没有约束性指标" not in said["zh"]
    warned = said["en"][said["en"].index("Early warning"):]
    assert "Grants" in warned[:warned.index("\n")]


def test_attention_is_ranked_by_risk_and_weight(tmp_path: Path) -> None:
    """The likeliest miss comes first wherever it stands in the plan; binding counts double."""
    kinds = {n: FLOW.replace("Grants", n).replace("授权量", n) for n in ("easy", "hard", "worse")}
    plan = plan_text(kinds, ["{indicator: easy, base: 150, value: 245}",
                             "{indicator: hard, base: 150, value: 600}",
                             "{indicator: worse, base: 150, value: 900}"],
                     [row for n in kinds for row in history(n, {
                         2021 - len(YEARS) + 1 + i: v for i, v in enumerate(YEARS)})])
    said = memo(tmp_path, plan)["en"]
    top = said[said.index("| No."):said.index("Decisions asked for")]
    places = [top.index(f"| {n} |") for n in ("worse", "hard", "easy")]
    assert places == sorted(places)


def test_a_count_that_is_sure_is_not_a_range(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 190, value: 195}"],
                     grants(2021, (100, 110, 130, 150, 190, 260)))
    said = memo(tmp_path, plan)
    assert not re.search(r"在(\d+)至\1个之间", said["zh"])
    assert not re.search(r"range (\d+) to \1\b", said["en"])
    assert "预计可完成1项左右" in said["zh"]


def test_part_year_figures_are_not_said_to_be_absent(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 160, value: 260}"],
                     grants(2020)) + \
        ("partials:\n  - {indicator: grants, year: 2021, first: 1, last: 9, value: 140, "
         "source: 快报}\n")
    said = memo(tmp_path, plan, "--kind", "midterm")
    assert "140" in said["zh"]
    assert "尚无观测值" not in said["zh"]
    assert "no year of the plan has been observed" not in said["en"]
    assert "part of a year" in said["en"][:said["en"].index("| No.")]


def test_scenarios_and_pace_methods_stand_in_annexes_alone(tmp_path: Path) -> None:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 130, value: 260}"],
                     grants(2022))
    said = memo(tmp_path, plan, "--kind", "midterm", "--scenario", "subsidy-withdrawal",
                "--scenario", "finance-expansion", "--annex", "scenarios",
                "--annex", "pace")["en"]
    for text in ("German federal", "ubsidy withdrawal"):
        assert text not in said
        assert any(text in p.read_text(encoding="utf-8")
                   for p in (tmp_path / "memo" / "annex").glob("*-en.md"))


def test_the_english_edition_has_no_chinese_of_ours(tmp_path: Path) -> None:
    """What the plan gives in English is shown in English: names, units, sources, places."""
    plan = plan_text({"grants": FLOW, "gi": STOCK},
                     ["{indicator: grants, base: 130, value: 300, binding: true}",
                      "{indicator: gi, base: 23, value: 40}"], grants(2022))
    said = memo(tmp_path, plan, "--kind", "midterm")
    found = re.findall(r"[\u4e00-\u9fff]+", said["en"])
    assert found == []


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    works = ("{name: {zh: 作品, en: Works}, unit: 件, kind: undeclared, "
             "readings: [flow, cumulative]}")
    plan = plan_text(
        {"grants": FLOW, "gi": STOCK, "works": works},
        ["{indicator: grants, base: 130, value: 300, binding: true}",
         "{indicator: gi, base: 23, value: 24}", "{indicator: works, base: 790, value: 3290}"],
        grants(2022) + history("gi", {2020: 23}))
    return memo(tmp_path_factory.mktemp("circulated"), plan, "--kind", "midterm")


@pytest.mark.parametrize(("zh", "en"), [
    ("参照类只是近亲", "only a cousin"), ("预期性指标，信号为", "expected target"),
    ("超过参照组约", "windows did less than is asked"), ("个年度观测值，需要", "are needed"),
    ("以下是另一个数字", "a second number"), ("下难结论", "without a verdict until"),
    ("触发条件跟踪", "keep going"),
])
def test_words_of_the_workshop_do_not_circulate(circulated: dict[str, str], zh: str, en: str,
                                                ) -> None:
    assert zh not in circulated["zh"]
    assert en not in circulated["en"]


def test_page_one_says_how_far_the_count_may_go_and_what_letters_mean(
        circulated: dict[str, str]) -> None:
    """A range beside the expected number, as one whose ends differ; what 3a and 3b are."""
    for lang, head, spread, letters in (
            ("zh", "提请审定事项", r"八成可能为(\d+)—(\d+)项", "编号带字母"),
            ("en", "Decisions asked for", r"eight in ten: (\d+) to (\d+)\)",
             "Letters mark readings")):
        top = circulated[lang][:circulated[lang].index(head)]
        found = re.search(spread, top)
        assert found is not None
        assert int(found[1]) < int(found[2])
        assert letters in top


def test_every_decision_has_an_owner_or_a_blank(circulated: dict[str, str]) -> None:
    """What goes to all who report is theirs; what one target asks is left to be filled in."""
    for lang, head, reporting in (("zh", "提请审定事项", "各报送单位"),
                                  ("en", "Decisions asked for", "Reporting units")):
        text = circulated[lang]
        rows = [line for line in text[text.index(head):].splitlines()
                if re.match(r"\| \d \|", line)][:3]
        owners = [row.split("|")[3].strip() for row in rows]
        assert all(owners)
        for row, owner in zip(rows, owners, strict=True):
            if "报送" in row.split("|")[2] or "reporting units" in row.split("|")[2]:
                assert owner == reporting


def test_what_the_register_says_is_not_said_twice(circulated: dict[str, str]) -> None:
    """Warning signs stand in the register alone, and name no series where it is the row's own."""
    said = circulated["en"]
    register = said[said.index("## Action register"):said.index("## Data request")]
    warnings = [row.split("|")[4].strip() for row in register.splitlines()
                if re.match(r"\| \d", row)]
    for warning in (w for w in warnings if w[:1].isdigit()):
        assert re.match(r"\d{4} figure: ", warning)
    others = said[said.index("### The other targets"):said.index("## Action register")]
    assert not [w for w in warnings if w and f"| {w}" in others]


NAMED = {"a": "国家、自治区优势企业", "b": "农业链、专利", "c": "服务机构"}


def test_names_with_the_mark_between_names_are_told_apart(tmp_path: Path) -> None:
    english = {"a": "Firms, national", "b": "Patents, chains", "c": "Offices"}
    kinds = {n: FLOW.replace("授权量", NAMED[n]).replace("Grants", f'"{english[n]}"')
             for n in NAMED}
    plan = plan_text(kinds, [f"{{indicator: {n}, value: 5}}" for n in NAMED])
    said = memo(tmp_path, plan, "--kind", "baseline")
    assert "国家、自治区优势企业；农业链、专利；服务机构" in said["zh"]
    assert "Firms, national; Patents, chains; Offices" in said["en"]


def test_a_plan_of_which_nothing_is_known_says_what_is_lacking(tmp_path: Path) -> None:
    """No columns of dashes, no section about nothing: targets, and the years to be handed in."""
    works = ("{name: {zh: 作品, en: Works}, unit: 件, kind: undeclared, "
             "readings: [flow, cumulative]}")
    plan = plan_text({"grants": FLOW, "works": works}, ["{indicator: grants, value: 5}",
                                                        "{indicator: works, value: 7}"])
    said = memo(tmp_path, plan, "--kind", "baseline")
    assert "| 2 | 作品 |" in said["zh"]  # one line, which is no reading
    assert "编号带字母" not in said["zh"]
    assert "None of the 2 quantified targets can be assessed" in said["en"]
    assert "共有可量化目标2项，均因缺少数据暂无法评估" in said["zh"]
    for lang, column, gone in (("zh", "所缺年度数", ("达成概率", "需要关注的目标", "—")),
                               ("en", "Figures lacking", ("P(met)", "What needs attention", "—"))):
        top = said[lang][:said[lang].index("Data request" if lang == "en" else "数据报送单\n")]
        rows = [line for line in top.splitlines() if re.match(r"\| \d \|", line)]
        assert column in top
        assert not [word for word in gone if any(word in row for row in rows)]
        assert all(word not in said[lang] for word in gone[:2])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_annexes_are_named_without_the_word_again(circulated_annexes: dict[str, str], lang: str,
                                                  ) -> None:
    line = next(x for x in circulated_annexes[lang].splitlines()
                if x.startswith("随附" if lang == "zh" else "Annexes:"))
    assert line.count("附件" if lang == "zh" else "nnex") == 1


@pytest.fixture(scope="module")
def circulated_annexes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    plan = plan_text({"grants": FLOW}, ["{indicator: grants, base: 130, value: 300}"], grants(2022))
    return memo(tmp_path_factory.mktemp("annexes"), plan, "--kind", "midterm", "--annex",
                "scenarios", "--annex", "pace")


def test_page_one_is_one_page_with_every_column(tmp_path: Path) -> None:
    """Units, completion and movement of ten targets: the decisions still stand on page one."""
    plan = Path(__file__).parents[2] / "data/bundled/examples/invented-full-life.yaml"
    book, out = tmp_path / "book", tmp_path / "memo"
    fast = ("--paths", "300", "--scenario", "baseline", "--ledger", book)
    assert run("assess", plan, "--as-of", "2021", "--no-charts", *fast).exit_code == 0
    done = run("memo", plan, "--as-of", "2023", "--kind", "midterm", "--format", "pdf", "--annex",
               "none", "--no-tripwires", "--out", out, *fast)
    assert done.exit_code == 0, done.stderr
    for lang, decided, requested in (("zh", "提请审定事项", "数据报送单"),
                                     ("en", "Decisions asked for", "Data request")):
        pages = [page.extract_text() for page in
                 PdfReader(next(out.glob(f"*-{lang}.pdf"))).pages]
        assert len(pages) <= 7
        assert decided in pages[0]
        there = next(page for page in pages[1:] if f"\n{requested}" in f"\n{page}")
        form = "Please state" if lang == "en" else "请注明"
        assert form in there  # a heading and a sentence at the foot would have it overleaf


def test_a_scenario_that_does_not_touch_a_target_repeats_no_number(tmp_path: Path) -> None:
    plan = plan_text({"gi": STOCK}, ["{indicator: gi, base: 23, value: 30}"],
                     history("gi", {2018: 20, 2019: 22, 2020: 23}))
    memo(tmp_path, plan, "--kind", "baseline", "--scenario", "subsidy-withdrawal", "--annex",
         "scenarios")
    matrix = next((tmp_path / "memo" / "annex").glob("*-scenarios-en.md")).read_text(
        encoding="utf-8")
    row = next(line for line in matrix.splitlines() if line.startswith("| 1 | Geographical"))
    assert row.rstrip("| ").rsplit("|", 1)[1].strip() == "="


@pytest.mark.nightly
def test_ninety_nine_targets_take_ten_pages(tmp_path: Path) -> None:
    """All of them assessed, near and far: the strip names each, the rest speaks of the worst."""
    names = [f"i{k}" for k in range(99)]
    kinds = {n: FLOW.replace("授权量", f"第{n}类授权量").replace("Grants", f"Grants of class {n}")
             for n in names}
    targets = [f"{{indicator: {n}, base: 150, value: {150 + 12 * k}}}"
               for k, n in enumerate(names)]
    figures = [row for n in names for row in history(n, {2020: 150, 2019: 140, 2018: 130})]
    (tmp_path / "p.yaml").write_text(plan_text(kinds, targets, figures), encoding="utf-8")
    done = run("memo", tmp_path / "p.yaml", "--kind", "baseline", "--lang", "en", "--format", "pdf",
               "--annex", "none", "--no-tripwires", "--paths", "100", "--scenario", "baseline",
               "--out", tmp_path / "memo")
    assert done.exit_code == 0, done.stderr
    written = PdfReader(next((tmp_path / "memo").glob("*.pdf")))
    pages = [page.extract_text() for page in written.pages]
    assert len(pages) <= 10
    assert all(f"Grants of class {n}" in " ".join(pages[:4]) for n in names)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_trace_names_nothing_by_its_code(tmp_path: Path, lang: str) -> None:
    """Neither a target's id in the plan file, nor what the tool calls a kind of plan."""
    plan = plan_text({"patent_grants": FLOW}, ["{indicator: patent_grants, base: 130, value: 260}"],
                     history("patent_grants", {2017: 90, 2018: 100, 2019: 120, 2020: 130}))
    memo(tmp_path, plan, "--kind", "baseline", "--annex", "trace", "--annex", "method")
    page = next((tmp_path / "memo" / "annex").glob(f"*-trace-{lang}.html"))
    rows = re.findall(r"<tr.*?</tr>", page.read_text(encoding="utf-8"), re.DOTALL)
    said = [re.sub(r"<[^>]*>", " ", row) for row in rows if "trace-" in row]
    assert len(said) > 5
    assert not [row for row in said if re.search(r"[a-z]_[a-z]", row)]


def test_a_memo_refers_to_no_annex_that_is_not_there(circulated: dict[str, str],
                                                     circulated_annexes: dict[str, str]) -> None:
    assert "附件" not in circulated["zh"]
    assert "annex" not in circulated["en"].lower()
    assert "annex on method" not in circulated_annexes["en"]  # scenarios and pace alone
