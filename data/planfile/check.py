"""Plan rows to a ``Plan``: units converted once, and everything rows must satisfy together."""

from __future__ import annotations

from data.errors import PlancastError, Problem, Where, problem
from data.io.yamlread import KeyPath, YamlDocument
from data.plan import Indicator, Period, Plan
from data.planfile.rules import Checker, text_of
from data.planfile.schema import MAX_YEAR, MIN_YEAR, HistoryRow, IndicatorRow, PartialRow
from data.planfile.shape import MAX_LISTED, shape_plan
from data.planfile.statements import plan_parts, plan_statements, plan_unread
from data.planfile.targets import plan_targets
from data.series import Bounds, Partial
from data.seriesmake import Observation, collect_series
from data.signs import is_rate_of_change
from data.units import Unit
from data.words import Kind


def plan_of(document: YamlDocument) -> Plan:
    """Return the plan that ``document`` declares.

    Raises
    ------
    PlancastError
        With every problem of the document, in the order of its lines.
    """
    shaped = shape_plan(document)
    check = Checker(document, shaped, list(shaped.problems))
    plan = _plan(check)
    if check.problems or plan is None:
        raise PlancastError(_first(check.problems, document.file))
    return plan


def _first(problems: list[Problem], file: str) -> list[Problem]:
    """Return the problems in the order of their lines; beyond ``MAX_LISTED`` only their number."""
    found = sorted((p for p in problems if p.code != "MORE_PROBLEMS"),
                   key=lambda p: p.where.row or 0)
    rest = len(found[MAX_LISTED:]) + sum(
        int(dict(p.details)["count"]) for p in problems if p.code == "MORE_PROBLEMS")
    more = [problem("MORE_PROBLEMS", Where(file=file), count=rest)] if rest else []
    return [*found[:MAX_LISTED], *more]


def _plan(check: Checker) -> Plan | None:
    _not_empty(check, )
    for name, row in check.shaped.indicators.items():
        _indicator(check, name, row)
    for name in check.shaped.indicators:
        _inflow(check, name)
    observations = _history(check, )
    partials = _partials(check, )
    period = _period(check, )
    targets = plan_targets(check, period)
    statements, parts, unread = plan_statements(check), plan_parts(check), plan_unread(check)
    header = check.shaped.header
    if header is None:
        return None
    check.id(header.plan, ("plan",))
    title, region = text_of(header.title), text_of(header.region)
    check.named(title, ("title",))
    check.named(region, ("region",))
    return Plan(
        header.plan, title, region, period, tuple(check.indicators.values()), targets,
        collect_series(observations, check.indicators), partials, check.document.file,
        header.level, statements, parts, unread, header.regime,
    )


def _period(check: Checker) -> Period:
    row = check.shaped.period
    if row is None:  # refused already; the widest one lets the targets be checked all the same
        return Period(MIN_YEAR - 1, MIN_YEAR, MAX_YEAR)
    if not row.base <= row.start <= row.end or row.base == row.end:
        check.refuse("PERIOD_ORDER", ("period",))
    return Period(row.base, row.start, row.end)


def _not_empty(check: Checker) -> None:
    raw = check.document.value
    for key in ("indicators", "targets"):
        if isinstance(raw, dict) and raw.get(key) in ([], {}):
            check.refuse("LIST_EMPTY", (key,), key=key)


def _indicator(check: Checker, name: str, row: IndicatorRow) -> None:
    path = ("indicators", name)
    check.id(name, path)
    text = text_of(row.name)
    check.named(text, (*path, "name"))
    if row.direction == 0:
        check.refuse("OUT_OF_RANGE", (*path, "direction"), value=0, edges="-1, 1")
    _readings(check, row, path)
    unit = check.unit(row.unit, (*path, "unit"))
    if unit is None:
        return
    bounds = _bounds(check, row, unit, path)
    check.indicators[name] = Indicator(
        name, text, unit, row.kind, tuple(row.readings), row.family, bounds,
        row.direction, row.inflow, text_of(row.note), tuple(row.terms),
        row.definition_changed,
    )


def _readings(check: Checker, row: IndicatorRow, path: KeyPath) -> None:
    undeclared = row.kind is Kind.UNDECLARED
    if undeclared and (len(set(row.readings)) < 2 or Kind.UNDECLARED in row.readings):
        check.refuse("READINGS_NEEDED", path)
    if not undeclared and row.readings:
        check.refuse("READINGS_NOT_NEEDED", (*path, "readings"), kind=row.kind.value)


def _bounds(check: Checker, row: IndicatorRow, unit: Unit, path: KeyPath) -> Bounds:
    if row.bounds is None:  # 分 is marked out of a hundred unless the plan says otherwise
        hundred = row.kind is Kind.SHARE or (
            row.kind is Kind.SCORE and unit.dimension == "score")
        if is_rate_of_change(row.kind, unit):  # nothing falls by more than all of it
            return (-100.0, None)
        return (0.0, 100.0) if hundred else (None, None)
    low, high = row.bounds.low, row.bounds.high
    if low is not None and high is not None and low >= high:
        check.refuse("BOUNDS_ORDER", (*path, "bounds"))
    return (
        None if low is None else unit.to_canonical(low),
        None if high is None else unit.to_canonical(high),
    )


def _inflow(check: Checker, name: str) -> None:
    inflow = check.shaped.indicators[name].inflow
    if inflow is None:
        return
    path = ("indicators", name, "inflow")
    if inflow == name:
        check.refuse("INFLOW_ITSELF", path)
    else:
        check.known(inflow, path)


def _history(check: Checker) -> list[Observation]:
    out: list[Observation] = []
    first: dict[tuple[str, str, int], int] = {}
    for i, row in check.shaped.history.items():
        path: KeyPath = ("history", i)
        indicator = check.known(row.indicator, (*path, "indicator"))
        region = check.home(row.region)
        key = (region, row.indicator, row.year)
        if key in first:
            line = check.document.where(("history", first[key])).row
            check.refuse("DUPLICATE_ROW", path, first=line)
            continue
        first[key] = i
        found = _observation(check, indicator, row, region, path)
        if found is not None:
            out.append(found)
    return out


def _observation(
    check: Checker, indicator: Indicator | None, row: HistoryRow, region: str, path: KeyPath
) -> Observation | None:
    if indicator is None:
        return None
    unit = check.unit_for(indicator, row.unit, path)
    if unit is None:
        return None
    value = check.figure(indicator, unit, row.value, (*path, "value"))
    return Observation(region, indicator.id, row.year, value, unit, row.source, row.derived)


def _partials(check: Checker) -> tuple[Partial, ...]:
    out: list[Partial] = []
    first: dict[tuple[str, str, int, int, int], int] = {}
    for i, row in check.shaped.partials.items():
        path: KeyPath = ("partials", i)
        key = (check.home(row.region), row.indicator, row.year, row.first, row.last)
        if key in first:
            line = check.document.where(("partials", first[key])).row
            check.refuse("DUPLICATE_ROW", path, first=line)
        first.setdefault(key, i)
        if row.last < row.first or (row.first, row.last) == (1, 12):
            check.refuse("MONTHS_ORDER", path)
        found = _partial(check, row, path)
        if found is not None:
            out.append(found)
    return tuple(out)


def _partial(check: Checker, row: PartialRow, path: KeyPath) -> Partial | None:
    indicator = check.known(row.indicator, (*path, "indicator"))
    unit = None if indicator is None else check.unit_for(indicator, row.unit, path)
    if indicator is None or unit is None:
        return None
    value = check.figure(indicator, unit, row.value, (*path, "value"))
    return Partial(
        check.home(row.region), indicator.id, row.year, row.first, row.last, value, unit,
        row.source,
    )
