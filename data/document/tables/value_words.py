"""The words around the figure of a table cell, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from data.document.chinese.words import SENSES
from data.document.wordlists import listed
from data.words import Sense


@dataclass(slots=True)
class Said:
    """What the words around a number have said so far."""

    sense: Sense | None = None
    change: str = ""  # up, down, added
    to: bool = False
    total: bool = False
    yearly: bool = False
    each_year: bool = False  # said behind the number: 250,000 per year
    rank: bool = False
    year: int | None = None
    base_year: int | None = None
    money: str = ""
    percent: bool = False
    closing: list[str] = field(default_factory=list)


_PLAIN_ZH = listed("达到 达 保持在 稳定在 保持 稳定 为 完成 实现 共 总计 力争 争取 基本 预计 目标 "
                   "确保")
_TO = listed("增加到 提高到 上升到 增长到 提升到 扩大到 提高至 提升至 增加至 增至 升至 "
             "增长至 扩大至")
_DOWN_TO = listed("下降到 降低到 减少到 压减到 降到 降至 下降至 降低至 减少至 缩短至 缩短到 控制到 "
                  "缩小到 缩小至 压减至")
_UP = ("增长", "提高", "提升", "上升", "递增", "增加", "增幅", "增速", "扩大", "增")
_DOWN = ("下降", "降低", "减少", "压减", "削减", "降幅", "缩短", "缩小", "降", "减")
_ADDED = ("新增", "净增", "新建", "新增加", "再增加")
_YEARLY = ("年均", "每年", "年平均", "逐年", "平均每年")
_TOTAL = ("五年累计", "期内累计", "累计", "五年", "期内", "期间", "“十四五”期间", "“十五五”期间")
_EN_SENSES = {
    Sense.AT_LEAST: ("at least", "no less than", "not less than", "minimum", "min.", "min"),
    Sense.AT_MOST: ("at most", "no more than", "not more than", "less than", "fewer than", "below",
                    "under", "up to", "maximum", "max.", "max", "within"),
    Sense.ABOVE: ("more than", "over", "above", "greater than", "exceed"),
    Sense.ABOUT: ("about", "around", "approximately", "approx.", "circa", "c.", "~", "some"),
}
_EN_UP = ("increase of", "increase by", "increased by", "increase", "rise of", "growth of", "up by",
          "up", "an additional", "additional", "extra")
_EN_DOWN = ("reduction of", "reduce by", "reduced by", "reduction", "reduce", "decrease of",
            "decrease by", "decrease", "down by", "down", "fall of", "cut by", "cut of")
_EN_TO = ("increase to", "rise to", "maintain at", "maintained at", "maintain", "reach", "target:",
          "target", "to")
_EN_DOWN_TO = ("reduce to", "reduced to", "fall to", "decrease to", "cut to")
Act = Callable[[Said], None]


def _sense(sense: Sense) -> Act:
    def act(state: Said) -> None:
        state.sense = sense
    return act


def _change(word: str) -> Act:
    def act(state: Said) -> None:
        state.change = word
    return act


def _down_to(state: Said) -> None:
    state.to, state.sense = True, state.sense or Sense.AT_MOST


def _flag(name: str) -> Act:
    def act(state: Said) -> None:
        setattr(state, name, True)
    return act


def _nothing(state: Said) -> None:
    del state


LEADS: dict[str, Act] = {
    **{word: _sense(sense) for word, sense in SENSES.items()},
    **{word: _sense(sense) for sense, words in _EN_SENSES.items() for word in words},
    "控制在": _sense(Sense.AT_MOST),
    **dict.fromkeys((*_PLAIN_ZH, ":", "的"), _nothing),
    **dict.fromkeys((*_TO, *_EN_TO), _flag("to")),
    **dict.fromkeys((*_DOWN_TO, *_EN_DOWN_TO), _down_to),
    **dict.fromkeys(_UP, _change("up")), **dict.fromkeys(_DOWN, _change("down")),
    **dict.fromkeys(_ADDED, _change("added")),
    **dict.fromkeys(_EN_UP, _change("up")), **dict.fromkeys(_EN_DOWN, _change("down")),
    **dict.fromkeys(_YEARLY, _flag("yearly")), **dict.fromkeys(_TOTAL, _flag("total")),
}
LEAD = re.compile("|".join(
    rf"{re.escape(w)}\b" if w[-1].isascii() and w[-1].isalpha() else re.escape(w)
    for w in sorted(LEADS, key=len, reverse=True)), re.IGNORECASE)
TAILS: dict[str, Act] = {
    **dict.fromkeys(("以上", "及以上", "或以上", "or more", "or above", "or higher", "and above",
    "plus", "+"),
                    _sense(Sense.AT_LEAST)),
    **dict.fromkeys(("以下", "及以下", "以内", "之内", "or less", "or fewer", "or below", "or "
        "lower"),
                    _sense(Sense.AT_MOST)),
    **dict.fromkeys(("左右", "上下", "or so", "approx.", "approx"), _sense(Sense.ABOUT)),
    **dict.fromkeys(("余", "多"), _sense(Sense.ABOVE)),
    **dict.fromkeys(("名", "位", "达标", "水平", "之间"), _nothing),
    **dict.fromkeys(("/年", "每年", "per year", "a year", "p.a.", "per annum", "annually"),
                    _flag("each_year")),
    **dict.fromkeys(("(累计)", "累计", "(五年累计)", "in total", "cumulative", "(cumulative)"),
                    _flag("total")),
    **dict.fromkeys(("increase", "growth", "rise"), _change("up")),
    **dict.fromkeys(("reduction", "decrease", "fall"), _change("down")),
}
TAIL = re.compile("|".join(
    re.escape(w) for w in sorted(TAILS, key=len, reverse=True)), re.IGNORECASE)
