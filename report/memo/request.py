"""The data request: a form that reporting units fill in, and what to mend in the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from data.units import display_unit
from data.words import Lang
from forecast.lint.findings import LintFinding, Severity
from report.assessment.rows import is_split
from report.memo.blocks import Block, Bullets, Cell, Heading, Paragraph, Table, cell, plain
from report.memo.coverage import Due, covered, dues
from report.memo.dossier import Dossier
from report.memo.figures import trace_coverage
from report.memo.lines import Listed
from report.memo.trace import Tracer
from report.memo.wording import punctuation, sentence, text, texts, uncoded
from report.text.listing import listed as listed_names
from report.text.words import KINDS, bracketed

FORM_ROWS = 24
"""Requests up to which each has a row of its own; more are a grid of regions and indicators."""

SHOWN_YEARS = 6
MOST_COLUMNS = 8
CORRECTIONS = 6

UNDECLARED = "KIND_UNDECLARED"
"""The finding that is one correction however many indicators it is about."""


def data_request(listed: Listed, tracer: Tracer, annexes: Sequence[str] = (),
                 ) -> Iterator[Block]:
    """Yield the form for what is missing, and the corrections to the document."""
    lang, dossier = tracer.lang, listed.dossier
    wanted = [d for d in dues(dossier.assessment) if d.asked]
    corrections = _corrections(dossier, lang, annex="document" in annexes)
    if not wanted and not corrections:
        return
    yield Heading(1, text(lang, "request.title"), "data-request")
    if wanted:
        have, due = covered(dues(dossier.assessment))
        missing = text(lang, "request.how", missing=due - have,
                       n=len({d.result.target.indicator for d in wanted}),
                       regions=len({_region(d, lang) for d in wanted}))
        yield Paragraph(plain(missing, trace=trace_coverage(dossier, tracer)), kept=True)
        if len(wanted) > FORM_ROWS:
            yield from _grids(wanted, lang)
        else:
            yield _form(dossier, wanted, lang)
    if corrections:
        yield Heading(2, text(lang, "request.corrections"), "corrections")
        yield Bullets(tuple(plain(said) for said in corrections), numbered=True)


def _unit(due: Due, lang: Lang) -> str:
    """Return who reports: the lead unit, else the region."""
    return due.result.target.lead_unit.get(lang) or _region(due, lang)


def _region(due: Due, lang: Lang) -> str:
    """Return the region's name, in the language where it is the plan's own."""
    region = due.result.target.region
    return due.home.get(lang) if region in (due.home.zh, due.home.en) else region


def _form(dossier: Dossier, wanted: Sequence[Due], lang: Lang) -> Table:
    """Return a row for each indicator, under a row for each unit that reports."""
    heads, rows = texts(lang, "request.heads"), list[tuple[Cell, ...]]()
    order = sorted(wanted, key=lambda d: _unit(d, lang))
    for unit, group in groupby(order, key=lambda d: _unit(d, lang)):
        named = any(d.result.target.lead_unit.get(lang) for d in wanted)
        head = unit if named else text(lang, "request.unit_of", region=unit)
        rows.append((cell(head, strong=True), *(cell("") for _ in heads[1:])))
        rows += [_row(dossier, due, lang) for due in group]
    return Table(text(lang, "request.caption"), "form", heads, tuple(rows),
                 (0.27, 0.45, 0.15, 0.13), small=True, quiet=True)


def _row(dossier: Dossier, due: Due, lang: Lang) -> tuple[Cell, ...]:
    asked = due.missing[-SHOWN_YEARS:] or due.years[:1]
    years = " ".join(text(lang, "request.blank", year=y) for y in asked)
    return (cell(_named(due, lang)), cell(years), cell(_make_clear(dossier, due, lang)), cell(""))


def _make_clear(dossier: Dossier, due: Due, lang: Lang) -> str:
    """Return what has to be said of a figure beside its value."""
    indicator = due.result.indicator
    if is_split(due.result) or len(indicator.readings) > 1:
        kinds = punctuation(lang, "or").join(KINDS[k].get(lang) for k in indicator.readings)
        return text(lang, "request.which", kinds=kinds)
    other = due.result.target.relative_to
    return text(lang, "request.other_region", region=other) if other else \
        KINDS[indicator.kind].get(lang)


def _grids(wanted: Sequence[Due], lang: Lang) -> Iterator[Table]:
    """Yield forms for a great many requests: a grid for regions that owe the same figures.

    A row a region and a column an indicator; the other way round for a region of its own.
    """
    asked: dict[str, list[Due]] = {}
    for due in wanted:
        asked.setdefault(_region(due, lang), []).append(due)
    alike: dict[tuple[str, ...], list[str]] = {}
    for region, found in asked.items():
        alike.setdefault(tuple(d.result.target.indicator for d in found), []).append(region)
    for n, (indicators, regions) in enumerate(alike.items(), 1):
        names = [_named(d, lang) for d in asked[regions[0]]]
        if len(regions) == 1 or len(indicators) > MOST_COLUMNS:
            names, across = regions, names
            cells = [[cell(blanks(asked[r][i], lang)) for r in regions]
                     for i in range(len(indicators))]
        else:
            across = regions
            cells = [[cell(blanks(d, lang)) for d in asked[r]] for r in regions]
        first = 0.3 if len(names) < 4 else 0.2
        yield Table(text(lang, "request.caption"), f"form-{n}",
                    (text(lang, "request.for"), *names),
                    tuple((cell(head), *row) for head, row in zip(across, cells, strict=True)),
                    (first, *((1 - first) / len(names) for _ in names)), small=True, quiet=True)


def _named(due: Due, lang: Lang) -> str:
    """Return an indicator's name with its unit in brackets."""
    name = due.result.indicator.name.get(lang)
    unit = display_unit(due.result.indicator.unit, lang).symbol
    return name + bracketed(unit, lang) if unit and not name.endswith(unit) else name


def blanks(due: Due, lang: Lang) -> str:
    """Return the years to be filled in, runs of three and more as one; the first where none is."""
    spans = due.spans or ((due.years[0], due.years[0]),)
    return " ".join(
        text(lang, "request.blank_span", first=first, last=last) if last - first > 1
        else " ".join(text(lang, "request.blank", year=y) for y in range(first, last + 1))
        for first, last in spans)


def _corrections(dossier: Dossier, lang: Lang, *, annex: bool) -> list[str]:
    """Return what to mend in the document, in plain words: errors first."""
    order, plan = {Severity.ERROR: 0, Severity.WARNING: 1}, dossier.assessment.plan
    found = sorted((f for f in dossier.lint.findings if f.severity in order),
                   key=lambda f: order[f.severity])
    open_ = [plan.indicator(f.spot.indicator).name.get(lang) for f in found
             if f.code == UNDECLARED]
    said = list(dict.fromkeys(
        text(lang, "request.undeclared", names=listed_names(open_, lang))
        if f.code == UNDECLARED else _correction(f, lang) for f in found))
    rest = len(said) - CORRECTIONS
    if rest <= 0:
        return said
    return [*said[:CORRECTIONS], text(lang, "request.more_corrections", n=rest, annex=annex)]


def _correction(finding: LintFinding, lang: Lang) -> str:
    what, declare = (uncoded(t.get(lang)).rstrip("。. ") for t in (finding.what, finding.declare))
    return sentence([what, declare], lang)


