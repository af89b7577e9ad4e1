"""The shift of each regime, from the sets whose outcomes were known in a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.arrays import FloatArray
from data.plan import Plan
from data.plan_sets.tables import LawScore, PlanSet, law_scores, plan_sets
from data.special import ndtri
from data.words import Level, Regime
from models.plan_targets.shift import SetEvidence, Shift, counted, scored, shifts

# Which regime a plan belongs to: declared, else read off its region, level and period.

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


REGIMES = tuple(Regime)
LEAST_CHANCE = 1 / 8000
"""Probabilities are kept this far from 0 and 1 before their normal scores are taken: half a path
of the 4,000 that the law is drawn with."""

CHINESE = frozenset({Regime.CHINA_YEARLY, Regime.CHINA_PLAN})
CHINESE_BASELINE, CHINESE_SPREAD = 0.27, 0.71
"""Mean and standard deviation of the law's normal scores of the Chinese targets that it could be
asked for (``benchmarks/plan_targets.py``). Assumed of Chinese sets that were only counted."""

OTHER_BASELINE, OTHER_SPREAD = 0.0, 0.60
"""Assumed of the others: the law says one half, with the spread of the countries of MDG 4."""


FOLLOWED = frozenset({Regime.CHINA_YEARLY, Regime.CHINA_PLAN})
"""Regimes whose sets, left out one by one, were better spoken of with the shift than without: there
words and colours follow it. A test measures this again from the shipped scores."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a regime's shift rests on: sets, their targets, and how many of these were met."""

    sets: int
    targets: float
    met: float


def shift_of(regime: Regime | None, *, as_of: int) -> Shift | None:
    """Return the shift of one more plan of a regime, from outcomes known by ``as_of``.

    ``None`` for an unknown regime and where no set of the regime was known by then: what other
    regimes do says too little (``docs/decisions/0011-plan-targets.md``).
    """
    if regime is None or record_of(regime, as_of=as_of).sets == 0:
        return None
    return _shifts(as_of)[REGIMES.index(regime)]


def record_of(regime: Regime, *, as_of: int) -> Record:
    """Return what is known of a regime's targets by ``as_of``."""
    mine = [s for s in _known(as_of) if s.regime is regime]
    met = sum(s.met or 0.0 for s in mine)
    return Record(len(mine), met + sum(s.missed or 0.0 for s in mine), met)


@cache
def _shifts(as_of: int) -> tuple[Shift, ...]:
    return shifts(evidence_of(_known(as_of), law_scores()), len(REGIMES))


def _known(as_of: int) -> list[PlanSet]:
    return [s for s in plan_sets() if s.used and s.known_year is not None and s.known_year <= as_of]


def evidence_of(sets: Sequence[PlanSet], scores: Sequence[LawScore]) -> list[SetEvidence]:
    """Return what each set says of its shift: target by target where the law was asked, else
    from the counts and an assumed baseline."""
    out = []
    for s in sets:
        if s.regime is None or s.met is None or s.missed is None:
            raise ValueError(f"no rate can be estimated from set {s.id}")
        mine = [x for x in scores if x.set == s.id and x.used]
        regime = REGIMES.index(s.regime)
        if mine:
            z = normal_scores([x.probability for x in mine])
            met = np.array([x.met for x in mine], dtype=np.bool_)
            out.append(SetEvidence(scored(z, met), regime))
            continue
        baseline, spread = baseline_of(s.regime)
        out.append(SetEvidence(counted(s.met, s.missed, spread=spread), regime, baseline))
    return out


def baseline_of(regime: Regime) -> tuple[float, float]:
    """Return the assumed mean and spread of the law's normal scores of a regime's targets."""
    if regime in CHINESE:
        return CHINESE_BASELINE, CHINESE_SPREAD
    return OTHER_BASELINE, OTHER_SPREAD


def normal_scores(probability: Sequence[float]) -> FloatArray:
    """Return the normal scores (n,) of probabilities, kept ``LEAST_CHANCE`` from the ends."""
    p = np.clip(np.asarray(probability, dtype=np.float64), LEAST_CHANCE, 1 - LEAST_CHANCE)
    return np.asarray(ndtri(p))
