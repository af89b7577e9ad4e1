"""What is said of a plan as a whole, in sentences: for the assessment and for the outlook."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.messages.message import Joined, Message
from data.numbers import with_unit
from data.plan import Indicator, Target
from data.probabilities import probability_text
from data.words import Lang
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

TITLE = Message("assessment.plan_as_whole")
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
    return tuple(f"{note.about}{Message('mark.colon').get(lang)}{note.text}" if note.about
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
        return Message("assessment.none_target_targets_can_assessed", total=total).get(lang)
    count = level.count(level.lead)
    joint, alone = count.joint, count.independent
    expected = math.floor(joint.expected + 0.5)
    every = probability_text(joint.at_least(joint.m))
    name = scenario_name(level, level.lead, lang)
    known = sum(m.known is not None for m in level.members)
    return Message("assessment.about_so_many_met", name=name, m=joint.m, known=known,
                   expected=expected, range=span(joint.low80, joint.high80),
                   independent=span(alone.low80, alone.high80), every=every,
                   as_plans=as_plans_text(level, lang)).get(lang)


def as_plans_text(level: PlanLevel, lang: Lang) -> str:
    """Return how many are met as targets of such plans go; nothing where that is not known."""
    found = level.as_plan
    if found is None:
        return ""
    low, high = f"{found.low:.1f}", f"{found.high:.1f}"
    return Message("assessment.as_targets_such_plans_go", expected=found.expected, low=low,
                   high=high).get(lang)


def span(low: int, high: int) -> str:
    """Return a range of counts; one number where both ends are the same."""
    return str(low) if low == high else f"{low}–{high}"


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
    return Message("assessment.targets_whose_definition_not_declared", names=names, first=first,
                   low=low, high=high).get(lang)


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
    return [Message("assessment.hangs_most_on", count=stated.count, m=m, p=p,
                    told=Joined(told, "mark.semicolon")).get(lang)]


def _pivot(level: PlanLevel, pivot: Pivot, lang: Lang) -> str:
    name = name_of(level, pivot.target, pivot.indicator, lang)
    met, missed = (probability_text(p) for p in (pivot.if_met, pivot.if_missed))
    return Message("assessment.if_it_met_if_it", name=name, met=met, missed=missed).get(lang)


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
    return Note(own, Message("assessment.stock_held_to_its_inflow", flow=flow, changes=changes,
                             touched=found.touched, lapse=found.lapse).get(lang))


def _changes(level: PlanLevel, moved: Sequence[Moved], lang: Lang) -> str:
    """Return probabilities before and after under the leading scenario."""
    told = []
    for m in moved:
        if m.scenario != level.lead:
            continue
        name = name_of(level, m.target, level.plan.indicator(m.target.indicator), lang)
        before, after = (probability_text(p) for p in (m.before, m.after))
        same = abs(m.before - m.after) < _NOTICEABLE
        told.append(Message("assessment.before_and_after", name=name, same=same, before=before,
                            after=after).get(lang))
    return Message("mark.comma").get(lang).join(told)


def _about(level: PlanLevel, found: Reconciled, lang: Lang) -> str:
    """Return the indicator's name, with reading and year where it is looked at more than once."""
    name = found.indicator.name.get(lang)
    if sum(r.indicator.id == found.indicator.id for r in level.reconciled) == 1:
        return name
    kind = KINDS[found.reading].get(lang)
    return name + bracketed(Message("assessment.kind_year", kind=kind,
                                    year=found.year).get(lang), lang)


def _added_up(level: PlanLevel, found: Reconciled, lang: Lang) -> Note:
    changes = _changes(level, found.moved, lang)
    gap, head = found.gap_before, _about(level, found, lang)
    if gap is None:
        return Note(head, Message("assessment.made_to_add_up", whole=found.whole,
                                  n=len(found.parts), changes=changes).get(lang))
    return Note(head, Message("assessment.made_to_add_up_from", whole=found.whole,
                              n=len(found.parts), more=gap < 0, gap=abs(gap),
                              changes=changes).get(lang))


def _not_added_up(level: PlanLevel, group: Sequence[Reconciled], lang: Lang) -> Note:
    """Say once, for all indicators it holds for, which regions have no law."""
    found = group[0]
    names = listed([m.region for m in found.missing], lang)
    head = listed([_about(level, r, lang) for r in group], lang)
    reason = found.missing[0].reason.get(lang).rstrip("。.")
    return Note(head, Message("assessment.could_not_be_made_to_add_up", n=len(found.missing),
                              whole=len(found.parts) + 1, names=names, reason=reason,
                              one_of_several=len(found.missing) > 1 or len(group) > 1).get(lang))


def _sum_text(found: Reconciled, lang: Lang) -> str:
    """Return the sum of the parts' targets beside the whole's."""
    sums, unit = found.targets, found.indicator.unit
    if sums.parts is None:
        return ""
    parts = with_unit(sums.parts, unit, lang)
    n = len(found.parts) - len(sums.without)
    own = Message("assessment.whole_has_none") if sums.whole is None else \
        Message("assessment.whole_has", target=with_unit(sums.whole, unit, lang))
    return Message("assessment.sum_of_targets", n=n, parts=parts, own=own,
                   without=len(sums.without), names=listed(sums.without, lang)).get(lang)


def listed(names: Sequence[str], lang: Lang) -> str:
    """Return names in a row, each once; of many only the first and how many more."""
    unique = list(dict.fromkeys(names))
    mark = Message("mark.list").get(lang)
    text = mark.join(unique[:NAMES_SHOWN])
    more = len(unique) - NAMES_SHOWN
    if more <= 0:
        return text
    return Message("assessment.more", text=text, more=more, unique=len(unique)).get(lang)


def ties_text(level: PlanLevel, lang: Lang) -> str:
    """Say how strongly targets move together and where that comes from."""
    t = level.ties
    return Message("assessment.targets_not_independent_what_all", calendar=t.calendar,
                   horizon=t.horizon, measured=_measured(level, lang), average=t.average).get(lang)


def _measured(level: PlanLevel, lang: Lang) -> str:
    """Return the correlations within a region and what they were measured on."""
    t = level.ties
    if t.windows == 0:
        return Message("assessment.taken_as_reference_class_has", unrelated=t.unrelated).get(lang)
    return Message("assessment.correlation_on_average_for_indicators", related=t.related,
                   unrelated=t.unrelated, regions=t.regions, windows=t.windows).get(lang)
