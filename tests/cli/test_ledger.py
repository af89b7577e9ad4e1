"""The ledger as people use it: figures in, runs recorded, compared, scored, verified, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import FLOW, plan_text, run

PLAN = plan_text(
    {"grants": FLOW, "staff": "{name: {zh: 人员, en: Staff}, unit: 人, kind: stock}"},
    ["{indicator: grants, base: 160, value: 220}", "{indicator: staff, base: 48, value: 96}",
     "{id: rising, indicator: grants, base: 160, basis: every_year_up}"],
    [f"{{indicator: grants, year: {y}, value: {v}}}" for y, v in
     zip(range(2015, 2021), (100, 110, 125, 130, 150, 160), strict=True)])
HEAD = "region,indicator,year,value,unit,source,first,last,published\n"
FAST = ("--scenario", "baseline", "--paths", "400", "--no-charts")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "p.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def table(place: Path, name: str, *rows: str) -> Path:
    path = place / name
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def add(place: Path, path: Path, *words: str) -> str:
    done = run("ledger", "add-actuals", place / "book", path, "--plan", place / "p.yaml", *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def assess(place: Path, *words: str) -> str:
    done = run("assess", place / "p.yaml", "--ledger", place / "book", *FAST, *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def probabilities(text: str) -> dict[str, float | None]:
    return {f"{t['id']}/{r['reading']}": r["chances"][0]["probability"]
            for t in json.loads(text)["targets"] for r in t["readings"]}


def test_a_replay_cannot_see_what_came_later(place: Path) -> None:
    add(place, table(place, "a.csv", "甲市,grants,2021,170,件,s,,,", ",staff,2021,55,人,s,,,"))
    before = assess(place, "--as-of", "2021", "--format", "json")
    add(place, table(place, "b.csv", ",grants,2022,400,件,s,,,", ",staff,2023,10,人,s,,,",
                     ",grants,2021,90,件,revised,,,2024-05-01", ",grants,2023,30,件,s,1,4,"))
    assert assess(place, "--as-of", "2021", "--format", "json") == before
    now = probabilities(assess(place, "--format", "json"))
    assert now != probabilities(before)  # the same command sees them when it may
    day = probabilities(assess(place, "--known-on", "2022-06-30", "--format", "json"))
    assert day == probabilities(before)


def test_what_moved_a_verdict(place: Path) -> None:
    add(place, table(place, "a.csv", ",grants,2021,170,件,s,,,"))
    assess(place)
    add(place, table(place, "b.csv", ",grants,2022,150,件,s,,,"))
    assess(place)
    done = run("ledger", "diff", place / "book", "--format", "json")
    rows = {r["target"]: r for r in json.loads(done.stdout)}
    assert set(rows) == {"grants", "staff", "rising"}
    assert float(rows["grants"]["figures"]) < 0
    assert all(r["model"] == "" and r["assumptions"] == "" for r in rows.values())
    same = run("ledger", "diff", place / "book", "4", "4", "--lang", "zh")
    assert "输入完全相同" in same.stdout


def test_scoring(place: Path) -> None:
    assess(place)
    nothing = run("ledger", "score", place / "book")
    assert "0 likelihoods have an outcome" in nothing.stdout
    add(place, table(place, "a.csv", *(f",grants,{y},{v},件,s,,," for y, v in
                                       zip(range(2021, 2026), (170, 180, 190, 200, 230),
                                           strict=True))))
    done = run("ledger", "score", place / "book", "--realised", "baseline=partly:half of it",
               "--format", "json")
    said = json.loads(done.stdout)
    cases = {c["target"]: c for c in said["cases"]}
    assert {n: c["met"] for n, c in cases.items()} == {"grants": True, "rising": True}
    assert cases["grants"]["value"] == 230
    assert cases["rising"]["crps"] is None
    assert said["pending"] == 1  # staff has no figure for 2025
    summary = said["summaries"][0]
    assert summary["assumptions"] == ["partly", "half of it"]
    assert summary["brier"] == pytest.approx(sum(c["brier"] for c in cases.values()) / 2)
    assert summary["brier_no_change"] == 1.0  # 160 stays below 220
    for lang in ("zh", "en"):
        shown = run("ledger", "score", place / "book", "--lang", lang)
        assert shown.exit_code == 0
        assert "grants" in shown.stdout


def test_every_bad_figure_at_once_and_the_ledger_stays_as_it_was(place: Path) -> None:
    bad = table(place, "bad.csv", ",grants,2020,160,件,s,,,", ",staff,2021,50,万人,s,,,",
                ",nix,2021,1,件,s,,,", ",grants,2021,170,亿元,s,,,", ",grants,2022,170,件,s,9,3,",
                ",grants,2023,170,件,s,,,2023-13-40", ",grants,2024,-5,件,s,,,",
                ",staff,2025,50,人,s,,,", ",staff,2025,51,人,s,,,")
    done = run("ledger", "add-actuals", place / "book", bad, "--plan", place / "p.yaml")
    assert done.exit_code == 3
    for code in ("ACTUAL_BEFORE_BASE", "ACTUAL_UNIT_SLIP", "ACTUAL_INDICATOR", "UNIT_MISMATCH",
                 "ACTUAL_MONTHS", "ACTUAL_DAY", "NEGATIVE_VALUE", "DUPLICATE_ROW"):
        assert f"[{code}] {bad}:" in done.stderr
    assert not (place / "book").exists()


def test_a_slip_of_the_unit_can_be_insisted_on(place: Path) -> None:
    assess(place)
    path = table(place, "a.csv", ",staff,2021,50,万人,s,,,")
    assert run("ledger", "add-actuals", place / "book", path, "--plan",
               place / "p.yaml").exit_code == 3
    assert "1 figures recorded" in add(place, path, "--trust-units")


def test_listing_showing_verifying_exporting(place: Path) -> None:
    add(place, table(place, "a.csv", ",grants,2021,170,件,=SUM(A1),,,"))
    assess(place)
    assert "p.yaml" in run("ledger", "show", place / "book").stdout
    for lang in ("zh", "en"):
        for words in (("list",), ("show",), ("verify",)):
            done = run("ledger", words[0], place / "book", "--lang", lang)
            assert done.exit_code == 0
            assert done.stderr == ""
    for format in ("table", "json", "csv", "markdown"):
        assert "grants" in run("ledger", "show", place / "book", "1", "--format", format).stdout
    assert run("ledger", "export", place / "book", "--out", place / "x").exit_code == 0
    entries = json.loads((place / "x" / "entries.json").read_text(encoding="utf-8"))
    assert [e["kind"] for e in entries] == ["actuals", "run"]
    assert "'=SUM(A1)" in (place / "x" / "000001-actuals.csv").read_text(encoding="utf-8")
    stored = next((place / "book" / "entries").glob("000001-*"))
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    done = run("ledger", "verify", place / "book")
    assert (done.exit_code, "LEDGER_ALTERED" in done.stderr) == (3, True)
    done = run("assess", place / "p.yaml", "--ledger", place / "book", *FAST)
    assert (done.exit_code, "LEDGER_ALTERED" in done.stderr) == (3, True)


@pytest.mark.parametrize(("words", "code"), [
    (("list", "nowhere"), "LEDGER_MISSING"), (("show", "book", "9"), "LEDGER_NO_ENTRY"),
    (("diff", "book"), "LEDGER_ONE_RUN"), (("score", "book", "--realised", "x"), "LEDGER_NOTE"),
    (("diff", "book", "1", "1"), "LEDGER_NOT_A_RUN"),
])
def test_refusals(place: Path, words: tuple[str, ...], code: str) -> None:
    add(place, table(place, "a.csv", ",grants,2021,170,件,s,,,"))
    assess(place)
    done = run("ledger", words[0], place / words[1], *words[2:])
    assert (done.exit_code, code in done.stderr) == (3, True)


def test_a_day_that_is_none(place: Path) -> None:
    done = run("assess", place / "p.yaml", "--ledger", place / "book", "--known-on", "soon", *FAST)
    assert (done.exit_code, "ACTUAL_DAY" in done.stderr) == (3, True)
