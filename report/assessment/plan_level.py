"""What is said of a plan as a whole, in sentences: for the assessment and for the outlook."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.numbers import with_unit
from data.plan import Indicator, Target
from data.probabilities import probability_text
from data.words import Lang, Text
from forecast.plan_level.summary import (
    Choice,
    Count,
    Moved,
    Pivot,
    PlanLevel,
    Reconciled,
    Stocked,
)
from report.text.goal import is_one_of_several, stated_text, subject_text
from report.text.notes import Note, Section
from report.text.words import KINDS, bracketed

TITLE = Text("规划整体", "The plan as a whole")
PIVOTS_SHOWN, NAMES_SHOWN = 3, 12
_NOTICEABLE = 0.005
"""Change of a probability from which it is worth a word."""


def plan_section(level: PlanLevel, lang: Lang) -> Section:
    """Return the plan as a whole as one section of an assessment."""
    notes = [Note("", headline(level, lang))]
    if level.members:
        said = (_readings(level, lang), *_pivots(level, lang))
        notes += [Note("", text) for text in said if text]
    notes += coherence(level, lang)
    return Section("plan_level", TITLE.get(lang), tuple(notes))


def lines(level: PlanLevel, lang: Lang) -> tuple[str, ...]:
    """Return the same as plain lines."""
    return tuple(f"{note.about}{': ' if lang == 'en' else '：'}{note.text}" if note.about
                 else note.text for note in plan_section(level, lang).notes)


def scenario_name(level: PlanLevel, id_: str, lang: Lang) -> str:
    """Return a scenario's name in ``lang``. Raises ``KeyError`` for one that is not there."""
    for scenario in level.scenarios:
        if scenario.id == id_:
            return scenario.name.get(lang)
    raise KeyError(id_)


def name_of(level: PlanLevel, target: Target, indicator: Indicator, lang: Lang) -> str:
    """Return what a target is about; its goal where the plan asks twice for the same figure."""
    name = subject_text(target, indicator, level.plan, lang)
    if not is_one_of_several(target, level.plan):
        return name
    goal = stated_text(target, indicator, lang, level.plan.period.end)
    return name + bracketed(goal, lang)


def headline(level: PlanLevel, lang: Lang) -> str:
    """Return one sentence: of m assessable targets about so many will be met."""
    total = len(level.members) + len(level.left_out)
    if not level.members:
        return {"zh": f"{total}个目标中没有一个可以评估，无法说明总体上能完成几个。",
                "en": f"None of the {total} target{_s(total)} can be assessed, so nothing can be "
                      "said of how many will be met."}[lang]
    count = level.count(level.lead)
    joint, alone = count.joint, count.independent
    expected = math.floor(joint.expected + 0.5)
    every = probability_text(joint.at_least(joint.m))
    name = scenario_name(level, level.lead, lang)
    known = sum(m.known is not None for m in level.members)
    if lang == "zh":
        sure = f"（其中{known}个结果已知）" if known else ""
        return (f"按“{name}”和可比序列，{joint.m}个可评估目标{sure}预计完成约{expected}个"
                f"（80%区间：{span(joint.low80, joint.high80)}个）；若各目标互不相关，则为"
                f"{span(alone.low80, alone.high80)}个；全部完成的概率{every}。"
                f"{as_plans_text(level, lang)}")
    sure = f" ({known} with a known outcome)" if known else ""
    return (f"Under '{name}', as comparable series did, of {joint.m} assessable target"
            f"{_s(joint.m)}{sure} about {expected} will be met (80% range: "
            f"{span(joint.low80, joint.high80)}); were they independent it would be "
            f"{span(alone.low80, alone.high80)}; all: {every}.{as_plans_text(level, lang)}")


def as_plans_text(level: PlanLevel, lang: Lang) -> str:
    """Return how many are met as targets of such plans go; nothing where that is not known."""
    found = level.as_plan
    if found is None:
        return ""
    low, high = f"{found.low:.1f}", f"{found.high:.1f}"
    return {"zh": f"按同类规划，预计完成{found.expected:.1f}个（90%区间{low}–{high}，"
                  "只含同类规划整体偏移的不确定性）。",
            "en": f" As targets of such plans go {found.expected:.1f} are expected (90% interval "
                  f"{low}–{high}, of the move common to the plan's targets alone)."}[lang]


def span(low: int, high: int) -> str:
    """Return a range of counts; one number where both ends are the same."""
    return str(low) if low == high else f"{low}–{high}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def by_reading(level: PlanLevel, scenario: str) -> tuple[Count, Count] | None:
    """Return the counts of the least and the most favourable readings, where readings differ."""
    try:
        return level.count(scenario, Choice.LOWEST), level.count(scenario, Choice.HIGHEST)
    except KeyError:
        return None


def _readings(level: PlanLevel, lang: Lang) -> str:
    """Say which reading is counted and what the others would give."""
    edges = by_reading(level, level.lead)
    if edges is None:
        return ""
    low, high = (f"{c.joint.expected:.1f}" for c in edges)
    several = [m for m in level.members if len(m.readings) > 1]
    names = listed([name_of(level, m.target, m.indicator, lang) for m in several], lang)
    first = listed([KINDS[m.readings[0]].get(lang) for m in several], lang)
    if lang == "zh":
        return (f"口径未注明的目标（{names}）按第一种口径（{first}）计数；改用最难或最易达成的"
                f"口径，预计完成数为{low}至{high}个。")
    return (f"Targets whose definition is not declared ({names}) are counted by their first "
            f"reading ({first}); with the least or the most favourable readings the expected "
            f"number is {low} to {high}.")


def _pivots(level: PlanLevel, lang: Lang) -> list[str]:
    """Say which targets decide the plan-level statement."""
    stated = level.statement
    if stated is None:
        return []
    told = [_pivot(level, p, lang) for p in stated.pivots[:PIVOTS_SHOWN] if p.moves > 0]
    p = probability_text(stated.probability)
    m = level.count(level.lead).joint.m
    if not told:
        return []
    if lang == "zh":
        return [f"至少完成{stated.count}个（共{m}个）的概率为{p}，影响最大的是："
                + "；".join(told) + "。"]
    return [f"The chance that at least {stated.count} of {m} are met is {p}; it hangs most on "
            + "; ".join(told) + "."]


def _pivot(level: PlanLevel, pivot: Pivot, lang: Lang) -> str:
    name = name_of(level, pivot.target, pivot.indicator, lang)
    met, missed = (probability_text(p) for p in (pivot.if_met, pivot.if_missed))
    if lang == "zh":
        return f"{name}（该项完成时为{met}，未完成时为{missed}）"
    return f"{name} ({met} if it is met, {missed} if it is missed)"


def coherence(level: PlanLevel, lang: Lang) -> list[Note]:
    """Say what making paths add up changed, and where it could not be done."""
    notes = [_stocked(level, s, lang) for s in level.stocked]
    for found in level.reconciled:
        sums = _sum_text(found, lang)
        notes += [Note(_about(level, found, lang), sums)] if sums else []
        notes += [] if found.missing else [_added_up(level, found, lang)]
    alike: dict[tuple[str, ...], list[Reconciled]] = {}
    for found in level.reconciled:
        if found.missing:
            alike.setdefault((found.whole, *(m.region for m in found.missing)), []).append(found)
    return notes + [_not_added_up(level, group, lang) for group in alike.values()]


def _stocked(level: PlanLevel, found: Stocked, lang: Lang) -> Note:
    own, flow = found.indicator.name.get(lang), found.inflow.name.get(lang)
    changes = _changes(level, found.moved, lang)
    touched, lapse = f"{found.touched:.0%}", f"{found.lapse:.1%}"
    if lang == "zh":
        return Note(own, f"存量每年的增加不会多于当年流入（{flow}）。按此约束，{changes}；"
                         f"{touched}的路径至少有一年受到约束，由此推算每年约有{lapse}的存量失效。")
    return Note(own, f"The stock cannot rise by more than flows in ({flow}). Held to that, "
                     f"{changes}; {touched} of the paths had a year in which it bound, and about "
                     f"{lapse} of the stock lapses a year.")


def _changes(level: PlanLevel, moved: Sequence[Moved], lang: Lang) -> str:
    """Return probabilities before and after under the leading scenario."""
    told = []
    for m in moved:
        if m.scenario != level.lead:
            continue
        name = name_of(level, m.target, level.plan.indicator(m.target.indicator), lang)
        before, after = (probability_text(p) for p in (m.before, m.after))
        same = abs(m.before - m.after) < _NOTICEABLE
        if lang == "zh":
            told.append(f"{name}的达成概率{'仍为' + after if same else f'由{before}变为{after}'}")
        else:
            told.append(f"'{name}' " + (f"stays at {after}" if same else
                                        f"goes from {before} to {after}"))
    return ("，" if lang == "zh" else ", ").join(told)


def _about(level: PlanLevel, found: Reconciled, lang: Lang) -> str:
    """Return the indicator's name, with reading and year where it is looked at more than once."""
    name = found.indicator.name.get(lang)
    if sum(r.indicator.id == found.indicator.id for r in level.reconciled) == 1:
        return name
    kind = KINDS[found.reading].get(lang)
    return name + bracketed(f"{kind}，{found.year}年" if lang == "zh" else
                            f"{kind}, {found.year}", lang)


def _added_up(level: PlanLevel, found: Reconciled, lang: Lang) -> Note:
    changes, n = _changes(level, found.moved, lang), len(found.parts)
    gap = "" if found.gap_before is None else f"{abs(found.gap_before):.0%}"
    more = found.gap_before is not None and found.gap_before < 0
    head = _about(level, found, lang)
    if lang == "zh":
        lead = f"{found.whole}与{n}个部分的路径已逐条调整为相加一致"
        lead += f"（调整前各部分中位数之和比总体{'多' if more else '少'}{gap}）" if gap else ""
        return Note(head, f"{lead}：{changes}。")
    lead = f"The paths of {found.whole} and its {n} parts were made to add up, each of them"
    lead += f" (before, the parts' medians came to {gap} {'more' if more else 'less'})" \
        if gap else ""
    return Note(head, f"{lead}: {changes}.")


def _not_added_up(level: PlanLevel, group: Sequence[Reconciled], lang: Lang) -> Note:
    """Say once, for all indicators it holds for, which regions have no law."""
    found = group[0]
    names = listed([m.region for m in found.missing], lang)
    head = listed([_about(level, r, lang) for r in group], lang)
    reason = found.missing[0].reason.get(lang).rstrip("。.")
    whole, n = len(found.parts) + 1, len(found.missing)
    eg = n > 1 or len(group) > 1
    if lang == "zh":
        return Note(head, f"路径无法逐条调整为相加一致：{whole}个地区（总体和各部分）中有{n}个没有"
                          f"可用的历史（{names}）；{'例如' if eg else ''}{reason}。")
    return Note(head, f"The paths could not be made to add up: {n} of {whole} regions (the whole "
                      f"and its parts) have no usable history ({names}); "
                      f"{'for example ' if eg else ''}{reason}.")


def _sum_text(found: Reconciled, lang: Lang) -> str:
    """Return the sum of the parts' targets beside the whole's."""
    sums, unit = found.targets, found.indicator.unit
    if sums.parts is None:
        return ""
    parts = with_unit(sums.parts, unit, lang)
    n = len(found.parts) - len(sums.without)
    if lang == "zh":
        own = "总体没有目标" if sums.whole is None else (
            f"总体目标为{with_unit(sums.whole, unit, lang)}")
        less = f"（{listed(sums.without, lang)}没有目标）" if sums.without else ""
        return f"{n}个部分的目标合计{parts}{less}，{own}。"
    own = "the whole has none" if sums.whole is None else (
        f"the whole's is {with_unit(sums.whole, unit, lang)}")
    less = f" ({listed(sums.without, lang)} without one)" if sums.without else ""
    return f"The targets of {n} part{_s(n)} come to {parts}{less}; {own}."


def listed(names: Sequence[str], lang: Lang) -> str:
    """Return names in a row, each once; of many only the first and how many more."""
    unique = list(dict.fromkeys(names))
    mark = "、" if lang == "zh" else ", "
    text = mark.join(unique[:NAMES_SHOWN])
    more = len(unique) - NAMES_SHOWN
    if more <= 0:
        return text
    return f"{text}等{len(unique)}个" if lang == "zh" else f"{text} and {more} more"


def ties_text(level: PlanLevel, lang: Lang) -> str:
    """Say how strongly targets move together and where that comes from."""
    t = level.ties
    if lang == "zh":
        return (f"目标之间并不独立：同一年份的所有序列共有的波动占{t.horizon}年增长方差的"
                f"{t.calendar:.0%}；剔除各地区当年的平均后，同一地区的指标之间仍有相关（"
                f"{_measured(level, lang)}）。本规划各序列两两相关平均为{t.average:.2f}。")
    return (f"Targets are not independent: what all series of the same years share is "
            f"{t.calendar:.0%} of the variance of {t.horizon}-year growth; less the mean of all "
            f"regions, indicators of one region still move together ({_measured(level, lang)}). "
            f"Two series of this plan correlate by {t.average:.2f} on average.")


def _measured(level: PlanLevel, lang: Lang) -> str:
    """Return the correlations within a region and what they were measured on."""
    t = level.ties
    if t.windows == 0:
        return {"zh": f"参照类的地区太少，无从测量，取{t.unrelated:.2f}",
                "en": f"taken as {t.unrelated:.2f}: the reference class has too few regions to "
                      "measure it"}[lang]
    if lang == "zh":
        return (f"平均{t.related:.2f}；参照类没有的指标取{t.unrelated:.2f}；{t.regions}个地区，"
                f"每对约{t.windows:.0f}个不重叠窗口")
    return (f"correlation {t.related:.2f} on average, {t.unrelated:.2f} for indicators the "
            f"reference class does not know; {t.regions} regions, about {t.windows:.0f} windows a "
            "pair that do not overlap")
