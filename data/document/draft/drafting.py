"""Indicators with their claims to the rows of a plan: targets, history, statements, parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from data.document.characters import folded
from data.document.claims import Claim, Understood
from data.document.draft.grouping import RATES, Filed, Group, grouped
from data.document.draft.naming import Mark
from data.document.sense import better_of
from data.messages.message import Message
from data.plan import Period, Unread
from data.units import MONEY, Unit
from data.words import Basis, Kind, Place, Role, Sense, Wording

# What kind of figure an indicator's name and unit say it is; undeclared where they do not say.

@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind, the readings where it is undeclared, and the words it rests on."""

    kind: Kind
    readings: tuple[Kind, ...]
    why: Wording


_RATIO = re.compile(
    r"每[百千万亿\d]|人均|户均|亩均|平均|年限|寿命|年龄|浓度|密度|/|\bper\b(?! cent)|"
                    r"\baverage\b|\bmean\b|life expectancy|concentration|density", re.IGNORECASE)
_TIMES = re.compile(r"(?:时间|时长|时限|用时|天数|生师比|收入比|之比|倍差|班额|比值)$|"
                    r"class size|waiting time|ratio$", re.IGNORECASE)
_SCORE = re.compile(r"满意度|指数|得分|评分|\bscore\b|\bindex\b|satisfaction", re.IGNORECASE)
_SHARE = re.compile(r"率|比例|比重|占比|覆盖|强度|份额|\bshare\b|\brate\b|coverage|cover|"
                    r"percentage|"
                    r"proportion|prevalence", re.IGNORECASE)
_STOCK = re.compile(
    r"余额|里程|面积|人口(?!密度)|床位|人员|在校|蓄积|库容|装机|储量|存栏|"
    r"(?<!固定)资产(?!投资)|保有量|"
    r"用户|网民|规模(?=$|达)|能力|泊位|学位|托位|车位|\bbeds\b|"
    r"population|\blength\b|area\b|stock|capacity|in force|\broads?\b.*length", re.IGNORECASE)
_PLACES = re.compile(  # places and people that are there: counted as they are at year end
    r"(?:学校|幼儿园|中小学|医院|卫生院|图书馆|博物馆|文化馆|体育馆|县|镇|村|景区|度假区|水库|"
    r"公园|社区|桩|医师|"
    r"护士|教师)(?:总)?(?:数|数量|个数|总数)?$|"
    r"\b(?:schools|hospitals|parks|libraries|vehicles|teachers|doctors|nurses)$", re.IGNORECASE)
_FLOW = re.compile(
    r"产量|总产|产值|发电|接待|成交|进出口|收入|投资|生产总值|增加值|销售|消费|就业|招生|造林|排放|"
    r"用水|能耗|旅客|吞吐|供水量|客运|货运|游客|人次|开工|产生量|填埋|事故|死亡|发病|出生|gdp|"
    r"income|"
    r"output|revenue|investment|production|exports?|emissions|water use|consumption|births|deaths|"
    r"visitors|visits|waste|accidents|trips|journeys|passengers|completions|"
    r"apprenticeships|starts$|casualties", re.IGNORECASE)
_EVENTS = re.compile(r"申请|授权|登记|注册|案件|受理|办理|转让|质押|融资|培训|许可", re.IGNORECASE)
_COUNTS = ("piece", "organisation", "person", "attendance", "household", "number")


def kind_of(name: str, unit: Unit, mark: Mark, *, beyond: bool = False) -> KindGuess:
    """Return the kind that a name and a unit tell; ``beyond``: figures lie outside 0-100."""
    text = folded(name)
    if unit.dimension == "percent":
        return _percent(text, beyond=beyond)
    if unit.dimension == "score" and beyond:  # points that are not out of a hundred
        return _open((Kind.STOCK, Kind.FLOW))
    if unit.dimension == "score" or _SCORE.search(text):
        return _said(Kind.SCORE, "score")
    if " per " in unit.dimension or (_RATIO.search(text) and unit.dimension not in MONEY):
        return _said(Kind.RATIO, "ratio")
    if _TIMES.search(text):
        return _said(Kind.RATIO, "mean")
    if unit.dimension == "rank":
        return _said(Kind.SCORE, "rank")
    if mark is Mark.RUNNING:
        return _said(Kind.CUMULATIVE, "running")
    if mark is Mark.FLOW:
        return _said(Kind.FLOW, "a_year")
    if mark is Mark.STOCK:
        return _said(Kind.STOCK, "in_force")
    if unit.dimension in MONEY and not _STOCK.search(text):
        if _EVENTS.search(text):
            return _open((Kind.AMOUNT, Kind.CUMULATIVE))
        return _said(Kind.AMOUNT, "money")
    if unit.dimension in _COUNTS and _PLACES.search(text):
        return _said(Kind.STOCK, "institutions")
    if _STOCK.search(text):
        return _said(Kind.STOCK, "stock")
    if _FLOW.search(text):
        return _said(Kind.FLOW, "output")
    if unit.dimension in _COUNTS:
        return _open((Kind.FLOW, Kind.CUMULATIVE) if _EVENTS.search(text)
                     else (Kind.STOCK, Kind.FLOW))
    return _open((Kind.STOCK, Kind.FLOW))


def _percent(text: str, *, beyond: bool) -> KindGuess:
    if beyond or re.search("增长|增速|下降|降低|降幅|growth|change|reduction", text, re.IGNORECASE):
        return _open((Kind.FLOW, Kind.STOCK))  # a rate of change may lie outside 0-100
    if _SHARE.search(text) or _SCORE.search(text):
        return _said(Kind.SHARE, "share")
    return _said(Kind.SHARE, "percent")


def _said(kind: Kind, by: str) -> KindGuess:
    return KindGuess(kind, (), Message(f"document.kind.{by}"))


def _open(readings: tuple[Kind, ...]) -> KindGuess:
    return KindGuess(Kind.UNDECLARED, readings, Message("document.kind.open"))


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A target row: what it rests on, its base and the growth the document prints beside it."""

    filed: Filed
    sense: Sense
    base: float | None = None  # canonical unit
    base_year: int | None = None
    stated_growth: float | None = None
    stretch: tuple[Claim, ...] = ()  # 力争: what the document hopes for beyond the target


@dataclass(frozen=True, slots=True)
class HistoryDraft:
    """A figure of a year; ``derived`` when it was computed from a printed growth."""

    filed: Filed
    year: int
    value: float  # canonical unit
    derived: bool = False


@dataclass(slots=True)
class Draft:
    """One indicator's rows."""

    group: Group
    kind: KindGuess
    direction: int
    targets: list[TargetDraft] = field(default_factory=list)
    history: list[HistoryDraft] = field(default_factory=list)
    partials: list[Filed] = field(default_factory=list)
    statements: list[Filed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan in the making."""

    understood: Understood
    period: Period
    drafts: tuple[Draft, ...]
    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # regions, indicators
    unread: tuple[Unread, ...]


def draft_plan(understood: Understood, period: Period) -> PlanDraft:
    """Return the rows of a plan for every claim of a document; nothing is left out silently."""
    claims = [_named(claim) for claim in understood.claims]
    unread = list(understood.unread)
    drafts = tuple(_draft(group, period, unread) for group in grouped(claims))
    return PlanDraft(understood, period, drafts, _parts(drafts), tuple(unread))


def _named(claim: Claim) -> Claim:
    """Give the rows of a table of regions that lost their names one each."""
    if claim.columns and not claim.region and "no_name" in claim.reason.codes:
        return replace(claim, region=f"? {claim.row}")
    return claim


def _draft(group: Group, period: Period, unread: list[Unread]) -> Draft:
    levels = [f for f in group.filed if f.claim.basis is Basis.LEVEL and f.claim.value is not None]
    edges = [f.canonical(v) for f in levels for v in (f.claim.value, f.claim.upper)
             if v is not None]
    beyond = any(not 0 <= v <= 100 for v in edges)
    kind = kind_of(group.name, group.unit.unit, group.mark, beyond=beyond)
    falling = [f for f in group.filed if f.claim.role is Role.TARGET and (
        f.claim.falling or f.claim.sense is Sense.AT_MOST)]
    rising = [f for f in group.filed if f.claim.role is Role.TARGET and f not in falling
              and f.claim.explicit and f.claim.sense in (Sense.AT_LEAST, Sense.ABOVE)]
    less = better_of(group.name, group.unit.unit.symbol).less and not rising
    draft = Draft(group, kind, -1 if less or len(falling) > len(rising) else 1)
    for item in group.filed:
        _place(draft, item, period, unread)
    _derived(draft)
    draft.targets = _chosen(draft, period, unread)
    return draft


def _place(draft: Draft, item: Filed, period: Period, unread: list[Unread]) -> None:
    claim = item.claim
    if claim.role is Role.TARGET:
        draft.targets.append(TargetDraft(item, claim.sense))
        return
    if claim.role is Role.GROWTH or claim.basis is not Basis.LEVEL or item.value is None:
        if claim.role is Role.GROWTH and (claim.base_year is None or claim.rate is None):
            unread.append(Unread(claim.text, _WHY_NO_BASE, claim.span))
            return
        draft.statements.append(item)
        return
    year = claim.year
    if year is None:
        unread.append(Unread(claim.text, _WHY_NO_YEAR, claim.span))
        return
    if claim.months != (1, 12):
        draft.partials.append(item)
        return
    vague = claim.sense in (Sense.ABOVE, Sense.ABOUT, Sense.AT_MOST, Sense.BETWEEN)
    negative = item.value < 0
    spot = next((h for h in draft.history if h.year == year
                 and h.filed.claim.region == claim.region), None)
    if vague or negative or year > period.end:
        draft.statements.append(item)
        return
    if spot is None:
        draft.history.append(HistoryDraft(item, year, item.value))
        return
    if not _about_equal(spot.value, item.value):
        unread.append(_contradiction(spot.filed.claim, claim, year))
    if _better(claim, spot.filed.claim):
        draft.history[draft.history.index(spot)] = HistoryDraft(item, year, item.value)
        draft.statements.append(spot.filed)
    else:
        draft.statements.append(item)


_WHY_NO_YEAR = "数值没有可确定的年份 / a figure whose year is not known"
_WHY_NO_BASE = "增长率没有可确定的基期 / a growth figure whose first year is not known"


def _about_equal(one: float, other: float) -> bool:
    """Say whether two printed figures may be one, rounded to three digits or more."""
    return abs(one - other) <= 0.005 * max(abs(one), abs(other))


def _contradiction(one: Claim, other: Claim, year: int) -> Unread:
    """Return the doubt that two figures of the document for one thing and year differ."""
    shown = f"{one.label} {year}: {one.text}{one.unit} / {other.label} {other.text}{other.unit}"
    zh = f"文件中同一指标同一年有两个数（另一处在第{one.span.line}行）"
    en = f"the document has two figures for one thing and year (the other on line {one.span.line})"
    return Unread(shown, f"{zh} / {en}", other.span)


def _better(new: Claim, old: Claim) -> bool:
    return new.place is Place.TABLE and old.place is not Place.TABLE


def _derived(draft: Draft) -> None:
    """Add the first year's figure where the document prints the last year's and the growth."""
    for item in list(draft.statements):
        claim = item.claim
        if claim.role is not Role.GROWTH or claim.place is Place.TABLE or not claim.rate or (
                claim.rate <= -100 or claim.base_year is None):
            continue
        years = {h.year: h for h in draft.history if h.filed.claim.region == claim.region}
        last = years.get(claim.year if claim.year is not None else 0)
        if last is None or claim.base_year in years or last.year <= claim.base_year:
            continue
        span = last.year - claim.base_year if claim.basis is Basis.CAGR_FROM_BASE else 1
        value = last.value / (1 + claim.rate / 100) ** span
        draft.history.append(HistoryDraft(
            replace(last.filed, claim=claim), claim.base_year, value, derived=True))


def _chosen(draft: Draft, period: Period, unread: list[Unread]) -> list[TargetDraft]:
    """Return one target for each region, year and basis; the others become statements."""
    rows: dict[tuple[str, int, Basis, str], list[TargetDraft]] = {}
    for target in draft.targets:
        claim = target.filed.claim
        year = claim.year if claim.year is not None else period.end
        rows.setdefault((claim.region, year, claim.basis, claim.relative_to), []).append(target)
    out = []
    for (region, year, basis, _), several in rows.items():
        firm = [t for t in several if not t.filed.claim.stretch]
        hoped = tuple(t.filed.claim for t in several if t.filed.claim.stretch) if firm else ()
        several = firm or several
        several.sort(key=lambda t: (t.filed.claim.place is not Place.TABLE,
                                    -t.filed.claim.confidence))
        main = several[0]
        claim = main.filed.claim
        base_year = claim.base_year if claim.base_year is not None else period.base
        bracket = basis is Basis.INCREMENT_FROM_BASE and claim.row and any(
            t.filed.claim.row == claim.row and t.filed.claim.basis is Basis.LEVEL
            for t in draft.targets)
        if year <= base_year or bracket:
            draft.statements += [t.filed for t in several]
            continue
        words = [t for t in several[1:]
                 if t.filed.claim.explicit and t.filed.value == main.filed.value]
        sense = words[0].sense if words and not claim.explicit else main.sense
        if words and words[0].sense is Sense.BETWEEN:
            sense = main.sense
        draft.statements += [t.filed for t in several[1:]]
        if main.filed.value is not None and basis is Basis.LEVEL:
            unread += [_contradiction(claim, t.filed.claim, year) for t in several[1:]
                       if t.filed.value is not None
                       and not _about_equal(main.filed.value, t.filed.value)]
        out.append(_with_base(draft, replace(main, sense=sense, stretch=hoped), region,
                              base_year))
    return out


def _with_base(draft: Draft, target: TargetDraft, region: str, base_year: int) -> TargetDraft:
    claim = target.filed.claim
    here = [h for h in draft.history if h.filed.claim.region == region]
    same_row = [h for h in here if claim.row and h.filed.claim.row == claim.row]
    base = next((h for h in same_row), None) or next(
        (h for h in here if h.year == base_year and not h.derived), None)
    growth = [i.claim.rate for i in draft.statements
              if claim.row and i.claim.row == claim.row and i.claim.role is Role.GROWTH
              and i.claim.basis is Basis.GROWTH_FROM_BASE]
    if claim.basis not in (Basis.LEVEL, *RATES, Basis.INCREMENT_FROM_BASE) or (
            base is None or base.value == 0 or base.year >= (claim.year or base.year + 1)):
        return replace(target, base_year=claim.base_year)
    return replace(target, base=base.value, base_year=base.year,
                   stated_growth=growth[0] if growth and claim.basis is Basis.LEVEL else None)


_ADDABLE = (Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE, Kind.AMOUNT, Kind.UNDECLARED)


def _parts(drafts: tuple[Draft, ...]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return which regions of a table add up to the plan's own, and for which indicators."""
    found: dict[tuple[str, ...], list[str]] = {}
    for draft in drafts:
        tables: dict[str, list[str]] = {}
        for item in draft.group.filed:
            claim = item.claim
            if claim.columns == "regions" and claim.region and claim.basis is Basis.LEVEL:
                tables.setdefault(claim.row.split(":")[0], []).append(claim.region)
        for regions in tables.values():
            names = tuple(dict.fromkeys(regions))
            share = draft.group.dimension == "percent" or " per " in draft.group.dimension
            if len(names) > 1 and not share and draft.kind.kind in _ADDABLE:
                whole = next((k for k in found if set(k) >= set(names)), names)
                found.setdefault(whole, []).append(draft.group.id)
    return tuple((regions, tuple(dict.fromkeys(ids))) for regions, ids in found.items())
