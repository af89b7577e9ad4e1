"""The decisions asked for: at most three, each with who is to carry it out and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from forecast.probability.verdict import Colour, TargetResult
from report.assessment.rows import chance_text
from report.memo.blocks import Inline, Run
from report.memo.figures import trace_chance
from report.memo.lines import LIKELY, Line, Listed
from report.memo.names import named, unit_of, unit_or_blank
from report.memo.options import latest_start, options
from report.memo.trace import Tracer
from report.memo.wording import punctuation, text
from report.text.words import KINDS

MOST = 3
"""Decisions that one page asks for."""

FEW = 3
"""Targets up to which a decision names each; of more it says how many."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked for, who carries it out (empty: to be filled in), by when."""

    what: Inline
    owner: str
    by: str


def decisions(listed: Listed, tracer: Tracer) -> tuple[Decision, ...]:
    """Return what is to be decided: measures, definitions, figures, and what is to be watched."""
    undefined, data = list(_undefined(listed, tracer)), list(_data(listed, tracer))
    lessons = list(_lessons(listed, tracer))
    urgent = list(_urgent(listed, tracer,
                          most=MOST - len(lessons) - len(undefined) - len(data)))
    return tuple(islice((*lessons, *urgent, *undefined, *data,
                         *_watch(listed, tracer), *_keep(listed, tracer)), MOST))


def _urgent(listed: Listed, tracer: Tracer, *, most: int) -> Iterator[Decision]:
    """Yield a decision for each urgent target; where they are too many, the rest go together."""
    for i, result in enumerate(listed.urgent):
        rest = listed.urgent[i:]
        if i == most - 1 and len(rest) > 1:
            names = named(rest, listed.dossier.assessment.plan, tracer.lang)
            yield _decision(tracer, "decisions.urgent_rest", rest, "names.lead_units",
                            n=len(rest), names=names)
            return
        yield _on(listed, _worst(listed.of(result)), tracer)


def _worst(lines: tuple[Line, ...]) -> Line:
    return min((x for x in lines if x.assessed), key=lambda x: x.chance.followed or 0.0)


def _on(listed: Listed, line: Line, tracer: Tracer) -> Decision:
    """Return the decision on one urgent target: measures or another target, with both figures."""
    lang, dossier = tracer.lang, listed.dossier
    plan = dossier.assessment.plan
    head = text(lang, "decisions.urgent_head", no=line.number, name=line.subject(plan, lang),
                p=chance_text(line.verdict, line.chance))
    found = options(listed, line, tracer)
    body = text(lang, "decisions.or").join(
        text(lang, "decisions.option", what=o.what, p=o.chance) if o.trace else o.what
        for o in found)
    solution = dossier.solution(line.result, line.verdict)
    start = None if solution is None else latest_start(solution)
    by = text(lang, "decisions.to_set") if start is None else \
        text(lang, "decisions.before", year=start)
    runs = (Run(head, strong=True, trace=trace_chance(dossier, line.result, line.verdict, tracer)),
            Run(body + text(lang, "decisions.stop") if body else
                text(lang, "decisions.unit_reports")))
    return Decision(runs, unit_or_blank(line.result, lang), by)


def _undefined(listed: Listed, tracer: Tracer) -> Iterator[Decision]:
    lang, plan = tracer.lang, listed.dossier.assessment.plan
    if not listed.undefined:
        return
    first = listed.undefined[0]
    kinds = punctuation(lang, "or").join(KINDS[v.reading].get(lang) for v in first.verdicts)
    yield _decision(tracer, "decisions.undefined", listed.undefined, "names.lead_units",
                    names=named(listed.undefined, plan, lang), kinds=kinds)


def _data(listed: Listed, tracer: Tracer) -> Iterator[Decision]:
    results = [*(x.result for x in listed.bare), *listed.awaited]
    if results:
        yield _decision(tracer, "decisions.data", results, "names.reporting_units",
                        names=named(results, listed.dossier.assessment.plan, tracer.lang),
                        n=len(results), few=len(results) <= FEW)


def _lessons(listed: Listed, tracer: Tracer) -> Iterator[Decision]:
    if listed.missed:
        names = named(listed.missed, listed.dossier.assessment.plan, tracer.lang)
        yield _decision(tracer, "decisions.missed", listed.missed, "names.lead_units",
                        names=names)


def _watch(listed: Listed, tracer: Tracer) -> Iterator[Decision]:
    lang, plan = tracer.lang, listed.dossier.assessment.plan
    for line in listed.assessed:
        if line.chance.colour is Colour.AMBER and not line.known \
                and line.result not in listed.undefined and line.result not in listed.urgent:
            yield _decision(tracer, "decisions.watch", [line.result], "names.lead_units",
                            no=line.number, name=line.subject(plan, lang),
                            p=chance_text(line.verdict, line.chance))


def _keep(listed: Listed, tracer: Tracer) -> Iterator[Decision]:
    kept = {x.result.target.id: x.result for x in listed.assessed
            if not x.known and x.chance.colour in LIKELY}
    if kept:
        yield _decision(tracer, "decisions.keep", tuple(kept.values()), "names.lead_units",
                        n=len(kept))


def _decision(tracer: Tracer, code: str, about: Sequence[TargetResult], units: str,
              **values: object) -> Decision:
    """Return a decision about targets: one unit's own, of several units ``units`` says which.

    What one target asks of a unit that the plan does not name is left to fill in.
    """
    lang = tracer.lang
    owners = {unit_of(r, lang) for r in about}
    who = owners.pop() if len(owners) == 1 and owners != {""} else text(
        lang, units if len(about) > 1 or units != "names.lead_units" else "names.to_fill_in")
    return Decision((Run(text(lang, code, **values)),), who, text(lang, "decisions.to_set"))
