"""The annexes, each a document of its own: scenarios, pace, method, gaps, document, trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from report.memo.annex.gaps import not_assessed
from report.memo.annex.method import document_findings, method, sources, two_statements
from report.memo.annex.pace import pace_annex
from report.memo.annex.scenarios import scenario_matrix
from report.memo.blocks import Block, Cell, Memo, Paragraph, Run, Table, cell, plain
from report.memo.lines import Listed
from report.memo.romanized import in_script
from report.memo.trace import Tracer
from report.memo.wording import text, texts

TRACE = "trace"

Section = Callable[[Listed, Tracer], Iterator[Block]]


def _method(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    yield from method(listed.dossier, tracer.lang)
    yield from two_statements(listed, tracer)
    yield from sources(listed.dossier, tracer.lang)


SECTIONS: Mapping[str, Section] = {
    "scenarios": scenario_matrix, "pace": pace_annex, "method": _method,
    "gaps": lambda listed, tracer: not_assessed(listed.dossier, tracer.lang),
    "document": lambda listed, tracer: document_findings(listed.dossier, tracer.lang),
}
"""What each annex is written by; ``trace`` follows from all others and comes last."""

NAMES = (*SECTIONS, TRACE)


def annex(name: str, listed: Listed, tracer: Tracer, body: Memo) -> Memo:
    """Return one annex of a memo; ``trace`` resolves every figure that was marked so far."""
    blocks: list[Block] = list(trace_blocks(listed, tracer) if name == TRACE
                               else SECTIONS[name](listed, tracer))
    title = text(tracer.lang, f"annex.title_{name}")
    memo = replace(body, title=title, subtitle=body.title, blocks=tuple(blocks), facts=(),
                   traced="" if name == TRACE else body.traced)
    return in_script(memo, listed.dossier.assessment.plan)


def trace_blocks(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the table that every trace id resolves in."""
    lang, a = tracer.lang, listed.dossier.assessment
    yield Paragraph(plain(text(lang, "trace.how")))
    yield Paragraph(plain(text(lang, "trace.common", reference=a.reference,
                               calibration=a.calibration)))
    rows = tuple((Cell((Run(t.id, anchor=f"trace-{t.id}"),)), cell(t.what), cell(t.value),
                  cell(t.row), cell(t.formula), cell(t.vintage)) for t in tracer.sorted())
    yield Table(text(lang, "trace.caption"), "trace-table", texts(lang, "trace.heads"), rows,
                (0.06, 0.2, 0.2, 0.2, 0.23, 0.11), small=True)
