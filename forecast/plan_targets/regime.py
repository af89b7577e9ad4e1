"""Which regime a plan belongs to: declared, else read off its region, level and period."""

from __future__ import annotations

import re

from data.plan import Plan
from data.words import Level, Regime

_CHINA = frozenset({"中国", "全国", "国家", "china", "national", "people's republic of china"})
_WORLD = frozenset({"世界", "全球", "world", "global", "the world"})
_EU = frozenset({"欧盟", "欧洲联盟", "eu", "european union"})
_CHINESE_PLACE = re.compile(
    r"[\u4e00-\u9fff](省|市|县|区|旗|盟|州|镇|乡|自治区|新区|开发区|市县)$")
_PROVINCES = frozenset((
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川",
    "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆"))


def regime_of(plan: Plan) -> Regime | None:
    """Return the plan's regime: the declared one, else a default; ``None`` where none is told.

    Chinese are regions with a Chinese name of rank (省, 市, 县 ...), provinces and the nation; a
    plan that ends in the year after its base is then one of yearly tasks. The nation of another
    country needs ``level: national``. Every output says which regime was taken.
    """
    if plan.regime is not None:
        return plan.regime
    names = {plan.region.zh.strip().casefold(), plan.region.en.strip().casefold()} - {""}
    if names & _WORLD:
        return Regime.WORLD_GOALS
    if names & _EU:
        return Regime.EU_LAW
    zh = plan.region.zh.strip()
    if names & _CHINA or zh in _PROVINCES or _CHINESE_PLACE.search(zh):
        yearly = plan.period.end - plan.period.base <= 1
        return Regime.CHINA_YEARLY if yearly else Regime.CHINA_PLAN
    return Regime.NATIONAL_PLAN if plan.level is Level.NATIONAL else None
