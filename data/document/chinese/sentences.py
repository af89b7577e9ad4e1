"""Chinese plan sentences to claims: name, operator, number, unit, year, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from data.document.chinese.names import (
    Subject,
    enumerated,
    owner_of,
    subject_before,
    subject_behind,
)
from data.document.chinese.operators import Left, left_of, multiple_of
from data.document.chinese.words import (
    COVERED,
    EVERY_YEAR,
    FUTURE,
    GRANT,
    MARGIN,
    PAST,
    RELATIVE,
)
from data.document.claims import (
    COMPARED,
    GARBLED,
    NOT_UNDERSTOOD,
    PROPORTION,
    Claim,
    reason_of,
    unread,
)
from data.document.masks import proportions
from data.document.passage import Passage
from data.document.periods import Time, times
from data.document.quantities import Quantity, quantities
from data.document.tense import Tense, cues_of, tense_of
from data.document.timing import Scope, base_of, scope_at
from data.plan import Span, Unread
from data.words import Basis, Role, Sense


@dataclass(slots=True)
class _Line:
    """What is remembered while one line is read from left to right."""

    passage: Passage
    named: list[Time]
    found: list[Quantity]
    claims: list[Claim] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    consumed: int = 0  # the end of what belongs to figures already read
    subjects: list[Subject] = field(default_factory=list)  # of the figures before, same sentence
    left: Left | None = None  # the words before the figure before
    opened: int | None = None  # the year of the first number of "from … to …" in the sentence
    waiting: dict[int, tuple[Subject, Left]] = field(default_factory=dict)  # 分别

    def scope(self, at: int) -> Scope:
        """Return the time in force at ``at``."""
        frame = self.passage.frame
        return scope_at(self.named, self.passage.text, at, carried=self.passage.carried,
                        period=frame.period, issued=frame.issued)

    def tense(self, left: Left, start: int, end: int, scope: Scope, after: Sense | None) -> Tense:
        """Weigh what the sentence around ``start``–``end`` says of its tense."""
        cues = cues_of(self.passage.text, start, end, section=self.passage.section.direction,
                       done=left.done, sense=after or left.sense, future=FUTURE, past=PAST)
        return tense_of(scope, cues)


def read_chinese(passage: Passage) -> tuple[list[Claim], list[Unread]]:
    """Return the claims of a line of Chinese text and what in it was not understood."""
    named = times(passage.text, chinese=True, period=passage.frame.period)
    found = quantities(passage.text, named, chinese=True)
    line = _Line(passage, named, found)
    for i, quantity in enumerate(found):
        if re.search("[。!?！？]", passage.text[line.consumed:quantity.start]):
            line.subjects, line.left, line.opened = [], None, None
        _quantity(line, i, quantity)
    _valueless(line)
    for start, end in proportions(passage.text):
        _doubt(line, start, end, end, PROPORTION)
    return line.claims, line.unread


def _quantity(line: _Line, i: int, quantity: Quantity) -> None:
    text = line.passage.text
    left = left_of(text, quantity, line.consumed, line.named)
    multiple = multiple_of(text, quantity, line.named)
    if multiple is not None:
        left = multiple.left
    if i in line.waiting:
        left = line.waiting[i][1]
    if _qualifies(line, i, left):
        return  # 3岁以下婴幼儿托位数达到4.5个: part of the name
    if quantity.duration and not (left.linked and _ends_clause(text, quantity.tail)):
        if quantity.unit in ("分钟", "小时"):
            _not_understood(line, quantity)
        return
    if MARGIN.search(text[line.consumed:quantity.start]) or GRANT.search(left.rest):
        _margin(line, quantity)
        return
    if not quantity.unit and not left.linked:
        return
    if line.passage.frame.garbled and _run_together(quantity):
        _not_understood(line, quantity, garbled=True)
        return
    subjects, how = _subjects(line, i, quantity, left)
    if "inherited" in how and line.left is not None and quantity.percent and (
            line.left.change == "by" and not left.change and not _states_level(text, left,
                                                                               quantity)):
        left = replace(line.left, start=left.start, sense=left.sense)  # 增长7%以上、力争8%
    if not subjects:
        _not_understood(line, quantity)
        return
    behind = subjects[-1].start >= quantity.tail
    scope = line.scope(subjects[-1].stop if behind else quantity.start)
    base = multiple.time if multiple is not None else base_of(line.named, text, quantity.start)
    tense = line.tense(left, quantity.start, quantity.tail, scope, quantity.after)
    for subject in subjects:
        line.claims.append(_claim(line, i, quantity, left, subject, scope, base, tense, how))
    line.subjects.append(subjects[-1])
    line.left = left
    line.consumed = max(quantity.tail, subjects[-1].end)


def _ends_clause(text: str, tail: int) -> bool:
    return not text[tail:tail + 1] or text[tail] in "，,。；;、)!！"


def _subjects(line: _Line, i: int, quantity: Quantity, left: Left
              ) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Return what the number is about, and on what grounds."""
    text = line.passage.text
    if i in line.waiting:
        return (replace(line.waiting[i][0], end=quantity.tail),), ("respectively",)
    if left.respectively:
        matched = enumerated(text, line.consumed, left, line.named, line.found[i:],
                             line.subjects)
        if matched is not None:
            line.waiting.update({i + k: (s, left) for k, s in enumerate(matched)})
            return (replace(matched[0], end=quantity.tail),), ("respectively",)
    limit = line.found[i + 1].start if i + 1 < len(line.found) else len(text)
    before = subject_before(text, line.consumed, left, line.named)
    behind = subject_behind(text, quantity.tail, limit)
    if quantity.words and quantity.unit in ("个", "项", "种") and not (
            left.linked or left.change or before.takes_object):
        return (), ()  # 三个代表: a count in words with nothing that says it is one
    share = quantity.percent or quantity.points or quantity.unit in ("倍", "番")
    if behind is not None and not share and not left.change and (
            before.takes_object or (before.empty and not left.linked) or behind.predicate):
        how = "subject" if behind.predicate and not before.takes_object else "object"
        return (behind,), (how,)
    if left.respectively:
        return (), ()  # the names and the numbers do not match one to one
    if not before.empty:
        return before.names, ("change",) if left.change else (
            ("operator",) if left.linked else ("label",))
    if (left.change or left.linked or share) and line.subjects:
        return (replace(line.subjects[-1], end=quantity.tail, added=False),), ("inherited",)
    if behind is not None and not share and left.linked:
        return (behind,), ("object",)
    return (), ()


def _claim(line: _Line, i: int, quantity: Quantity, left: Left, subject: Subject, scope: Scope,
           base: Time | None, tense: Tense, how: tuple[str, ...]) -> Claim:
    rate = _rate(quantity, left)
    role, basis = _role_and_basis(line, quantity, left, subject, tense)
    target = role is Role.TARGET
    year, base_year = (scope.year if target else scope.past), None
    if basis is not Basis.LEVEL and basis is not Basis.CUMULATIVE_OVER_PERIOD:
        base_year = base.last if base is not None else (
            line.opened or scope.growth_base(target=target, same_period=left.same_period))
    if _is_from(line, i, left):
        role, basis, base_year = Role.ACTUAL, Basis.LEVEL, None
        year = scope.first_of_pair(target=target)
        line.opened = year
    passage = line.passage
    codes, confidence = list(how), 0.95
    for code, doubt, cost in (
        ("tense", tense.weak, 0.25), ("words", quantity.words, 0.1),
        ("no_unit", not quantity.unit, 0.1), ("inherited", "inherited" in how, 0.1),
        ("object", "object" in how, 0.05), ("subject", "subject" in how, 0.1),
        ("no_year", year is None, 0.1), ("label", "label" in how and tense.role is Role.TARGET,
                                         0.1),
    ):
        if doubt:
            codes.append(code)
            confidence -= cost
    sense = quantity.after or left.sense or (Sense.ABOVE if quantity.vague else Sense.AT_LEAST)
    if quantity.upper is not None:
        sense = Sense.BETWEEN
    elif sense is Sense.BETWEEN:
        sense = Sense.ABOUT
    falling = left.down
    if role is Role.TARGET and falling and sense is Sense.AT_LEAST and left.change:
        sense = Sense.AT_MOST
    return Claim(
        role, subject.name(passage.written), quantity.value, quantity.unit, year,
        Span(passage.number, quantity.start, quantity.end),
        passage.written[quantity.start:quantity.end], sense, basis, base_year, quantity.upper, rate,
        region=owner_of(passage.text, passage.written), section=passage.section.name(),
        explicit=bool(quantity.after or left.sense), falling=falling, months=scope.months,
        yearly=left.every_year, confidence=round(max(confidence, 0.3), 2),
        reason=reason_of(*codes))


def _role_and_basis(line: _Line, quantity: Quantity, left: Left, subject: Subject, tense: Tense
                    ) -> tuple[Role, Basis]:
    target = tense.role is Role.TARGET
    if left.change == "by" or quantity.unit == "番" or left.multiple:
        if quantity.points or not (quantity.percent or quantity.unit in ("倍", "番")):
            return tense.role, Basis.INCREMENT_FROM_BASE
        basis = Basis.CAGR_FROM_BASE if left.yearly else Basis.GROWTH_FROM_BASE
        return (Role.TARGET if target else Role.GROWTH), basis
    if target and subject.added:
        return Role.TARGET, Basis.INCREMENT_FROM_BASE
    if target and left.over_period:
        return Role.TARGET, Basis.CUMULATIVE_OVER_PERIOD
    return tense.role, Basis.LEVEL


def _rate(quantity: Quantity, left: Left) -> float | None:
    """Return the growth in percent that a growth figure means."""
    sign = -1.0 if left.down else 1.0
    if quantity.unit == "番":
        return 100.0 * (float(2 ** quantity.value) - 1)
    if left.multiple or (quantity.unit == "倍" and left.change == "to"):
        return round(100.0 * (quantity.value - 1), 10)
    if left.change != "by":
        return None
    if quantity.unit == "倍":
        return sign * 100.0 * quantity.value
    return sign * quantity.value if quantity.percent else None


def _is_from(line: _Line, i: int, left: Left) -> bool:
    """Say whether this is the first number of "from … to …": the next one is what it became."""
    if i + 1 >= len(line.found):
        return False
    this, following = line.found[i], line.found[i + 1]
    text = line.passage.text
    between = text[this.tail:following.start]
    if len(between) > 24 or re.search("[。；;]", between):
        return False
    became = left_of(text, following, this.tail, line.named)
    if became.change == "to" and not became.rest.strip(" ,，的"):
        return True
    return bool(left.opened and re.fullmatch(r"\s*(?:到|至)\s*", between))


def _states_level(text: str, left: Left, quantity: Quantity) -> bool:
    return bool(re.search("[达到为至是]", text[left.start:quantity.start]))


def _run_together(quantity: Quantity) -> bool:
    """Say whether a number may be a range whose dash is lost: 23 for 2—3."""
    digits = f"{quantity.value:g}"
    return (len(digits) == 2 and digits.isdigit() and int(digits[1]) - int(digits[0]) == 1
            and quantity.after is None and digits != "12")


def _not_understood(line: _Line, quantity: Quantity, *, garbled: bool = False) -> None:
    _doubt(line, quantity.start, quantity.end, quantity.tail,
           GARBLED if garbled else NOT_UNDERSTOOD)
    line.consumed = max(line.consumed, quantity.tail)


def _doubt(line: _Line, start: int, end: int, tail: int, reason: tuple[str, str]) -> None:
    passage = line.passage
    shown = passage.written[max(0, start - 15):tail + 10].strip()
    line.unread.append(unread(shown, *reason, Span(passage.number, start, end)))


def _qualifies(line: _Line, i: int, left: Left) -> bool:
    """Say whether a threshold belongs to the name of the number after it, as 3岁以下 does."""
    quantity = line.found[i]
    if quantity.after is None or left.linked or left.change or i + 1 >= len(line.found):
        return False
    between = line.passage.text[quantity.tail:line.found[i + 1].start]
    return bool(re.match("[\u4e00-\u9fff]{2}", between)) and not re.search(
        "[，,。；;、:和及与]", between)


def _margin(line: _Line, quantity: Quantity) -> None:
    """A margin over another region's average is a target of its own; other norms are none."""
    text, passage = line.passage.text, line.passage
    m = MARGIN.search(text[line.consumed:quantity.start])
    left = left_of(text, None, line.consumed, line.named,
                   at=quantity.start if m is None else line.consumed + m.start())
    scope = line.scope(quantity.start)
    before = subject_before(text, line.consumed, left, line.named)
    tense = line.tense(left, quantity.start, quantity.tail, scope, quantity.after)
    if m is None or before.empty or tense.role is not Role.TARGET:
        _doubt(line, quantity.start, quantity.end, quantity.tail, COMPARED)
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


def _valueless(line: _Line) -> None:
    """Add the claims without a number: up every year, above another region's average."""
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
