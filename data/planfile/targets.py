"""Target rows to ``Target``: years, edges, bases and units that fit together."""

from __future__ import annotations

from collections.abc import Iterable

from data.io.yamlread import KeyPath
from data.plan import Indicator, Period, Target
from data.planfile.rules import Checker, text_of
from data.planfile.schema import TargetRow
from data.planfile.statements import RATES, span_of
from data.units import Unit, find_unit
from data.words import Basis, Sense

_MOVES = (Basis.INCREMENT_FROM_BASE, Basis.RELATIVE_TO_REGION)
_VALUE_OPTIONAL = (Basis.RELATIVE_TO_REGION, Basis.EVERY_YEAR_UP, Basis.QUALITATIVE)


def plan_targets(check: Checker, period: Period) -> tuple[Target, ...]:
    """Return the targets whose rows can be used; what is wrong goes to ``check``."""
    taken = _explicit_ids(check)
    out: list[Target] = []
    seen: dict[tuple[object, ...], int] = {}
    for i, row in check.shaped.targets.items():
        path: KeyPath = ("targets", i)
        key = (row.indicator, check.home(row.region), row.year, row.basis, row.sense, row.value,
               row.in_table)
        if key in seen:
            line = check.document.where(("targets", seen[key])).row
            check.refuse("DUPLICATE_ROW", path, first=line)
        seen.setdefault(key, i)
        name = row.id or _free_id(row.indicator, taken)
        taken.add(name)
        target = _target(check, name, row, period, path)
        if target is not None:
            out.append(target)
    return tuple(out)


def _explicit_ids(check: Checker) -> set[str]:
    taken: set[str] = set()
    for i, row in check.shaped.targets.items():
        if row.id is None:
            continue
        if row.id in taken:
            check.refuse("DUPLICATE_ID", ("targets", i, "id"), id=row.id)
        check.id(row.id, ("targets", i, "id"))
        taken.add(row.id)
    return taken


def _target(
    check: Checker, name: str, row: TargetRow, period: Period, path: KeyPath
) -> Target | None:
    year = period.end if row.year is None else row.year
    base_year = period.base if row.base_year is None else row.base_year
    if year <= base_year:
        check.refuse("TARGET_BEFORE_BASE", path, year=year, base=base_year)
    _edges(check, row, path)
    indicator = check.known(row.indicator, (*path, "indicator"))
    if indicator is None:
        return None
    unit = _unit(check, indicator, row, path)
    if unit is None:
        return None
    _percent_text(check, row, unit, path)
    value = _goal(check, indicator, unit, row, "value", path)
    upper = _goal(check, indicator, unit, row, "upper", path)
    base = None
    if row.base is not None:
        base = check.figure(indicator, unit, float(row.base), (*path, "base"))
    # Where less is better, an unstated sense means at most.
    lower = indicator.direction < 0 and "sense" not in row.model_fields_set
    sense = Sense.AT_MOST if lower else row.sense
    return Target(
        name, indicator.id, check.home(row.region), year, value, sense, row.basis, upper,
        base_year, base, _number(row.stated_growth), row.binding, row.in_table,
        row.source, text_of(row.note),
        None if row.tolerance is None else float(row.tolerance) / 100, row.relative_to or "",
        span_of(row.span), row.confidence, text_of(row.lead_unit),
    )


def _unit(check: Checker, indicator: Indicator, row: TargetRow, path: KeyPath) -> Unit | None:
    """Return the unit of a row; what a share moves by may be written in percentage points."""
    if row.unit is not None and row.basis in _MOVES and indicator.unit.dimension == "percent":
        unit = find_unit(row.unit)
        if unit is not None and unit.dimension == "percentage point":
            return unit
    return check.unit_for(indicator, row.unit, path)


def _edges(check: Checker, row: TargetRow, path: KeyPath) -> None:
    if row.value is None and row.basis not in _VALUE_OPTIONAL:
        check.refuse("TARGET_VALUE_MISSING", path)
    if row.base == 0:
        check.refuse("BASE_ZERO", (*path, "base"))
    if row.basis is Basis.QUALITATIVE and row.value is not None:
        check.refuse("QUALITATIVE_VALUE", (*path, "value"))
    tolerance = _number(row.tolerance)
    if tolerance is not None and row.sense is not Sense.ABOUT:
        check.refuse("TOLERANCE_NOT_NEEDED", (*path, "tolerance"), sense=row.sense.value)
    if tolerance is not None and not 0 < tolerance < 100:
        check.refuse("OUT_OF_RANGE", (*path, "tolerance"), value=f"{tolerance:g}", edges="0-100 %")
    if row.relative_to is not None and row.basis is not Basis.RELATIVE_TO_REGION:
        check.refuse("RELATIVE_TO_NOT_NEEDED", (*path, "relative_to"), basis=row.basis.value)
    between = row.sense is Sense.BETWEEN
    if between and row.upper is None:
        check.refuse("UPPER_MISSING", path)
    if not between and row.upper is not None:
        check.refuse("UPPER_NOT_NEEDED", (*path, "upper"), sense=row.sense.value)
    low, high = _number(row.value), _number(row.upper)
    if between and low is not None and high is not None and low >= high:
        check.refuse("UPPER_BELOW_VALUE", (*path, "upper"))


def _percent_text(check: Checker, row: TargetRow, unit: Unit, path: KeyPath) -> None:
    """A level written with a percent sign is a growth rate in disguise."""
    if row.basis in RATES or unit.dimension == "percent":
        return
    raw = check.document.value
    rows = raw.get("targets") if isinstance(raw, dict) else None
    item = rows[int(path[1])] if isinstance(rows, list) else None
    for key in ("value", "upper"):
        if isinstance(item, dict) and isinstance(item.get(key), str):
            check.refuse("PERCENT_NOT_LEVEL", (*path, key), value=item[key], unit=unit.symbol)


def _goal(
    check: Checker, indicator: Indicator, unit: Unit, row: TargetRow, key: str, path: KeyPath
) -> float | None:
    """A target's number: a rate stays in percent, a level goes to the canonical unit."""
    value = _number(row.value if key == "value" else row.upper)
    if value is None or row.basis in RATES:
        return value
    if row.basis in _MOVES:  # a decline is a negative increment, a permitted lag a negative margin
        return unit.to_canonical(value)
    if row.basis is Basis.CUMULATIVE_OVER_PERIOD:  # a sum is not held to a year's bounds
        return unit.to_canonical(value)
    return check.figure(indicator, unit, value, (*path, key))


def _number(value: float | str | None) -> float | None:
    """Return a number that has passed ``schema.percent_number`` already."""
    return None if value is None else float(value)


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    names = set(taken)
    if wanted not in names:
        return wanted
    n = 2
    while f"{wanted}-{n}" in names:
        n += 1
    return f"{wanted}-{n}"
