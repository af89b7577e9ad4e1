"""What stands between a name and its number in Chinese: operators, links, words of change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.chinese.words import (
    CHANGE,
    IS_DOWN,
    LINKS,
    SENSES,
    TO_WORDS,
    UP_TO,
    WEAK_LINKS,
    YEARLY_GROWTH,
)
from data.document.periods import Time
from data.document.quantities import Quantity
from data.words import Sense


def _ending(words: object) -> re.Pattern[str]:
    assert isinstance(words, list | tuple | dict)
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest)})$")


_SENSE = _ending(SENSES)
_LINK = _ending(LINKS)
_WEAK = _ending(WEAK_LINKS)
_NEARLY = ("约", "大约", "大概", "近", "将近")  # they say nothing of what the number is of
_NOT_LINKS = re.compile(
    "行为|作为|发达|通达|人均|平均水平|主要|首都|需要|重要|工程总|汇总|目的|标的$")
_OPENED = re.compile("(?:从|由|自)[^，。；;,]*$")
_PERIOD_WORDS = re.compile("期间|时期|规划期|年内|[三四五十]年")
_SAME_PERIOD = re.compile("同比|[比较](?:上年|去年|上一年|前一年)")
_EACH_DOES = re.compile("分别(?:累计|再)?(?:创建|建成|建设|培育|培养|引进|打造|完成|实施|认定)$")
_TOLD_YEAR = re.compile("(?<=.)(?:今年|去年|明年|上年)的?$")  # 降至今年3.36%
_CLAUSE_END = "，,。；;！!？?\n"


@dataclass(frozen=True, slots=True)
class Left:
    """The words before a number. ``start`` is where they begin, that is where the name ends.

    ``rest`` is the clause before ``start``. ``change`` is ``by`` (增长15%), ``to`` (增长到488件) or
    empty; ``yearly`` a rate a year (年均); ``opened`` marks the first number of 从…到….
    """

    start: int
    rest: str
    sense: Sense | None = None
    linked: bool = False
    change: str = ""
    down: bool = False
    yearly: bool = False
    every_year: bool = False
    done: bool = False  # 了
    opened: bool = False
    respectively: bool = False
    multiple: bool = False  # 为2016年的3.5倍
    over_period: bool = False  # 期间…累计
    same_period: bool = False  # 同比: compared with the year before
    adverb: str = ""  # before a word of change: 年均, 累计


def left_of(text: str, quantity: Quantity | None, floor: int, named: list[Time], *,
            at: int | None = None) -> Left:
    """Read the words before a number (or before ``at``), no further back than ``floor``.

    A year right before the number (增长到2020年的905.7亿元) is stepped over.
    """
    end = at if at is not None else (quantity.start if quantity is not None else len(text))
    for time in named:
        if at is None and floor < time.start and time.end <= end and text[time.end:end].strip(
                ) in ("", "的", "底的", "末的") and text[time.start - 1] not in _CLAUSE_END:
            end = time.start
    start = max(floor, max(text.rfind(mark, 0, end) for mark in _CLAUSE_END) + 1)
    told = _TOLD_YEAR.search(text, start, end) if at is None else None
    end = told.start() if told is not None else end
    body, tokens, sense = _links(text[start:end])
    left = Left(start + len(body), body, sense, any(
        t not in WEAK_LINKS and t not in _NEARLY for t in tokens),
                respectively="分别" in tokens, done="了" in tokens)
    change = CHANGE.search(body)
    if change is not None and not _is_name(change, tokens, quantity):
        left = _changed(left, change, tokens, quantity, start)
    clause = text[start:end]
    sentence = text[max(text.rfind(mark, 0, end) for mark in "。！!") + 1:end]
    return replace(
        left, every_year="每年" in clause and not left.change,
        opened=bool(_OPENED.search(clause)), over_period=bool(
            "累计" in clause and _PERIOD_WORDS.search(sentence)),
        same_period=bool(_SAME_PERIOD.search(clause)))


def _links(body: str) -> tuple[str, list[str], Sense | None]:
    """Take the operators off the end of ``body``; return what is left, them, and their sense."""
    tokens: list[str] = []
    sense: Sense | None = None
    while True:
        body = body.rstrip(" (“\"")
        shared = _EACH_DOES.search(body)
        if shared is not None:  # A、B分别累计创建120家和8个
            tokens.insert(0, "分别")
            return body[:shared.start()], tokens, sense
        m = _SENSE.search(body) or _LINK.search(body) or _WEAK.search(body)
        if m is None or _guarded(body):
            return body, tokens, sense
        if m.group() in SENSES and sense is None:
            sense = SENSES[m.group()]
        tokens.insert(0, m.group())
        body = body[:m.start()]


def _guarded(body: str) -> bool:
    return any(m.end() == len(body) for m in _NOT_LINKS.finditer(body[-6:] and body))


def _is_name(change: re.Match[str], tokens: list[str], quantity: Quantity | None) -> bool:
    """Some verbs are change only with 到; 增加 and the like before a noun are not change either."""
    verb = change["verb"] or ""
    to = bool(tokens) and tokens[0] in TO_WORDS
    return quantity is None or (verb in UP_TO and not to and not change["noun"])


def _changed(left: Left, change: re.Match[str], tokens: list[str], quantity: Quantity | None,
             start: int) -> Left:
    noun = bool(change["noun"] or change["rate"])
    to = bool(tokens) and tokens[0] in TO_WORDS and not noun
    if tokens and tokens[0] == "达到" and quantity is not None:
        to = not noun and not quantity.percent and quantity.unit != "倍"
    word = (change["verb"] or "") + (change["noun"] or "") + (change["rate"] or "")
    rest = left.rest[:change.start()]
    adverb = change["adverb"] or ""
    yearly = bool(YEARLY_GROWTH.search(adverb + rest)
                  or re.search("每年|(?<![上去前当本])年$", adverb)
                  or (noun and not re.search("累计|总|幅", adverb + word)))
    return replace(
        left, start=start + len(rest), rest=rest, change="to" if to else "by",
        respectively=left.respectively or "分别" in adverb, adverb=adverb,
        down=bool(IS_DOWN.search(word)), yearly=yearly and not to,
        done=left.done or bool(change["le"]))


@dataclass(frozen=True, slots=True)
class Multiple:
    """A number that says how many times another year's figure: 为2016年的3.5倍."""

    left: Left
    time: Time


def multiple_of(text: str, quantity: Quantity, named: list[Time]) -> Multiple | None:
    """Return the words before "N times the figure of a year", if that is what it is."""
    if quantity.unit != "倍":
        return None
    for time in named:
        if time.end <= quantity.start and text[time.end:quantity.start].strip() in (
                "的", "", "水平的", "底的", "末的"):
            left = left_of(text, quantity, 0, named, at=time.start)
            if left.linked or left.change == "to":
                return Multiple(replace(left, multiple=True, change="by"), time)
    return None
