"""The answers of ``solve`` in words, one text an answer, shared by every layout."""

from __future__ import annotations

from typing import Protocol

from data.numbers import MISSING, growth, joined, percent, plain, rounded, shown
from data.plan import Indicator, Target
from data.probabilities import probability_text
from data.units import UNITS
from data.words import Basis, Lang, Sense, Text
from forecast.solve.levers import GROWTH_SCALE, GROWTH_SHIFT, LEVEL_SHIFT
from forecast.solve.required_growth import SANDBAG, STRETCH
from forecast.solve.solution import (
    Ambition,
    Demand,
    FirstReached,
    LatestStart,
    Lift,
    Solution,
    TargetFor,
    Tripwires,
)
from report.text.goal import span, stated_text
from report.text.words import CLASS_WORDS, COLOUR_NAMES, COLOUR_TEXTS, KINDS, SENSES, bracketed

WORDS: dict[str, Text] = {
    "now": Text("现在的概率", "P(met) now"),
    "asked": Text("概率", "P(met)"),
    "values": Text("目标值", "target"),
    "growth": Text("所需年增长", "growth needed a year"),
    "lift": Text("杠杆", "lever"),
    "first": Text("首次达成", "First met in"),
    "by": Text("达成年份", "met by"),
    "start": Text("最晚启动", "latest start"),
    "no_value": Text("目标值", "Target value"),
    "wires": Text("预警值", "Tripwires"),
    "ambition": Text("力度", "Ambition"),
    "flag": Text("标记", "Flag"),
    "target": Text("目标", "Target"),
    "next": Text("下一个数值会怎样改变结论", "What the next figure would do to the verdict"),
    "nothing": Text("无可求解", "Nothing to solve for"),
    "read": Text("怎么读", "How to read"),
}

FLAG_WORDS: dict[str, Text] = {
    SANDBAG: Text("不作额外努力也很可能达成", "very likely without any further effort"),
    STRETCH: Text("按现有走势达成的可能性不到10%", "under 10% likely as things go"),
}

RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE)

HOW_TO_READ = Text(
    "各栏都是反过来问：要以某个概率达成，目标应定在多少；驱动量的中位数每年须增长多少，"
    "括号内是比预测多出（+）或可以少（−）的百分点；到哪一年至少达成过一次（此后仍可能回落，所以可以早于目标年）；"
    "所列措施最晚从哪一年启动。小计数只能取整，目标值后括号内是它实际的概率。"
    "预警值由完整引擎对每个假想数值重新计算得出，与把该数值写入规划后的评估一致；此后新增的参照数据可能使其移动。"
    "“现在”一栏与评估一致，其余概率与它是同一种说法。",
    "Every column asks backwards what gives the probability: the value the target would have to "
    "name; what the median of the driver has to grow a year, in brackets the points more (+) than "
    "the forecast or to spare (−); the year by which it has been met at least once (it can fall "
    "back, so this may come before the target year); the last year in which the measures named "
    "may start. Small counts go in steps: a probability after a value is the one it really has. "
    "Tripwires come from "
    "running the whole engine again for every supposed figure, as assess does once that figure is "
    "in the plan; reference figures that arrive later may move them. 'Now' is what assess "
    "states, and all other probabilities are of the same statement.")


class Aimed(Protocol):
    """Whatever is about one target."""

    @property
    def target(self) -> Target:
        """The target."""

    @property
    def indicator(self) -> Indicator:
        """Its indicator."""


def word(key: str, lang: Lang) -> str:
    """Return a label. Raises ``KeyError`` for one that is not there."""
    return WORDS[key].get(lang)


def colon(lang: Lang) -> str:
    """Return the colon of the language, with the space after it where one is usual."""
    return "：" if lang == "zh" else ": "


def own_number(solution: Aimed, value: float | None, lang: Lang) -> str:
    """Return a number of the target's own terms, without its unit; a rate with ``%``."""
    if value is None:
        return MISSING
    if solution.target.basis in RATES:
        return f"{plain(value)}%"
    return shown(value, solution.indicator.unit, lang)


def with_own_unit(solution: Aimed, text: str, lang: Lang) -> str:
    """Return a number of the target's own terms followed by its unit."""
    if solution.target.basis in RATES:
        return text
    unit, moves = solution.indicator.unit, (Basis.INCREMENT_FROM_BASE, Basis.RELATIVE_TO_REGION)
    if unit.dimension == "percent" and solution.target.basis in moves:
        unit = UNITS["百分点"]
    return joined(text, unit, lang)


def goal(solution: Aimed, lang: Lang) -> str:
    """Return what the target asks for, with its unit and year."""
    target = solution.target
    if target.basis in (Basis.EVERY_YEAR_UP, Basis.RELATIVE_TO_REGION):
        return f"{stated_text(target, solution.indicator, lang)} ({target.year})"
    text = own_number(solution, target.value, lang)
    if target.sense is Sense.BETWEEN:
        text = span([text, own_number(solution, target.upper, lang)])
    how = {Basis.GROWTH_FROM_BASE: Text("较基期增长", "growth from base"),
           Basis.CAGR_FROM_BASE: Text("年均增长", "growth a year"),
           Basis.INCREMENT_FROM_BASE: Text("较基期增加", "increase from base"),
           Basis.CUMULATIVE_OVER_PERIOD: Text("规划期累计", "total over the period"),
           }.get(target.basis, Text("", "")).get(lang)
    if target.value is None:
        return f"{how or MISSING} ({target.year})"
    return f"{how} {SENSES[target.sense]}{with_own_unit(solution, text, lang)} ({target.year})" \
        .strip()


def name(solution: Solution, lang: Lang, *, several: bool) -> str:
    """Return the indicator's name, with the reading where there are several, and the region."""
    text = solution.indicator.name.get(lang)
    reading = f" [{KINDS[solution.reading].get(lang)}]" if several else ""
    return text + reading


def now_text(solution: Solution, lang: Lang) -> str:
    """Return the probability now, the colour, and the grade of the evidence."""
    parts = [probability_text(solution.followed, solution.error, known=solution.known)]
    if solution.as_plan is not None:
        series = probability_text(solution.stated, solution.error)
        plans = probability_text(solution.as_plan.stated, solution.error)
        parts[0] += {
            "zh": f"（按同类规划；按可比序列为{series}）" if solution.as_plan.followed else
                  f"（按可比序列；按同类规划为{plans}）",
            "en": f" (as targets of such plans go; as comparable series did {series})"
                  if solution.as_plan.followed else
                  f" (as comparable series did; as targets of such plans go {plans})"}[lang]
    parts.append(COLOUR_NAMES[solution.colour].get(lang) + colon(lang)
                 + COLOUR_TEXTS[solution.colour].get(lang))
    parts.append({"zh": f"证据{solution.evidence.grade}",
                  "en": f"evidence {solution.evidence.grade}"}[lang])
    return " · ".join(parts)


def value_text(solution: Solution, found: TargetFor, lang: Lang, *, sign: bool = True) -> str:
    """Return the target for one probability; the attained one beside it where that is another."""
    text = _value(solution.target, solution, found, lang, sign=sign)
    if found.exact or found.value is None:
        return text
    return f"{text} ({probability_text(found.attained)})"


def _value(target: Target, solution: Solution, found: TargetFor, lang: Lang, *, sign: bool) -> str:
    if found.tolerance is not None:
        centre = own_number(solution, found.value, lang)
        return f"{centre} ±{plain(100 * found.tolerance)}%"
    if found.upper is not None:
        return span([own_number(solution, v, lang) for v in (found.value, found.upper)])
    if found.value is None:
        return MISSING
    return (SENSES[target.sense] if sign else "") + own_number(solution, found.value, lang)


def growth_text(lift: Lift, lang: Lang) -> str:
    """Return the growth of the driver that a growth shift comes to: ``+16.6%/yr (−2.2 pp)``."""
    if lift.size is None:
        return out_of_reach(lift, lang)
    per, point = {"zh": ("/年", "百分点"), "en": ("/yr", " pp")}[lang]
    extra = f"{signed(lift.size)}{point}"
    if lift.growth is None:
        return extra
    rate = f"{signed(lift.growth)}{point}{per}" if lift.points else f"{growth(lift.growth)}{per}"
    return f"{rate}（{extra}）" if lang == "zh" else f"{rate} ({extra})"


def out_of_reach(lift: Lift, lang: Lang) -> str:
    """Return why a lever has no size."""
    low, high = (f"{edge:g}".replace("-", "−") for edge in (lift.low, lift.high))
    if lift.unneeded:
        return {"zh": "即使下降也能完成" if lift.low < 0 else "无需增加也能完成",
                "en": f"met even at {low}"}[lang]
    best = probability_text(lift.attained)
    return {"zh": f"{low}至{high}内达不到（最高{best}）",
            "en": f"not reachable within {low} to {high} (at most {best})"}[lang]


def signed(value: float) -> str:
    """Return a number with its sign, one decimal: ``+2.1``, ``−0.5``."""
    text = f"{abs(value):.1f}"
    return f"{'−' if value < 0 and text != '0.0' else '+'}{text}"


def lift_text(lift: Lift, lever: str, lang: Lang) -> str:
    """Return the size of a lever in its own unit."""
    if lift.size is None:
        return out_of_reach(lift, lang)
    if lever == GROWTH_SHIFT:
        return f"{signed(lift.size)}{'百分点' if lang == 'zh' else ' pp'}"
    if lever == LEVEL_SHIFT:
        return f"{signed(lift.size)}%"
    mark = "×" if lever == GROWTH_SCALE else ""
    start = "" if lever == GROWTH_SCALE else f"{rounded(lift.start)} → "
    return f"{start}{mark}{rounded(lift.size)}"


def first_text(reached: FirstReached, lang: Lang) -> str:
    """Return the distribution of the year in which the target is first met."""
    if reached.already is not None:
        return {"zh": f"{reached.already}年的数值已达到",
                "en": f"the {reached.already} figure meets it"}[lang]
    years = [f"{y} {probability_text(p)}"
             for y, p in zip(reached.years, reached.first, strict=True)]
    later = {"zh": f"{reached.years[-1]}年后或不会",
             "en": f"after {reached.years[-1]} or never"}[lang]
    return " · ".join([*years, f"{later} {probability_text(reached.later)}"])


def by_text(reached: FirstReached, p: float, lang: Lang) -> str:
    """Return the year by which the target has been met with a probability."""
    if reached.already is not None:
        return first_text(reached, lang)
    year = reached.by(p)
    return str(year) if year is not None else f"> {reached.years[-1]}"


def start_text(start: LatestStart, lang: Lang) -> str:
    """Return the latest start for one probability."""
    if not start.needed:
        return {"zh": "无须措施", "en": "not needed"}[lang]
    if start.year is not None:
        return str(start.year)
    if not start.by_year:
        return MISSING
    year, best = max(start.by_year, key=lambda pair: pair[1])
    share = probability_text(best)
    return {"zh": f"不够（{year}年启动为{share}）", "en": f"not enough ({share} from {year})"}[lang]


def wires_text(wires: Tripwires, lang: Lang) -> str:
    """Return what each zone of the next figure turns the verdict into, lowest first."""
    unit = wires.unit
    names = [COLOUR_NAMES[c].get(lang) for c in wires.colours]
    shares = [probability_text(p) for p in wires.chances]
    if not wires.edges:
        low, high = (shown(v, unit, lang) for v in (wires.low, wires.high))
        return {"zh": f"{low}至{joined(high, unit, lang)}之间都是{names[0]}",
                "en": f"{names[0]} anywhere from {low} to {joined(high, unit, lang)}"}[lang]
    cuts = [shown(e.value, unit, lang) for e in wires.edges]
    first = {"zh": f"低于{cuts[0]}：{names[0]}", "en": f"below {cuts[0]} {names[0]}"}[lang]
    rest = [{"zh": f"{cut}起：{shade}", "en": f"from {cut} {shade}"}[lang]
            for cut, shade in zip(cuts, names[1:], strict=True)]
    return " · ".join(f"{t} ({s})" if lang == "en" else f"{t}（{s}）"
                      for t, s in zip([first, *rest], shares, strict=True))


def wires_head(wires: Tripwires, lang: Lang, *, named: bool = True) -> str:
    """Return whose figure (unless not ``named``) and which year it is, with the unit."""
    unit = joined("", wires.unit, lang).strip()
    year = {"zh": f"{wires.year}年", "en": f"{wires.year}"}[lang]
    if not named:
        return {"zh": year, "en": f"in {year}"}[lang] + (bracketed(unit, lang) if unit else "")
    name_ = wires.name.get(lang)
    both = year + name_ if lang == "zh" else f"{name_} {year}"
    return both + (bracketed(unit, lang) if unit else "")


def turned_back(solution: Solution) -> bool:
    """Return True when a figure further along the way would worsen the colour."""
    order = tuple(COLOUR_NAMES)
    if solution.wires is None or solution.target.sense in (Sense.ABOUT, Sense.BETWEEN):
        return False
    places = [order.index(c) for c in solution.wires.colours]
    better = sorted(places, reverse=solution.heading > 0)
    return places != better


TURNED_BACK = Text(
    "太大的一步反而使结论变差：区间目标会越过其上限，其他目标则因这样的跳动而预测更不确定。",
    "A very large step makes the verdict worse again: a band is overshot, and of anything else the "
    "forecast is less certain after such a jump.")


def ambition_text(ambition: Ambition, driver: Text, lang: Lang) -> str:
    """Return the required growth beside that of comparable series, and the flag.

    ``driver`` names the indicator that has to grow, where it is not the target's own.
    """
    texts = [_demand(d, ambition, lang) for d in (ambition.from_now, ambition.from_base)
             if d is not None] or [ambition.note.get(lang)]
    if driver.get(lang) and ambition.from_now is not None:
        texts[0] = f"{driver.get(lang)}{colon(lang)}{texts[0]}"
    if ambition.flag:
        texts.append(f"{ambition.flag}{colon(lang)}{FLAG_WORDS[ambition.flag].get(lang)}")
    return " · ".join(t for t in texts if t) or MISSING


def _demand(demand: Demand, ambition: Ambition, lang: Lang) -> str:
    rate = growth(demand.growth) if demand.growth is not None else MISSING
    share = percent(demand.percentile)
    family = CLASS_WORDS.get(ambition.family)
    if lang == "zh":
        kin = "同类指标" if ambition.same_family else (family.zh if family else ambition.family)
        return (f"自{demand.since}年起每年{rate}；可比序列（{kin}）{demand.n_windows:,}个"
                f"{demand.years}年窗口中有{share}没有做到这么多")
    kin = "the same indicator" if ambition.same_family else (
        family.en if family else ambition.family)
    return (f"{rate}/yr from {demand.since}; {share} of {demand.n_windows:,} {demand.years}-year "
            f"windows of comparable series ({kin}) did less")


def main_probability(asked: tuple[float, ...]) -> float:
    """Return the probability a summary goes by: .66 where asked for, else the one nearest it."""
    return min(asked, key=lambda p: abs(p - 0.66))

