"""Two options for a target: what each would buy in probability, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass

from data.numbers import growth
from data.probabilities import probability_text
from data.words import BASELINE, Lang
from forecast.solve.solution import Lift, Solution, TargetFor
from report.assessment.rows import chance_text, is_split
from report.memo.advice import ADVISED, MOST_POINTS, advice_value, behind_base, value_said
from report.memo.dossier import Dossier
from report.memo.figures import mark, trace_chance
from report.memo.lines import Line, Listed
from report.memo.trace import Tracer
from report.memo.wording import text
from report.text.words import KINDS, bracketed

PUSH = "policy-push"
"""The library scenario that stands for measures where faster growth alone will not do."""

WORTH = 0.05
"""What measures have to add to a probability to be worth naming as an option."""

SMALLEST = 0.05
"""Percentage points of growth below which nothing more is asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to act: what, the probability then, what it takes."""

    what: str
    chance: str
    takes: str
    trace: str


def options(listed: Listed, line: Line, tracer: Tracer) -> tuple[Option, ...]:
    """Return at most two options for a target: measures and another target, or its definitions."""
    if is_split(line.result):
        return tuple(_reading(listed, other, tracer) for other in listed.of(line.result)
                     if other.assessed)
    dossier = listed.dossier
    solution = dossier.solution(line.result, line.verdict)
    if solution is None or line.known or dossier.assessment.as_of >= line.result.target.year:
        return ()
    found = (_measures(dossier, line, solution, tracer), _other(dossier, line, solution, tracer))
    return tuple(option for option in found if option is not None)


def _reading(listed: Listed, line: Line, tracer: Tracer) -> Option:
    lang = tracer.lang
    kind = KINDS[line.verdict.reading].get(lang)
    return Option(text(lang, "options.reading", kind=kind), chance_text(line.verdict, line.chance),
                  text(lang, "options.reading_takes"),
                  trace_chance(listed.dossier, line.result, line.verdict, tracer))


def _measures(dossier: Dossier, line: Line, solution: Solution, tracer: Tracer) -> Option | None:
    """Return the growth that makes it likely; where none in reach does, what measures would do."""
    lang = tracer.lang
    lift = next((g for g in solution.growth if g.asked == ADVISED), None)
    small = lift is not None and lift.size is not None and abs(lift.size) < SMALLEST
    if small or (solution.followed or 0.0) >= ADVISED or (lift is not None and lift.unneeded):
        return None
    if lift is None or lift.size is None or abs(lift.size) > MOST_POINTS:
        return _push(dossier, line, tracer)
    driver = solution.driver.get(lang)
    size = f"{abs(lift.size):.1f}"
    what = text(lang, "options.growth", driver=driver or line.verdict.indicator.name.get(lang),
                more=lift.size > 0, size=size)
    return Option(what, probability_text(lift.attained), _takes(lift, solution, lang), mark(
        dossier, line.result, line.verdict, tracer, what=text(lang, "options.what_growth"),
        value=f"{size}; {advice_value(solution, lang)} (P = {lift.attained:.4f})",
        formula=text(lang, "options.how_growth")))


def _takes(lift: Lift, solution: Solution, lang: Lang) -> str:
    parts = []
    if lift.growth is not None:
        unit = text(lang, "options.points") if lift.points else ""
        pace = f"{lift.growth:+.1f}{unit}".replace("-", "−") if lift.points else \
            growth(lift.growth)
        parts.append(text(lang, "options.growth_takes", pace=pace))
    start = latest_start(solution)
    if start is not None:
        parts.append(text(lang, "options.start", year=start))
    return text(lang, "options.semicolon").join(parts) or text(lang, "options.unit_proposes")


def latest_start(solution: Solution) -> int | None:
    """Return the last year in which measures may begin and still make it likely, if one is."""
    found = next((s for s in solution.starts if s.asked == ADVISED), None)
    return found.year if found is not None and found.needed else None


def _push(dossier: Dossier, line: Line, tracer: Tracer) -> Option | None:
    lang = tracer.lang
    pushed = next((c for c in line.verdict.chances if c.scenario == PUSH), None)
    if pushed is None or pushed.followed is None or line.chance.scenario != BASELINE:
        return Option(text(lang, "options.beyond"), text(lang, "options.unknown"),
                      text(lang, "options.unit_proposes"), "")
    said = chance_text(line.verdict, pushed)
    if pushed.followed - (line.chance.followed or 0.0) < WORTH:
        return Option(text(lang, "options.beyond_push", p=said), text(lang, "options.unknown"),
                      text(lang, "options.unit_proposes"), "")
    name = next(s.name.get(lang) for s in dossier.assessment.scenarios if s.id == PUSH)
    return Option(text(lang, "options.push", name=name), said,
                  text(lang, "options.push_takes"), mark(
                      dossier, line.result, line.verdict, tracer,
                      what=text(lang, "options.what_push", name=name),
                      value=f"{pushed.probability:.4f}{bracketed(said, lang)}",
                      formula=text(lang, "options.how_push")))


def _other(dossier: Dossier, line: Line, solution: Solution, tracer: Tracer) -> Option | None:
    """Return the target that would be met with two in three."""
    lang = tracer.lang
    found: TargetFor | None = next((v for v in solution.values if v.asked == ADVISED), None)
    value = None if found is None else value_said(solution, found, lang)
    if found is None or value is None:
        return None
    if behind_base(solution, found):
        return Option(text(lang, "options.hold"), text(lang, "options.below_two_thirds"),
                      text(lang, "options.hold_takes"), "")
    return Option(text(lang, "options.other", value=value), probability_text(found.attained),
                  text(lang, "options.other_takes"), mark(
                      dossier, line.result, line.verdict, tracer,
                      what=text(lang, "options.what_other"),
                      value=f"{value} (P = {found.attained:.4f}; "
                            f"{probability_text(found.attained)})",
                      formula=text(lang, "options.how_other")))
