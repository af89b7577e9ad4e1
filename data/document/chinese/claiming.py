"""One Chinese number with its name and operators to a claim: role, basis, rate, year, sense."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from data.document.chinese.names import Subject, owner_of
from data.document.chinese.operators import Left, left_of
from data.document.chinese.state import LineState
from data.document.chinese.told import TODAY
from data.document.claims import Claim, reason_of
from data.document.measures import resolved
from data.document.periods import Time, When
from data.document.quantities import Quantity
from data.document.sense import of_a_fall
from data.document.tense import READ, SURE_ENOUGH, Tense
from data.document.timing import Scope
from data.plan import Span
from data.words import Basis, Role, Sense


@dataclass(frozen=True, slots=True)
class Found:
    """What stands around one number: its operators, its time, and on what grounds it has a name."""

    left: Left
    scope: Scope
    base: Time | None
    tense: Tense
    how: tuple[str, ...]
    stretch: bool = False


def claim_of(line: LineState, i: int, quantity: Quantity, subject: Subject, found: Found) -> Claim:
    """Return the claim of one number about one name."""
    left, scope, base, tense = found.left, found.scope, found.base, found.tense
    rate = _rate(quantity, left)
    role, basis = _role_and_basis(quantity, left, subject, tense, scope,
                                  _clause_of(line, quantity))
    target = role is Role.TARGET
    year, base_year = (scope.year if target else scope.past), None
    if basis is not Basis.LEVEL and basis is not Basis.CUMULATIVE_OVER_PERIOD:
        base_year = base.last if base is not None else (
            line.opened or scope.growth_base(target=target, same_period=left.same_period,
                                             running="累计" in left.adverb))
    chance = tense.chance
    if is_from(line, i, left):
        role, basis, base_year, chance = Role.ACTUAL, Basis.LEVEL, None, _OF_FIRST
        year = scope.first_of_pair(target=target)
        if year is None and TODAY.search(_clause_of(line, quantity)):
            year = scope.past  # 由现时的62%提高至80%
        line.opened = year
    elif left.opened and (start := _start_year(line, quantity)) is not None:
        role, basis, base_year, year = Role.ACTUAL, Basis.LEVEL, None, start
    passage = line.passage
    codes, confidence = _doubts(line, quantity, found, year, chance)
    sense = quantity.after or left.sense or (Sense.ABOVE if quantity.vague else Sense.AT_LEAST)
    if quantity.upper is not None:
        sense = Sense.BETWEEN
    elif sense is Sense.BETWEEN:
        sense = Sense.ABOUT
    falling = left.down
    if role is Role.TARGET and falling and left.change:
        sense = of_a_fall(sense, written=bool(quantity.after or left.sense),
                          by=left.change == "by")
    return Claim(
        role, subject.name(passage.written), quantity.value, quantity.unit, year,
        Span(passage.number, quantity.start, quantity.end),
        passage.written[quantity.start:quantity.end], sense, basis, base_year, quantity.upper, rate,
        region=owner_of(passage.text, passage.written), section=passage.section.name(),
        explicit=bool(quantity.after or left.sense), falling=falling, months=scope.months,
        yearly=left.every_year, stretch=found.stretch, about=_about(line, subject),
        confidence=confidence, reason=reason_of(*codes))


def _start_year(line: LineState, quantity: Quantity) -> int | None:
    """Return the year between 由 and a number that no other follows: 由2015年底的6.85万人减到零."""
    text = line.passage.text
    return next((t.last for t in line.named if t.end <= quantity.start
                 and text[t.end:quantity.start].strip() in ("", "的", "底的", "末的", "年底的")
                 and re.search("[从由自]\\s*$", text[:t.start])), None)


def _clause_of(line: LineState, quantity: Quantity) -> str:
    """Return the clause before a number, without the times that open it."""
    text = line.passage.text
    begins = max(text.rfind(mark, 0, quantity.start) for mark in "，,。；;！:") + 1
    for time in line.named:
        if begins <= time.start and time.end <= quantity.start and not text[
                begins:time.start].strip("到至在 "):
            begins = time.end
    return text[begins:quantity.start].lstrip("期间内时末 ")


_OF_FIRST = 0.97
"""The chance that the first number of "from … to …" is one achieved."""


def _doubts(line: LineState, quantity: Quantity, found: Found, year: int | None, chance: float
            ) -> tuple[list[str], float]:
    """Return the reasons of a claim and how sure it is: of the reading, times of its role."""
    how, target = found.how, found.tense.role is Role.TARGET
    before = line.claims[-1] if line.claims else None
    level = found.left.change != "by" and not quantity.points
    follows = "inherited" in how and level and not found.stretch
    other = (follows and before is not None and before.basis is Basis.LEVEL
             and resolved(before.unit).unit.dimension != resolved(quantity.unit).unit.dimension)
    codes, confidence = list(how), READ
    for code, doubt, cost in (
        ("tense", chance < SURE_ENOUGH, 0.0), ("words", quantity.words, 0.1),
        ("no_unit", not quantity.unit and "rank" not in how, 0.1),
        ("inherited", "inherited" in how, 0.1), ("between", "between" in how, 0.1),
        ("object", "object" in how, 0.05), ("subject", "subject" in how, 0.1),
        ("no_year", year is None, 0.1), ("label", "label" in how and target, 0.05),
        ("other_unit", other, 0.3),
    ):
        if doubt:
            codes.append(code)
            confidence -= cost
    return codes, round(max(confidence * chance, 0.05), 2)


def _about(line: LineState, subject: Subject) -> str:
    """Return what the sentence spoke of before, for a name such as 新增学位 that says little."""
    if not (subject.added or subject.built) or not line.subjects:
        return ""
    return line.subjects[-1].name(line.passage.written)


_DOES = re.compile(  # what is done in a period adds up: 开展培训12万人次
    "^[\\s,，、]*(?:累计|共|再|计划|将|要|力争|全市|全县|全省|每[^年]|完成|组织|统筹|推动|支持)*"
    "(?:开展|培训|建设|新增|改造|建成|新建|改建|扩建|培育|培养|引进|举办|实施|种植|造林|植树|"
    "修复|治理|发放|安置|创造|资助|帮扶|救助|整治|铺设|开通|投入|招引|淘汰|新设|新招|选派|转移|"
    "提供|筹集|筹建|打造|创建|化解|关闭|关停|退出)|新增|净增")
_DONE_IN = re.compile("(?:^|将|要|再|争取|力争|计划|累计|共)完成(?!率)|(?:植树|造林|抚育|改造|"
                      "治理)$")
_SUMMED = re.compile("累计(?:完成|实现|新增|投入|建成|改造|培训|培养|治理|减排|造林|引进|发放)")
_EACH_YEAR = re.compile("每年|年均|年新增|年度")


def _role_and_basis(quantity: Quantity, left: Left, subject: Subject, tense: Tense, scope: Scope,
                    clause: str) -> tuple[Role, Basis]:
    """``clause`` is the text from its mark to the number."""
    target = tense.role is Role.TARGET
    share = quantity.percent or quantity.points or not quantity.unit
    if left.change == "by" or quantity.unit == "番" or left.multiple:
        if quantity.points or not (quantity.percent or quantity.unit in ("倍", "番")):
            return tense.role, Basis.INCREMENT_FROM_BASE
        rate = left.yearly and not (_one_year(scope) and not re.search("年均|每年|年平均", clause))
        basis = Basis.CAGR_FROM_BASE if rate else Basis.GROWTH_FROM_BASE
        return (Role.TARGET if target else Role.GROWTH), basis
    in_span = scope.near == 2 and scope.time is not None and scope.time.when is When.SPAN
    done = in_span and not share and not left.change and (
        _DOES.search(clause) is not None or _DONE_IN.search(clause) is not None)
    if target and (subject.built or (subject.added and in_span) or (
            done and not _EACH_YEAR.search(clause))):
        return Role.TARGET, Basis.CUMULATIVE_OVER_PERIOD
    if target and subject.added:
        return Role.TARGET, Basis.INCREMENT_FROM_BASE
    if target and (left.over_period or (not share and _SUMMED.search(clause))):
        return Role.TARGET, Basis.CUMULATIVE_OVER_PERIOD
    return tense.role, Basis.LEVEL


def _one_year(scope: Scope) -> bool:
    """Say whether a report of one year speaks: its 增速5.2% is the growth of that year."""
    period, time = scope.period, scope.time
    return scope.genre.looks_back and (time is None or time.first == time.last) and (
        period is not None and period.start == period.end)


_MOST_DOUBLINGS = 20


def _rate(quantity: Quantity, left: Left) -> float | None:
    """Return the growth in percent that a growth figure means."""
    sign = -1.0 if left.down else 1.0
    if quantity.unit == "番":
        if quantity.value > _MOST_DOUBLINGS:
            return math.inf  # listed as unread
        return 100.0 * (float(2 ** quantity.value) - 1)
    if left.multiple or (quantity.unit == "倍" and left.change == "to"):
        return round(100.0 * (quantity.value - 1), 10)
    if left.change != "by":
        return None
    if quantity.unit == "倍":
        return sign * 100.0 * quantity.value
    return sign * quantity.value if quantity.percent else None


def is_from(line: LineState, i: int, left: Left) -> bool:
    """Say whether this is the first number of "from … to …": the next one is what it became."""
    if i in line.firsts:
        return True
    if i + 1 >= len(line.found) or (left.change == "by" and not left.opened):
        return False  # 增长12.8%,恢复到…: a change is no first figure
    if left.change == "to" and not left.opened:
        return False  # 2020年提高到20%，2030年提高到30%
    this, following = line.found[i], line.found[i + 1]
    text = line.passage.text
    between = text[this.tail:following.start]
    if len(between) > 24 or re.search("[。；;]", between):
        return False
    became = left_of(text, following, this.tail, line.named)
    rest = re.sub(r"(?:到|至|在|于)?\d{4}年(?:度|底|末)?(?:之?前)?|"
                  r"(?:稳定|稳步|逐步|大幅|进一步|持续)$", "", became.rest)
    if became.change == "to" and not rest.strip(" ,，的"):
        return True
    return bool(left.opened and re.fullmatch(
        r"\s*(?:到|至)\s*(?:\d{4}年(?:底|末|度)?)?的?\s*", between))
