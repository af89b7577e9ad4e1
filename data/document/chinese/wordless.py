"""Chinese claims that no plain number states: trends, margins, places in an order, halving."""

from __future__ import annotations

import re

from data.document.chinese.names import Subject, subject_before
from data.document.chinese.operators import left_of
from data.document.chinese.state import LineState, doubt
from data.document.chinese.words import COVERED, EVERY_YEAR, MARGIN, RELATIVE
from data.document.claims import COMPARED, NOT_UNDERSTOOD, Claim, reason_of
from data.document.numerals import chinese_value
from data.document.passage import Passage
from data.document.quantities import Quantity
from data.document.timing import Scope, base_of
from data.plan import Span
from data.words import Basis, Role, Sense


def margin(line: LineState, quantity: Quantity) -> None:
    """A margin over another region's average is a target of its own; other norms are none."""
    text, passage = line.passage.text, line.passage
    m = MARGIN.search(text[line.consumed:quantity.start])
    left = left_of(text, None, line.consumed, line.named,
                   at=quantity.start if m is None else line.consumed + m.start())
    scope = line.scope(quantity.start)
    before = subject_before(text, line.consumed, left, line.named)
    tense = line.tense(left, quantity.start, quantity.tail, scope, quantity.after)
    if m is None or before.empty or tense.role is not Role.TARGET:
        doubt(line, quantity.start, quantity.end, quantity.tail, COMPARED)
    else:
        below = m["op"] == "低于" or "低" in m.group()[-2:] or m.group().endswith("少")
        line.claims.append(Claim(
            Role.TARGET, before.names[0].name(passage.written), quantity.value, quantity.unit,
            scope.year, Span(passage.number, quantity.start, quantity.end),
            passage.written[quantity.start:quantity.end],
            Sense.AT_MOST if below else Sense.AT_LEAST,
            Basis.RELATIVE_TO_REGION, relative_to=m["who"] or m["other"],
            section=passage.section.name(), explicit=True, confidence=0.85,
            reason=reason_of("relative")))
    line.consumed = max(line.consumed, quantity.tail)


_NUMBER = r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})"
_RANK = re.compile(
    r"(?:(?:排名|位次|名次)?[由从](?:[^，。；;,\d]{0,8}?)第\s*"
    rf"{_NUMBER.replace('<n>', '<was>')}\s*(?:位|名))?"
    r"(?P<verb>(?:进入|跻身|挤进|位居|位列|位次|排名|排在|稳居|稳定在|保持在?|居于?|列|升至|"
    r"升到|提升至|提升到|"
    r"上升至|上升到|前移至|前进至|达到|迈入|挺进|进)+)(?P<where>[\u4e00-\u9fff]{0,10}?)(?:排名|"
    r"位次)?"
    rf"(?:前\s*{_NUMBER}\s*(?:位|名|强|$|(?=[,，。；;、]))|第\s*{_NUMBER.replace('<n>', '<m>')}\s*"
    r"(?:位|名|(?P<bare>(?=[，。；、,;]|$))))(?:以内|之内|行列)?")
_FOLDED = re.compile(
    "(?P<half>减半|减一半|降(?:低|到)?一半)|(?P<double>(?:实现|达到|完成)?(?:翻番|倍增|翻倍)"
    "(?!计划|行动|工程|器|效应|目标|方案))")


def rank_spans(text: str) -> list[tuple[int, int]]:
    """Return where a text states a place in an order: its number is no quantity."""
    return [(m.start(), m.end()) for m in _RANK.finditer(text)]


def _ranks(line: LineState) -> None:
    """Add the places in an order: 综合实力进入全省前五位 is at most the fifth."""
    text, passage = line.passage.text, line.passage
    for m in _RANK.finditer(text):
        printed = m["n"] or m["m"]
        value = _place(printed)
        left = left_of(text, None, 0, line.named, at=m.start())
        before = subject_before(text, _clause_start(text, m.start()), left, line.named)
        scope = line.scope(m.start())
        if m["was"] and not before.empty:
            line.claims.append(Claim(
                Role.ACTUAL, before.names[0].name(passage.written), _place(m["was"]), "位",
                scope.start, Span(passage.number, m.start("was"), m.end("was")),
                passage.written[m.start("was"):m.end("was")], section=passage.section.name(),
                confidence=0.88, reason=reason_of("rank")))
        start, end = (m.start("n"), m.end("n")) if m["n"] else (m.start("m"), m.end("m"))
        if before.empty or not 0 < value < 1000:
            doubt(line, start, end, m.end(), NOT_UNDERSTOOD)
            continue
        tense = line.tense(left, m.start(), m.end(), scope, None)
        target = tense.role is Role.TARGET
        if not target and m["bare"] is not None:
            doubt(line, start, end, m.end(), NOT_UNDERSTOOD)
            continue
        line.claims.append(Claim(
            tense.role, before.names[0].name(passage.written), value, "位",
            scope.year if target else scope.past, Span(passage.number, start, end),
            passage.written[start:end], Sense.AT_MOST if target else Sense.AT_LEAST,
            section=passage.section.name(), explicit=target,
            confidence=round(0.93 * tense.chance, 2), reason=reason_of("rank")))


def _place(printed: str) -> float:
    return float(printed) if printed.isdigit() else chinese_value(printed)


def _folded_changes(line: LineState) -> None:
    """Add changes told by one word: 减半 is a fall of 50 %, 翻番 and 倍增 a rise of 100 %."""
    text, passage = line.passage.text, line.passage
    for m in _FOLDED.finditer(text):
        if any(q.start < m.end() and m.start() < q.end for q in line.found):
            continue
        left = left_of(text, None, 0, line.named, at=m.start())
        before = subject_before(text, _clause_start(text, m.start()), left, line.named)
        scope = line.scope(m.start())
        tense = line.tense(left, m.start(), m.end(), scope, None)
        if before.empty:
            doubt(line, m.start(), m.end(), m.end(), NOT_UNDERSTOOD)
            continue
        half = bool(m["half"])
        base = base_of(line.named, text, m.start())
        target = tense.role is Role.TARGET
        line.claims.append(Claim(
            Role.TARGET if target else Role.GROWTH, before.names[0].name(passage.written),
            50.0 if half else 100.0, "%", scope.year if target else scope.past,
            Span(passage.number, m.start(), m.end()), passage.written[m.start():m.end()],
            Sense.AT_MOST if half and target else Sense.AT_LEAST, Basis.GROWTH_FROM_BASE,
            base.last if base is not None else scope.growth_base(target=target, same_period=False),
            None, -50.0 if half else 100.0, section=passage.section.name(), falling=half,
            confidence=round(0.9 * tense.chance, 2), reason=reason_of("folded")))


def wordless(line: LineState) -> None:
    """Add the claims without a number: up every year, above another region's average."""
    _ranks(line)
    _folded_changes(line)
    text, passage = line.passage.text, line.passage
    for pattern in (EVERY_YEAR, RELATIVE, COVERED):
        for m in pattern.finditer(text):
            if any(q.start <= m.end() and m.start() < q.end for q in line.found):
                continue
            left = left_of(text, None, 0, line.named, at=m.start())
            scope = line.scope(m.start())
            tense = line.tense(left, m.start(), m.end(), scope, None)
            before = subject_before(text, _clause_start(text, m.start()), left, line.named,
                                    split=pattern is EVERY_YEAR)
            if tense.role is not Role.TARGET or before.empty:
                continue
            for subject in before.names:
                line.claims.append(_trend(passage, subject, m, scope))


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in "，,。；;") + 1


def _trend(passage: Passage, subject: Subject, m: re.Match[str], scope: Scope) -> Claim:
    relative = m.re is RELATIVE
    sense = Sense.ABOVE if relative and m["op"] in ("高于", "超过", "优于",
                                                    "好于") else Sense.AT_LEAST
    if relative and m["op"] == "低于":
        sense = Sense.AT_MOST
    basis, reason = {
        RELATIVE: (Basis.RELATIVE_TO_REGION, "relative"), EVERY_YEAR: (Basis.EVERY_YEAR_UP,
                                                                       "trend"),
        COVERED: (Basis.QUALITATIVE, "covered")}[m.re]
    return Claim(
        Role.TARGET, subject.name(passage.written), None, "", scope.year,
        Span(passage.number, m.start(), m.end()), passage.written[m.start():m.end()], sense, basis,
        relative_to=m["who"] if relative else "", section=passage.section.name(), explicit=True,
        confidence=0.5 if m.re is COVERED else 0.85, reason=reason_of(reason))

