"""The figures of the five bundled plans are the same wherever they are printed."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from data.planfile.bundled import bundled_plans
from data.planfile.files import bundled_plan
from data.probabilities import probability_text
from forecast.knowledge import bundled_knowledge
from forecast.probability.colour import colour
from forecast.probability.verdict import Assessment, Chance, Verdict
from forecast.probability.words import word
from report.assessment.markdown import assessment_markdown
from report.assessment.records import assessment_csv, assessment_text
from report.assessment.rows import is_known, lead
from report.assessment.table import assessment_table
from report.charts.drawing.fan import alt_text, has_chart
from report.charts.drawing.heat import heat_sheets
from report.memo.blocks import Paragraph, Table
from report.memo.build import build_memo, page_one
from report.memo.dossier import Dossier
from report.memo.lines import Listed
from report.memo.run_memo import MemoOptions, gather, render
from report.memo.trace import Tracer
from report.text.inputs import load_plan
from report.text.words import COLOUR_NAMES
from scenarios.file.reading import resolve

COLOURS = "|".join(sorted((t.get("en") for t in COLOUR_NAMES.values()), key=len, reverse=True))
PLANS = tuple(bundled_plans())
EXAMPLE = Path(__file__).resolve().parents[2] / "data/bundled/examples/invented-full-life.yaml"


@cache
def dossier(name: str) -> Dossier:
    """Everything a memo of a bundled plan is written from; its assessment is the one compared."""
    options = MemoOptions(name, "baseline", (), ("baseline",), None, ("en",), ("md",), Path(),
                          4000, 0, None, "", wires=False)
    return gather(bundled_plan(name), resolve(("baseline",)), bundled_knowledge(),
                  options=options, book=None, progress=lambda *_: None)


def found(name: str) -> Assessment:
    return dossier(name).assessment


def lines(name: str) -> Iterator[tuple[Verdict, Chance]]:
    """Yield every reading with its probability, in the order of the plan."""
    for result in found(name).results:
        for verdict in result.verdicts:
            yield verdict, lead(verdict)


def text_of(verdict: Verdict, chance: Chance) -> str:
    """Return what is to be read: from the computed probability, by the rule, not by ``stated``.

    Where words follow targets of such plans, it is the probability of these.
    """
    plan = chance.as_plan
    p = None if chance.stated is None else chance.probability
    if plan is not None and plan.followed:
        p = plan.probability
    return probability_text(p, chance.mc_se or 0.0, known=is_known(verdict))


@pytest.mark.parametrize("name", PLANS)
def test_word_and_colour_follow_the_number(name: str) -> None:
    for verdict, chance in lines(name):
        if chance.stated is None or is_known(verdict):
            continue
        read = float(re.sub("[<>≈%]", "", text_of(verdict, chance))) / 100
        if text_of(verdict, chance)[0].isdigit():
            assert chance.followed == pytest.approx(read)
            assert chance.colour is colour(read)
            assert chance.word == word(read)


@pytest.mark.parametrize("name", PLANS)
def test_terminal_and_markdown(name: str) -> None:
    wanted = [(text_of(v, c), COLOUR_NAMES[c.colour].get("en")) for v, c in lines(name)
              if c.stated is not None]
    table = assessment_table(found(name), "en", width=200)
    cells = re.findall(rf"([<>≈]?\d+%)\s+({COLOURS})\b(?=:)", table)
    assert cells == wanted
    rows = [re.split(r"(?<!\\)\|", line)[1:-1]
            for line in assessment_markdown(found(name), "en").splitlines() if line[:1] == "|"]
    heads = [cell.strip() for cell in rows[0]]
    at, shade = heads.index("Baseline"), heads.index("Signal")
    told = [(re.sub(r" \(.*\)", "", row[at].strip().replace("\\", "")),
             row[shade].strip().split(":")[0])
            for row in rows[2:] if row[heads.index("read as")].strip() != "all readings"]
    assert [line for line in told if line[0] != "—"] == wanted


@pytest.mark.parametrize("name", PLANS)
def test_csv_and_json(name: str) -> None:
    wanted = [(text_of(v, c), c.colour.value, c.word.get("en"), c.flag.value)
              for v, c in lines(name)]
    rows = list(csv.DictReader(io.StringIO(assessment_csv(found(name)))))
    nested = json.loads(assessment_text(found(name)))
    chances = [(r, c) for t in nested["targets"] for r in t["readings"] for c in r["chances"]]
    assert len(rows) == len(chances) == len(wanted)
    for row, (reading, chance), (text, shade, said, flag) in zip(rows, chances, wanted,
                                                                strict=True):
        known = "OUTCOME_KNOWN" in {f["code"] for f in reading["findings"]}
        error = chance["mc_se"] or 0.0
        number = float(row["followed"]) if row["followed"] else None
        assert probability_text(number, error, known=known) == text
        assert probability_text(chance["followed"], error, known=known) == text
        assert (row["colour"], row["word_en"], row["flag"]) == (shade, said, flag)
        assert (chance["colour"], chance["word"]["en"], chance["flag"]) == (shade, said, flag)


def memo_text(content: bytes, format: str) -> str:
    """Return the words of a memo without white space and marks."""
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            root = ElementTree.fromstring(packed.read("word/document.xml"))
        text = "".join(e.text or "" for e in root.iter() if e.tag.endswith("}t"))
    elif format == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        text = content.decode("utf-8")
        text = re.sub(r"<sup.*?</sup>|<[^>]+>", "", text) if format == "html" else text
        text = text.replace("&gt;", ">").replace("&lt;", "<")
    return re.sub(r"[\s\\|*\u00a0]", "", text)


@pytest.mark.parametrize("format", ["md", "html", "docx", "pdf"])
@pytest.mark.parametrize("name", PLANS)
def test_memo(name: str, format: str) -> None:
    """The strip of page one prints name, number and colour of every reading."""
    content = render(build_memo(dossier(name), "en"), format).content
    said = memo_text(content, format)
    for line in Listed(dossier(name)).assessed:
        chance = line.chance
        name_ = line.name(found(name).plan, "en")
        weak = " weak" if line.weak else ""
        parts = (name_, text_of(line.verdict, chance), COLOUR_NAMES[chance.colour].get("en") + weak)
        assert re.sub(r"\s", "", "".join(parts)) in said, parts


@pytest.mark.parametrize("name", PLANS)
def test_charts(name: str) -> None:
    wanted = Counter(text_of(v, c) for v, c in lines(name) if c.stated is not None)
    drawn = Counter(t.get_text() for sheet in heat_sheets(found(name), "en")
                    for axes in sheet.figure.axes for t in axes.texts
                    if re.fullmatch(r"[<>≈]?\d+%", t.get_text()))
    assert drawn == wanted
    for verdict, chance in lines(name):
        if has_chart(verdict) and chance.stated is not None and not is_known(verdict):
            assert f" {text_of(verdict, chance)} (" in alt_text(verdict, found(name), "en")


@pytest.mark.parametrize("name", PLANS)
def test_solve(name: str) -> None:
    for verdict, chance in lines(name):
        solution = dossier(name).solutions.get((verdict.target.id, verdict.reading.value))
        if solution is not None:
            said = probability_text(solution.followed, solution.error, known=solution.known)
            assert (said, solution.colour) == (text_of(verdict, chance), chance.colour)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_the_decision_page_is_one_page(name: str, lang: str) -> None:
    """With what is to be decided, so that it can be taken off and circulated alone."""
    pages = PdfReader(io.BytesIO(render(page_one(dossier(name), lang), "pdf").content)).pages
    assert len(pages) == 1
    assert {"zh": "提请审定事项", "en": "Decisions asked for"}[lang] in pages[0].extract_text()


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def numbers(said: str) -> set[str]:
    """Return the figures of a text; years are none."""
    return {n for n in (m.rstrip(",") for m in NUMBER.findall(said))
            if not re.fullmatch(r"(?:19|20)\d\d", n)}


def untraced(whole: Dossier) -> list[tuple[str, str]]:
    """Return the figures of running text and tables that no row of the trace holds.

    Names (of indicators, in the sentence that opens page one by region) are no figures, nor are
    the blanks of the form; what is to be corrected in the document cites its place there.
    """
    listed = Listed(whole)
    tracer = Tracer("en", listed.numbers)
    blocks = build_memo(whole, "en", tracer=tracer).blocks
    names = {n for i in whole.assessment.plan.indicators for n in numbers(i.name.get("en"))}
    places = numbers(" ".join(x.number for x in listed.lines))  # what a target goes by
    known = places | names | numbers(" ".join(
        f"{t.value} {t.formula}" for t in tracer.sorted()))
    found = []
    for block in blocks:
        runs = block.runs if isinstance(block, Paragraph) and not block.small else [
            r for row in block.rows for c in row for r in c.runs] \
            if isinstance(block, Table) and not block.anchor.startswith("form") else []
        text = "".join(r.text for r in runs) if isinstance(block, Paragraph) else " ".join(
            r.text for r in runs)
        text = re.sub(r"\([^()]*\)", "", text) if block is blocks[0] else text
        found += [(n, text[:300]) for n in sorted(numbers(text) - known)]
    return found


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_resolves_in_the_trace(name: str) -> None:
    assert untraced(dossier(name)) == []


def test_every_figure_resolves_in_the_trace_of_a_plan_under_way(tmp_path: Path) -> None:
    plan = load_plan(str(EXAMPLE), ())
    options = MemoOptions(str(EXAMPLE), "midterm", (), ("baseline",), 2023, ("en",), ("md",),
                          tmp_path, 1000, 0, None, "", wires=False)
    whole = gather(plan, resolve(("baseline",)), bundled_knowledge(), options=options, book=None,
                   progress=lambda *_: None)
    assert untraced(whole) == []
