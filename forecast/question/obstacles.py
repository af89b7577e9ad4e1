"""Why a target has no number to compute with, and the datum that would give it one."""

from __future__ import annotations

from dataclasses import dataclass

from data.plan import Indicator, Target
from data.words import Basis, Kind, Text

FROM_BASE = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.INCREMENT_FROM_BASE)
"""Bases whose number counts from the base value."""

SUMMED = (Kind.FLOW, Kind.AMOUNT)
"""Kinds that a sum over the period makes sense for."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no number can be given, and what is missing (empty where nothing is)."""

    why: Text
    missing: Text = Text("", "")


NOT_SCORED = Obstacle(Text("定性目标，不评分", "qualitative, not scored"))
NO_LEVEL = Obstacle(
    Text("按所给比率算不出目标年的水平", "the rate that is stated leads to no level"),
    Text("需要：目标年的数值", "needed: the value to be reached"),
)
BASE_ZERO = Obstacle(
    Text("基期值为零，由零算起的增幅没有意义",
         "the base is zero, and no growth can be counted from nothing"),
    Text("需要：目标年的数值，或由基期增加的数量",
         "needed: the value to be reached, or the increase from the base"),
)
NO_SUM = Obstacle(
    Text("只有年度量才能在规划期内求和", "only a yearly flow can be summed over the period"),
    Text("需要：把指标口径声明为年度量，或改用其他目标类型",
         "needed: the indicator declared as a yearly flow, or another basis"),
)


def figure_of(indicator: Indicator, year: int | str, region: str = "") -> Text:
    """Name the figure that is wanted; ``region`` where it is not the plan's own."""
    name = indicator.name
    zh, en = (f"{region}", f" of {region}") if region else ("", "")
    return Text(f"需要：{zh}“{name.get('zh')}”{year}{'年' if year else ''}的数值",
                f"needed: the {year or 'base-year'} figure of '{name.get('en')}'{en}")


def in_the_target(target: Target, indicator: Indicator, kind: Kind) -> Obstacle | None:
    """Return what the target itself lacks, whatever the data."""
    if target.basis is Basis.QUALITATIVE:
        return NOT_SCORED
    if target.basis is Basis.RELATIVE_TO_REGION and not target.relative_to:
        return other_region_unknown(indicator)
    if target.value is None and target.basis not in (Basis.EVERY_YEAR_UP,
                                                     Basis.RELATIVE_TO_REGION):
        name = indicator.name
        return Obstacle(Text("文件没有给出目标数值", "the document gives no target value"),
                        Text(f"需要：“{name.get('zh')}”的目标数值",
                             f"needed: a target value for '{name.get('en')}'"))
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD and kind not in SUMMED:
        return NO_SUM
    return None


def other_region_unknown(indicator: Indicator, region: str = "", *, here: bool = True) -> Obstacle:
    """The region a target compares with has no figures, or is not even named.

    ``here``: the plan's own region has none either.
    """
    name, zh, en = indicator.name, region or "对照地区", region or "the other region"
    where_zh, where_en = (f"本地区与{zh}", f"here and in {en}") if here else (zh, f"in {en}")
    return Obstacle(
        Text("目标是相对于另一地区的水平，没有数值可比",
             "the target is relative to another region and gives no number to compare with"),
        Text(f"需要：“{name.get('zh')}”在{where_zh}的历年数值",
             f"needed: yearly figures of '{name.get('en')}' {where_en}"))


def no_base(target: Target, indicator: Indicator, base_value: float | None, *, as_of: int,
            region: str = "") -> Obstacle | None:
    """Return why a target that counts from its base cannot: no base, or not known yet."""
    if target.basis not in FROM_BASE:
        return None
    if base_value is None or target.base_year is None:
        return Obstacle(
            Text("只给出增幅，没有基期值", "only a growth is given and no base to count it from"),
            figure_of(indicator, target.base_year or "", region))
    if base_value == 0 and target.basis is not Basis.INCREMENT_FROM_BASE:
        return BASE_ZERO
    if target.base_year > as_of:
        year = target.base_year
        return Obstacle(
            Text(f"目标由{year}年的基期值算起，而{as_of}年时还不知道这个值",
                 f"the target counts from {year}, whose figure {as_of} cannot know"),
            Text(f"需要：{year}年或之后的截止年份", f"needed: an as-of year of {year} or later"))
    return None
