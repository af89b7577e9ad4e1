"""Names of indicators: which claims speak of the same thing, and ids to file them under.

A name is taken apart into a stem and a mark. The stem is what is counted; the mark says how in
time: 年商标注册量 (a flow) and 有效商标注册量 (a stock) share the stem and differ in the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.characters import folded
from data.document.chinese.words import KEEP_TOGETHER, OBJECT_VERBS, SCOPE_START
from data.document.wordlists import listed


class Mark(StrEnum):
    """The words of a name that say what kind of figure it is."""

    NONE = ""
    FLOW = "flow"
    STOCK = "stock"
    RUNNING = "running"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Key:
    """What claims are grouped by."""

    stem: str
    mark: Mark


_FLOW = re.compile(r"^(?:年度|当年|本年|每年|年(?=[\u4e00-\u9fff]{3,}))|(?<=年)度$")
_ADDED = re.compile(r"^(?:新增加|新增|净增|新登记|新注册|新认定|新培育|新引进|新获批)(?!就业|长|"
                    r"值)")
_RUNNING = re.compile("累计|历年")
_STOCK = re.compile(r"有效|拥有量|保有量|存量|现存|在册|现有|在役")
_NOUNS = frozenset(listed("新增 培训 服务 转化 覆盖 发展 推广 更新 改造 治理 新增建设 救助 征集"))
"""Verbs that name what is counted as often as they govern it."""
_VERBS = sorted((v for v in OBJECT_VERBS if len(v) > 1 and v not in _NOUNS), key=len, reverse=True)
_VERB = re.compile(rf"^(?:{'|'.join(_VERBS)})(?=[\u4e00-\u9fffA-Z“]{{2,}})")
_TAIL = re.compile(
    r"(?:年末)?(?:拥有量|保有量|总量|总数|数量|总额|金额|个数|家数|件数|总规模|存量|量|数|额|"
    r"合计)$")
_EN_LEAD = re.compile(r"^(?:the|a|an|total|overall|number of|amount of|annual|new|additional)\s+")


def key_of(label: str) -> Key:
    """Return the key of a label as written."""
    text = re.sub(r"\s+", " ", folded(label)).strip().lower()
    if not re.search(r"[\u4e00-\u9fff]", text):
        return _english(text)
    body = trimmed(text).replace(" ", "")
    mark = _mark(body)
    body = _ADDED.sub("", _FLOW.sub("", body))
    body = _RUNNING.sub("", body)
    body = re.sub("有效|现存|现有|登记注册",
                  lambda m: m.group()[:2] if m.group() == "登记注册" else "", body)
    body = re.sub("^(?:每)?([万千百])人口?", r"每\1人", body)
    stem = re.sub(r"[\"“”'《》()\[\]、,，·\s]|的", "", _TAIL.sub("", body))
    return Key(stem or body or text, mark)


def marked_by_tail(label: str) -> bool:
    """Say whether only a tail such as 拥有量 marks a stock: the bare noun then means the same."""
    return _STOCK.search(re.sub("(?:拥有量|保有量|存量)$", "", folded(label).strip())) is None


def _english(text: str) -> Key:
    mark = Mark.ADDED if re.match(r"(?:new|additional)\b", text) else Mark.NONE
    before = ""
    while before != text:
        before, text = text, _EN_LEAD.sub("", text)
    words = [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
             for w in re.findall(r"[a-z0-9,%]+", text)]
    return Key(" ".join(words), mark)


def _mark(body: str) -> Mark:
    for mark, pattern in ((Mark.ADDED, _ADDED), (Mark.RUNNING, _RUNNING), (Mark.FLOW, _FLOW),
                          (Mark.STOCK, _STOCK)):
        if pattern.search(body):
            return mark
    return Mark.NONE


def trimmed(label: str) -> str:
    """Return a Chinese name without scopes (全市) and the verb that made it a task (培育)."""
    text = label.strip(" ,，、;:\"")
    for _ in range(6):
        m = SCOPE_START.match(text)
        if m and m.end() and not KEEP_TOGETHER.match(text) and len(text) - m.end() >= 2:
            text = text[m.end():]
            continue
        n = _VERB.match(text)
        if n is None or len(text) - n.end() < 3:
            break
        text = text[n.end():]
    return text


def shown(label: str) -> str:
    """Return the name an indicator gets: the label without scopes and verbs, as written."""
    plain = folded(label)
    lead = re.match(r"(?:the |a )?(?:total )?(?:number|amount|length) of (?:the )?", plain,
                    re.IGNORECASE)
    if lead:
        return label[lead.end():].strip()
    start = len(plain) - len(plain.lstrip())
    body = trimmed(plain)
    at = plain.find(body, start)
    return label[at:at + len(body)].strip() if at >= 0 else label.strip()


class Ids:
    """Ids given so far; each new one is unlike them, in time that does not grow with them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def new(self, name: str) -> str:
        """Return an id: the name itself without marks, short, and unlike those given before."""
        body = re.sub(r"[^\w]+", "_", folded(name)).strip("_")
        if body.isascii():
            body = body.lower()
        body = body[:48].rstrip("_") or "indicator"
        free, n = body, self._next.get(body, 2)
        while free in self._taken:
            free, n = f"{body}_{n}", n + 1
        self._next[body] = n
        self._taken.add(free)
        return free
