"""What a target leaves unsaid: its kind, its base, its tolerance, a number at all."""

from __future__ import annotations

from collections.abc import Iterator

from data.plan import Indicator, Target
from data.words import Basis, Kind, Role, Sense, Text
from forecast.lint.facts import RATES, Facts, target_spot
from forecast.lint.figures import (
    bare_in_both,
    in_both,
    level_in_both,
    name_of,
    percent,
    percent_in_both,
    sentence,
)
from forecast.lint.findings import NOTHING, Agreed, Hit, Severity, Spot
from forecast.question.arithmetic import required

SURE = 0.9
"""Confidence of a reader of documents below which a row is to be looked at."""

NAMED = 3
"""Regions named in a finding that is about many."""

_BASED = (Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.EVERY_YEAR_UP, *RATES)
_READINGS = {
    Kind.FLOW: Text("年度量", "a yearly flow"),
    Kind.AMOUNT: Text("年度金额", "a yearly amount"),
    Kind.STOCK: Text("年末存量", "a year-end stock"),
    Kind.CUMULATIVE: Text("累计数", "a running total"),
    Kind.RATIO: Text("比率", "a ratio"),
    Kind.SHARE: Text("占比", "a share"),
    Kind.SCORE: Text("得分", "a score"),
}


def kind_undeclared(facts: Facts) -> Iterator[Hit | Agreed]:
    """An indicator of which the document does not say what its figure counts."""
    for place, indicator in enumerate(facts.plan.indicators):
        targets = [(i, t) for i, t in enumerate(facts.plan.targets)
                   if t.indicator == indicator.id]
        if indicator.kind is not Kind.UNDECLARED or not targets:
            continue
        names = [_READINGS[k] for k in indicator.readings]
        readings = ("还是".join(n.zh for n in names), " or ".join(n.en for n in names))
        spot = Spot("indicators", place, indicator.id, year=targets[0][1].year,
                    source=targets[0][1].source, span=targets[0][1].span)
        yield Hit(spot, sentence(
            "没有说明{name}是{readings}", "it is not said whether {name} is {readings}",
            name=in_both(name_of(indicator)), readings=readings),
            _demands(facts, indicator, targets[0][1]),
            others=tuple(target_spot(i, t) for i, t in targets))


def _demands(facts: Facts, indicator: Indicator, target: Target) -> Text:
    """Return what each reading asks for a year, where the base is known."""
    goals = [g for g in facts.goals(indicator.id, target.region) if g.year == target.year]
    base = facts.base_of(goals[0]) if goals else None
    if base is None or base.value <= 0:
        return NOTHING
    goal, years = goals[0], goals[0].year - base.year
    need = required(target, base_year=base.year, base_value=base.value, target_value=goal.value)
    parts: list[Text] = []
    for kind in indicator.readings:
        name = in_both(_READINGS[kind])
        if kind is Kind.CUMULATIVE and need.step is not None:
            parts.append(sentence(
                "按{k}：({g} − {b}) ÷ {n} = 每年{s}", "as {k}: ({g} − {b}) ÷ {n} = {s} a year",
                k=name, g=bare_in_both(goal.value, indicator.unit), n=(str(years),) * 2,
                b=bare_in_both(base.value, indicator.unit),
                s=level_in_both(round(need.step, 1), indicator.unit)))
        elif need.cagr is not None:
            parts.append(sentence(
                "按{k}：({g} ÷ {b})^(1/{n}) − 1 = 年均{r}",
                "as {k}: ({g} ÷ {b})^(1/{n}) − 1 = {r} a year", k=name,
                g=bare_in_both(goal.value, indicator.unit), n=(str(years),) * 2,
                b=bare_in_both(base.value, indicator.unit),
                r=percent_in_both(100 * need.cagr, 1)))
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def missing_base(facts: Facts) -> Iterator[Hit | Agreed]:
    """Targets whose base the document does not give; those of sub-regions once an indicator."""
    home = (facts.plan.region.zh, facts.plan.region.en)
    elsewhere: dict[tuple[str, Basis], list[tuple[int, Target]]] = {}
    for i, target in enumerate(facts.plan.targets):
        if target.basis not in _BASED or _has_base(facts, target):
            continue
        if target.region in home:
            yield _base_hit(facts, i, target, ())
        else:
            elsewhere.setdefault((target.indicator, target.basis), []).append((i, target))
    for rows in elsewhere.values():
        first, rest = rows[0], rows[1:]
        yield _base_hit(facts, first[0], first[1], tuple(target_spot(i, t) for i, t in rest))


def _has_base(facts: Facts, target: Target) -> bool:
    """Whether the row has a base, or any figure up to the base year is known."""
    if target.base_value is not None:
        return True
    last = facts.plan.period.base if target.base_year is None else target.base_year
    return any(s.indicator.id == target.indicator and s.region == target.region
               and s.is_level and s.year <= last for s in facts.of(Role.ACTUAL))


def _base_hit(facts: Facts, index: int, target: Target, others: tuple[Spot, ...]) -> Hit:
    indicator = facts.plan.indicator(target.indicator)
    year = target.base_year or facts.plan.period.base
    where = ("", "")
    if others:
        regions = (target.region, *(o.region for o in others))
        first, more = regions[:NAMED], len(regions) > NAMED
        where = (f"（{'、'.join(first)}{'等' if more else ''}{len(regions)}个地区或行）",
                 f" ({len(regions)} regions or rows: {', '.join(first)}{' ...' if more else ''})")
    rate = target.basis in RATES
    yearly = target.basis is Basis.CAGR_FROM_BASE
    if rate and target.value is not None:
        what = sentence(
            "{name}要求{how}{r}，缺少{y}年基期数据{where}",
            "{name} is to {move} by {r}{pace}; the {y} base is missing{where}",
            name=in_both(name_of(indicator)), r=percent_in_both(abs(target.value)),
            move=("", "fall" if target.value < 0 else "grow"),
            how=("年均" * yearly + ("下降" if target.value < 0 else "增长"), ""),
            pace=("", " a year" * yearly),
            y=(str(year),) * 2, where=where)
    elif target.stated_growth is not None:
        rate = True
        what = sentence(
            "{name}列出增幅{p}，缺少{y}年基期数据{where}",
            "{name} states growth of {p}; the {y} base is missing{where}",
            name=in_both(name_of(indicator)),
            p=(percent(target.stated_growth, "zh"), percent(target.stated_growth, "en")),
            y=(str(year),) * 2, where=where)
    else:
        what = sentence(
            "{name}没有{y}年的基期值，增幅和进度无从计算{where}",
            "{name} has no base for {y}: neither growth nor progress can be computed{where}",
            name=in_both(name_of(indicator)), y=(str(year),) * 2, where=where)
    declare = Text(f"补充{year}年（或最近一年）的实际数",
                   f"give the actual figure of {year}, or of the latest year there is")
    return Hit(target_spot(index, target), what, NOTHING, declare,
               Severity.WARNING if rate else Severity.NOTE, others)


def relative_target(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target relative to another region whose figures, or the own ones, are not given."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is not Basis.RELATIVE_TO_REGION:
            continue
        need_zh, need_en = [], []
        if facts.plan.series(target.indicator, target.region) is None:
            need_zh.append(f"“{target.region}”的数值")
            need_en.append(f"figures of {target.region}")
        if not target.relative_to:
            need_zh.append("所比较的地区（relative_to）及其数值")
            need_en.append("the region compared with (relative_to) and its figures")
        elif facts.plan.series(target.indicator, target.relative_to) is None:
            need_zh.append(f"“{target.relative_to}”的数值")
            need_en.append(f"figures of {target.relative_to}")
        if not need_zh:
            continue
        indicator = facts.plan.indicator(target.indicator)
        yield Hit(target_spot(i, target), sentence(
            "{name}是与别的地区相比的目标，按现有文字无法评分",
            "{name} is a target relative to another region and cannot be scored as written",
            name=in_both(name_of(indicator))), NOTHING,
            Text("需要：" + "；".join(need_zh), "needed: " + "; ".join(need_en)))


def qualitative_target(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target without a number."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is Basis.QUALITATIVE:
            indicator = facts.plan.indicator(target.indicator)
            yield Hit(target_spot(i, target), sentence(
                "{name}的目标没有数字，按现有文字无法评分",
                "the target of {name} has no number and cannot be scored as written",
                name=in_both(name_of(indicator))))


def about_without_tolerance(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target of "about" so much that does not say how far off still counts as met."""
    for i, target in enumerate(facts.plan.targets):
        if target.sense is Sense.ABOUT and target.tolerance is None and target.value is not None:
            indicator = facts.plan.indicator(target.indicator)
            rate = target.basis in RATES
            value = (percent_in_both(target.value) if rate
                     else level_in_both(target.value, indicator.unit))
            yield Hit(target_spot(i, target), sentence(
                "{name}为{v}左右，没有说明允许偏离多少",
                "{name} is to be about {v}; how far off still counts as met is not said",
                name=in_both(name_of(indicator)), v=value))


def every_year_up_value(facts: Facts) -> Iterator[Hit | Agreed]:
    """A figure that is to rise every year and comes with a number of unclear meaning."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is Basis.EVERY_YEAR_UP and target.value is not None:
            indicator = facts.plan.indicator(target.indicator)
            yield Hit(target_spot(i, target), sentence(
                "{name}要求逐年{way}，又给出数字{v}：是每年幅度、每年增减量，还是期末水平"
                "（评估时按每年{v}%）",
                "{name} is to {way} every year and has the number {v}: a rate a year, an amount "
                "a year, or the level at the end ({v} % a year is assessed)",
                way=("下降", "fall") if indicator.direction < 0 else ("上升", "rise"),
                name=in_both(name_of(indicator)),
                v=bare_in_both(target.value, indicator.unit)))


def outside_period(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target for a year outside the plan's own period."""
    period = facts.plan.period
    for i, target in enumerate(facts.plan.targets):
        if period.start <= target.year <= period.end:
            continue
        indicator = facts.plan.indicator(target.indicator)
        early = target.year < period.start
        yield Hit(target_spot(i, target), sentence(
            "{name}的目标年{y}不在规划期{a}—{b}之内",
            "the target year {y} of {name} is outside the period {a}-{b}",
            name=in_both(name_of(indicator)), y=(str(target.year),) * 2,
            a=(str(period.start),) * 2, b=(str(period.end),) * 2),
            severity=Severity.WARNING if early else Severity.NOTE)


def unread_passage(facts: Facts) -> Iterator[Hit | Agreed]:
    """Passages that a program which read the document did not understand."""
    for i, passage in enumerate(facts.plan.unread):
        reason = f"（{passage.reason}）" if passage.reason else ""
        english = f" ({passage.reason})" if passage.reason else ""
        yield Hit(Spot("unread", i, span=passage.span),
                  Text(f"未读懂：“{passage.text}”{reason}",
                       f"not understood: '{passage.text}'{english}"))


def low_confidence(facts: Facts) -> Iterator[Hit | Agreed]:
    """Rows that a program read and was not sure of."""
    for i, target in enumerate(facts.plan.targets):
        if target.confidence is not None and target.confidence < SURE:
            yield _unsure(facts.plan.indicator(target.indicator), target_spot(i, target),
                          target.confidence)
    for i, row in enumerate(facts.plan.statements):
        if row.confidence is not None and row.confidence < SURE:
            spot = Spot("statements", i, row.indicator, row.region, row.year, row.source, row.span)
            yield _unsure(facts.plan.indicator(row.indicator), spot, row.confidence)


def _unsure(indicator: Indicator, spot: Spot, confidence: float) -> Hit:
    return Hit(spot, sentence(
        "{name}这一行由程序读出，把握不大", "the row on {name} was read by a program that was not "
        "sure of it", name=in_both(name_of(indicator))),
        Text(f"把握 {confidence:g} < {SURE:g}", f"confidence {confidence:g} < {SURE:g}"))
