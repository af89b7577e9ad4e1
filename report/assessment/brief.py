"""The terminal's one screen: a line a target, worst first, with what stands behind ``--full``."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from data.messages.message import Joined, Message
from data.words import Basis, Lang
from forecast.probability.verdict import Assessment, Verdict
from report.assessment.rows import (
    Row,
    chance_text,
    is_assessed,
    is_known,
    lead,
    level_text,
    name_text,
    period_heading,
    rows,
)
from report.assessment.sentences import summary
from report.assessment.table import (
    GAP,
    LEAST_CELLS,
    NARROWEST,
    PLAIN,
    STYLES,
    Column,
    Lines,
    layout,
    named_colour,
    styled,
)
from report.text.words import bracketed, label
from report.text.wrapping import cells, wrap

NAMED = 4
"""Lines for the names of targets without a probability; what does not fit them is counted."""


def brief_table(assessment: Assessment, lang: Lang, *, width: int = 120, colour: bool = False,
                ) -> str:
    """Return what a planner has to know first, ending in a line break.

    A line a reading with a probability under the leading scenario, worst first; targets without
    one are named below. Widths below 60 are laid out as 60.
    """
    width = max(width, NARROWEST)
    out: Lines = [(line, "bold") for line in wrap(assessment.plan.title.get(lang), width)]
    head = f"{label('as_of', lang)} {assessment.as_of} · {summary(assessment, lang)}"
    out += [(line, PLAIN) for line in [*wrap(head, width), ""]]
    told, bare = _sorted(assessment, lang)
    if told:
        out += _rows(assessment, told, lang, width)
    if bare:
        gap: Lines = [("", PLAIN)] if told else []
        out += [*gap, *((line, PLAIN) for line in _bare(bare, lang, width))]
    out += [("", PLAIN), *((line, PLAIN) for line in wrap(
        Message("brief.foot", told=bool(told)).get(lang), width))]
    return styled(out, colour=colour)


Told = tuple[Row, Verdict]


def _sorted(assessment: Assessment, lang: Lang) -> tuple[list[Told], list[str]]:
    """Return the lines that are shown, worst first, and the names of targets that are only named.
    """
    verdicts = [v for r in assessment.results for v in r.verdicts]
    lines = [row for row in rows(assessment, lang) if not row.joint]
    told = [(row, v) for row, v in zip(lines, verdicts, strict=True)
            if row.scored and is_assessed(v)]
    names = [name_text(r, assessment.plan, lang) for r in assessment.results
             if r.scored and not any(is_assessed(v) for v in r.verdicts)]
    return sorted(told, key=lambda t: lead(t[1]).followed or 0.0), names


def _bare(names: list[str], lang: Lang, width: int) -> list[str]:
    """Return the sentence that names as many targets as ``NAMED`` lines hold, and counts the rest.
    """
    def said(shown: int) -> list[str]:
        return wrap(Message("brief.more", n=len(names), rest=len(names) - shown,
                            names=Joined(names[:shown], "brief.mark")).get(lang), width)

    found = said(len(names))
    if len(found) <= NAMED:
        return found
    fitting = takewhile(lambda n: len(said(n)) <= NAMED, range(2, len(names)))
    return said(max(fitting, default=1))


def _rows(assessment: Assessment, told: list[Told], lang: Lang, width: int) -> Lines:
    several = {r.target.id for r in assessment.results if len(r.verdicts) > 1}
    heads = [label("target", lang), period_heading(assessment), label("chance", lang),
             label("colour", lang), Message("brief.grade").get(lang)]
    names = [row.name + (bracketed(row.reading, lang) if row.target in several else "")
             + (bracketed(label("outcome", lang), lang) if is_known(verdict) else "")
             for row, verdict in told]
    ways = [_way(row, verdict, assessment, lang) for row, verdict in told]
    fixed = [Column(heads[2], max(6, cells(heads[2])), right=True),
             Column(heads[3], max(map(cells, [heads[3], *(named_colour(row.colour, lang)
                                                          for row, _ in told)]))),
             Column(heads[4], cells(heads[4]))]
    left = width - sum(c.width for c in fixed) - len(GAP) * (len(fixed) + 1)
    way = _shortest(names, ways, left, least=cells(heads[1]))
    grid: list[tuple[list[Lines], bool]] = []
    for (row, verdict), name, goal in zip(told, names, ways, strict=True):
        style = STYLES[row.colour]
        grid.append(([
            [(line, PLAIN) for line in wrap(name, left - way)],
            [(line, PLAIN) for line in wrap(goal, way)] or [("", PLAIN)],
            [(chance_text(verdict, lead(verdict)), style)],
            [(named_colour(row.colour, lang), style)],
            [("" if row.grade is None else row.grade.value, PLAIN)]], False))
    return layout([Column(heads[0], left - way), Column(heads[1], way), *fixed], grid)


def _way(row: Row, verdict: Verdict, assessment: Assessment, lang: Lang) -> str:
    """Return base and target; a target stated as growth only by the level that it comes to."""
    if verdict.required.target_value is None or verdict.target.basis is Basis.EVERY_YEAR_UP \
            or verdict.target.year != assessment.plan.period.end:
        return row.change
    return replace(row, goal=level_text(verdict, lang)).change


def _shortest(names: list[str], ways: list[str], width: int, *, least: int) -> int:
    """Return the width of the second column at which both take the fewest lines."""
    def lines(way: int) -> int:
        return sum(max(len(wrap(name, width - way)), len(wrap(goal, way)))
                   for name, goal in zip(names, ways, strict=True))

    return min(range(least, max(least, width - LEAST_CELLS) + 1),
               key=lambda way: (lines(way), abs(way - width // 3)))
