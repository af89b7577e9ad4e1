"""``plancast memo``: what a memo says, in every kind, language and format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from tests.cli.commands import FLOW, plan_text, run

STAFF = "{name: {zh: 人员, en: Staff}, unit: 人, kind: stock}"
WORKS = "{name: {zh: 作品, en: Works}, unit: 件, kind: undeclared, readings: [flow, cumulative]}"
PLAN = plan_text(
    {"grants": FLOW, "staff": STAFF, "works": WORKS, "pct": FLOW.replace("授权量", "PCT")},
    ["{indicator: grants, base: 160, value: 420, binding: true, source: 表 第1行}",
     "{indicator: staff, base: 48, value: 52}", "{indicator: works, base: 790, value: 3290}",
     "{indicator: pct, value: 15%, basis: cagr_from_base}",
     "{id: best, indicator: staff, basis: qualitative, note: {zh: 一流, en: first class}}"],
    [f"{{indicator: grants, year: {y}, value: {v}, source: 年报}}" for y, v in
     zip(range(2015, 2021), (100, 110, 125, 130, 150, 160), strict=True)])
FAST = ("--paths", "300", "--no-tripwires", "--scenario", "baseline", "--scenario", "policy-push")
HEADINGS = {
    "zh": ("提请审定事项", "一图看规划", "需要关注的目标", "其他目标", "行动清单", "数据报送单"),
    "en": ("Decisions asked for", "The plan in pictures", "What needs attention",
           "The other targets", "Action register", "Data request"),
}
PARTS = {"zh": ("情况", "原因", "下一个数据"), "en": ("What happened", "Why", "Next figure")}
ANNEXES = ("scenarios", "pace", "method", "gaps", "document", "trace")


def memo(folder: Path, plan: str = PLAN, *words: str) -> Path:
    (folder / "p.yaml").write_text(plan, encoding="utf-8")
    bare = () if "--annex" in words else ("--annex", "none")  # they take most of the time
    done = run("memo", folder / "p.yaml", "--out", folder / "memo", *FAST, *bare, *words)
    assert done.exit_code == 0, done.stderr
    return folder / "memo"


def text(folder: Path, lang: str, *words: str, plan: str = PLAN) -> str:
    out = memo(folder, plan, "--lang", lang, "--format", "md", *words)
    return next(out.glob(f"*-{lang}.md")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def midterm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The mid-term memo in both languages, written once."""
    out = memo(tmp_path_factory.mktemp("midterm"), PLAN, "--kind", "baseline", "--format", "md")
    return {lang: next(out.glob(f"*-{lang}.md")).read_text(encoding="utf-8")
            for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_is_there_in_order(midterm: dict[str, str], lang: str) -> None:
    said = midterm[lang]
    places = [said.index(f" {heading}\n") for heading in HEADINGS[lang]]
    assert places == sorted(places)
    for part in PARTS[lang]:
        assert said.count(f"**{part}**") >= 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_of_a_row_resolves_in_the_trace(tmp_path: Path, lang: str) -> None:
    """Each printed probability of the strip stands in the trace under the number of its row."""
    out = memo(tmp_path, PLAN, "--kind", "baseline", "--format", "html", "--lang", lang, "--annex",
               "trace")
    page = BeautifulSoup(next(out.glob("*.html")).read_text(encoding="utf-8"), "html.parser")
    traced = BeautifulSoup(next((out / "annex").glob(f"*-trace-{lang}.html")).read_text(
        encoding="utf-8"), "html.parser")
    links = page.select("a.traced")
    assert len(links) >= 10
    for link in links:
        file, _, anchor = str(link["href"]).partition("#")
        assert (out / file).is_file()
        assert traced.find(id=anchor) is not None, link
    rows = {row.find(class_="place").get_text(): row.get_text() for row in
            traced.select("#trace-table tbody tr")}
    strip = page.select("#strip tbody tr")
    assert len(strip) == 5  # grants, staff, works in two readings, and pct without a base
    for row in strip:
        cells = [c.get_text() for c in row.find_all(["th", "td"])]
        found = re.search(r"[<>≈]?\d+%", cells[2])
        if found:
            own = [text for id_, text in rows.items() if id_.split(".")[0] == cells[0]]
            assert any(found[0] in text for text in own), cells


def test_what_needs_action_is_named_first_and_decided(midterm: dict[str, str]) -> None:
    said = midterm["en"]
    lead = said[:said.index("| No.")]
    rows = [line for line in said.splitlines() if re.match(r"\| \d+[a-z]? \|", line)]
    assert "Grants \\(binding" in rows[0] or "Grants" in rows[0]
    assert "Of 4 quantified targets" in lead
    assert "cannot be assessed for want of figures" in lead
    decided = said[said.index("## Decisions"):said.index("The plan in pictures")]
    assert len(re.findall(r"^\| \d \|", decided, re.MULTILINE)) == 3
    assert "(to be filled in)" in decided


def test_annexes_are_files_of_their_own(tmp_path: Path) -> None:
    out = memo(tmp_path, PLAN, "--kind", "baseline", "--format", "md", "--lang", "en",
               "--annex", "scenarios", "--annex", "trace", "--page-one")
    names = sorted(p.name.removeprefix("t-baseline-2020-") for p in (out / "annex").iterdir())
    assert [n for n in names if not n.startswith("pictures")] == [
        "scenarios-en.md", "trace-en.html", "trace-en.xlsx"]
    with zipfile.ZipFile(next((out / "annex").glob("*.xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    matrix = next((out / "annex").glob("*-scenarios-en.md")).read_text(encoding="utf-8")
    assert matrix.count("Policy push") == 1
    assert next(out.glob("*-page1-en.png")).read_bytes().startswith(b"\x89PNG")
    assert len(PdfReader(next(out.glob("*-page1-en.pdf"))).pages) == 1
    wrong = run("memo", tmp_path / "p.yaml", "--annex", "all", "--annex", "pace")
    assert wrong.exit_code == 2
    none = memo(tmp_path, PLAN, "--kind", "baseline", "--format", "md", "--annex", "none",
                "--out", str(tmp_path / "bare"))
    assert none.is_dir()
    assert not (tmp_path / "bare" / "annex").exists()


def test_annexes_with_nothing_to_list_are_not_written(tmp_path: Path) -> None:
    plan = plan_text({"a": FLOW}, ["{indicator: a, value: 5}"])
    out = memo(tmp_path, plan, "--kind", "baseline", "--format", "md", "--lang", "en", "--annex",
               "all")
    names = {p.stem.split("-")[-2] for p in (out / "annex").iterdir() if p.suffix == ".md"}
    assert names == {"method", "gaps"}
    method = next((out / "annex").glob("*-method-en.md")).read_text(encoding="utf-8")
    assert "Sources" not in method.splitlines()[-1]
    said = next(out.glob("*-en.md")).read_text(encoding="utf-8")
    line = next(x for x in said.splitlines() if x.startswith("Annexes: "))
    assert line == "Annexes: method and sources, targets that cannot be assessed and where each " \
        "number comes from."


def test_a_memo_is_no_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.yaml").write_text(PLAN, encoding="utf-8")
    for words in (("memo", "p.yaml", "--kind", "baseline"), ("assess", "p.yaml")):
        done = run(*words, "--out", "-")
        assert done.exit_code == 2
        assert "FOLDER_IS_STREAM" in done.stderr
        assert "--out out" in done.stderr
    assert not (tmp_path / "-").exists()


def test_the_letterhead_is_what_was_given(tmp_path: Path) -> None:
    said = text(tmp_path, "zh", "--kind", "baseline", "--issuer", "市发展改革委", "--recipient",
                "市政府办公室", "--date", "2026年3月1日")
    for part in ("编制单位：市发展改革委", "报送：市政府办公室", "日期：2026年3月1日"):
        assert part in said


def test_a_unit_responsible_is_named_wherever_the_target_is(tmp_path: Path) -> None:
    plan = PLAN.replace("value: 420, binding: true", "value: 420, binding: true, "
                        "lead_unit: {zh: 市知识产权局, en: City IP office}")
    said = text(tmp_path, "en", "--kind", "baseline", plan=plan)
    assert said.count("City IP office") >= 3  # strip, decision or why, register
    assert "市知识产权局" not in said


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        memo(tmp_path / name, PLAN, "--format", "html", "--format", "docx", "--format", "pdf",
             "--lang", "zh", "--annex", "all")
    one, two = (sorted(p for p in (tmp_path / name / "memo").rglob("*") if p.is_file())
                for name in ("a", "b"))
    assert [p.suffix for p in one if p.parent.name == "memo"] == [".docx", ".html", ".pdf"]
    assert {p.suffix for p in one if p.parent.name == "annex"} >= {".xlsx", ".pdf"}
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_a_final_review_knows_the_outcomes(tmp_path: Path) -> None:
    over = PLAN + "".join(f"  - {{indicator: {i}, year: 2025, value: {v}}}\n"
                          for i, v in (("grants", 300), ("staff", 60)))
    said = text(tmp_path, "en", "--kind", "final", plan=over)
    lead = said[:said.index("| No.")]
    assert "1 was met" in lead
    assert "1 was missed (Grants" in lead
    assert "Early warning" not in lead  # neither some nor none: the period is over
    assert said.index("Outcomes") < said.index("Lessons") < said.index("What needs attention")
    row = next(line for line in said.splitlines() if "300 items, 120 items short, 71% of" in line)
    assert "Grants (binding" in row
    assert "missed" in row
    assert "Final review" in said


def test_the_last_run_is_compared_with(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PLAN, encoding="utf-8")
    book = tmp_path / "book"
    assert run("assess", tmp_path / "p.yaml", "--ledger", book, "--paths", "300",
               "--no-charts").exit_code == 0
    (tmp_path / "a.csv").write_text("indicator,year,value,unit\ngrants,2021,120,件\n",
                                    encoding="utf-8")
    assert run("ledger", "add-actuals", book, tmp_path / "a.csv", "--plan",
               tmp_path / "p.yaml").exit_code == 0
    said = text(tmp_path, "en", "--ledger", str(book))
    assert "Movement since the assessment as of 2020" in said
    assert "| Change, points |" in said
    assert "The previous assessment (as of 2020) said" in said
    assert "entry 3-" in run("ledger", "list", book).stdout or \
        len(run("ledger", "list", book).stdout.splitlines()) >= 5


def test_a_step_is_not_traced_to_a_growth_rate(tmp_path: Path) -> None:
    out = memo(tmp_path, PLAN.replace("value: 3290", "value: 99999"), "--kind", "baseline",
               "--lang", "en", "--format", "md", "--annex", "trace")
    traced = next((out / "annex").glob("*-trace-en.html")).read_text(encoding="utf-8")
    rows = re.findall(r"<tr.*?</tr>", traced, re.DOTALL)
    row = next(r for r in rows if "items a year" in r and "needed a year" in r)
    assert "(yT − y0) / (T − t0)" in row


def test_official_chinese_has_no_table_spacing(midterm: dict[str, str]) -> None:
    said = midterm["zh"]
    lines = [line for line in said.splitlines() if not line.startswith(("#", "!"))]
    assert not [line for line in lines if re.search(r"\d (?:件|人|个)", line)]
    assert not re.search("。。|；；|，，|（）|。；|，。", said)


def test_an_annual_report_warns(tmp_path: Path) -> None:
    said = text(tmp_path, "en", plan=PLAN + "  - {indicator: grants, year: 2021, value: 165}\n")
    assert re.search(r"Early warning \\?\(1\\?\): Grants", said)


def test_a_plan_without_figures_says_so(tmp_path: Path) -> None:
    plan = plan_text({"a": FLOW}, ["{indicator: a, value: 5}"])
    said = text(tmp_path, "zh", "--kind", "baseline", plan=plan)
    assert "可量化目标1项，因缺少数据暂无法评估（授权量）" in said
    assert "一图看规划" not in said
    assert "数据报送单" in said
    assert "没有红色" not in said  # nothing was found, for nothing could be looked at


def test_targets_without_figures_are_listed_where_they_fit_the_page(tmp_path: Path) -> None:
    names = [f"x{i}" for i in range(12)]
    plan = plan_text({n: FLOW.replace("授权量", f"指标{n}") for n in names},
                     [f"{{indicator: {n}, value: 5}}" for n in names])
    said = text(tmp_path, "zh", "--kind", "baseline", plan=plan)
    top = said[:said.index("提请审定事项")]
    assert all(f"| 指标{n} |" in top for n in names)
    assert "另有12个" not in top


HOSTILE = "<script>alert(1)</script>#let x=1 $\\\\infty$ *a* =SUM(A1) @x |y| 'q' &amp;"


def test_what_a_plan_says_stays_text(tmp_path: Path) -> None:
    plan = PLAN.replace("zh: 人员, en: Staff", f'zh: "{HOSTILE}", en: "{HOSTILE}"')
    out = memo(tmp_path, plan, "--lang", "en", "--format", "html", "--format", "docx", "--format",
               "pdf", "--format", "md", "--annex", "all")
    for written in (*out.glob("*.html"), *(out / "annex").glob("*.html")):
        assert "<script" not in written.read_text(encoding="utf-8")
    page = next(out.glob("*.html")).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"(?:src|href)=[\"']https?:", page)
    said = next(out.glob("*.md")).read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)<script", said)  # a backslash makes it text
    with zipfile.ZipFile(next(out.glob("*.docx"))) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    assert "<script" not in body
    assert "alert(1)" in body


@pytest.mark.parametrize(("words", "code"), [
    (("--kind", "weekly"), 2), (("--format", "odt"), 2), (("--lang", "fr"), 2),
])
def test_wrong_use(tmp_path: Path, words: tuple[str, str], code: int) -> None:
    (tmp_path / "p.yaml").write_text(PLAN, encoding="utf-8")
    assert run("memo", tmp_path / "p.yaml", *words).exit_code == code


def test_a_bad_plan_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("plan: x\n", encoding="utf-8")
    done = run("memo", tmp_path / "p.yaml", "--out", tmp_path / "memo")
    assert done.exit_code == 3
    assert not list((tmp_path / "memo").glob("*"))
