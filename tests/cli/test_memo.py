"""``plancast memo``: what a memo says, in every kind, language and format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

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
    "zh": ("一页结论", "最需要关注的目标", "分目标研判", "风险清单", "规划文本的问题",
           "没有评估的目标", "方法与证据", "数据来源", "数字溯源"),
    "en": ("The plan on one page", "What needs attention most", "Target by target",
           "Risk register", "Findings in the document", "Targets that are not assessed",
           "Method and evidence", "Sources", "Where each number comes from"),
}
PARTS = {"zh": ("进度：", "未来趋势判断：", "问题与原因：", "到期实现情况研判：", "调整建议："),
         "en": ("Progress.", "Outlook.", "Problems and causes.", "By the deadline.", "Advice.")}


def memo(folder: Path, plan: str = PLAN, *words: str) -> Path:
    (folder / "p.yaml").write_text(plan, encoding="utf-8")
    done = run("memo", folder / "p.yaml", "--out", folder / "memo", *FAST, *words)
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
        assert said.count(f"<strong>{part}") + said.count(f"<strong>{part} ") >= 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_mark_resolves_and_every_colour_has_its_rule(midterm: dict[str, str], lang: str,
                                                           ) -> None:
    said = midterm[lang]
    marks = set(re.findall(r"\(#(trace-T\d+)\)", said))
    assert len(marks) >= 10
    assert marks == set(re.findall(r'id="(trace-T\d+)"', said))
    verdicts = re.findall(r"信号为\w+色（规则：|signal [\w-]+, rule ", said)
    assert len(verdicts) == 4  # grants, staff, and works in two readings
    for line in re.findall(r"^\| .*(?:≈|约).*", said, re.MULTILINE):
        assert "trace-T" in line  # no probability of a table without its mark


def test_what_needs_attention_comes_with_reasons(tmp_path: Path) -> None:
    said = text(tmp_path, "en")
    top = said[said.index("What needs attention"):said.index("Target by target")]
    first = re.search(r"1\. (.*)", top)
    assert first is not None
    assert "Grants (binding)" in first[1]  # worst colour, and binding
    assert "from now on it takes +21.3% a year" in first[1]
    assert "Works" in top


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        memo(tmp_path / name, PLAN, "--format", "html", "--format", "docx", "--format", "pdf",
             "--lang", "zh")
    one, two = sorted((tmp_path / "a" / "memo").iterdir()), sorted(
        (tmp_path / "b" / "memo").iterdir())
    assert [p.suffix for p in one] == [".docx", ".html", ".pdf"]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_a_final_review_knows_the_outcomes(tmp_path: Path) -> None:
    over = PLAN + "".join(f"  - {{indicator: {i}, year: 2025, value: {v}}}\n"
                          for i, v in (("grants", 300), ("staff", 60)))
    said = text(tmp_path, "en", "--kind", "final", plan=over)
    assert "1 met, 1 missed" in said
    assert said.index("Outcomes") < said.index("Lessons") < said.index("Target by target")
    row = next(line for line in said.splitlines() if "300 items | missed" in line)
    assert "Grants (binding)" in row
    assert "take the actual as the base of the next plan" in said.lower()
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
    assert "Last time (as of 2020) it was" in said
    assert "What changed since the last run" in said
    assert "entry 3-" in run("ledger", "list", book).stdout or \
        len(run("ledger", "list", book).stdout.splitlines()) >= 5


def test_a_step_is_not_traced_to_a_growth_rate(midterm: dict[str, str]) -> None:
    said = midterm["en"]
    row = next(line for line in said.splitlines() if "+500 items a year" in line and "trace-T" in
               line and line.startswith("|"))
    assert "(yT − y0) / (T − t0)" in row


def test_likelihood_and_evidence_never_share_a_sentence(midterm: dict[str, str]) -> None:
    said = midterm["zh"]
    body = said[said.index("## 分目标研判"):said.index("## 方法与证据")]
    for part in re.split("[。\n]", body):
        assert not ("可能性约" in part and re.search("[ABCD]级", part))


def test_official_chinese_has_no_table_spacing(midterm: dict[str, str]) -> None:
    said = midterm["zh"]
    lines = [line for line in said[:said.index("## 数据来源")].splitlines()
             if not line.startswith(("<a", "#"))]
    assert not [line for line in lines if re.search(r"\d (?:件|人|个)", line)]
    assert not re.search("。。|；；|，，|（）|。；|，。", said)


def test_an_annual_report_is_short_and_warns(tmp_path: Path) -> None:
    said = text(tmp_path, "en", plan=PLAN + "  - {indicator: grants, year: 2021, value: 165}\n")
    assert "Early warnings" in said
    assert "Grants (binding): </strong>signal" in said
    assert "the scenarios compared" not in said
    assert "pace by method" not in said


def test_a_plan_without_figures_says_so(tmp_path: Path) -> None:
    plan = plan_text({"a": FLOW}, ["{indicator: a, value: 5}"])
    said = text(tmp_path, "zh", "--kind", "baseline", plan=plan)
    assert "不足以研判任何一个目标" in said
    assert "分目标研判" not in said


HOSTILE = "<script>alert(1)</script>#let x=1 $\\\\infty$ *a* =SUM(A1) @x |y| 'q' &amp;"


def test_what_a_plan_says_stays_text(tmp_path: Path) -> None:
    plan = PLAN.replace("zh: 人员, en: Staff", f'zh: "{HOSTILE}", en: "{HOSTILE}"')
    out = memo(tmp_path, plan, "--lang", "en", "--format", "html", "--format", "docx", "--format",
               "pdf", "--format", "md")
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
