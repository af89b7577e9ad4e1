"""The planning period of a document: from its title, else from the years its text names."""

from __future__ import annotations

import re
from collections import Counter

from data.document.genre import Genre
from data.document.periods import Time, When, times
from data.messages.message import Message
from data.plan import Period

_EARLIER = re.compile(  # a span that belongs to the plan before this one
    r"(?:前一|上一|上个|上期|前期|前次|回顾|过去|previous|last|former|preceding|first)"
    r"[^，。；;,.]{0,24}$", re.IGNORECASE)
_END_ONLY = re.compile(r"(?:19|20|21)\d{2}(?!\d)")
_YEARLY = re.compile(r"计划|要点|安排|预期目标|目标任务|工作报告|方案|预算|报告|回顾|总结|"
                     r"\bplan\b|\bbudget\b|\bpriorities\b|\breport\b|\bprogramme\b|\breview\b",
                     re.IGNORECASE)
_LONG_RUN = re.compile(r"远景|愿景|展望|纲要|战略|碳达峰|碳中和|\bvision\b|\bstrategy\b|\bagenda\b|"
                       r"\broadmap\b|\bframework\b|\bto (?:19|20|21)\d{2}|\bby (?:20|21)\d{2}",
                       re.IGNORECASE)


def period_of(title: str, lines: list[str], *, chinese: bool, roc: bool, issued: int | None,
              genre: Genre) -> tuple[Period | None, Message]:
    """Return the period and where it was found, or ``None`` and what is missing."""
    named = times(title, chinese=chinese, roc=roc)
    spans = [t for t in named if t.when is When.SPAN]
    if spans:
        return _made(spans[-1]), Message("document.period.title")
    yearly = _one_year(title, named, genre)
    if yearly is not None:
        return yearly, Message("document.period.yearly")
    return _from_text(title, lines, chinese, roc, issued)


def _one_year(title: str, named: list[Time], genre: Genre) -> Period | None:
    years = sorted({t.last for t in named if t.first == t.last and t.when is not When.BASE
                    and not t.by})
    yearly = genre in (Genre.REPORT, Genre.REVIEW) or _YEARLY.search(title)
    if not years or not yearly or _LONG_RUN.search(title):
        return None
    last = years[-1]
    return Period(last - 1, last, last)


def _from_text(title: str, lines: list[str], chinese: bool, roc: bool, issued: int | None
               ) -> tuple[Period | None, Message]:
    named = [t for line in lines for t in times(line, chinese=chinese, roc=roc)
             if not _EARLIER.search(line[max(0, t.start - 40):t.start])]
    said = [int(y) for y in _END_ONLY.findall(title)]
    ends = Counter(t.last for t in named if t.by or t.when is When.SPAN or t.edge)
    ends = Counter({y: n for y, n in ends.items() if issued is None or y > issued})
    if said:
        ends = Counter({said[-1]: 1})
    if not ends:
        return None, Message("document.period.none")
    most = max(ends.values())
    end = min(y for y, n in ends.items() if n == most)
    covering = Counter((t.first, t.last) for t in named if t.when is When.SPAN and t.last == end)
    if covering:
        first = covering.most_common(1)[0][0][0]
        return (Period(first - 1, first, end),
                Message("document.period.span"))
    if issued is not None and issued < end:
        return (Period(issued - 1, issued, end),
                Message("document.period.derived"))
    return None, Message("document.period.end_only", end=end)


def _made(span: Time) -> Period:
    """Return the period of a span; the base year is the year before it."""
    return Period(span.first - 1, span.first, span.last)
