"""What kind of document it is: a plan, a review of what was achieved, or something of both.

The kind decides what a figure without further words is. A plan promises; a review reports; a
mid-term evaluation and a yearly work report do both, by the year of the figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.periods import Time, When, times
from data.document.told import OPENS, TOLD
from data.words import Text


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


NAMES: dict[Genre, Text] = {
    Genre.PLAN: Text("规划", "a plan"),
    Genre.REVIEW: Text("回顾总结：数值按已完成数读入",
                       "a review: its figures are read as achieved"),
    Genre.MIDTERM: Text("中期评估：到评估年为止的数值按已完成数读入",
                        "a mid-term evaluation: figures up to its year are read as achieved"),
    Genre.REPORT: Text("年度报告：上一年的数值按已完成数、本年的按目标读入",
                       "a yearly report: figures of the year before are achieved, this year's are "
                       "targets"),
}

_MIDTERM = re.compile(r"中期(?:评估|评价|总结|检查|进展)|中评|\bmid-?\s?term\b|\binterim (?:review|"
                      r"evaluation|report)\b|\bhalf-?way\b", re.IGNORECASE)
_BOTH = re.compile(r"工作报告(?!.{0,20}(?:落实|完成|执行|推进)情况$)|"
                   r"执行情况[与和及暨].{0,30}(?:计划|预算)|总结[和与及暨].{0,16}"
                   r"(?:计划|打算|安排|思路|要点)|完成情况[和与及暨].{0,20}(?:计划|安排|打算)")
_BOTH_EN = re.compile(
    r"\b(?:review|report|results|achievements|performance)\b.{0,60}\b(?:and|&)\b.{0,30}\b(?:plan|"
    r"priorities|outlook|programme|targets|look(?:ing)? ahead|forward look)\b", re.IGNORECASE)
_REVIEW = re.compile(
    r"回顾|总结|成就|成效|成绩|成果|统计公报|完成情况|执行情况|实施情况|进展情况|进展报告|"
    r"评估报告|绩效(?:自评|评价|报告)|执行报告|办理情形|推动情形|五年来|取得|盘点|收官|情况(?:报告|汇报|通报)?$|"
    r"年度报告|年报|发展报告|蓝皮书|绿皮书|进展$|述评|评述|成绩单|终期评估|总结评估|自评报告|答卷|巡礼|综述|"
    r"\breview\b|\bachieve(?:d|ments?)\b|\bprogress report\b|\bannual report\b|"
    r"\bresults report\b|\bperformance (?:and|&) accountability report\b|"
    r"\bdelivered\b|\bperformed\b|\baccomplish(?:ed|ments?)\b|"
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
    r"(?:规划|计划|纲要|意见|行动方案|实施方案|战略|要点|安排|目标)(?:\(.{0,20}\))?$|"
                   r"\b(?:plan|strategy|programme|agenda|roadmap|targets?|objectives|framework)\b"
                   r"(?!.{0,40}\b(?:review|achievements?|report)\b)", re.IGNORECASE)
_DONE = re.compile(r"(?:达到|完成|实现|增长|累计|为)了?|\b(?:was|were|reached|rose|fell|stood)\b")


@dataclass(frozen=True, slots=True)
class GenreFound:
    """The genre, and the last year of which the document can know figures, where it says so."""

    genre: Genre
    known: int | None


def genre_of(title: str, lines: list[str], *, chinese: bool, roc: bool,
             issued: int | None) -> GenreFound:
    """Return what kind of document the title says it is, and the last year it reports on."""
    genre = _genre(title)
    if genre is Genre.PLAN and _tells_of_the_past(lines, chinese=chinese):
        genre = Genre.REVIEW
    named = times(title, chinese=chinese, roc=roc)
    if genre is Genre.PLAN:
        return GenreFound(genre, _as_of(lines, roc) if chinese else None)
    if genre is Genre.MIDTERM:
        ends = [t.last for t in named]
        return GenreFound(genre, _reported(lines, chinese, roc, max(ends, default=None), issued))
    years = [t.last for t in named if t.when is not When.BASE]
    if genre is Genre.REPORT:
        single = sorted({t.last for t in named if t.first == t.last})
        return GenreFound(genre, single[-1] - 1 if single else _back(issued))
    return GenreFound(genre, max(years) if years else _reported(lines, chinese, roc, None, issued))


def _genre(title: str) -> Genre:
    plain = title.strip()
    if _MIDTERM.search(plain):
        return Genre.MIDTERM
    if _BOTH.search(plain) or _BOTH_EN.search(plain):
        return Genre.REPORT
    if _REVIEW_OF.search(plain) or (_REVIEW.search(plain) and not _PLAN.search(plain)):
        return Genre.REVIEW
    return Genre.PLAN


def names_a_plan(title: str) -> bool:
    """Say whether a title calls its document a plan, a programme, a strategy …"""
    return _PLAN.search(title.strip()) is not None


def _tells_of_the_past(lines: list[str], *, chinese: bool) -> bool:
    """Say whether the sentences with numbers all tell of what is over, whatever the title."""
    past, ahead, end = (_TOLD_ZH, _AHEAD_ZH, "[。！!；;]") if chinese else (
        TOLD, _AHEAD_EN, r"[.!?;](?:\s|$)")
    told, open_ones = 0, 0
    for line in lines:
        for sentence in re.split(end, line):
            if ahead.search(sentence):
                return False
            if len(sentence) < _SENTENCE or not re.search(r"\d", sentence):
                continue
            told += bool(past.search(sentence))
            open_ones += not past.search(sentence)
    return told > 1 and told > 2 * open_ones


_SENTENCE = 16
"""Characters that make a sentence; what is shorter is a heading or a cell."""
_AS_OF = re.compile(r"截[至止]到?\s*(?:民国)?\d{2,4}年[^。；;]{0,60}?(?:已(?!建|婚)|累计|共有)")
_TOLD_ZH = re.compile("了|已(?!建|婚)|五年来|过去|以来|截至|截止|比上年|"
                      "累计(?:完成|建成|投入|实现)|由[^，。；]{1,14}(?:增加|提高|上升|下降|降|增|提升)")
_AHEAD_ZH = re.compile("将|力争|争取|确保|目标|到20\\d\\d年|规划期|计划|拟|不低于|不少于|控制在|"
                       "要达到|预期|努力|期间")
_AHEAD_EN = re.compile(r"\b(?:will|shall|should|must|aims?|targets?|goals?|plans? to|is to|are to|"
                       r"we want|intend|commit|pledge|ambition|objectives?)\b|" + OPENS.pattern,
                       re.IGNORECASE)


def _back(issued: int | None) -> int | None:
    return None if issued is None else issued - 1


def _reported(lines: list[str], chinese: bool, roc: bool, before: int | None,
              issued: int | None) -> int | None:
    """Return the last year that a sentence of the document says something was reached in."""
    years = [t.last for line in lines for t in times(line, chinese=chinese, roc=roc)
             if (before is None or t.last < before) and (issued is None or t.last <= issued)
             and t.when is not When.BASE
             and (not t.by or re.search("截[至止]到?\\s*$|[由从自][^，。；;]*$", line[:t.start]))
             and (before is not None or _says_done(line, t))]
    return max(years, default=issued)


def _as_of(lines: list[str], roc: bool) -> int | None:
    """Return the last year as of which a plan says that something was done: 截至2019年底，已…."""
    years = [t.last for line in lines for m in _AS_OF.finditer(line)
             for t in times(m.group(), chinese=True, roc=roc)]
    return max(years, default=None)


def _says_done(line: str, time: Time) -> bool:
    clause = re.split("[。；;]|[.] ", line[time.end:], maxsplit=1)[0]
    return len(line) < 24 or bool(_DONE.search(clause))
