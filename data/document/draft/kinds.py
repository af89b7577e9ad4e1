"""What kind of figure an indicator's name and unit say it is; undeclared where they do not say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.characters import folded
from data.document.draft.naming import Mark
from data.messages.message import Message
from data.units import MONEY, Unit
from data.words import Kind, Wording


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
