"""A language nobody speaks, made from English by machine: what stays English is not translated.

Every letter of every English text is changed to one with an accent, and the commands are run in
that language. A run of plain letters in what they say then comes from somewhere else: from data
that nobody translates (ids, codes, file names, what the plan itself says), or from the code.
``NOT_YET`` lists what still does; an entry that has nothing left to say must go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.messages import catalogue
from data.messages.catalogue import FOLDER, Entry, entries
from data.messages.message import Blank, Choice, Template, template
from report.memo.romanized import latin
from scenarios.file.reading import load_library
from tests.cli.commands import run

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGE = "áƀćđéƒǵħíĵķłḿńóṕɋŕśŧúṽẃẋýźÁɃĆĐÉƑǴĦÍĴĶŁḾŃÓṔɊŔŚŦÚṼẂẊÝŹ"
ACCENTS = str.maketrans(PLAIN, STRANGE)
TOKENS = re.compile(
    r"https?://\S+|`[^`]*`|--?[a-z][\w-]*|\b[A-Z]+(?:_[A-Z0-9]+)+\b|[\w./+-]*\.(?:yaml|csv|xlsx|json|"
    r"md|txt|svg|png|npz)\b|\b[0-9a-f]{8,}\b|\b\d{8}T\d+Z?-?\w*")
"""What nobody translates: addresses, commands, options, codes, names of files, hashes."""

PLAN = """\
plan: t
title: {zh: 规划, en: 规划}
region: {zh: 甲市, en: 甲市}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  a: {name: 存量, unit: 件, kind: stock}
  b: {name: 流量, unit: 件, kind: flow}
  c: {name: 占比, unit: "%", kind: share}
  d: {name: 无史, unit: 件, kind: undeclared, readings: [flow, cumulative]}
  e: {name: 评分, unit: 分, kind: score}
targets:
  - {indicator: a, year: 2025, value: 400, binding: true, upper: 500, sense: between}
  - {indicator: b, year: 2025, value: 50, basis: growth_from_base}
  - {indicator: b, year: 2025, value: 1200, basis: cumulative_over_period}
  - {indicator: c, year: 2025, value: 5, basis: increment_from_base}
  - {indicator: c, year: 2025, basis: every_year_up}
  - {indicator: d, year: 2025, value: 100}
  - {indicator: e, year: 2025, value: 70, sense: at_most}
  - {indicator: d, year: 2025, basis: qualitative}
  - {indicator: b, year: 2025, value: 2, basis: relative_to_region, relative_to: 全省, sense: above}
history:
  - {indicator: a, year: 2018, value: 100}
  - {indicator: a, year: 2019, value: 150}
  - {indicator: a, year: 2020, value: 200}
  - {indicator: b, year: 2015, value: 100}
  - {indicator: b, year: 2016, value: 110}
  - {indicator: b, year: 2018, value: 130}
  - {indicator: b, year: 2019, value: 150}
  - {indicator: b, year: 2020, value: 160}
  - {indicator: b, year: 2021, value: 165}
  - {indicator: c, year: 2019, value: 20}
  - {indicator: c, year: 2020, value: 21}
  - {indicator: e, year: 2020, value: 75}
partials:
  - {indicator: b, year: 2022, value: 60, first: 1, last: 4}
"""
WRONG = """\
plan: t
title: 规划
region: 甲市
period: {base: 2020, start: 2019, end: 2025}
indicators: {a: {unit: 件, kind: 甲}}
targets: [{indicator: b, year: '2025', value: 乙}]
"""
DOCUMENT = """\
甲市农业规划

二、主要目标

到2025年，粮食产量达到43万吨，学前入园率由91%提高到95%，企业力争达到40家。
"""
FEW = ("--paths", "200")
COMMANDS: dict[str, tuple[str, ...]] = {
    "assess": ("assess", "plan.yaml", *FEW),
    "assess as Markdown": ("assess", "plan.yaml", *FEW, "--format", "markdown"),
    "plan show": ("plan", "show", "plan.yaml"),
    "plan outlook": ("plan", "outlook", "plan.yaml", *FEW),
    "plan validate": ("plan", "validate", "plan.yaml"),
    "import": ("import", "document.txt", "--period", "2021-2025", "-o", "read.yaml"),
    "a wrong plan": ("plan", "validate", "wrong.yaml"),
    "lint": ("lint", "plan.yaml"),
    "lint rules": ("lint", "--rules"),
    "solve": ("solve", "plan.yaml", *FEW),
    "compare": ("scenarios", "compare", "plan.yaml", *FEW),
    "attribute": ("scenarios", "attribute", "plan.yaml", *FEW, "--scenario", "policy-push"),
    "sensitivity": ("scenarios", "sensitivity", "plan.yaml", *FEW, "--scenario", "policy-push"),
    "models": ("models",),
    "scenarios": ("scenarios", "list"),
    "reference": ("reference", "show"),
    "template": ("template", "t.xlsx"),
    "ledger": ("ledger", "list", "book"),
    "ledger entry": ("ledger", "show", "book", "last"),
    "ledger score": ("ledger", "score", "book"),
    "ledger verify": ("ledger", "verify", "book"),
    "fan chart": ("chart", "fan", "plan.yaml", "b", "--out", "fan.svg", *FEW),
    "overview chart": ("chart", "overview", "plan.yaml", "--out", "overview.svg", *FEW),
    "slope chart": ("chart", "slope", "plan.yaml", "--out", "slope.svg", *FEW),
    "peers chart": ("chart", "peers", "plan.yaml", "--out", "peers.svg", *FEW),
}
IDS = {
    # of a plan, a scenario, a run
    "plan", "policy", "push", "baseline", "bundled", "assess", "plancast", "Brier", "PIT",
    # of kinds, colours and flags, as records write them
    "flow", "stock", "share", "score", "cumulative", "ratio", "amount", "undeclared", "AMBER",
    "GREEN", "GREY", "RED", "STRETCH", "SANDBAG",
    # of steps, models and charts
    "pulse", "scale", "shift", "arima", "bass", "damped", "drift", "ets", "gm", "gompertz", "holt",
    "local", "logistic", "own", "ses", "theta", "trend",
    # keys of a plan file
    "kind", "name", "period", "targets", "indicators", "value",
    # families and groups of the reference class
    "copyright", "cases", "count", "gi", "institutions", "known", "pct", "per", "personnel",
    "plant", "royalty", "trade", "trademarks", "varieties", "well",
}
"""Names by which files and records know things: the same in every language."""

PINYIN = {word for name in re.findall("[\u4e00-\u9fff]+", PLAN)
          for word in re.findall("[A-Za-z]{2,}", latin(name, "xx"))}
"""How a memo spells the plan's Chinese names."""

NOT_YET: dict[str, set[str]] = {
    "assess as Markdown": {"about", "qualitative", "scored"},  # words in both, by design
}
"""Command -> words that still come from the code; ``--help`` and the memo are not tried."""


def _strange(text: Template) -> str:
    """Return a text of the catalogue in the language that nobody speaks."""
    return "".join(_part(part) for part in text.parts)


def _part(part: str | Blank | Choice) -> str:
    if isinstance(part, str):
        return part.translate(ACCENTS).replace("{", "{{").replace("}", "}}")
    if isinstance(part, Blank):
        return f"{{{part.name}:{part.spec}}}" if part.spec else f"{{{part.name}}}"
    texts = " ".join(f"{key} {{{_strange(text)}}}" for key, text in part.texts)
    return f"{{{part.name}, {part.kind}, {texts}}}"


def _in_strange(text: Entry) -> str | list[str]:
    return _strange(template(text)) if isinstance(text, str) else \
        [word.translate(ACCENTS) for word in text]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a plan, where ``xx`` is a language."""
    work = tmp_path_factory.mktemp("pseudo")
    texts = work / "catalog"
    for source in FOLDER.glob("*/*.json"):
        target = texts / source.parent.name / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (texts / "xx").mkdir()
    description = json.loads((FOLDER / "en" / "language.json").read_text(encoding="utf-8"))
    (texts / "xx" / "language.json").write_text(json.dumps(description | {"tag": "xx"}))
    strange = {code: _in_strange(text) for code, text in entries("en").items()}
    (texts / "xx" / "all.json").write_text(json.dumps(strange), encoding="utf-8")
    (work / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (work / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    (work / "document.txt").write_text(DOCUMENT, encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setenv("COLUMNS", "200")  # a narrow screen cuts names into words that nobody knows
    patch.setattr(catalogue, "FOLDER", texts)
    patch.chdir(work)
    catalogue.forget()
    try:
        for words in (("--as-of", "2020"), ()):
            run("assess", "plan.yaml", *FEW, "--ledger", "book", "--lang", "xx", *words)
        yield work
    finally:
        patch.undo()
        catalogue.forget()


def _names() -> set[str]:
    """Words of the names that scenarios give themselves: data in two languages."""
    return {word for s in load_library()
            for text in (s.name, s.description, s.evidence)
            for word in re.findall(r"[A-Za-z]{2,}", f"{s.id} {text.get('en')}")}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_said_in_another_language(name: str, folder: Path) -> None:
    result = run(*COMMANDS[name], "--lang", "xx")
    assert result.exit_code in (0, 3, 4), result.stderr
    said = TOKENS.sub(" ", result.stdout + result.stderr)
    left = set(re.findall(r"[A-Za-z]{2,}", said)) - _names() - IDS
    assert any(letter in said for letter in STRANGE)
    assert left == NOT_YET.get(name, set())


@pytest.mark.nightly
def test_a_memo_and_its_annexes_are_in_one_language(folder: Path) -> None:
    result = run("memo", "plan.yaml", "--lang", "xx", "--out", "memo", "--format", "md", *FEW,
                 "--no-tripwires", "--scenario", "baseline")
    assert result.exit_code == 0, result.stderr
    said = "\n".join(p.read_text(encoding="utf-8") for p in Path("memo").rglob("*.md"))
    left = set(re.findall(r"[A-Za-z]{2,}", TOKENS.sub(" ", said))) - _names() - IDS - PINYIN
    assert any(letter in said for letter in STRANGE)
    assert left == set()


def test_what_is_not_translated_is_found(folder: Path) -> None:
    """The control: a command in English says nothing in the language that nobody speaks."""
    said = run(*COMMANDS["plan show"], "--lang", "en").stdout
    assert len(set(re.findall(r"[A-Za-z]{2,}", TOKENS.sub(" ", said))) - _names() - IDS) > 5
