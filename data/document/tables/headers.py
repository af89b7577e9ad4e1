"""Headers of plan tables: what their words say a column holds, in any order and compound."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from data.document.frame import Frame
from data.document.genre import Genre
from data.document.periods import Time, When, last_of_fiscal, times
from data.document.tables.cells import is_year, label_and_unit
from data.document.tables.model import Column, Holder
from data.document.tables.units import has_han, is_unit
from data.words import Basis, Role

_SERIAL = re.compile(r"序号?|编号|行次|代码|(?:kpi |ref\.? )?no\.?|#|s/?n|id|"
                     r"ref\.?(?:erence)?(?: no\.?)?",
                     re.IGNORECASE)
_UNIT = re.compile(r"(?:计量|指标|数据|统计|度量)?单位|units?(?: of measure(?:ment)?)?|uom|"
                   r"measurement unit", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:责任|牵头|负责|主管|实施|配合|承担|主责|数据|填报|考核|参与)(?:单位|部门|来源|科室|处室|"
    r"机构|领导|人)?"
    r"(?:[、,]?(?:责任|牵头|负责|配合)?(?:单位|部门))?|.*来源|备注|.*说明|.*口径|.*依据|.*解释|"
    r"计算(?:方法|公式)|(?:评估|衡量|考核)(?:体制|方式|方法|标准|基准)|"
    r"部门|.*部门|注|(?:目标)?(?:完成|进展|实现|执行)(?:率|程度|进度|比例|评价)(?:\(%\))?|.*进度|"
    r"评估结果|.*达标情况|是否.*|"
    r"状态|评价|趋势|notes?.*|remarks?.*|responsib.*|lead.*|.*source.*|.*owner.*|comments?.*|"
    r"means of verif.*|verification.*|frequency.*|rationale.*|method.*|assumptions?.*|"
    r".*department.*|agency|agencies|definition.*|reporting.*|collection.*|"
    r"trend|%? ?(?:of target )?achieve(?:d|"
    r"ment)"
    r" ?(?:rate|%)|rag(?: rating| status)?|progress|links?.*|sdg.*|partners?.*|timeframe|timeline|"
    r"deadline|due.*", re.IGNORECASE)
_BINDING = re.compile(r"[\u4e00-\u9fff]{0,2}(?:属性|性质)|约束性|约束性/预期性|指标类型|nature|"
                      r"type|attribute|status|"
                      r"binding.*|(?:indicator )?(?:type|nature)|indicator status", re.IGNORECASE)
_CATEGORY = re.compile(
    r"类别|分类|类型|领域|维度|一级指标|方面|板块|大类|指标(?:类别|分类|领域)|类|目标层|名目|主题|"
    r"category|themes?|areas?|domains?|dimensions?|fields?|pillars?|sectors?|outcomes?|"
    r"(?:strategic |key |policy )?(?:objectives?|goals?|priorit(?:y|ies)(?: areas?)?|focus areas?|"
    r"result areas?|"
    r"outcomes?|themes?|aims?)", re.IGNORECASE)
_BETTER = re.compile(
    r"(?:good (?:is|performance(?: is)?)|polarity|desired (?:direction|trend)|(?:aim|good) "
    r"(?:is )?to|"
    r"better(?: is| if)?|(?:intended |preferred )?direction(?: of (?:travel|improvement|good))?|"
    r"high(?:er)?/low(?:er)?|(?:bigger|smaller)/(?:smaller|bigger)(?: is better)?)|"
    r"指标方向|方向|指标极性|极性|正/?逆向|越高越好/越低越好", re.IGNORECASE)
_LESS = re.compile(r"low(?:er)?(?: is (?:better|good))?|small(?:er)?(?: is better)?|minimi[sz]e|"
                   r"decreas(?:e|ing)|reduc(?:e|ing|tion)|down(?:ward)?s?|fewer|less|[↓▼]|"
                   r"逆向(?:指标)?|负向(?:指标)?|越[低小少]越[好优]|下降|降低", re.IGNORECASE)
_MORE = re.compile(r"high(?:er)?(?: is (?:better|good))?|big(?:ger)?(?: is better)?|maximi[sz]e|"
                   r"increas(?:e|ing)|up(?:ward)?s?|more|[↑▲]|"
                   r"正向(?:指标)?|越[高大多]越[好优]|上升|提高", re.IGNORECASE)


def better_of_cell(text: str) -> bool | None:
    """Return whether a cell says that less (``True``) or more (``False``) is better, if it does."""
    body = text.strip(" .()*")
    if _LESS.fullmatch(body):
        return True
    return False if _MORE.fullmatch(body) else None


_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,8}指标(?:名称|内容|项目|体系)?(?:及单位|\(.{0,6}单位\))?|(?:主要|具体|"
    r"建设)?"
    r"(?:项目|内容|任务|事项)(?:名称)?|名称|目标名称|指标名称.{0,4}|"
    r"(?:[\w&/-]+ ){0,4}?(?:indicators?|measures?|kpis?|metrics?|items?|descriptions?|"
    r"parameters?|particulars?)"
    r"(?: names?| descriptions?)?(?: ?\(.{0,20}\))?", re.IGNORECASE)
_NAME = re.compile(
    r"地\s*区|区域|县区|区县|县\(市、区\)|县市区|市县区|旗区|旗县区?|市县|各?县|辖区|地市|市州|"
    r"盟市|单位名称|"
    r"区\(县\)|县\(区\)|镇街|"
    r"产业(?:名称|链|集群)?|行业|园区|乡镇(?:街道)?|街道|流域|城市|"
    r"县域|学校|(?:county|district|region|city|municipality|town|province|county/district|"
    r"industry|sector name|state|borough|area name|local authority|country)", re.IGNORECASE)
_REGIONS = re.compile(
    r"地区|区域|县|旗|市|辖区|区县|盟|乡镇|街道|州|county|district|region|city|municip|town|"
    r"province|state|borough|authority|country", re.IGNORECASE)

_YEAR = re.compile(r"(?:基期|基准|现状|现况|目标)?年份?|(?:baseline|base|target|reference|"
                   r"fiscal|financial|calendar|reporting|school|academic) ?years?|"
                   r"years?|FY",
                   re.IGNORECASE)

_WANTED_ZH = re.compile("目标|规划(?!基)|计划|预期|预测|期末|要求|任务|远期|近期|中期|远景|愿景|"
                        "展望")
_DONE_ZH = re.compile("基线|基期|基年|基准|基础|基数|现状|现况|实际|实绩|完成|现有|期初|当前|目前|"
                      "达成|达到|统计|快报|历史|"
                      "预计完成|执行")
_WANTED_EN = re.compile(r"target|goal|planned|projected|milestone|ambition|trajectory|expected|"
                        r"forecast|plan\b|commitment", re.IGNORECASE)
_DONE_EN = re.compile(r"baseline|base\b|current|actual|achieved|achievement|latest|status|"
                      r"results?|outturn|estimated?|est\b|"
                      r"performance|reported|existing|starting point", re.IGNORECASE)
_VALUE_ZH = re.compile(
    "预计完成|规划|计划|预期|预测|预计|目标|任务|要求|考核|基线|基期|基年|基准年?|基础|基数|现状|现况|实际|"
    "实绩|完成|达成|达到|现有|"
    "期初|期中|期末|远景|愿景|展望|平均|年均值|时期|期间|中期|近期|远期|当前|目前|最新|历史|统计|快报|"
    "执行|水平|"
    "数据|数值|指标|情况|年度|本期|上期|"
    "截至|五年|全市|全县|全区|发展|规模|年份|年底|年末|[值数量年末底初度到至止的为期约届]")
_VALUE_EN = re.compile(
    r"\b(?:targets?|goals?|planned|projected|milestones?|ambition|trajectory|expected|forecast|"
    r"plan|"
    r"baseline|base|current|actuals?|achieved|achievement|latest|status|results?|outturn|"
    r"performance|reported|existing|starting point|available|interim|final|medium|long|short|term|"
    r"values?|levels?|figures?|data|years?|yr|fy|by|end|of|the|in|as|at|for|to|from|period|and|"
    r"sdg|mdg|national|country|commitment|mid|point|position|estimate[ds]?|est|set|annual|q[1-4]|calendar|financial|fiscal)\b|[.*]",
    re.IGNORECASE)
_GROWTH_ZH = re.compile("增幅|增速|增长|年均|年平均|变化|变动|降幅|增减|累计|涨幅|升幅")
_GROWTH_EN = re.compile(r"growth|change|increase|cagr|annual(?!ly reported)|rate of|cumulative|"
                        r"reduction", re.IGNORECASE)
_GROWTH_WORDS_ZH = re.compile(
    "年均|年平均|每年|平均|累计|增长率?|增长速度|增速|增幅|增减|变化|变动|降幅|涨幅|升幅|下降|"
    "降低|提高|上升|速度|"
    r"率|幅度|五年|\d+年|期间|期内|时期|较|比|或|同比|上年|基期|预期|规划|计划|目标|预计|总量|总数|合计|"
    "数|值|"
    "[量年末底的增减]")
_GROWTH_WORDS_EN = re.compile(
    r"\b(?:average|annual|annualised|growth|change|increase|reduction|rate|cagr|per|year|over|"
    r"period|total|cumulative|of|the|in|from|to|baseline|base|by|on|p|a|target|planned|and|"
    r"compound)\b|[.%]", re.IGNORECASE)
_YEARLY = re.compile(r"年均|年平均|每年|增速|annual|per year|a year|cagr|p\.a\.", re.IGNORECASE)
_TOTAL = re.compile(r"累计|合计|总量|总数|cumulative|total|over the period", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s\[\](){}/、,，:：;；\-~“”\"'·|或和及*†%①-⑳¹²³⁴-⁹]+")
_FISCAL = re.compile(r"(?:FY\s*)?((?:19|20|21)\d{2})\s*[/-]\s*((?:19|20|21)\d{2}|"
                     r"\d{2})(?!\d)(?:\s*年度?)?",
                     re.IGNORECASE)
_LONGEST_HEADER = 60
_EXPLAINED = re.compile(r"(?<=.)\s*\(([^()]{5,40})\)$")  # 2025年目标值(各项目标应达到的水平)


def column_of(header: str, frame: Frame, *, line: int = 0, start: int = 0) -> Column | None:
    """Return the column a folded header declares; ``None`` when its words say nothing known."""
    if len(header) > 2 * _LONGEST_HEADER:
        return None
    text = " ".join(header.split())
    if not text or len(text) > _LONGEST_HEADER:
        return None
    explained = _EXPLAINED.search(text)
    bare = None if explained is None or re.search(r"\d{4}", explained.group()) or is_unit(
        explained.group(1)) else _column(text[:explained.start()], frame)
    found = bare or _column(text, frame)
    return None if found is None else replace(found, line=line, start=start)


@lru_cache(maxsize=8192)
def _column(text: str, frame: Frame) -> Column | None:
    squeezed = text.replace(" ", "") if has_han(text) else text
    squeezed = re.sub(r"[*†①-⑳¹²³⁴-⁹:]+$", "", squeezed).strip()
    dated = _years_in(squeezed, frame)
    if not dated:
        for pattern, holder in ((_SERIAL, Holder.SERIAL), (_UNIT, Holder.UNIT),
                                (_BETTER, Holder.BETTER),
                                (_OTHER, Holder.OTHER), (_BINDING, Holder.BINDING),
                                (_CATEGORY, Holder.CATEGORY), (_NAME, Holder.NAME),
                                (_YEAR, Holder.YEAR)):
            if pattern.fullmatch(squeezed):
                role = _role_said(squeezed) if holder is Holder.YEAR else None
                return Column(holder, text, role or Role.ACTUAL,
                              regions=holder is Holder.NAME and bool(_REGIONS.search(squeezed)))
    figures = _figures(squeezed, text, frame)
    if figures is None and _LABEL.fullmatch(_without(squeezed, dated)):
        return Column(Holder.LABEL, text, unit=label_and_unit(squeezed)[1])
    return figures


_ROLE_CELL = re.compile(
    r"(?:年度|阶段|规划|计划)?(?:目标|计划|任务)(?:值|数)?|(?:实际|完成|达到)(?:值|数|完成值?|"
    r"情况)?|实绩|基期值?|现[状况]值?|"
    r"(?:annual |final |interim )?(?:targets?|planned|plan|goals?|milestones?)(?: value)?|"
    r"(?:actuals?|results?|outturn|achieved|baseline|performance)(?: value| result)?",
    re.IGNORECASE)


def role_of_cell(text: str) -> Role | None:
    """Return the role that a cell gives its row: 目标值, 实际, Target, Result; no appraisal does
    (达到预期)."""
    squeezed = "".join(text.split()) if has_han(text) else " ".join(text.split())
    squeezed = re.sub(r"\s*\([^()]{1,20}\)$", "", squeezed)  # Target (days)
    if len(squeezed) > 20 or not _ROLE_CELL.fullmatch(squeezed.strip(" :*")):
        return None
    return _role_said(squeezed)


def role_of_words(text: str) -> Role | None:
    """Return the role that a cell of role words alone names: 目标值, 完成情况, Target, Result."""
    if len(text) > 40:
        return None
    squeezed = re.sub(r"\s+", "" if has_han(text) else " ", text).strip(" :*")
    if not squeezed or len(squeezed) > 24 or _rest_of_values(squeezed):
        return None
    return _role_said(squeezed)


def _role_said(text: str) -> Role | None:
    """Return the role that the words of a header name; words of what was done come first."""
    if (_DONE_ZH if has_han(text) else _DONE_EN).search(text):
        return Role.ACTUAL
    if (_WANTED_ZH if has_han(text) else _WANTED_EN).search(text):
        return Role.TARGET
    return None


def _years_in(text: str, frame: Frame) -> list[Time]:
    """Return the times of a header, in order: years, spans, and years such as 2019/20."""
    found: list[Time] = []
    blanked = text
    for m in _FISCAL.finditer(text):
        year = last_of_fiscal(m.group(1), m.group(2))
        if year != int(m.group(1)):
            found.append(Time(m.start(), m.end(), year, year, When.IN))
            blanked = blanked[:m.start()] + " " * (m.end() - m.start()) + blanked[m.end():]
    chinese = has_han(text) or frame.chinese
    if not chinese:
        found += times(blanked, chinese=False, period=frame.period)
        return sorted(found, key=lambda t: t.start)
    # Years without 年 count as well; the added character is taken off the places again.
    marked = re.compile(r"(?<!\d)((?:19|20|21)\d{2})(?![\d年]|\s*[-~至]\s*(?:19|20|21)\d{2})")
    made = marked.sub(r"\1年", blanked)
    added = [m.end() for m in marked.finditer(blanked)]

    def place(at: int) -> int:
        return at - sum(a + k < at for k, a in enumerate(added))

    for t in times(made, chinese=True, period=frame.period, roc=frame.roc):
        found.append(Time(place(t.start), place(t.end), t.first, t.last, t.when, t.by, t.part,
                          t.months, t.edge, t.plan))
    return sorted(found, key=lambda t: t.start)


def _without(text: str, dated: list[Time]) -> str:
    """Return a header without its years."""
    for t in reversed(dated):
        text = text[:t.start] + " " + text[t.end:]
    return re.sub(r"\s+", " ", text).strip(" \"“”-,/:")


def _rest_of_values(text: str) -> str:
    """Return what is left of a header without the words that headers of figures are made of."""
    rest = (_VALUE_ZH if has_han(text) else _VALUE_EN).sub(" ", text)
    return _PUNCTUATION.sub("", rest)


def _rest_of_growth(text: str) -> str:
    rest = (_GROWTH_WORDS_ZH if has_han(text) else _GROWTH_WORDS_EN).sub(" ", text)
    return _PUNCTUATION.sub("", rest)


def _figures(squeezed: str, text: str, frame: Frame) -> Column | None:
    body, unit = label_and_unit(squeezed)
    dated = _years_in(body, frame)
    named = [t for t in dated if t.when is not When.BASE]
    rest = _without(body, dated)
    base = frame.period.base if frame.period else None
    end = frame.period.end if frame.period else None
    growth = (_GROWTH_ZH if has_han(rest) else _GROWTH_EN).search(rest)
    if growth and not _rest_of_growth(rest):
        before = [t.last for t in dated if t.when is When.BASE]
        first, last = (named[0].base, named[-1].last) if named else (base, end)
        if named and frame.period is not None and first == frame.period.start:
            first = base  # 2021-2025 are the years of the plan, counted from the year before
        if before:
            first = before[0]
        if first is not None and first == last:
            first = base if last != base else None
        yearly, total = bool(_YEARLY.search(rest)), bool(_TOTAL.search(rest))
        basis = Basis.CAGR_FROM_BASE if yearly else Basis.GROWTH_FROM_BASE
        return Column(Holder.GROWTH, text, Role.GROWTH, last, first, basis, unit,
                      total=total and not yearly)
    if _rest_of_values(rest) and not is_unit(rest):
        return None
    said = _role_said(rest)
    both = said is Role.ACTUAL and (_WANTED_ZH if has_han(rest) else _WANTED_EN).search(rest)
    if both and len({t.last for t in named}) > 1:
        return None  # two headers that have run together: 2020 actual Target by 2025
    if not named:
        if said is None and not re.search("[值数]|value|figure", rest, re.IGNORECASE):
            return None
        if not rest or (said is Role.TARGET and _LABEL.fullmatch(rest)):
            return None
        year = base if said is Role.ACTUAL else end
        if said is Role.ACTUAL and frame.genre is Genre.REVIEW and _REACHED.search(rest):
            year = frame.known or year
        return Column(Holder.VALUE, text, said or Role.TARGET, year, unit=unit,
                      said=said is not None)
    year = named[-1].last
    unit = unit or (rest if is_unit(rest) else "")
    return _dated(Column(Holder.VALUE, text, Role.ACTUAL, year, unit=unit, dated=True), said,
                  frame)


_REACHED = re.compile("实际|实绩|完成|达成|达到")


def _dated(column: Column, said: Role | None, frame: Frame) -> Column:
    """Give a column of figures of one year its role: its words say it, else its year does."""
    year = column.year
    base = frame.period.base if frame.period else None
    end = frame.period.end if frame.period else None
    if said is not None:
        return replace(column, role=said, said=True)
    if year is None or base is None or year <= base or frame.genre is Genre.REVIEW:
        return column
    if end is not None and year < end and frame.genre.looks_back:
        return column  # the year an evaluation looks at
    issued = frame.issued is not None and year < frame.issued
    if issued and end is not None and year < end:
        return replace(column, doubt=True)  # over when the plan was issued: an achieved figure
    return replace(column, role=Role.TARGET)


def measure_of(header: str, frame: Frame, *, role: Role, year: int | None, line: int, start: int
               ) -> Column:
    """Return the column of an indicator in a table whose rows are regions."""
    squeezed = re.sub(r"\s+", "" if frame.chinese else " ", header[:160]).strip()
    label, unit = label_and_unit(squeezed)
    dated = [t for t in _years_in(label, frame) if t.when is not When.BASE]
    base = frame.period.base if frame.period else None
    if dated:
        year = dated[-1].last
        label = _without(label, dated)
        words = re.search(r"(?:规划|计划|预期)?(?:目标|任务)(?:值|数|量)?$|(?:现状|实际|完成|"
                          r"基期)(?:值|数|量|情况)?$|"
                          r"\b(?:targets?|baseline|actual)$", label, re.IGNORECASE)
        said = _role_said(words.group()) if words else None
        if words is not None and words.start() > 1:
            label = label[:words.start()]
        ahead = base is not None and year > base
        role = said or (Role.TARGET if ahead else Role.ACTUAL)
        inner = re.search(r"[(\[]([^()\[\]]{1,20})[)\]]", label)
        if not unit and inner is not None and is_unit(inner.group(1)):
            unit = inner.group(1)
            label = label[:inner.start()] + label[inner.end():]
        label = re.sub(r"[(\[]\s*[)\]]", "", label).strip(" -,")
    basis = Basis.LEVEL
    if label.startswith(("新增", "净增")) and role is Role.TARGET:
        basis = Basis.INCREMENT_FROM_BASE
    return Column(Holder.MEASURE, header, role, year, base if basis is not Basis.LEVEL else None,
                  basis, unit, label, line, start, assumed=not dated)


_VALUE_WORDS = re.compile(
    r"(?:规划)?(?:目标|预测|预期|基期|现状|现况|基准|实际|完成|基础|期末)(?:值|数|情况|量)?|基数|实绩|"
    r"target|baseline|actual|goal|value", re.IGNORECASE)


def is_value_word(text: str) -> bool:
    """Say whether a piece of a header is one of the words that follow or precede a year."""
    return _VALUE_WORDS.fullmatch(text) is not None


def merged(cells: list[tuple[str, int, int]], *, words: bool = True) -> list[tuple[str, int, int]]:
    """Join the pieces of headers that a flattened table broke: 2020年 + 基期值, 金额 + (万元).

    Without ``words`` only brackets are joined to what they belong to.
    """
    out: list[tuple[str, int, int]] = []
    for text, line, start in cells:
        last = out[-1][0] if out else ""
        joins = bool(out) and (
            text.startswith(("(", "[")) or last.count("(") > last.count(")")
            or (words and is_year(last) is not None and is_value_word(text))
            or (words and is_value_word(last) and is_year(text) is not None))
        if joins:
            out[-1] = (last + text, out[-1][1], out[-1][2])
        else:
            out.append((text, line, start))
    return out
