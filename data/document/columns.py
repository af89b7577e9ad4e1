"""Headers of plan tables: what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.cells import is_unit, is_year, label_and_unit
from data.document.frame import Frame
from data.document.periods import When, times
from data.words import Basis, Role


class Holder(StrEnum):
    """The kinds of columns."""

    SERIAL = "serial"
    CATEGORY = "category"
    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"  # the indicator of the row in a year
    GROWTH = "growth"
    BINDING = "binding"
    NAME = "name"  # the region, sector or body of the row
    MEASURE = "measure"  # an indicator, for the region of the row
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, and for figures their role, years, unit and indicator."""

    holder: Holder
    header: str
    role: Role = Role.ACTUAL
    year: int | None = None
    base_year: int | None = None
    basis: Basis = Basis.LEVEL
    unit: str = ""
    label: str = ""
    line: int = 0
    start: int = 0
    regions: bool = False  # NAME: the rows are regions
    assumed: bool = False  # MEASURE: role and year are those of the table's title


_SERIAL = re.compile(r"序号|编号|行次|no\.?|#|s/n", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:主要|具体|核心|二级|三级|考核|发展|规划)?指标(?:名称|内容|"
    r"项目)?(?:\s*\((?:计量)?单位\))?|项目(?:名称)?|目标名称|"
    r"(?:key |main |headline )?(?:performance )?indicators?(?: name)?(?:\s*\(unit\))?|measure|item",
    re.IGNORECASE)
_CATEGORY = re.compile(
    r"类别|分类|类型|领域|维度|一级指标|方面|板块|大类|category|theme|area|domain|"
                       r"dimension|field|pillar|sector", re.IGNORECASE)
_UNIT = re.compile(r"(?:计量)?单位|units?(?: of measure(?:ment)?)?", re.IGNORECASE)
_BINDING = re.compile(r"(?:指标)?(?:属性|性质)|指标类型|nature|type|attribute|status|binding.*",
                      re.IGNORECASE)
_NAME = re.compile(
    r"地\s*区|区域|县区|县\(市、区\)|县市区|旗区|区县|市县|各?县|辖区|地市|市州|盟市|单位名称|"
    r"产业(?:名称|链|集群)?|行业|园区|乡镇|街道|流域|"
    r"县域|部门|学校|county|district|region|city|municipality|town|province|county/district|"
    r"industry|sector name", re.IGNORECASE)
_REGIONS = re.compile(
    r"地区|区域|县|旗|市|辖区|盟|乡镇|街道|county|district|region|city|municip|town|"
                      r"province", re.IGNORECASE)
_OTHER = re.compile(
    r"责任(?:单位|部门)|牵头(?:单位|部门)|数据来源|备注|说明|负责.*|主管.*|来源|配合单位|注|"
    r"note.*|remark.*|responsib.*|lead.*|"
    r"source.*|owner|comment.*", re.IGNORECASE)
_GROWTH = re.compile(r"增幅|增速|增长|年均|变化|降幅|growth|change|increase|cagr|annual|rate of",
                     re.IGNORECASE)
_YEARLY = re.compile(r"年均|年平均|增速|annual|per year|a year|cagr|p\.a\.", re.IGNORECASE)
_TARGET = re.compile(
    r"目标|预测|预期|规划|计划值|期末|target|goal|planned|projected", re.IGNORECASE)
_ACTUAL = re.compile(
    r"基期|现状|基数|基准|实际|完成|现有|达到值|baseline|base|actual|current|achieved|"
                     r"outturn|latest", re.IGNORECASE)
VALUE_WORDS = re.compile(
    r"(?:规划)?(?:目标|预测|预期|基期|现状|基准|实际|完成|基础|期末)(?:值|数|情况|量)?|基数|"
    r"target|baseline|actual|goal|value",
    re.IGNORECASE)


def column_of(header: str, frame: Frame, *, line: int = 0, start: int = 0) -> Column | None:
    """Return the column a folded header declares; ``None`` when its words say nothing known."""
    text = re.sub(r"\s+", " ", header).strip()
    squeezed = text.replace(" ", "") if frame.chinese else text
    for pattern, holder in ((_SERIAL, Holder.SERIAL), (_LABEL, Holder.LABEL),
                            (_CATEGORY, Holder.CATEGORY), (_UNIT, Holder.UNIT),
                            (_OTHER, Holder.OTHER), (_BINDING, Holder.BINDING),
                            (_NAME, Holder.NAME)):
        if pattern.fullmatch(squeezed):
            return Column(holder, text, line=line, start=start,
                          regions=holder is Holder.NAME and bool(_REGIONS.search(squeezed)))
    return _figures(squeezed, text, frame, line, start)


def _figures(squeezed: str, text: str, frame: Frame, line: int, start: int) -> Column | None:
    body, unit = label_and_unit(squeezed)
    if frame.chinese:
        body = re.sub(r"(?<!\d)((?:19|20|21)\d{2})(?!\d|年)", r"\1年", body)
    years = times(body, chinese=frame.chinese, period=frame.period)
    named = [t for t in years if t.when is not When.BASE] or years
    rest = body
    for t in reversed(years):
        rest = rest[:t.start] + rest[t.end:]
    rest = rest.strip(" \"“”年末期底度()[]-:,/")
    base = frame.period.base if frame.period else None
    end = frame.period.end if frame.period else None
    if _GROWTH.search(body) and not _named_indicator(rest):
        first, last = (named[0].base, named[0].last) if named else (base, end)
        basis = Basis.CAGR_FROM_BASE if _YEARLY.search(body) else Basis.GROWTH_FROM_BASE
        return Column(Holder.GROWTH, text, Role.GROWTH, last, first, basis, unit, line=line,
                      start=start)
    target = bool(_TARGET.search(rest)) and not _ACTUAL.search(rest)
    if not named:
        if target and VALUE_WORDS.fullmatch(rest):
            return Column(Holder.VALUE, text, Role.TARGET, end, unit=unit, line=line, start=start)
        if _ACTUAL.search(rest) and VALUE_WORDS.fullmatch(rest):
            return Column(Holder.VALUE, text, Role.ACTUAL, base, unit=unit, line=line, start=start)
        return None
    year = named[-1].last
    if rest and not (VALUE_WORDS.fullmatch(rest) or is_unit(rest)):
        return None
    ahead = base is not None and year > base if not _ACTUAL.search(rest) else False
    role = Role.TARGET if target or ahead else Role.ACTUAL
    return Column(Holder.VALUE, text, role, year, unit=unit, line=line, start=start)


def _named_indicator(rest: str) -> bool:
    """Say whether a header names an indicator of its own besides words such as growth."""
    bare = re.sub(r"年均|年平均|累计|增长率|增长速度|增长|增幅|增速|变化|降幅|幅度|average|annual|"
                  r"growth|change|increase|rate|"
                  r"cagr|per year|over|period|total|of|the|\s|[%()\[\]/]", "", rest,
                  flags=re.IGNORECASE)
    return len(bare) > 3


def measure_of(header: str, frame: Frame, *, role: Role, year: int | None, line: int, start: int
               ) -> Column:
    """Return the column of an indicator in a table whose rows are regions."""
    label, unit = label_and_unit(re.sub(r"\s+", "" if frame.chinese else " ", header).strip())
    years = times(label, chinese=frame.chinese, period=frame.period)
    base = frame.period.base if frame.period else None
    if years:
        year = years[-1].last
        ahead = base is not None and year > base
        role = Role.TARGET if ahead or _TARGET.search(label) else Role.ACTUAL
        for t in reversed(years):
            label = label[:t.start] + label[t.end:]
        label = label.strip(" ()-,")
        label, unit = (label, unit) if unit else label_and_unit(label)
    assumed = not years
    basis = Basis.LEVEL
    if label.startswith(("新增", "净增")) and role is Role.TARGET:
        basis = Basis.INCREMENT_FROM_BASE
    return Column(Holder.MEASURE, header, role, year, base if basis is not Basis.LEVEL else None,
                  basis, unit, label, line, start, assumed=assumed)


def merged(cells: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Join the pieces of headers that a flattened table broke: 2020年 + 基期值, 金额 + (万元)."""
    out: list[tuple[str, int, int]] = []
    for text, line, start in cells:
        last = out[-1][0] if out else ""
        joins = bool(out) and (
            text.startswith(("(", "[")) or last.count("(") > last.count(")")
            or (is_year(last) is not None and VALUE_WORDS.fullmatch(text) is not None)
            or (VALUE_WORDS.fullmatch(last) is not None and is_year(text) is not None))
        if joins:
            out[-1] = (last + text, out[-1][1], out[-1][2])
        else:
            out.append((text, line, start))
    return out
