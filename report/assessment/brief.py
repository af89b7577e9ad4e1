"""The terminal's one screen: a line a target, worst first, with what stands behind ``--full``."""

from __future__ import annotations

from data.messages.message import Message
from data.words import Lang
from forecast.probability.verdict import Assessment, Verdict
from report.assessment.rows import (
    Row,
    chance_text,
    is_assessed,
    is_known,
    lead,
    name_text,
    period_heading,
    rows,
)
from report.assessment.sentences import summary
from report.assessment.table import (
    GAP,
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

FEW = 8
"""Targets without a likelihood up to which each has a line of its own."""


def brief_table(assessment: Assessment, lang: Lang, *, width: int = 120, colour: bool = False,
                ) -> str:
    """Return what a planner has to know first, ending in a line break.

    A line a reading with a likelihood under the leading scenario, worst first; targets without
    one last, together where they are many. Widths below 60 are laid out as 60.
    """
    width = max(width, NARROWEST)
    out: Lines = [(line, "bold") for line in wrap(assessment.plan.title.get(lang), width)]
    head = f"{label('as_of', lang)} {assessment.as_of} · {summary(assessment, lang)}"
    out += [(line, PLAIN) for line in [*wrap(head, width), ""]]
    told, bare = _sorted(assessment, lang)
    out += _rows(assessment, told, lang, width)
    if bare:
        names = Message("brief.more", n=len(bare),
                        names=Message("brief.mark").get(lang).join(bare)).get(lang)
        lines = wrap(names, width)
        out += [("", PLAIN), *((line, PLAIN) for line in lines[:3])]
    out += [("", PLAIN), *((line, PLAIN) for line in wrap(
        Message("brief.foot").get(lang), width))]
    return styled(out, colour=colour)


Told = tuple[Row, Verdict]


def _sorted(assessment: Assessment, lang: Lang) -> tuple[list[Told], list[str]]:
    """Return the lines that are shown, worst first, and the names of targets that are only named.
    """
    verdicts = [v for r in assessment.results for v in r.verdicts]
    lines = [row for row in rows(assessment, lang) if not row.joint]
    told = [(row, v) for row, v in zip(lines, verdicts, strict=True) if row.scored]
    shown = sorted((t for t in told if is_assessed(t[1])),
                   key=lambda t: lead(t[1]).followed or 0.0)
    blank = [t for t in told if not is_assessed(t[1])]
    if len(blank) <= FEW:
        return [*shown, *blank], []
    names = [name_text(r, assessment.plan, lang) for r in assessment.results
             if r.scored and not any(is_assessed(v) for v in r.verdicts)]
    return shown, names


def _rows(assessment: Assessment, told: list[Told], lang: Lang, width: int) -> Lines:
    several = {r.target.id for r in assessment.results if len(r.verdicts) > 1}
    heads = [label(key, lang) for key in ("target", "chance", "colour", "grade")]
    shades = [named_colour(row.colour, lang) for row, _ in told]
    goal = min(max([cells(row.change) for row, _ in told], default=0), width // 4)
    fixed = [Column(period_heading(assessment), max(goal, cells(period_heading(assessment)))),
             Column(heads[1], max(6, cells(heads[1])), right=True),
             Column(heads[2], max(map(cells, [heads[2], *shades]))),
             Column(heads[3], cells(heads[3]))]
    name = max(14, width - sum(c.width for c in fixed) - len(GAP) * len(fixed))
    grid: list[tuple[list[Lines], bool]] = []
    for row, verdict in told:
        said = row.name + (bracketed(row.reading, lang) if row.target in several else "")
        style = STYLES[row.colour]
        shade = named_colour(row.colour, lang)
        if is_known(verdict):
            said += bracketed(label("outcome", lang), lang)
        grid.append(([
            [(line, PLAIN) for line in wrap(said, name)],
            [(line, PLAIN) for line in wrap(row.change, fixed[0].width)] or [("", PLAIN)],
            [(chance_text(verdict, lead(verdict)), style)],
            [(shade, style)],
            [("" if row.grade is None else row.grade.value, PLAIN)]], False))
    return layout([Column(heads[0], name), *fixed], grid)
