"""Random plans written as running text: in simplified and traditional Chinese and in English.

``sentence`` writes one target in one of many wordings and says what a reader should take from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Wanted:
    """A target as it should be read. ``rate`` marks a change in percent, negative for a fall."""

    name: str
    low: float
    high: float | None
    unit: str
    sense: str
    basis: str
    year: int
    base: float | None = None  # the earlier figure beside it, where the text gives one


MORE = (("森林覆盖率", "%"), ("粮食产量", "万吨"), ("公路里程", "公里"), ("常住人口城镇化率", "%"),
    ("旅游总收入", "亿元"),
        ("高标准农田面积", "万亩"), ("每千人口医师数", "人"), ("研发投入强度", "%"),
        ("高新技术企业", "家"),
        ("污水集中处理率", "%"), ("人均预期寿命", "岁"), ("发电装机容量", "万千瓦"), ("公共图书馆",
        "座"),
        ("社会消费品零售总额", "亿元"), ("养老床位", "张"), ("自来水普及率", "%"))
LESS = (("城镇调查失业率", "%"), ("细颗粒物浓度", "微克/立方米"), ("供水管网漏损率", "%"),
    ("孕产妇死亡率", "/10万"),
        ("义务教育辍学率", "%"), ("万元GDP用水量", "立方米"), ("小学平均班额", "人"),
        ("生产安全事故死亡人数", "人"))
MORE_EN = (("life expectancy", "years"), ("forest cover", "%"), ("the employment rate", "%"),
           ("the share of renewable electricity", "%"), ("tourism revenue", "million pounds"),
           ("the recycling rate", "%"), ("rail freight", "tonnes"), ("broadband coverage", "%"))
LESS_EN = (("unemployment", "%"), ("leakage from water mains", "%"), ("adult smoking prevalence",
    "%"),
           ("the school absence rate", "%"), ("average class size", ""), ("road deaths", ""))


def number(random: Random) -> float:
    """Return a number as plans print them: no year, no ordinal, up to two decimals."""
    return random.choice([random.randint(21, 89), round(random.uniform(2, 95), 1),
                          random.randint(120, 980), round(random.uniform(1, 9), 2)])


def printed(value: float) -> str:
    """Return a number without a trailing zero."""
    return f"{value:g}"


def chinese(random: Random, end: int, used: set[str]) -> tuple[str, Wanted]:
    """Return a sentence without its full stop, and what it says."""
    less = random.random() < 0.35
    name, unit = random.choice([p for p in (LESS if less else MORE) if p[0] not in used])
    used.add(name)
    low = number(random)
    high = round(low * random.uniform(1.05, 1.6), 2)
    year = random.choice([end, end, end - 1])
    by = random.choice([f"到{year}年，", f"{year}年，", f"至{year}年底，"])
    a, b, u = printed(low), printed(high), unit
    most, least = "at_most", "at_least"
    plain = most if less else least
    level = [
        (f"{by}{name}达到{a}{u}", Wanted(name, low, None, u, plain, "level", year)),
        (f"{by}全市{name}为{a}{u}左右", Wanted(name, low, None, u, "about", "level", year)),
        (f"{by}力争{name}达到{a}-{b}{u}", Wanted(name, low, high, u, "between", "level", year)),
        (f"《规划》提出，{by}{name}{a}{u}", Wanted(name, low, None, u, plain, "level", year)),
    ]
    if less:
        level += [
            (f"{by}{name}控制在{a}{u}以内", Wanted(name, low, None, u, most, "level", year)),
            (f"{by}{name}降至{a}{u}以下", Wanted(name, low, None, u, most, "level", year)),
            (f"{by}{name}由{b}{u}下降到{a}{u}", Wanted(name, low, None, u, most, "level", year,
            high)),
            (f"{by}{name}低于{a}{u}", Wanted(name, low, None, u, most, "level", year)),
            (f"{by}{name}比{end - 5}年下降{a}%", Wanted(
                name, -low, None, "%", most, "growth_from_base", year)),
            (f"{by}{name}减少一半", Wanted(name, -50, None, "%", most, "growth_from_base", year)),
        ]
    else:
        level += [
            (f"{by}{name}不低于{a}{u}", Wanted(name, low, None, u, least, "level", year)),
            (f"{by}{name}突破{a}{u}", Wanted(name, low, None, u, "above", "level", year)),
            (f"{by}{name}从{a}{u}提高到{b}{u}", Wanted(name, high, None, u, least, "level", year,
            low)),
            (f"{by}{name}稳定在{a}{u}以上", Wanted(name, low, None, u, least, "level", year)),
            (f"{by}{name}达到{b}{u}（目前{a}{u}）", Wanted(name, high, None, u, least, "level",
            year, low)),
        ]
        if u != "%":
            level += [
                (f"{by}{name}年均增长{a}%左右", Wanted(
                    name, low, None, "%", "about", "cagr_from_base", year)),
                (f"{by}{name}较{end - 5}年增长{a}%以上", Wanted(
                    name, low, None, "%", least, "growth_from_base", year)),
                (f"{by}{name}翻一番", Wanted(name, 100, None, "番", least, "growth_from_base",
                year)),
            ]
    return random.choice(level)


def english(random: Random, end: int, used: set[str]) -> tuple[str, Wanted]:
    """Return an English sentence without its full stop, and what it says."""
    less = random.random() < 0.4
    name, unit = random.choice([p for p in (LESS_EN if less else MORE_EN) if p[0] not in used])
    used.add(name)
    low = number(random)
    high = round(low * random.uniform(1.05, 1.6), 2)
    year = random.choice([end, end, end - 2])
    bare = name.removeprefix("the ")
    cap = name[0].upper() + name[1:]

    def said(value: float) -> str:
        if unit == "million pounds":
            return f"£{printed(value)} million"
        return printed(value) + ("%" if unit == "%" else f" {unit}" if unit else "")

    a, b = said(low), said(high)
    plain = "at_most" if less else "at_least"
    forms = [
        (f"{cap} will be {a} by {year}", Wanted(bare, low, None, unit, plain, "level", year)),
        (f"By {year}, {name} should be between {a} and {b}", Wanted(
            bare, low, high, unit, "between", "level", year)),
    ]
    if less:
        forms += [
            (f"{cap} will fall to {a} by {year}", Wanted(bare, low, None, unit, "at_most", "level",
                                                         year)),
            (f"Reduce {name} from {b} in {end - 8} to {a} by {year}", Wanted(
                bare, low, None, unit, "at_most", "level", year, high)),
            (f"{cap} will be no more than {a} by {year}", Wanted(
                bare, low, None, unit, "at_most", "level", year)),
            (f"We will cut {name} by {printed(low)}% by {year}", Wanted(
                bare, -low, None, "%", "at_most", "growth_from_base", year)),
            (f"We aim for a {printed(low)}% reduction in {name} by {year}", Wanted(
                bare, -low, None, "%", "at_most", "growth_from_base", year)),
            (f"Halve {name} by {year}", Wanted(bare, -50, None, "%", "at_most", "growth_from_base",
                                               year)),
        ]
    else:
        forms += [
            (f"{cap} will rise to {a} by {year}", Wanted(bare, low, None, unit, "at_least", "level",
                                                         year)),
            (f"Increase {name} from {a} in {end - 8} to {b} by {year}", Wanted(
                bare, high, None, unit, "at_least", "level", year, low)),
            (f"Raise {name} to at least {a} by {year}", Wanted(
                bare, low, None, unit, "at_least", "level", year)),
            (f"{cap} will reach {b} by {year} (baseline: {a} in {end - 9})", Wanted(
                bare, high, None, unit, "at_least", "level", year, low)),
        ]
    return random.choice(forms)


def document(random: Random, script: str) -> tuple[str, list[Wanted]]:
    """Return a plan of several sentences and the targets it states."""
    end = random.choice([2025, 2030])
    used: set[str] = set()
    make = english if script == "en" else chinese
    pairs = [make(random, end, used) for _ in range(random.randint(1, 5))]
    if script == "en":
        head = f"Westmere County Plan {end - 8}-{end}\n\nTargets\n\n"
        body = random.choice([". ", ".\n", ".\n\n"]).join(text for text, _ in pairs) + "."
        return head + body + "\n", [wanted for _, wanted in pairs]
    head = f"临山市发展规划（{end - 4}—{end}年）\n\n二、主要目标\n\n"
    body = random.choice(["。", "；", "。\n"]).join(text for text, _ in pairs) + "。\n"
    text = head + body
    if script == "zh-Hant":
        from opencc import OpenCC

        text = OpenCC("s2t").convert(text)
    return text, [wanted for _, wanted in pairs]
