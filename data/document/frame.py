"""What a whole document is about: its title, its region, its level of government, its period."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from data.document.characters import folded, is_chinese
from data.document.genre import NAMES, Genre, GenreFound, genre_of
from data.document.lines import Document
from data.document.money import currency_of
from data.document.periods import Time, When, counts_years_of_the_republic, times
from data.messages.message import Joined, Message
from data.plan import Period
from data.words import Level, Wording

# The planning period of a document: from its title, else from the years its text names.

_EARLIER = re.compile(  # a span that belongs to the plan before this one
    r"(?:前一|上一|上个|上期|前期|前次|回顾|过去|previous|last|former|preceding|first)"
    r"[^，。；;,.]{0,24}$", re.IGNORECASE)
_END_ONLY = re.compile(r"(?:19|20|21)\d{2}(?!\d)")
_YEARLY = re.compile(r"计划|绩效指标|要点|安排|预期目标|目标任务|工作报告|方案|预算|报告|回顾|总结|"
                     r"\bplan\b|\bbudget\b|\bpriorities\b|\breport\b|\bprogramme\b|\breview\b",
                     re.IGNORECASE)
_LONG_RUN = re.compile(r"远景|愿景|展望|纲要|战略|碳达峰|碳中和|\bvision\b|\bstrategy\b|\bagenda\b|"
                       r"\broadmap\b|\bframework\b|\bto (?:19|20|21)\d{2}|\bby (?:20|21)\d{2}",
                       re.IGNORECASE)


def period_of(title: str, lines: list[str], *, chinese: bool, roc: bool, issued: int | None,
              genre: Genre) -> tuple[Period | None, Message]:
    """Return the period and where it was found, or ``None`` and what is missing."""
    named = times(title, chinese=chinese, roc=roc)
    spans = [t for t in named if t.when is When.SPAN]
    if spans:
        return _made(spans[-1]), Message("document.period.title")
    yearly = _one_year(title, named, genre)
    if yearly is not None:
        return yearly, Message("document.period.yearly")
    return _from_text(title, lines, chinese, roc, issued)


def _one_year(title: str, named: list[Time], genre: Genre) -> Period | None:
    years = sorted({t.last for t in named if t.first == t.last and t.when is not When.BASE
                    and not t.by})
    yearly = genre in (Genre.REPORT, Genre.REVIEW) or _YEARLY.search(title)
    if not years or not yearly or _LONG_RUN.search(title):
        return None
    last = years[-1]
    return Period(last - 1, last, last)


def _from_text(title: str, lines: list[str], chinese: bool, roc: bool, issued: int | None
               ) -> tuple[Period | None, Message]:
    named = [t for line in lines for t in times(line, chinese=chinese, roc=roc)
             if not _EARLIER.search(line[max(0, t.start - 40):t.start])]
    said = [int(y) for y in _END_ONLY.findall(title)]
    ends: Counter[int] = Counter()
    for t in named:
        if t.by or t.when is When.SPAN or t.edge:
            ends[t.last] += 2 if t.when is When.SPAN else 1  # a span is a period, a year a date
    ends = Counter({y: n for y, n in ends.items() if issued is None or y > issued})
    if said:
        ends = Counter({said[-1]: 1})
    if not ends:
        return None, Message("document.period.none")
    most = max(ends.values())
    end = min(y for y, n in ends.items() if n == most)
    covering = Counter((t.first, t.last) for t in named if t.when is When.SPAN and t.last == end)
    if covering:
        first = covering.most_common(1)[0][0][0]
        return (Period(first - 1, first, end),
                Message("document.period.span"))
    if issued is not None and issued < end:
        return (Period(issued - 1, issued, end),
                Message("document.period.derived"))
    return None, Message("document.period.end_only", end=end)


def _made(span: Time) -> Period:
    """Return the period of a span; the base year is the year before it."""
    return Period(span.first - 1, span.first, span.last)


_KIND = (r"(?:规划|计划|方案|纲要|意见|行动|办法|战略|报告|总结|回顾|公报|评估|要点|情况|白皮书|"
         "蓝图|愿景|发展策略|年报|年鉴|草案|成就|成效|成绩|综述|纪实|巡礼|施政报告|绩效)")
_TITLE_ZH = re.compile(rf"{_KIND}(?:纲要)?\s*(?:\([^()]{{1,20}}\))?\s*$|"
                       r"\d年.{0,24}(?:(?:预期|主要|发展|奋斗)目标|绩效指标)$")
_TITLE_PART = re.compile(rf"{_KIND}")
_TITLE_EN = re.compile(
    r"\b(?:plan|strategy|programme|program|agenda|roadmap|framework|review|report|"
                       r"objectives|targets|vision|mission|evaluation|achievements)\b",
                       re.IGNORECASE)
_REGION = re.compile(
    r"^\s*(?P<r>[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|特别行政区|省|市|州|盟|地区|县|区|"
    r"旗))(?!场|级)")
_ISSUER = re.compile(
    r"(?P<r>[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|省|市|州|盟|地区|县|区|旗))"
                     r"(?:人民政府|发展和改革|卫生健康|水利|统计|知识产权|市场监督)")
_NATIONAL = re.compile(r"(?:国务院|国家[\u4e00-\u9fff]{2,12}(?:局|部|委员会|委))(?:办公厅)?$")
_REGION_EN = re.compile(
    r"\b(?:(?P<a>(?:[A-Z][\w'-]+ ){1,3}(?:City|County|Province|Region|District|State|Municipality))"
    r"|(?P<b>(?:City|County|Province|Region|District|State|Municipality) of "
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?))")
_LEVELS = ((("自治区", "省"), Level.PROVINCE), (("自治县", "县", "旗", "区"), Level.COUNTY),
           (("自治州", "市", "州", "盟", "地区"), Level.CITY))
_LEVELS_EN = {"City": Level.CITY, "Municipality": Level.CITY, "County": Level.COUNTY,
              "District": Level.COUNTY, "Province": Level.PROVINCE, "State": Level.PROVINCE,
              "Region": Level.PROVINCE}
_PARK = re.compile(
    "(?:开发区|高新区|新区|园区|示范区|试验区|度假区|保税区|特别区|合作区|片区|功能区|"
                   "产业区|自贸区|流域区)$")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|[（(]")  # a heading of the text
_DATE = re.compile(
    r"(?<!\d)(20\d{2}|19\d{2})(?:[-/.年]\s*(?:0?[1-9]|1[0-2])(?!\d)|"
    r"\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)|"
    r"(?i:\b(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)(?:\s+\d{1,2},)?\s+(20\d{2}))")
_GLUED = re.compile(r"[〔\[][12]\d{4,7}(?!\d)|[字发函办]\d{6,8}号")
_LONGEST_TITLE = 140
_ROWS_OF_TITLE = 40
"""How many of the first lines may hold the title; after them comes the text."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The document as a whole. ``period`` is ``None`` when it names none; ``why`` says whence."""

    chinese: bool
    title: str
    region: str
    level: Level | None
    period: Period | None
    why: Wording
    issued: int | None = None
    region_found: bool = True
    garbled: bool = False  # punctuation was lost on the way: 〔201252 for 〔2012〕52
    genre: Genre = Genre.PLAN
    known: int | None = None  # the last year of which the document can know figures
    roc: bool = False  # bare years such as 114年 count from 1911
    money: str = "元"  # the currency that 元 means here
    unclear: bool = False  # its title does not say what kind of document it is
    later: bool = False  # a review that calls the year it reports on 去年
    said: Genre | None = None  # the kind of document that its title names
    lean: float = 0.0  # how its sentences look: -1 all of them back, 1 all ahead
    dated: int | None = None  # the one year that its title names

    @property
    def this_year(self) -> int | None:
        """The year that the document calls 今年 or "this year", where that is known."""
        if self.genre is Genre.REPORT and self.known is not None:
            return self.known + 1
        if self.genre is Genre.REVIEW and self.known is not None:
            return self.known + self.later
        if self.period is not None and self.period.start == self.period.end:
            return self.period.end
        return self.issued or self.dated

    @property
    def now(self) -> int | None:
        """The last year of which figures are known: stated by the document, or its base year."""
        base = None if self.period is None else self.period.base
        if self.known is not None:
            return max(self.known, base or 0) if self.genre is Genre.PLAN else self.known
        known = max((y for y in (self.issued, base) if y is not None), default=None)
        late = self.period is not None and known is not None and known >= self.period.end
        return base if late else known


def frame_of(document: Document, period: Period | None = None,
             lines: list[str] | None = None) -> Frame:
    """Read the frame of a document; a ``period`` that is given is taken as it is.

    ``lines`` are its lines, folded, where long ones are already cut into pieces.
    """
    lines = lines if lines is not None else [folded(line.text) for line in document.lines]
    chinese = is_chinese("".join(lines))
    title = _title(lines, chinese)
    region, found = _region(title, lines, chinese)
    issued = _issued(lines)
    why: Wording = Message("document.period.given")
    roc = chinese and counts_years_of_the_republic(lines)
    first = next((line.strip() for line in lines if line.strip()), "")
    if (re.match(r"[一二三四五六七八九十第\d(]", first) and not re.match(
            r"\d{2,4}年", first)) or (
            not chinese and (len(first) > _LONGEST_TITLE or first.endswith(".") or "|" in first)):
        first = ""  # a heading of the text
    kind = genre_of(title or first[:80], lines, chinese=chinese, roc=roc, issued=issued)
    given = period is not None
    if period is None:
        period, why = period_of(title, lines, chinese=chinese, roc=roc, issued=issued,
                                genre=kind.genre)
    known = kind.known
    if kind.genre is Genre.PLAN and known and period and known > period.base and (
            kind.said is not Genre.PLAN):
        kind = GenreFound(Genre.MIDTERM, known, kind.said, kind.lean)  # how far a plan has come
    if kind.genre is not Genre.PLAN:
        why = Joined((why, NAMES[kind.genre]), "document.and")
    dated = _dated(title or first, chinese=chinese, roc=roc)
    title = title or re.sub(r"\.\w{2,5}$", "", document.name)
    return Frame(chinese, title, region or title, _level(region, title, chinese), period, why,
                 issued, found, sum(len(_GLUED.findall(line)) for line in lines) > 1,
                 kind.genre, kind.known, roc,
                 currency_of(lines, roc=roc) if chinese else "元",
                 kind.said is None and not given,
                 kind.genre is Genre.REVIEW and any("去年" in line for line in lines)
                 and not any("今年" in line for line in lines),
                 kind.said, kind.lean, dated)


def _dated(title: str, *, chinese: bool, roc: bool) -> int | None:
    """Return the one year that a title names, unless it is the year something is to be reached."""
    years = {t.last for t in times(title, chinese=chinese, roc=roc)
             if t.first == t.last and t.when is When.IN and not t.by and not t.edge
             and not _AHEAD_OF.search(title[:t.start])}
    return years.pop() if len(years) == 1 else None


_AHEAD_OF = re.compile(r"\b(?:to|towards?|until|vision|agenda)\s+$", re.IGNORECASE)
"""Before a year that a title looks ahead to: Strategy to 2030."""


def _title(lines: list[str], chinese: bool) -> str:
    early = [line.strip() for line in lines if line.strip()][:_ROWS_OF_TITLE]
    for i, line in enumerate(early):
        short = 4 <= len(line) <= (60 if chinese else _LONGEST_TITLE) and "。" not in line
        if not short or _NUMBERED.match(line) or line.endswith((":", "，", ",", ";")):
            continue
        if chinese and _TITLE_ZH.search(line) and "关于印发" not in line and ">" not in line:
            whole = line
            if len(line) < 14 and i and _REGION.match(early[i - 1]) and len(early[i - 1]) < 30:
                whole = early[i - 1] + line  # a title set on two lines
            return re.sub(r"^#+\s*", "", whole)
        if not chinese and _TITLE_EN.search(line) and not re.search(r"\.$|\t|\|", line):
            return re.sub(r"^#+\s*", "", line)
    for line in early:
        if (chinese and _TITLE_PART.search(line) and len(line) <= 60 and "。" not in line
                and not _NUMBERED.match(line)):
            return line
    return ""


def _region(title: str, lines: list[str], chinese: bool) -> tuple[str, bool]:
    if not chinese:
        for text in [title, *lines[:_ROWS_OF_TITLE]]:
            m = _REGION_EN.search(text)
            if m:
                return m.group().strip(), True
        return "", False
    m = _REGION.match(title)
    if m:
        return m["r"], True
    short = [line.strip() for line in lines if len(line.strip()) < 24]
    own = Counter(m["r"] for line in short for m in _ISSUER.finditer(line))
    if own:
        return own.most_common(1)[0][0], True
    if re.search("国家|全国|我国", title) or any(_NATIONAL.match(line) for line in short):
        return "全国", True
    return "", False


def _level(region: str, title: str, chinese: bool) -> Level | None:
    if not chinese:
        words = [w for w in _LEVELS_EN if w in region.split()]
        if words:
            return _LEVELS_EN[words[0]]
        return Level.NATIONAL if re.search(r"\bnational\b", title, re.IGNORECASE) else None
    if _PARK.search(region):
        return None
    for endings, level in _LEVELS:
        if region.endswith(endings):
            return level
    return Level.NATIONAL if region == "全国" else None


_DUE = re.compile(r"\b(?:by|before|until|till|to|from|since|end of)\s+$", re.IGNORECASE)


def _issued(lines: list[str]) -> int | None:
    """Return the year of the document's own date: one alone on a short line, first or last."""
    years = [int(m.group(1) or m.group(2)) for line in lines if len(line.strip()) < 70
             for m in _DATE.finditer(line) if not _DUE.search(line[:m.start()])]
    return max(years) if years else None
