"""The name of what a Chinese sentence counts: before the number, or behind its classifier."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from data.document.chinese.operators import Left
from data.document.chinese.words import (
    ADDED,
    BUILT,
    ENDS_WITH_VERB,
    ITEM,
    KEEP_TOGETHER,
    LEAD,
    LIST_MARK,
    MEASURE_END,
    OWNER,
    PAIRS,
    PREDICATE,
    RATIO_OF_TWO,
    REMAINDER,
    SCOPE_START,
    SHARED_END,
)
from data.document.periods import Time, When
from data.document.quantities import Quantity

_STOPS = "，,。；;！!？?\n"
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_AFTER_TIME = re.compile(r"(?:年?末|年?底|或之前|或以前|时|前|的|相比|为基数|基础上|起|水平|以来|"
                         r"间)*\)?[,，]?")
_LEADS_ON = re.compile("(?:[在会将于向把让使就]|额外|另外|再)$")  # no name: 将在额外7000个车位…
_HANDLED = re.compile("(?:年?[底末前]|或之前)?[,，]?(?:将|把|使)")
_GOAL = re.compile(  # 减排目标是把碳强度…, 设置目标量光电为…, 开发区实现…
    "[\u4e00-\u9fff\\d]{0,6}?目标(?:量|值)?(?:是|为|包括)(?:把|将|使)?(?=[\u4e00-\u9fff]{2})|"
    "(?:今后|未来|这)[一二三四五六七八九十\\d]+年(?:内|间)?(?:将|要)?(?=[\u4e00-\u9fff]{2})|"
    "(?:设置|设定|规划)?目标[量值](?=[\u4e00-\u9fff]{2})|"
    "[\u4e00-\u9fff]{1,8}?[区市县镇乡园港城]实现(?=[\u4e00-\u9fff]{3})")
_PER = re.compile(  # 自杀死亡率:每十万人10.5人, 社会住宅:完工及兴建中9860户
    "每[\\d十百千万亿]*(?:名|个|位)?(?:人口|人|户|平方公里)|"
    "(?:(?:已|新)?(?:完工|竣工|兴建|在建|施工|开工|动工|规划|建成)中?(?:及|和|、|与)?)+")
_NO_NAME = re.compile("(?:设置|设定|规划)?(?:目标|指标)(?:值|量)?|"
                      "实际(?:设置|完成|建成|达成|增加)?")
_COMPARED = re.compile("(?:(?<!占)(?<!之)比|较|与|同|以|从|由|自|相比|相对|在)$")
_OTHER_TIME = re.compile("(?:比|较)?(?:上年|去年|上一年)?同期|(?:比|较)?(?:上年|去年)末?|年初")
_ADDED_LAST = re.compile("(?:新增|净增)加?$")
_NO_NOUN = re.compile(
    r"[\s，,。；;:、)）!！\-]|(?:增长|提高|比|较|同比|下降|以上|左右|和|及|或|提升|增加|减少|降低|"
    r"的(?:目标|任务|标准|要求|速度)|"
                      r"时|后|前|内|[降升增减][至到]|(?:上升|扩大|缩短)[至到])")


_NEXT = re.compile("(?:[ 、,和及与]|(?:大?约|近|超过|至少|不少于|达到?|各|"
                   "共))+$")  # of the next number
_BROUGHT_UP = re.compile(
    "(?P<name>[\u4e00-\u9fffA-Za-z“”()]{2,24}?)(?:稳步|持续|不断|显著|明显|进一步|大幅|逐步|"
    "总体|更加|加快|"
    "保持|实现|得到|全面|有效|基本|日益|稳定|较快|逐年|整体|快速|有序|明显)+[\u4e00-\u9fff]{1,10}$")


_MOVES = re.compile(  # 有机耕作面积扩大，达到4200公顷
    f"(?P<name>[\u4e00-\u9fffA-Za-z]{{2,24}}?(?:{MEASURE_END.pattern[3:-2]}))"
    "(?:扩大|提高|提升|增加|增长|上升|下降|降低|减少|缩小|回升|改善)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A name, ``start`` to ``end`` in the text; ``added`` for 新增, ``running`` for 累计."""

    start: int
    end: int
    stop: int  # where the name itself ends; ``end`` is where reading goes on
    added: bool = False
    running: bool = False
    predicate: bool = False
    built: bool = False  # 新建, 改扩建: what is built in the period, not what there is
    shared: tuple[int, int] | None = None  # the end that the names of a list share
    instead: str = ""  # the name, where the text has one word for two things

    def name(self, written: str) -> str:
        """Return the name as written in the document, with the end it shares with others."""
        if self.instead:
            return self.instead
        body = written[self.start:self.stop].strip(" ,，、")
        if self.shared is not None:
            body += written[self.shared[0]:self.shared[1]]
        whole = body.count("“") == body.count("”")
        return body if whole else body.strip("\"'“”")


@dataclass(frozen=True, slots=True)
class Before:
    """The name or names before a number; ``takes_object`` where it is only a verb: 建设3家…."""

    names: tuple[Subject, ...]
    takes_object: bool

    @property
    def empty(self) -> bool:
        """Say whether there is no name."""
        return not self.names


def subject_before(text: str, floor: int, left: Left, named: list[Time], *, split: bool = False
                   ) -> Before:
    """Return the name that ends where the operators of a number begin."""
    opened, stop = _clause(text, floor, left.start), left.start
    start, stop = _without_times(text, opened, stop, named)
    stop = start + len(REMAINDER.sub("", text[start:stop]))
    added = _ADDED_LAST.search(text[start:stop])  # 高标准农田新增60万亩
    if added is not None and added.start() > 1:
        stop = start + added.start()
    body = text[start:stop]
    if _OTHER_TIME.fullmatch(body.strip()) or _NO_NAME.fullmatch(body.strip()):
        return Before((), False)  # 比上年同期增加3亿,增长12.8%: the name is the one before
    if not _NAME.search(body) or _PER.fullmatch(body.strip()):
        if text[opened - 1:opened] == ":" and opened - 1 > floor:  # 有效发明专利:300件
            return subject_before(text, floor, _moved(left, opened - 1), named)
        return Before((), bool(ENDS_WITH_VERB.fullmatch(body)))
    verb = ENDS_WITH_VERB.search(body)
    names = _split(text, start, stop, left, every=split)
    if added is not None:
        names = tuple(replace(name, added=True) for name in names)
    leads = verb is not None or _LEADS_ON.search(body) is not None
    return Before(names, leads and not left.change)


def _moved(left: Left, start: int) -> Left:
    return Left(start, "", left.sense, left.linked)


def _clause(text: str, floor: int, end: int) -> int:
    """Return where the clause begins: after punctuation or an open bracket."""
    depth = 0
    for at in range(end - 1, floor - 1, -1):
        char = text[at]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                return at + 1
            depth -= 1
        elif (char in _STOPS or char == ":") and depth == 0:
            return at + 1
    return floor


def _without_times(text: str, start: int, stop: int, named: list[Time]) -> tuple[int, int]:
    """Take scopes and years off the front; end the name where a comparison begins."""
    for time in named:
        if start < time.start < stop:
            m = _COMPARED.search(text[:time.start])
            compared = m is not None and m.start() >= start and m.group() != "在"
            if time.when is When.BASE or compared:
                stop = min(stop, m.start() if m and m.start() >= start else time.start)
                break
    for time in named:  # 森林覆盖率到2025年达到45%
        tail = text[time.end:stop].strip(" 底末前时年")
        if start < time.start < time.end <= stop and not tail and start + 2 <= time.start:
            cut = re.search("[到至在于]?\\s*$", text[start:time.start])
            stop = start + cut.start() if cut else time.start
    for time in named:  # 各方在2030年将再生能源装机
        after = _HANDLED.match(text, time.end)
        if start < time.start and after is not None and after.end() + 2 <= stop:
            start = after.end()
    moved = True
    while moved and start < stop:
        moved = False
        item = ITEM.match(text[start:stop])
        if item and start + item.end() < stop:
            start, moved = start + item.end(), True
        for pattern in (LEAD, _GOAL):
            lead = pattern.match(text[start:stop])
            if lead and lead.end() and start + lead.end() < stop:
                start, moved = start + lead.end(), True
        for time in named:
            if time.start <= start < time.end or (
                    start <= time.start < stop
                    and not text[start:time.start].strip(" 到至截在于自从由(")):
                after = _AFTER_TIME.match(text, time.end)
                start, moved = after.end() if after else time.end, True
        m = SCOPE_START.match(text[start:])
        if m and m.end() and not KEEP_TOGETHER.match(text[start:]):
            start, moved = start + m.end(), True
    cut = re.search("(?:从|由|自)(?:现时|目前|当前|现在)?的?$", text[start:stop])
    return min(start, stop), start + cut.start() if cut else stop


def _split(text: str, start: int, stop: int, left: Left, *, every: bool) -> tuple[Subject, ...]:
    """Return one name, or several where a list of measures shares the number (A量、B量)."""
    cuts = [start]
    of_two = RATIO_OF_TWO.search(text[start:stop]) is not None
    for m in LIST_MARK.finditer(text, start, stop):
        if of_two and m.group() in ("与", "和", "同", "及"):
            continue  # 城镇居民收入与农村居民收入之比
        if (every and m.group() in ("、", "和", "及", "以及")) or MEASURE_END.search(
                text[cuts[-1]:m.start()]):
            cuts.append(m.end())
    ends = [*(c - 1 for c in cuts[1:]), stop]
    clause = text[max(0, start - 6):left.start]
    out = []
    for a, b in zip(cuts, ends, strict=True):
        body = re.sub("(?:、|以及|和|及|与|,|，)$", "", text[a:b + 1] if b < stop else text[a:b])
        if not _NAME.search(body):
            continue
        out.append(Subject(a, stop, a + len(body), bool(ADDED.match(body)), "累计" in clause,
                           built=bool(BUILT.search(body))))
    return tuple(out)


def subject_behind(text: str, at: int, limit: int) -> Subject | None:
    """Return the noun behind a classifier, up to the end of the clause or the next number."""
    end = min([limit, *(p for p in (text.find(mark,
                                              at) for mark in "，,。；;:！!？?\n") if p >= 0)])
    start = at
    while text[start:start + 1] in (" ", "的"):
        start += 1
    body = _NEXT.sub("", text[start:end])
    if not body or _NO_NOUN.match(body) or not _NAME.match(body):
        return None
    stop = start + len(body)
    predicate = PREDICATE.search(body)
    if predicate is not None and _NAME.match(body[predicate.end():]):
        return Subject(start + predicate.end(), stop, stop, predicate=True)
    last = body.rfind("的")
    if 0 < last < len(body) - 2:
        start += last + 1
    return Subject(start, stop, stop, predicate=predicate is not None)


def enumerated(text: str, floor: int, left: Left, named: list[Time], following: list[Quantity],
               before: list[Subject]) -> tuple[Subject, ...] | None:
    """Return the names of "A、B和C分别达到x、y和z", one a number; ``None`` when they do not match.

    Without names in the clause they are those of the figures ``before`` it in the sentence.
    """
    count = 1
    for a, b in pairwise(following):
        if not re.fullmatch(r"\s*(?:、|和|及|以及|,|，)\s*(?:约)?", text[a.tail:b.start]):
            break
        count += 1
    start, stop = _clause(text, floor, left.start), left.start
    start, stop = _without_times(text, start, stop, named)
    stop = start + len(REMAINDER.sub("", text[start:stop]))
    out = _listed(text, start, stop, "、|以及|和|及(?!以上|以下|其|时)|与")
    if len(out) > count and not all(MEASURE_END.search(text[s.start:s.stop]) for s in out):
        out = _listed(text, start, stop, "、")  # 城镇和工业用水、农业灌溉用水计量率
    if not out and len(before) >= count > 1:
        return tuple(before[-count:])
    if len(out) == 1 and count == 2:
        return _told_as_two(text, out[0])
    return _with_shared_end(text, tuple(out)) if len(out) == count > 1 else None


def _listed(text: str, start: int, stop: int, marks: str) -> list[Subject]:
    """Return the names of a list between its marks."""
    out, at = [], start
    for m in [*re.finditer(marks, text[start:stop]), None]:
        end = stop if m is None else start + m.start()
        if _NAME.search(text[at:end]):
            out.append(Subject(at, end, end, bool(ADDED.match(text[at:end])),
                               built=bool(BUILT.search(text[at:end]))))
        at = stop if m is None else start + m.end()
    return out


def _told_as_two(text: str, name: Subject) -> tuple[Subject, ...] | None:
    """Return the two things that one word names: 城乡居民人均可支配收入 is of 城镇 and of 农村."""
    body = text[name.start:name.stop]
    pair = next((p for p in PAIRS if p in body), None)
    if pair is None:
        return None
    return tuple(replace(name, instead=body.replace(pair, one, 1)) for one in PAIRS[pair])


def _with_shared_end(text: str, names: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Give the names of a list the end that only its last one carries: A、B排放总量."""
    last = names[-1]
    end = SHARED_END.search(text[last.start:last.stop])
    if end is None or not end.group() or end.start() < 1:
        return names
    shared = (last.start + end.start(), last.stop)
    tail = text[shared[0]:shared[1]]
    if len(tail) < 2:
        return names
    return tuple(
        name if name is last or text[name.start:name.stop].endswith(tail[-2:])
        or _complete(text[name.start:name.stop]) else replace(name, shared=shared)
        for name in names)


def _complete(name: str) -> bool:
    """Say whether a name says what is measured (毛入园率); the names of substances do not."""
    return bool(MEASURE_END.search(name)) and not name.endswith("化学需氧量")


def named_between(text: str, floor: int, at: int, named: list[Time]) -> Subject | None:
    """Return the name that a clause without a number brings up: 粮食综合生产能力稳步提升，到…."""
    edges = [floor, *(m.end() for m in re.finditer("[，,；;]", text[floor:at]))]
    clauses = [(floor + a if i else a, floor + b - 1) for i, (a, b) in enumerate(
        zip(edges, [*edges[1:], None], strict=True)) if b is not None]
    for start, stop in reversed(clauses):
        start, stop = _without_times(text, start, stop, named)
        m = _BROUGHT_UP.match(text[start:stop]) or _MOVES.fullmatch(text[start:stop])
        if m is not None and _NAME.match(m["name"]):
            return Subject(start, at, start + len(m["name"]))
    return None


_DOES = re.compile("^(?:实现|完成|保持|以|把|将|推动|促进|加快|提升|提高)+")
_DROPPED = re.compile("(?:“[^”]*”|[\"'“”]|(?:仍|仍然|均|都|为|是|已|还|也|超过|超|"
                      "最[高低大多])+)+$")


def named_loosely(text: str, floor: int, at: int, named: list[Time]) -> Subject | None:
    """Return what the clause before is about, where the number's own clause has no name.

    实现粮食生产“八连增”，达到244.5万吨. It is a guess, and its figures are in doubt.
    """
    if "，" not in text[floor:at] and "," not in text[floor:at]:
        return None
    last = max(text.rfind(mark, floor, at) for mark in "，,")
    start = max((text.rfind(mark, floor, last) for mark in "，,；;。"), default=-1) + 1
    start, stop = _without_times(text, max(start, floor), last, named)
    lead = _DOES.match(text[start:stop])
    start += lead.end() if lead else 0
    body = text[start:stop]
    end = _DROPPED.search(body)
    stop = start + (end.start() if end else len(body))
    if not 2 <= stop - start <= _LONGEST_GUESS or not _NAME.search(text[start:stop]) or (
            re.search(r"\d", text[start:stop])):
        return None
    return Subject(start, at, stop)


_LONGEST_GUESS = 24


def owner_of(text: str, written: str) -> str:
    """Return whose task a line is: what stands before the colon that opens it (某学院:…)."""
    m = OWNER.match(text)
    return written[m.start("o"):m.end("o")] if m else ""
