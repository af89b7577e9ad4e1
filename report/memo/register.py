"""The action register: what may go wrong, how it shows first, what to do, who, and when to review.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.probability.verdict import Colour
from report.assessment.rows import missed_text
from report.memo.advice import ADVISED, URGENT, trigger, wires_value
from report.memo.blocks import (
    Block,
    Cell,
    Heading,
    Inline,
    Paragraph,
    Run,
    Table,
    Together,
    cell,
    plain,
)
from report.memo.figures import mark
from report.memo.lines import Line, Listed, needing
from report.memo.names import unit_or_blank
from report.memo.options import options
from report.memo.trace import Tracer
from report.memo.wording import text, texts
from report.text.listing import listed as listing

MOST = 10
"""Lines of the register: what one page holds."""

_WIDTHS = (0.055, 0.175, 0.105, 0.225, 0.21, 0.11, 0.12)


def action_register(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the register, worst first; the owner is left to fill in where the plan names none."""
    lang = tracer.lang
    found = at_risk(listed)
    if not found:
        return
    yield Together(begins=True)
    yield Heading(1, text(lang, "register.title"), "risks")
    rest = len(found) - MOST
    if rest > 0:
        yield Paragraph(plain(text(lang, "register.rest", most=MOST, n=rest)))
    rows = tuple(_row(listed, line, tracer) for line in found[:MOST])
    yield Table(text(lang, "register.caption"), "register", texts(lang, "register.heads"), rows,
                _WIDTHS, small=True, quiet=True)
    yield Together(begins=False)


def at_risk(listed: Listed) -> tuple[Line, ...]:
    """Return every open reading that is assessed and not GREEN; worst first."""
    return tuple(x for x in listed.assessed
                 if not x.known and x.chance.colour is not Colour.GREEN)


def _row(listed: Listed, line: Line, tracer: Tracer) -> tuple[Cell, ...]:
    lang, dossier, chance = tracer.lang, listed.dossier, line.chance
    result, verdict = line.result, line.verdict
    solution = dossier.solution(result, verdict)
    as_of, target = dossier.assessment.as_of, result.target.year
    wires = None if solution is None else solution.wires
    wire_id = ""
    if as_of >= target:
        shows, measure = text(lang, "register.awaited", year=target), \
            plain(text(lang, "register.by_figure"))
        awaited = target
    else:
        shows = trigger(solution, chance.colour, lang, warning=True)
        measure = _measure(listed, line, tracer)
        if wires is not None:
            wire_id = mark(dossier, result, verdict, tracer, what=wires_what(lang),
                           value=wires_value(wires, lang), formula=wires_formula(lang))
        awaited = wires.year if wires is not None else (verdict.latest_year or as_of) + 1
    return (cell(line.number), cell(line.name(dossier.assessment.plan, lang),
                                    strong=chance.colour in URGENT),
            cell(missed_text(verdict, chance), number=True,
                 trace=mark(dossier, result, verdict, tracer, what=text(lang, "register.missed"),
                            value=missed_text(verdict, chance),
                            formula=text(lang, "register.missed_how"))),
            cell(shows, trace=wire_id), Cell(measure), cell(unit_or_blank(result, lang)),
            cell(_due(as_of, awaited, lang)))


def _measure(listed: Listed, line: Line, tracer: Tracer) -> Inline:
    """Return what is to be done: the options, by letter where they stand on an earlier page."""
    lang = tracer.lang
    if (line.chance.followed or 0.0) >= ADVISED:
        return plain(text(lang, "register.maintain"))
    found = options(listed, line, tracer)
    if not found:
        return plain(text(lang, "options.unit_proposes"))
    if line.result in needing(listed):
        letters = texts(lang, "options.letters")[:len(found)]
        return plain(text(lang, "register.choose", letters=listing(list(letters), lang),
                          n=len(found), no=line.number.rstrip("abcdefgh")))
    return tuple(Run((text(lang, "decisions.or") if i else "") + option.what, trace=option.trace)
                 for i, option in enumerate(found))


def _due(as_of: int, awaited: int, lang: Lang) -> str:
    """Return when to look again: when the awaited figure comes out, which is never in the past.

    A figure of a year that is over is due already: it is to be handed in by the next review.
    """
    return text(lang, "register.due", year=awaited) if awaited > as_of else \
        text(lang, "register.overdue", year=as_of + 1)


def wires_what(lang: Lang) -> str:
    """Return what the annex calls tripwires."""
    return text(lang, "register.wires")


def wires_formula(lang: Lang) -> str:
    """Return how tripwires come about."""
    return text(lang, "register.wires_how")
