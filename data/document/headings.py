"""Sections of a document: where a line stands, and whether that part looks back or ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.lines import Line

_FORMAL = "[壹贰叁参肆伍陆柒捌玖拾]{1,2}"
_HAN = "[一二三四五六七八九十]{1,3}"
_LEVELS_ZH = (
    (1, re.compile(rf"第(?:{_HAN}|\d+)[编篇章]|第(?:{_HAN}|\d+)部分")),
    (2, re.compile(rf"第(?:{_HAN}|\d+)节")),
    (3, re.compile(rf"(?:{_HAN}|{_FORMAL})、")),
    (4, re.compile(rf"\({_HAN}\)|[\u4e00-\u9fff“”]{{2,12}}:$")),
    (4, re.compile(r"(?:到|至)?(?:19|20)\d\d年[^，。；:;,]{0,12}(?:目标|指标|任务)$")),
    (5, re.compile(r"\d{1,2}[.、](?!\d)|\d{1,2}(?=[^\d\s.%,件家个项人万亿元、年月])")),
    (6, re.compile(r"\(\d{1,2}\)|[①-⑩]")),
    (7, re.compile(r"-{1,3}\s*(?=[^\d\s-])")),
)
_LEVELS_EN = (
    (1, re.compile(r"#\s+|(?:chapter|part)\s+\w+", re.IGNORECASE)),
    (2, re.compile(r"##\s+|\d{1,2}\.?\s+(?=[A-Z])|[IVX]+\.\s+")),
    (3, re.compile(r"#{3,}\s+|\d{1,2}\.\d{1,2}\.?\s+")),
)
_BACK = re.compile("前期|执行成果|基础(?!设施)|成就|成效|成绩|现状|回顾|背景|完成情况|发展情况|"
                   "基本情况|"
                   "进展情况|主要进展|(?:指标|目标|任务)进展|进展$|执行情况|实施情况|评估情况|"
                   "(?:形势|挑战|机遇|问题|困难|短板)(?=[与和及、]|$|:)")
_EXPECTED = re.compile("预期(?!性)|预计")  # 预期成效 looks ahead
_EXPECTED_EN = re.compile(r"\bexpected\b|\bplanned\b|\bintended\b", re.IGNORECASE)
_AHEAD = re.compile("目标|指标(?!完成)|任务|愿景")
_AHEAD_WEAK = re.compile("工程|举措|措施|保障|计划|行动|布局|重点|实施|推进|部署|方案")
_BUILD = re.compile("夯实|筑牢|打牢|巩固|强化|打好|奠定")
_BACK_EN = re.compile(r"background|achievement|\bprogress\b(?! (?:measure|indicator))|baseline|"
                      r"review|"
                      r"current (?:situation|state|status)|where we (?:are(?! going| heading)|"
                      r"stand)|situation|"
                      r"context|results of|starting point", re.IGNORECASE)
_AHEAD_EN = re.compile(r"target|goal|objective|vision|ambition|indicator|\baims?\b|commitment|"
                       r"to be (?:achieved|reached|delivered)|pledge",
                       re.IGNORECASE)
_AHEAD_WEAK_EN = re.compile(r"measure|action|task|priorit|programme|project|implementation|what we "
                            r"will|strategy|investment", re.IGNORECASE)
_LONGEST_ZH, _LONGEST_EN = 40, 90


@dataclass(frozen=True, slots=True)
class Section:
    """The headings above a line, outermost first, and how it looks: -1 back, +1 ahead, 0 open."""

    trail: tuple[str, ...] = ()
    direction: int = 0
    strong: bool = False  # a heading says so itself (目标, targets), not only by its topic
    announced: bool = False  # the line before a list calls its items goals

    def name(self) -> str:
        """Return the trail as one text."""
        return " / ".join(self.trail)


def sections(lines: tuple[Line, ...], texts: list[str], *, chinese: bool) -> list[Section]:
    """Return the section of each line; a heading belongs to the section it opens."""
    stack: list[tuple[int, str]] = []
    out: list[Section] = []
    current = Section()
    for line, text in zip(lines, texts, strict=True):
        found = None if line.table is not None else _heading(text, chinese)
        if found is not None:
            level, title = found
            stack = [(n, t) for n, t in stack if n < level] + [(level, title)]
            trail = tuple(t for _, t in stack)
            current = Section(trail, *_direction(trail, chinese))
        out.append(current)
    return out


def _heading(text: str, chinese: bool) -> tuple[int, str] | None:
    body = text.strip()
    if not body or re.search(r"\.{4,}\s*\d+$", body):
        return None
    for level, pattern in (_LEVELS_ZH if chinese else _LEVELS_EN):
        m = pattern.match(body)
        if m is None:
            continue
        if not chinese and re.search(r"\d", _A_YEAR.sub("", body[m.end():])):
            return None  # 1.4 80% of inmates in work: an item, whatever its number
        title = _first_part(body, chinese)
        return None if title is None else (level, title)
    if not chinese and _looks_like_title(body):
        return 4, body
    return None


def _first_part(body: str, chinese: bool) -> str | None:
    """Return the heading: the whole short line, or what comes before the first full stop."""
    if chinese:
        head = re.split("[。!？；]", body, maxsplit=1)[0].strip()
        return head if len(head) <= _LONGEST_ZH and not re.search(r"[,，].*\d", head) else None
    return body if len(body) <= _LONGEST_EN and not body.endswith((".", ";")) else None


def _looks_like_title(body: str) -> bool:
    says = _AHEAD_EN.search(body) or _BACK_EN.search(body)
    known = len(body.split()) > 1 or says
    opens = body[:1].isupper() or _A_YEAR.match(body) is not None
    return (2 < len(body) <= _LONGEST_EN and opens and bool(known)
            and not re.search(r"[.;:,|]$|\d", _A_YEAR.sub("", body) if says else body)
            and "|" not in body and "\t" not in body)


_A_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s*[-/–]\s*(?:\d\d){1,2})?\b")
"""A year does not make a sentence of a heading: Key 2019 targets, 2023 progress."""


def _direction(trail: tuple[str, ...], chinese: bool) -> tuple[int, bool]:
    """Return where the headings look, and whether one of them says so by itself."""
    back, ahead = (_BACK, _AHEAD) if chinese else (_BACK_EN, _AHEAD_EN)
    expected = _EXPECTED if chinese else _EXPECTED_EN
    for title in (re.sub(r"\([^()]*\)", "", title) for title in reversed(trail)):
        if expected.search(title):
            return 1, True
        if ahead.search(title) and not back.search(title):
            return 1, True
        if back.search(title) and not (chinese and _BUILD.search(title)):
            return -1, True
    weak = _AHEAD_WEAK if chinese else _AHEAD_WEAK_EN
    return (1 if any(weak.search(title) for title in trail) else 0), False
