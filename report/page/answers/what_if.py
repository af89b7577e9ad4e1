"""What is dragged and slid: a target's value and its probability both ways, and scenarios.

A changed target is put into the plan and asked again like any other, with laws that are fitted
already; so the answer is the one that ``assess`` gives for a plan file with that value, to the
last digit, and the inverse is the one of ``solve``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from data.numbers import significant
from data.plan import Target
from data.probabilities import probability_text
from data.units import display_unit
from data.words import Basis, Lang, Sense
from forecast.cases import Case, start_run
from forecast.probability.by_scenario import chance
from forecast.probability.colour import colour
from forecast.probability.words import word
from forecast.solve.answers import Terms
from forecast.solve.targets_for import level_of, own_values, targets_for
from report.page.answers.books import Books, Open, items, settings_of, source_of, target_of
from report.page.answers.importing import left_of
from report.page.answers.view import fan_json
from report.text.goal import subject_text
from report.text.words import COLOUR_NAMES, KINDS, label
from scenarios.scenario import Scenario

DRAGGED_DIGITS = 4
"""Significant digits of a value that is dragged; one that is typed keeps all of its own."""

RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE)


def with_target(opened: Open, target: Target, args: Mapping[str, Json]) -> Open:
    """Return the plan with a target changed, on laws that are fitted already."""
    plan = replace(opened.plan, targets=tuple(
        target if t.id == target.id else t for t in opened.plan.targets))
    settings = settings_of(args)
    run = start_run(plan, knowledge=opened.run.knowledge, as_of=settings.as_of,
                    n_paths=settings.paths, seed=settings.seed)
    return Open(plan, replace(run, forecaster=opened.run.forecaster))


def target_at(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    """Return the probability of a target if it named another value.

    ``level`` is a level in the shown unit, as it is dragged on a chart; ``value`` the number in
    the target's own terms, as it is typed. Raises ``PlancastError``.
    """
    opened = books.open(args)
    target = target_of(opened.plan, args.get("target"))
    case = _reading(opened.of(target), args)
    changed = replace(target, value=_value(case, args, lang))
    if target.sense is Sense.BETWEEN and target.value is not None and target.upper is not None:
        assert changed.value is not None
        changed = replace(changed, upper=target.upper + (changed.value - target.value))
    again = with_target(opened, changed, args)
    found = _reading(again.of(changed), args)
    return _said(found, books.scenarios(args), lang)


def _value(case: Case, args: Mapping[str, Json], lang: Lang) -> float:
    """Return the value asked for in the target's own terms: canonical unit, or percent."""
    question, unit = case.question, case.question.indicator.unit
    shown = display_unit(unit, lang)
    typed = number_of(args, "value")
    if typed is not None:
        return typed if question.target.basis in RATES else shown.to_canonical(typed)
    level = number_of(args, "level")
    if level is None:
        raise PlancastError([problem("PAGE_NUMBER", Where(key="level"), key="level")])
    own = own_values(question, np.array([shown.to_canonical(level)]))
    if own is None:
        raise PlancastError([problem("PAGE_NO_VALUE", Where(key="level"),
                                     target=question.target.id)])
    return significant(float(own[0]), DRAGGED_DIGITS)


def target_for(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    """Return the value that a target would have to name to be met with ``probability``.

    Raises ``PlancastError``.
    """
    opened = books.open(args)
    target = target_of(opened.plan, args.get("target"))
    case = _reading(opened.of(target), args)
    asked = number_of(args, "probability")
    if asked is None or not 0 < asked < 1:
        raise PlancastError([problem("PROBABILITY_WRONG", Where(key="probability"),
                                     text=str(args.get("probability"))[:20])])
    scenario = books.scenarios(args)[0]
    if not case.computable:
        return {"value": None}
    terms = Terms(case.setting.shift, (asked,))
    values, why = targets_for(case, scenario, terms.of_law)
    if not values:
        return {"value": None, "note": why.get(lang)}
    found = terms.values(values)[0]
    if found.value is None:
        return {"value": None, "note": why.get(lang)}
    changed = replace(target, value=found.value, upper=found.upper or target.upper,
                      tolerance=found.tolerance or target.tolerance)
    again = _reading(with_target(opened, changed, args).of(changed), args)
    said = _said(again, books.scenarios(args), lang)
    assert isinstance(said, dict)
    return {**said, "asked": asked, "attained": found.attained, "exact": found.exact}


def _said(case: Case, scenarios: Sequence[Scenario], lang: Lang) -> Json:
    """Return what is said of a case: its value, its level, and its probability by scenario."""
    question, target = case.question, case.question.target
    unit = question.indicator.unit
    shown = display_unit(unit, lang)
    value = target.value
    try:
        level = None if value is None else level_of(question, value)
    except ValueError:
        level = None
    own = value if value is None or target.basis in RATES else shown.from_canonical(value)
    return {
        "target": target.id, "reading": question.reading.value,
        "value": own, "level": None if level is None else shown.from_canonical(level),
        "unit": "%" if target.basis in RATES else shown.symbol,
        "upper": None if target.upper is None or target.basis in RATES
        else shown.from_canonical(target.upper),
        "tolerance": target.tolerance,
        "chances": [probability_of(case, s, lang) for s in scenarios],
        "note": question.obstacle.get(lang) if question.obstacle is not None else "",
    }


def probability_of(case: Case, scenario: Scenario, lang: Lang) -> dict[str, Json]:
    """Return the probability of a case under one scenario, as printed and as computed."""
    p = case.probability(scenario)
    followed, known = case.followed(p), case.question.outcome() is not None
    plan = case.as_plan(p)
    shade = colour(followed)
    error = 0.0 if p is None else case.error(p)
    return {
        "target": case.question.target.id, "reading": case.question.reading.value,
        "reading_name": KINDS[case.question.reading].get(lang),
        "scenario": scenario.id, "probability": p, "stated": case.stated(p),
        "followed": followed, "text": probability_text(followed, error, known=known),
        "series": probability_text(case.stated(p), error, known=known),
        "as_plan": "" if plan is None else probability_text(plan.stated, error),
        "word": word(followed).get(lang), "colour": shade.value,
        "colour_name": COLOUR_NAMES[shade].get(lang), "grade": case.evidence.grade.value,
    }


def under_scenario(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    """Return every target's probability under one scenario, that of ``target`` with its fan.

    ``targets`` names those that are wanted, where not all are: a long plan asks for the ones in
    view while something moves. Raises ``PlancastError``.
    """
    opened = books.open(args)
    scenario = books.scenarios(args)[0]
    name = args.get("target")
    asked = items(args.get("targets"))
    wanted = [target_of(opened.plan, t) for t in asked] if asked else opened.plan.targets
    rows: list[Json] = []
    fans: list[Json] = []
    for target in wanted:
        for case in opened.of(target):
            rows.append(probability_of(case, scenario, lang))
            if target.id == name and case.computable:
                fan = chance(case, scenario)[1]
                unit = case.question.indicator.unit
                fans.append({"reading": case.question.reading.value, **fan_json(fan, unit, lang)})
    return {"scenario": scenario.id, "rows": rows, "fans": fans}


def names(books: Books, args: Mapping[str, Json], lang: Lang) -> Json:
    """Return the targets of a plan by name, without assessing anything."""
    # Of a plan that is not confirmed nothing is fitted.
    plan = source_of(args).read() if left_of(args) else books.open(args).plan
    return {"title": plan.title.get(lang), "region": plan.region.get(lang),
            "targets": [{"id": t.id, "name":
                         subject_text(t, plan.indicator(t.indicator), plan, lang),
                         "readings": [KINDS[k].get(lang) for k in
                                      (plan.indicator(t.indicator).readings
                                       or (plan.indicator(t.indicator).kind,))],
                         "binding": label("binding", lang) if t.binding else ""}
                        for t in plan.targets]}


def _reading(cases: Sequence[Case], args: Mapping[str, Json]) -> Case:
    wanted = args.get("reading")
    return next((c for c in cases if c.question.reading.value == wanted), cases[0])


def number_of(args: Mapping[str, Json], key: str) -> float | None:
    """Return a finite number of a request; ``None`` without one. Raises ``PlancastError``."""
    raw = args.get(key)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not np.isfinite(raw):
        raise PlancastError([problem("PAGE_NUMBER", Where(key=key), key=key)])
    return float(raw)

