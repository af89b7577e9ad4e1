"""Published targets of real plans, and what the law says of each as a user would ask it.

One base figure each (for MDG 4 the three that were known at adoption), the class cut at the year of
the latest of them, the place's own series left out. No outcome after 2023 is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.plan import Indicator, Period, Plan, Target
from data.plan_sets.tables import PlanTarget, mdg4, plan_sets, plan_targets
from data.series import Series
from data.units import find_unit
from data.words import BASELINE, Kind, Regime, Sense, Text
from forecast.cases import start_run
from forecast.knowledge import Knowledge
from scenarios.scenario import Scenario

N_PATHS = 4000
AS_IS = Scenario(BASELINE, Text("基准情景", "Baseline"))
PLACES = {  # the collection's names -> the reference class's, so that no place is its own class
    "China": "全国", "Qinghai": "青海", "Tianjin": "天津", "Hunan": "湖南", "Henan": "河南",
    "Yunnan": "云南", "Shandong": "山东", "Sichuan": "四川", "Liaoning": "辽宁", "Wuhan": "武汉市",
    "Hubei": "湖北", "Jiangxi": "江西", "Gansu": "甘肃", "Jiangsu": "江苏", "Shanghai": "上海",
    "Anhui": "安徽", "Shenzhen": "深圳市", "Kunming": "昆明市", "Fuzhou": "福州市",
    "Qingdao": "青岛市", "Guangzhou": "广州市", "Suzhou": "苏州市",
}
FAMILIES = {
    "software_registrations": "software", "ip_pledge_financing": "pledge_finance",
    "ip_protection_satisfaction": "satisfaction", "pct_applications": "pct",
    "invention_patents_per_10k": "inventions_per_10k", "works_registrations": "copyright",
    "patent_applications": "patent_applications", "valid_inventions": "invention_stock",
    "valid_trademarks": "trademarks_in_force", "well_known_trademarks": "well_known_trademarks",
    "high_value_inventions_per_10k": "high_value_inventions",
}
KINDS = {"flow": Kind.FLOW, "stock": Kind.STOCK, "ratio": Kind.RATIO, "rate": Kind.SHARE,
         "share": Kind.SHARE, "score": Kind.SCORE, "count": Kind.FLOW, "amount": Kind.AMOUNT}
UNITS_AS = {"per 1000": "人/千人", "per 100000": "人/十万人", "位": "个", "index": "个"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A target with an outcome; ``years`` and ``values`` are the figures known when it was set."""

    set: str
    regime: Regime
    region: str
    level: str
    indicator: str
    unit: str
    kind: Kind
    binding: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    target_year: int
    target_value: float
    sense: Sense
    known_year: int
    actual: float | None  # of the target year
    met: bool
    used: bool

    @property
    def name(self) -> str:
        """What the target is called in the table of scores."""
        return f"{self.region}: {self.indicator} {self.target_year}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says; ``place`` is the share of it on the worse side of what came."""

    asked: Asked
    probability: float
    place: float | None


def questions() -> Iterator[Asked]:
    """Yield every target with a base, a value and an outcome known by 2023."""
    for t in plan_targets():
        asked = _question(t)
        if asked is not None:
            yield asked
    for country, values, target, actual in mdg4():
        yield Asked(
            "world_mdg4", Regime.WORLD_GOALS, country, "national", "under-five mortality",
            "per 1000", Kind.RATIO, "no", (1990, 1995, 2000), values, 2015, target, Sense.AT_MOST,
            2015, actual, actual <= target, used=True)


_SET_REGIMES = {"mdg_world": Regime.WORLD_GOALS, "endtb_incidence": Regime.WORLD_GOALS,
                "nz_bps": Regime.NATIONAL_PLAN, "bd_growth_plans": Regime.NATIONAL_PLAN,
                "scot_ghg_annual": Regime.NATIONAL_PLAN, "eu_res_2020": Regime.EU_LAW}
_RENAMED = {"endtb_incidence": "world_endtb_2020"}


def _question(t: PlanTarget) -> Asked | None:
    if t.base_year is None or t.base_value is None or t.target_value is None:
        return None
    if t.target_year is None or t.outcome is None or t.actual_year is None:
        return None
    if t.sense not in {"at_least", "at_most"} or t.kind not in KINDS:
        return None
    regime = _SET_REGIMES.get(t.set) or (
        Regime.CHINA_PLAN if t.target_year - t.base_year > 1 else Regime.CHINA_YEARLY)
    set_ = _RENAMED.get(t.set, t.set)
    return Asked(
        set_ if t.set != "published" else f"published: {t.region}, {t.plan}", regime, t.region,
        t.level, t.indicator, t.unit, KINDS[t.kind],
        "unknown" if t.binding is None else "yes" if t.binding else "no", (t.base_year,),
        (t.base_value,), t.target_year, t.target_value, Sense(t.sense), t.actual_year,
        t.actual_value if t.actual_year == t.target_year else None, t.outcome,
        used=any(s.used and s.id == set_ for s in plan_sets()))


def ask(asked: Asked, knowledge: Knowledge) -> Answer | None:
    """Ask the product; ``None`` where it gives no probability."""
    unit = find_unit(UNITS_AS.get(asked.unit, asked.unit))
    if unit is None:
        raise SystemExit(f"no unit {asked.unit}")
    bounds = (0.0, 100.0) if asked.kind in (Kind.SHARE, Kind.SCORE) else (None, None)
    region = Text(PLACES.get(asked.region, asked.region), asked.region)
    falling = asked.sense is Sense.AT_MOST
    family = FAMILIES.get(asked.indicator, "")
    indicator = Indicator("x", Text(asked.indicator, asked.indicator), unit, asked.kind,
                          family=family, bounds=bounds, direction=-1 if falling else 1)
    values = np.array([unit.to_canonical(v) for v in asked.values])
    series = Series(region.zh, "x", np.array(asked.years), values, asked.kind, unit, family=family,
                    bounds=bounds)
    target = Target("t", "x", region.zh, asked.target_year, unit.to_canonical(asked.target_value),
                    asked.sense, base_year=asked.years[-1], base_value=float(values[-1]))
    last = asked.years[-1]
    plan = Plan("p", Text(asked.set, asked.set), region, Period(last, last + 1, asked.target_year),
                (indicator,), (target,), (series,))
    run = start_run(plan, knowledge=knowledge, as_of=last, n_paths=N_PATHS)
    case = run.cases(target)[0]
    p = case.probability(AS_IS)
    if p is None:
        return None
    place = None
    if asked.actual is not None:
        drawn = case.quantity(AS_IS).at(asked.target_year)
        actual = unit.to_canonical(asked.actual)
        below = float((drawn < actual).mean() + 0.5 * (drawn == actual).mean())
        place = 1 - below if falling else below
    return Answer(asked, p, place)
