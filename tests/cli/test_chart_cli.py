from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from report.charts.run_chart import KINDS
from tests.cli.commands import FLOW, figures, one, plan_text, run

VALUES = (100, 110, 125, 130, 150, 160, 170, 200, 230)
PLAN = plan_text(
    {"a": FLOW, "b": "{name: {zh: 结案率, en: Closing rate}, unit: '%', kind: share}",
     "c": "{name: {zh: 满意度, en: Satisfaction}, unit: 分, kind: score}"},
    ["{indicator: a, value: 300}", "{indicator: b, value: 96}",
     "{indicator: c, value: 90}"],
    [*figures(range(2015, 2024), VALUES),
     *figures(range(2018, 2024), (80, 82, 85, 88, 90, 91), "b")])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def pages_of(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page ")


@pytest.mark.parametrize(("kind", "lang"), [(k, ("zh", "en")[i % 2]) for i, k in
                                            enumerate(KINDS)])
def test_every_kind_is_written_and_said(kind: str, lang: str, plan: Path, tmp_path: Path) -> None:
    target = ["a"] if kind in ("fan", "tornado", "timeline", "slope", "peers") else []
    out = tmp_path / "new folder" / f"{kind}.svg"
    scenario = ["--scenario", "slowdown" if kind == "tornado" else "baseline"]
    result = run("chart", kind, plan, *target, "--out", out, "--lang", lang, "--paths", "100",
                 *scenario)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    name, alt = result.stdout.rstrip("\n").split("\n")
    assert name == str(out)
    assert alt.endswith("。" if lang == "zh" else ".")
    root = ElementTree.fromstring(out.read_bytes())
    assert root[0].text == alt.replace(" %", "\u00a0%").replace("≥ ", "≥\u00a0").replace(
        "≤ ", "≤\u00a0")
    assert [p.name for p in out.parent.iterdir()] == [out.name]


def test_several_pictures_are_several_files_or_pages_of_one_pdf(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    result = run("chart", "fan", plan, "--out", folder / "f.png", "--paths", "100",
                 "--scenario", "baseline")
    assert result.exit_code == 0
    assert sorted(p.name for p in folder.iterdir()) == ["f-a.png", "f-b.png"]
    assert result.stdout.count("Fan chart of") == 2
    width, height = struct.unpack(">II", (folder / "f-a.png").read_bytes()[16:24])
    assert (width, height) == (1008, 588)
    run("chart", "fan", plan, "--out", folder / "f.pdf", "--paths", "100", "--scenario",
        "baseline")
    book = (folder / "f.pdf").read_bytes()
    assert book.startswith(b"%PDF")
    assert pages_of(book) == 2


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_same_seed_same_bytes(suffix: str, plan: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}{suffix}" for i in range(2)]
    for path in paths:
        run("chart", "fan", plan, "b", "--out", path, "--paths", "100", "--scenario", "baseline")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_fan_of_the_command_is_that_of_assess(plan: Path, tmp_path: Path) -> None:
    words = ("--paths", "100", "--lang", "zh", "--scenario", "baseline")
    run("assess", plan, "--out", tmp_path / "all", *words)
    run("chart", "fan", plan, "a", "--out", tmp_path / "a.png", *words)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "all" / "a.png").read_bytes()


def refused(*words: str | Path, code: str, exit_code: int = 3) -> str:
    result = run("chart", *words)
    assert result.exit_code == exit_code, result.stderr
    assert code in result.stderr
    return result.stderr


def test_usage_is_refused_all_at_once_with_what_was_meant(plan: Path, tmp_path: Path) -> None:
    said = refused("histogramm", plan, "--out", tmp_path / "x.gif", code="CHART_UNKNOWN",
                   exit_code=2)
    assert "did you mean: histogram;" in said
    assert "CHART_FORMAT" in said
    assert ".png, .svg, .pdf" in said
    refused("histogram", plan, "a", "--out", tmp_path / "x.png", code="CHART_WHOLE_PLAN",
            exit_code=2)
    assert run("chart", "fan", plan).exit_code == 2
    assert "图" in refused("xyz", plan, "--out", tmp_path / "x.png", "--lang", "zh",
                          code="CHART_UNKNOWN", exit_code=2)


def test_every_problem_of_the_inputs_is_told_at_once(plan: Path, tmp_path: Path) -> None:
    said = refused("fan", plan, "grnts", "--scenario", "basline", "--out", tmp_path / "x.png",
                   code="TARGET_UNKNOWN")
    assert "SCENARIO_UNKNOWN" in said
    assert "baseline" in said


def test_where_nothing_can_be_written_it_is_said_before_the_work(
        plan: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused("fan", plan, "--out", tmp_path / "file" / "x.png", code="FOLDER_UNWRITABLE")
    (tmp_path / "x.png").mkdir()
    refused("fan", plan, "--out", tmp_path / "x.png", code="CHART_IS_FOLDER")


@pytest.mark.parametrize(("kind", "code"), [
    ("fan", "CHART_NO_FAN"), ("overview", "CHART_NO_LIKELIHOOD"), ("dots", "CHART_NO_LIKELIHOOD"),
    ("slope", "CHART_NO_SLOPE"), ("peers", "CHART_NO_PEERS"), ("tornado", "CHART_NO_TORNADO"),
    ("timeline", "CHART_NO_TIMELINE"),
])
def test_empty_axes_are_refused(kind: str, code: str, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.png"
    refused(kind, plan, "c", "--out", out, "--paths", "100", "--scenario", "slowdown", code=code)
    assert not out.exists()


def test_a_plan_without_a_countable_target_has_no_histogram(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(one("value: 90", kind="{name: {zh: 满意度, en: S}, unit: 分, kind: score}",
                        years=(), values=()), encoding="utf-8")
    refused("histogram", path, "--out", tmp_path / "x.png", code="CHART_NO_COUNT")


def test_characters_without_a_glyph_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text(one("value: 200", kind="{name: {zh: ᚠ量, en: A ᚠ}, unit: 件, kind: flow}"),
                    encoding="utf-8")
    result = run("chart", "fan", path, "--out", tmp_path / "x.svg", "--paths", "100")
    assert result.exit_code == 0
    assert "U+16A0" in result.stderr


def test_timeline_and_reliability_of_a_ledger(plan: Path, tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "x.svg"
    for year in ("2020", "2021", "2022"):
        if year == "2022":  # two moments are a comparison and no line
            refused("timeline", plan, "a", "--ledger", book, "--out", out,
                    code="CHART_NO_TIMELINE")
        assert run("assess", plan, "--ledger", book, "--as-of", year, "--paths", "100",
                   "--scenario", "baseline").exit_code == 0
    result = run("chart", "timeline", plan, "a", "--ledger", book, "--out", out, "--lang", "en")
    assert result.exit_code == 0, result.stderr
    assert "as of 2020" in result.stdout
    assert "as of 2022" in result.stdout
    refused("timeline", plan, "--ledger", book, "--scenario", "slowdown", "--out", out,
            code="CHART_RUNS")
    said = refused("reliability", plan, "--ledger", book, "--out", out, code="CHART_FEW_OUTCOMES")
    assert "10 are needed" in said
    refused("timeline", plan, "--ledger", tmp_path / "none", "--out", out, code="LEDGER_MISSING")
    refused("fan", plan, "--known-on", "2021-01-01", "--out", out, code="KNOWN_ON_ALONE",
            exit_code=2)
    assert len(run("ledger", "list", book, "--format", "json").stdout) > 0


def test_drawing_records_nothing(plan: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    run("assess", plan, "--ledger", book, "--paths", "100", "--scenario", "baseline")
    before = run("ledger", "list", book, "--format", "json").stdout
    run("chart", "fan", plan, "a", "--ledger", book, "--out", tmp_path / "x.png", "--paths", "100")
    assert run("ledger", "list", book, "--format", "json").stdout == before


def drawn_text(path: Path) -> str:
    """Return what stands in a picture, of all its pages."""
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_count_shows_the_number_that_words_follow(plan: Path, tmp_path: Path) -> None:
    """The expected number of page one is marked among the bars of comparable series."""
    out = tmp_path / "x.pdf"
    assert run("chart", "histogram", "--out", out, "--paths", "300", "--lang", "en").exit_code == 0
    assert "as targets of such plans go" in drawn_text(out)


def test_a_band_that_would_flatten_the_rest_is_cut_and_said(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    assert run("chart", "fan", "ordos-14fyp-ip", "copyright_registrations", "--out", out, "--paths",
               "500", "--lang", "en").exit_code == 0
    said = drawn_text(out)
    assert "80% interval ↑" in said
    assert "95% interval ↑" in said


def test_names_in_notes_are_whole(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    assert run("chart", "slope", "xianning-14fyp-ip", "--out", out, "--paths", "100", "--lang",
               "en").exit_code == 0
    said = drawn_text(out)
    assert "Not drawn" in said
    assert "and 86 more" in said  # of 90 targets, not of their readings
    assert "…" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tornado_names_parameters_in_words(tmp_path: Path, lang: str) -> None:
    out = tmp_path / "x.pdf"
    done = run("chart", "tornado", "ordos-14fyp-ip", "patent_grants", "--scenario", "policy-push",
               "--out", out, "--paths", "200", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    for said in (drawn_text(out), done.stdout.replace(str(out), "")):
        assert "growth_" not in said
        assert "[" not in said
