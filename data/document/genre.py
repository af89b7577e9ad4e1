"""What kind of document it is: a plan, a review of what was achieved, or something of both.

The kind decides what a figure without further words is. A plan promises; a review reports; a
mid-term evaluation and a yearly work report do both, by the year of the figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.periods import Time, When, times
from data.document.signs import around, lean_of, moved, promises, reports
from data.messages.message import Messages


class Genre(StrEnum):
    """Kinds of documents."""

    PLAN = "plan"
    REVIEW = "review"  # what was achieved: no targets but for years after it
    MIDTERM = "midterm"  # achieved so far, beside the targets of the plan's last year
    REPORT = "report"  # last year's figures and this year's targets

    @property
    def looks_back(self) -> bool:
        """Say whether figures are achieved unless their year is still to come."""
        return self is not Genre.PLAN


NAMES = Messages("document.genre", Genre)

_MIDTERM = re.compile(r"中期(?:评估|评价|总结|检查|进展)|中评|\bmid-?\s?term\b|\binterim (?:review|"
                      r"evaluation|report)\b|\bhalf-?way\b", re.IGNORECASE)
_BOTH = re.compile(r"工作报告(?!.{0,20}(?:落实|完成|执行|推进)情况$)|"
                   r"执行情况[与和及暨].{0,30}(?:计划|预算)|总结[和与及暨].{0,16}"
                   r"(?:计划|打算|安排|思路|要点)|完成情况[和与及暨].{0,20}(?:计划|安排|打算)")
_BOTH_EN = re.compile(
    r"\b(?:review|report|results|achievements|performance)\b.{0,60}\b(?:and|&)\b.{0,30}\b(?:plan|"
    r"priorities|outlook|programme|targets|look(?:ing)? ahead|forward look)\b", re.IGNORECASE)
_REVIEW = re.compile(
    r"回顾|总结|成就|成效|成绩|成果|统计公报|完成情况|执行情况|实施情况|进展情况|进展报告|进度汇报|工作汇报|"
    r"评估报告|绩效(?:自评|评价|报告|评核|考核)|执行报告|(?:办理|推动|执行|达成)情形|五年来|取得|盘点|收官|情况(?:报告|汇报|通报)?$|"
    r"年度报告|年报|发展报告|蓝皮书|绿皮书|进展$|述评|评述|成绩单|终期评估|总结评估|自评报告|答卷|巡礼|综述|"
    r"\breview\b|(?<!to be )\bachieve(?:d|ments?)\b|\bprogress report\b|\bannual report\b|"
    r"\bresults report\b|\bperformance (?:and|&) accountability report\b|"
    r"\bdelivered\b|\bperformed\b|\baccomplish(?:ed|ments?)\b|"
    r"\breport (?:shows|finds|says|reveals|warns)\b|\bfall(?:s|ing)? short\b|"
    r"\bfacts and figures\b|\bat a glance\b|\bkey (?:statistics|figures)\b|\bperformance "
    r"monitors?\b|"
    r"\bstatistic(?:s|al) (?:bulletin|report|release)\b|"
    r"\bclosing report\b|\bcompletion report\b|\bstocktake\b|\byears on\b|\bwhat we did\b|"
    r"\bperformance (?:against|in|of)\b|\bour progress\b|"
    r"\boutturn\b|\bevaluation\b|\byear in review\b|\bfinal report\b|\bperformance report\b|"
    r"\bprogress (?:update|towards?|against|on)\b|\bhighlights\b|\bscorecard\b|\blooking back\b",
    re.IGNORECASE)
_REVIEW_OF = re.compile(  # a review of a plan: the first noun says what the document is
    r"\b(?:performance|progress|monitoring|delivery|implementation|status|quarterly|mid-year|"
    r"year[- ]end|end[- ]of[- ]year|quarter \w+|q[1-4])\b.{0,24}\b(?:updates?|monitoring|summary|"
    r"narratives?|report|review|scorecard|dashboard)\b|"
    r"\bperformance\b.{0,40}\b(?:quarter|q)\s?[1-4]\b|"
    r"(?:^|[:\u2013\u2014-]\s*)(?:(?:an?|the|our|final|annual|independent|end[- ]of[- ]\w+|"
    r"five[- ]year|\d{4}|closing|external|internal|public|results?|performance|"
    r"progress|implementation|evaluation|completion)\s+)*"
    r"(?:review|report|evaluation|assessment|progress|achievements?|results|outcomes|"
    r"performance|stocktake|delivery|highlights)\s+(?:of|on|against|from|under|towards?)\b",
    re.IGNORECASE)
_PLAN = re.compile(
    r"(?:规划|计划|纲要|意见|行动方案|实施方案|战略|要点|安排|目标|蓝图|愿景|路线图|发展策略)"
    r"(?:\(.{0,20}\)|\s*20\d\d\+?)?$|"
    r"《[^》]{2,40}(?:规划|计划|纲要|意见|方案)[^》]{0,12}》.{0,8}(?:公布|发布|印发|出台|获批|审议通过)|"
                   r"\b(?:plan|strategy|programme|agenda|roadmap|targets?|objectives|framework|mission|"
                   r"manifesto|blueprint|commitments|goals|pledges|ambitions?)\b"
                   r"(?!.{0,40}\b(?:review|achievements?|report)\b)", re.IGNORECASE)
@dataclass(frozen=True, slots=True)
class GenreFound:
    """The genre, and the last year of which the document can know figures, where it says so.

    ``said`` is the kind that the title itself names, if it does; ``lean`` how the sentences look,
    from -1 (all of them back) to 1 (all ahead).
    """

    genre: Genre
    known: int | None
    said: Genre | None = None
    lean: float = 0.0


def genre_of(title: str, lines: list[str], *, chinese: bool, roc: bool,
             issued: int | None) -> GenreFound:
    """Return what kind of document it is, by its title, and by its sentences where that is silent.

    A document that its title calls a plan is a review when all its sentences tell of the past.
    """
    said, lean = _said(title), lean_of(lines, chinese=chinese)
    genre = said or (Genre.REVIEW if lean < _BACK else Genre.PLAN)
    if said is Genre.PLAN and lean <= _ALL_BACK:
        genre = Genre.REVIEW
    known = _known(genre, title, lines, chinese, roc, issued)
    return GenreFound(genre, known, said, lean)


_BACK, _ALL_BACK = -0.2, -0.7
"""From where on sentences that look back make a review of a document, and of one called a plan."""


def _known(genre: Genre, title: str, lines: list[str], chinese: bool, roc: bool,
           issued: int | None) -> int | None:
    named = times(title, chinese=chinese, roc=roc)
    if genre is Genre.PLAN:
        return _as_of(lines, roc) if chinese else None
    if genre is Genre.MIDTERM:
        ends = [t.last for t in named]
        last = max(ends, default=None)
        return _reported(lines, chinese, roc, last, issued) or _looked_at(lines, roc, last)
    years = [t.last for t in named if t.when is not When.BASE]
    if genre is Genre.REPORT:
        single = sorted({t.last for t in named if t.first == t.last})
        return single[-1] - 1 if single else _year_before(issued)
    return max(years) if years else _reported(lines, chinese, roc, None, issued)


def _said(title: str) -> Genre | None:
    """Return the kind of document that a title names, or ``None``."""
    plain = title.strip()
    if _MIDTERM.search(plain):
        return Genre.MIDTERM
    if _BOTH.search(plain) or _BOTH_EN.search(plain):
        return Genre.REPORT
    plan = _PLAN.search(plain)
    if _REVIEW_OF.search(plain) or (_REVIEW.search(plain) and not plan):
        return Genre.REVIEW
    return Genre.PLAN if plan else None


_AS_OF = re.compile(r"截[至止]到?\s*(?:民国)?\d{2,4}年[^。；;]{0,60}?(?:已(?!建|婚)|累计|共有)")


def _year_before(issued: int | None) -> int | None:
    return None if issued is None else issued - 1


def _reported(lines: list[str], chinese: bool, roc: bool, before: int | None,
              issued: int | None) -> int | None:
    """Return the last year that a sentence of the document says something was reached in."""
    years = [t.last for line in lines for t in times(line, chinese=chinese, roc=roc)
             if (before is None or t.last < before) and (issued is None or t.last <= issued)
             and t.when is not When.BASE
             and (not t.by or _NO_LIMIT.search(line[:t.start]))
             and (before is not None or _tells(line, t, chinese))]
    return max(years, default=issued)


_NO_LIMIT = re.compile(r"截[至止]到?\s*$|[由从自][^，。；;]*$|\bin $", re.IGNORECASE)
"""Words before a year that something was reached in, rather than is to be reached by."""


def _looked_at(lines: list[str], roc: bool, before: int | None) -> int | None:
    """Return the last year up to which an evaluation looks: 到2023年，…为88.9%."""
    years = [t.last for line in lines for t in times(line, chinese=True, roc=roc)
             if t.by and before is not None and t.last < before]
    return max(years, default=None)


def _as_of(lines: list[str], roc: bool) -> int | None:
    """Return the last year as of which a plan says that something was done: 截至2019年底，已…."""
    years = [t.last for line in lines for m in _AS_OF.finditer(line)
             for t in times(m.group(), chinese=True, roc=roc)]
    return max(years, default=None)


def _tells(line: str, time: Time, chinese: bool) -> bool:
    """Say whether the sentence of a year tells of what is over; a short line says nothing else."""
    begins, stop = around(line, time.start, time.end, chinese=chinese)
    sentence = line[begins:stop]
    told = reports(sentence, chinese=chinese) or moved(sentence, chinese=chinese) or re.search(
        "达到?|完成|实现|增长|为", sentence)
    return len(line) < _SHORT or (bool(told) and not promises(sentence, chinese=chinese))


_SHORT = 24
"""Characters of a line that is a heading or a cell."""
