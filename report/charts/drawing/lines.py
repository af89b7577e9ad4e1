"""Which readings of which targets a picture of a whole plan shows, and on how many pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from data.messages.message import Message
from data.words import Lang
from forecast.probability.verdict import Assessment, TargetResult, Verdict
from report.assessment.rows import is_assessed
from report.text.goal import goal_text, is_one_of_several, name_text
from report.text.words import KINDS
from report.text.wrapping import balanced, cells, shortened

Line: TypeAlias = tuple[TargetResult, Verdict]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a picture, page by page, and how many readings are left out of it."""

    pages: tuple[tuple[Line, ...], ...]
    left_out: int

    @property
    def count(self) -> int:
        """How many lines are drawn."""
        return sum(map(len, self.pages))


def all_lines(assessment: Assessment) -> tuple[Line, ...]:
    """Return every reading of every target, in the order of the plan."""
    return tuple((result, verdict) for result in assessment.results
                 for verdict in result.verdicts)


def lines_of(assessment: Assessment, most: int) -> Lines:
    """Return all readings where they fit ``most`` lines; else only those with a probability.

    Where none has one, all are returned. They go onto as many evenly filled pages as it takes;
    the readings of one target stay on one.
    """
    every = all_lines(assessment)
    assessed = tuple(line for line in every if is_assessed(line[1]))
    told = every if len(every) <= most or not assessed else assessed
    groups: list[list[Line]] = []
    for line in told:
        if groups and groups[-1][0][0] is line[0]:
            groups[-1].append(line)
        else:
            groups.append([line])
    count = max(1, -(-len(told) // most))
    room, pages = -(-len(told) // count), list[list[Line]]()
    for group in groups:
        # A target that would be torn apart may stand a line or two over an evenly filled page.
        if not pages or len(pages[-1]) >= room or len(pages[-1]) + len(group) > most:
            pages.append([])
        pages[-1] += group
    shown = {result.target.id for result, _ in told}
    return Lines(tuple(map(tuple, pages)), len({r.target.id for r, _ in every} - shown))


def line_name(result: TargetResult, verdict: Verdict, assessment: Assessment, lang: Lang, *,
              width: int) -> list[str]:
    """Return the name of a line on at most two lines of ``width`` cells.

    The second line tells readings, or targets of one indicator, apart.
    """
    plan = assessment.plan
    words = balanced(name_text(result, plan, lang), width)
    if len(result.verdicts) > 1:
        return [_first(words, width), shortened(KINDS[verdict.reading].get(lang), width)]
    if is_one_of_several(result.target, plan):
        return [_first(words, width), shortened(goal_text(verdict, lang, plan.period.end), width)]
    return words if len(words) <= 2 else [words[0], _first(words[1:], width)]


def _first(words: Sequence[str], width: int) -> str:
    """Return the first line, with an ellipsis where others are left out."""
    if len(words) <= 1:
        return words[0] if words else ""
    cut = words[0]
    while cells(cut) > width - 1:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def left_out_text(left_out: int, lang: Lang) -> str:
    """Return how many targets a picture leaves out, or nothing."""
    if not left_out:
        return ""
    return Message("charts.left_out", n=left_out).get(lang)
