"""``plancast scenarios export|import``: projections out as an IAMC table, pathways in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.exchange.hubverse import checked_model
from data.exchange.predictive import Chance, Quantiles
from data.io.writing import Together, write_bytes
from data.messages.message import Message
from data.numbers import significant
from data.paths import FAN_LEVELS
from data.plan import Indicator, Plan
from data.tables.iamc import (
    HISTORICAL,
    MEDIAN,
    IamcRow,
    IamcTable,
    iamc_csv,
    iamc_xlsx,
    is_historical,
    plain_variable,
)
from data.tables.join import indicator_names, plain_region
from data.units import Unit, find_unit
from data.version import engine_version
from data.words import BASELINE, Basis, Kind, Lang, Text
from forecast.cases import start_run
from forecast.scenario_analysis.subject import Projection, Projections, project
from report.series.exchange import FORMS, HUBVERSE, NIXTLA, Handed, handed_files, handed_text
from report.solve.solve_inputs import asked_targets
from report.text.inputs import Faults, ask_scenarios, load_knowledge, load_plan
from report.text.progress import Bar
from scenarios.context import Reach
from scenarios.file.fields import near
from scenarios.file.reading import load_library
from scenarios.file.writing import to_yaml_text
from scenarios.random.distributions import Fixed
from scenarios.scenario import Scenario, Setting, Step
from scenarios.steps.elasticity import Elasticity
from scenarios.steps.target_path import TargetPath

# A plan and its projections as IAMC rows, and IAMC rows as scenarios.

PLAN_TARGETS = "plan targets"
"""The scenario under which the levels stand that the plan asks for."""

PROBABILITY = "Probability of Target"
NOT_THE_INDICATOR = {
    Basis.CUMULATIVE_OVER_PERIOD: "|Sum over Period",
    Basis.RELATIVE_TO_REGION: "|Difference",
}
"""What follows the name where the target's quantity is not the indicator itself."""

DIGITS = 6
_NOT_IN_AN_ID = re.compile(r"[^\w.-]+")


def statistic(level: float) -> str:
    """Return what a quantile is called in a variable: ``Median``, ``10th Percentile``."""
    return MEDIAN if level == 0.5 else f"{100 * level:g}th Percentile"


def exported(found: Projections, *, model: str) -> tuple[IamcRow, ...]:
    """Return the history, the projections, the probabilities and the targets of a plan.

    History is the variable ``INDICATOR`` of the scenario ``historical``; a projection
    ``TARGET|Median`` (``TARGET|reading|Median`` where there are several readings) of its own
    scenario; values are in the plan's unit, to six significant digits.
    """
    return (*_history(found.source.plan, found.source.as_of, model),
            *(row for p in found.rows for row in _projected(p, model)),
            *_targets(found, model))


def _history(plan: Plan, as_of: int, model: str) -> list[IamcRow]:
    return [IamcRow(model, HISTORICAL, s.region, s.indicator, s.unit.symbol, tuple(
        (int(y), _own(float(v), s.unit, exact=True))
        for y, v in zip(s.years, s.values, strict=True) if y <= as_of))
        for s in plan.history if len(s) and int(s.years[0]) <= as_of]


def _own(value: float, unit: Unit, *, exact: bool = False) -> float:
    own = unit.from_canonical(value)
    return own if exact else significant(own, DIGITS)


def _variable(projection: Projection) -> str:
    subject = projection.subject
    name = subject.target.id + NOT_THE_INDICATOR.get(subject.target.basis, "")
    return f"{name}|{subject.reading}" if subject.several else name


def _projected(found: Projection, model: str) -> list[IamcRow]:
    target, unit = found.subject.target, found.subject.indicator.unit
    name = _variable(found)
    rows = [IamcRow(model, found.scenario, target.region, f"{name}|{statistic(level)}",
                    unit.symbol, tuple(
                        (year, _own(v, unit)) for year, v in zip(found.years, row, strict=True)))
            for level, row in zip(FAN_LEVELS, found.values, strict=False)]
    if found.stated is not None:
        rows.append(IamcRow(model, found.scenario, target.region, f"{name}|{PROBABILITY}", "",
                            ((target.year, significant(found.stated, DIGITS)),)))
    return rows


def handed_over(found: Projections) -> Handed:
    """Return the projections and probabilities of a plan as hubs and Nixtla's tools take them.

    The same numbers and names as in the IAMC table, without history and targets.
    """
    handed = Handed()
    origin = found.source.as_of
    for p in found.rows:
        target, unit = p.subject.target, p.subject.indicator.unit
        if p.values:
            handed.quantiles.append(Quantiles(
                target.region, _variable(p), origin, p.years, FAN_LEVELS,
                tuple(tuple(_own(v, unit) for v in year)
                      for year in zip(*p.values, strict=True)), p.scenario))
        if p.stated is not None:
            # Another target than the quantity: a hub gives each one kind of output.
            handed.chances.append(Chance(target.region, f"{_variable(p)} met", origin, target.year,
                                         significant(p.stated, DIGITS), p.scenario))
    return handed


def _targets(found: Projections, model: str) -> list[IamcRow]:
    rows = []
    for p in found.rows:
        target, unit = p.subject.target, p.subject.indicator.unit
        if p.threshold is not None and p.subject.measured:
            rows.append(IamcRow(model, PLAN_TARGETS, target.region, _variable(p), unit.symbol,
                                ((target.year, _own(p.threshold, unit, exact=True)),)))
    return list(dict.fromkeys(rows))


# Reading


@dataclass(frozen=True, slots=True)
class Driver:
    """A variable of a table that drives indicators, and how strongly."""

    variable: str
    elasticity: float
    expected: float  # growth that the forecast takes for granted, percent a year
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The scenarios of a table, and the variables that mean nothing to the plan."""

    scenarios: tuple[Scenario, ...]
    left_out: tuple[str, ...]


def imported(rows: Sequence[IamcRow], plan: Plan, *, file: str, pathways: Sequence[str] = (),
             driver: Driver | None = None) -> Imported:
    """Return a scenario for every scenario of a table, or for ``pathways`` alone.

    Each variable that is an indicator of the plan becomes a ``target_path`` that moves the whole
    distribution (``of: centre``); a ``driver`` becomes an ``elasticity`` instead.

    Raises
    ------
    PlancastError
        IAMC_PATHWAY, IAMC_VARIABLE, IAMC_NO_MATCH, IAMC_UNIT: everything that is wrong.
    """
    wanted = [r for r in rows if not is_historical(r.scenario)]
    known = tuple(dict.fromkeys(r.scenario for r in wanted))
    problems: list[Problem] = [
        problem("IAMC_PATHWAY", Where(file=file), name=name, near=near(name, known),
                known=", ".join(known) or "—") for name in pathways if name not in known]
    if problems:
        raise PlancastError(problems)
    wanted = [r for r in wanted if not pathways or r.scenario in pathways]
    if driver is not None:
        wanted = _of_driver(wanted, driver, file)
    groups: dict[tuple[str, str], list[IamcRow]] = {}
    for row in wanted:
        groups.setdefault((row.model, row.scenario), []).append(row)
    names = indicator_names(plan)
    left: list[str] = []
    scenarios = []
    for (model, scenario), found in groups.items():
        steps = [step for r in found for step in _steps(r, plan, names, driver, problems, left)]
        if steps:
            several = len({m for m, s in groups if s == scenario}) > 1
            scenarios.append(_scenario(model if several else "", scenario, steps, file))
    if not scenarios and not problems:
        listed = ", ".join(dict.fromkeys(r.variable for r in wanted)) or "—"
        problems.append(problem("IAMC_NO_MATCH", Where(file=file), plan=plan.id, known=listed,
                                near=", ".join(i.id for i in plan.indicators[:8])))
    if problems:
        raise PlancastError(problems)
    return Imported(tuple(scenarios), tuple(dict.fromkeys(left)))


def _of_driver(rows: Sequence[IamcRow], driver: Driver, file: str) -> list[IamcRow]:
    found = [r for r in rows if r.variable == driver.variable]
    if not found:
        known = tuple(dict.fromkeys(r.variable for r in rows))
        raise PlancastError([problem("IAMC_VARIABLE", Where(file=file), name=driver.variable,
                                     near=near(driver.variable, known),
                                     known=", ".join(known) or "—")])
    return found


def _steps(row: IamcRow, plan: Plan, names: dict[str, Indicator], driver: Driver | None,
           problems: list[Problem], left: list[str]) -> list[Step]:
    source = Text(**Message("scenario_pages.model_scenario", model=row.model,
                            scenario=row.scenario).both())
    if driver is not None:
        reach = Reach(indicators=driver.indicators)
        return [Elasticity(row.variable, Fixed(driver.elasticity), path=row.points,
                           expected=driver.expected, setting=Setting(reach=reach, source=source))]
    indicator, kinds = _meant(plain_variable(row.variable), names)
    if indicator is None:
        if not _is_ours(row.variable):
            left.append(row.variable)
        return []
    unit = find_unit("" if row.unit == "1" else row.unit)
    if row.unit not in ("", "1") and (
            unit is None or unit.dimension != indicator.unit.dimension):
        problems.append(problem("IAMC_UNIT", Where(indicator=row.variable), variable=row.variable,
                                unit=row.unit, indicator=indicator.id,
                                other=indicator.unit.symbol or "1"))
        return []
    if unit is None or not unit.symbol:
        unit = indicator.unit
    points = tuple((year, _own(unit.to_canonical(v), indicator.unit, exact=True))
                   for year, v in row.points)
    reach = Reach(indicators=(indicator.id,), kinds=kinds, regions=_regions(row.region, plan))
    return [TargetPath(points, of="centre", setting=Setting(reach=reach, source=source))]


def _meant(variable: str, names: dict[str, Indicator]) -> tuple[Indicator | None, tuple[Kind, ...]]:
    """Return the indicator that a variable names, and as what it is read, where it says so."""
    name, mark, reading = variable.rpartition("|")
    if mark and reading.casefold() in tuple(Kind):
        return names.get(name.casefold()), (Kind(reading.casefold()),)
    return names.get(variable.casefold()), ()


def _is_ours(variable: str) -> bool:
    """Say whether a variable is another statistic than the median, as ``exported`` writes it."""
    return variable.endswith((PROBABILITY, *(statistic(level) for level in FAN_LEVELS)))


def _regions(region: str, plan: Plan) -> tuple[str, ...]:
    """Return the region a row is of, unless it is the plan's own or the whole world."""
    own = {plain_region(plan.region.zh), plain_region(plan.region.en), "world", ""}
    return () if plain_region(region) in own else (region,)


def _scenario(model: str, name: str, steps: Sequence[Step], file: str) -> Scenario:
    spoken = f"{model} {name}".strip()
    id_ = _NOT_IN_AN_ID.sub("-", spoken).strip("-.")[:100] or "imported"
    return Scenario(id_, Text(spoken, spoken), steps=tuple(steps),
                    evidence=Message("scenario_pages.from", file=file), extends=(BASELINE,))


def renamed(scenarios: Sequence[Scenario], taken: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the scenarios under ids that are neither built-in nor used twice."""
    used, out = set(taken), []
    for scenario in scenarios:
        id_, n = scenario.id, 2
        while id_ in used:
            id_, n = f"{scenario.id}-{n}", n + 1
        used.add(id_)
        out.append(replace(scenario, id=id_))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the command line was given."""

    plan: str | None
    targets: tuple[str, ...]
    scenarios: tuple[str, ...]
    history: tuple[Path, ...]
    as_of: int | None
    lang: Lang
    n_paths: int
    seed: int
    reference: Path | None
    out: Path | None
    wide: bool
    model: str
    form: str = "iamc"  # iamc | nixtla | hubverse


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the command line was given."""

    file: Path
    plan: str | None
    pathways: tuple[str, ...]
    driver: str | None
    elasticity: float | None
    expected: float | None
    indicators: tuple[str, ...]


def run_export(options: ExportOptions) -> str:
    """Export projections; return the table, or where it has been written.

    Raises ``PlancastError`` with every problem of every input.
    """
    faults = Faults()
    faults.ask(lambda: _check_ending(options))
    if options.form == HUBVERSE and options.model:
        faults.ask(lambda: checked_model(options.model))
    plan = faults.ask(lambda: load_plan(options.plan, options.history))
    targets = plan.then(lambda p: asked_targets(p, options.targets))
    scenarios = ask_scenarios(faults, options.scenarios, options.plan)
    knowledge = faults.ask(lambda: load_knowledge(options.reference))
    run = start_run(plan.value, knowledge=knowledge.value, as_of=options.as_of,
                    n_paths=options.n_paths, seed=options.seed)
    with Bar("projecting") as bar:
        found = project(run, targets.value, scenarios.value, progress=bar)
    if options.form in FORMS:
        handed = handed_over(found)
        return _put(handed, options)
    rows = exported(found, model=options.model or f"plancast {engine_version()}")
    if options.out is None:
        return iamc_csv(rows, wide=options.wide)
    if options.out.suffix.lower() == ".xlsx":
        write_bytes(options.out, iamc_xlsx(rows, wide=options.wide))
    else:
        write_bytes(options.out, iamc_csv(rows, wide=options.wide).encode("utf-8"))
    return Message("scenario_pages.series_written", rows=len(rows),
                   out=options.out).get(options.lang)


def _put(handed: Handed, options: ExportOptions) -> str:
    """Return a table of another tool, or write it: a Nixtla frame to a file, rounds into a hub."""
    if options.out is None:
        return handed_text(options.form, handed, model=options.model, scenarios=True)
    out = options.out
    with Together() as files:
        for name, text in handed_files(options.form, handed, model=options.model, scenarios=True):
            out = options.out / name if options.form == HUBVERSE else options.out
            files.text(out, text)
    return Message("scenario_pages.series_written", rows=len(handed.quantiles),
                   out=out).get(options.lang)


def _check_ending(options: ExportOptions) -> None:
    out = options.out
    if out is None or options.form == HUBVERSE:  # a folder
        return
    ending = out.suffix.lower()
    if options.form == NIXTLA and ending != ".csv":
        raise PlancastError([problem("EXCHANGE_ENDING", Where(key="--out"), file=out)])
    if ending not in (".csv", ".xlsx"):
        raise PlancastError([problem("FILE_ENDING", Where(key="--out"), file=out)])


def run_import(options: ImportOptions) -> tuple[str, tuple[str, ...]]:
    """Return an IAMC table's pathways as a scenario file, and the variables left out.

    Raises ``PlancastError`` with every problem.
    """
    faults = Faults()
    plan = faults.ask(lambda: load_plan(options.plan))
    driver = faults.ask(lambda: _driver(options))
    table = faults.ask(lambda: _iamc_table(options.file))
    named = driver.value
    found = imported(table.value.rows(), plan.value, file=options.file.name,
                     pathways=options.pathways, driver=named[0] if named else None)
    own = renamed(found.scenarios, [s.id for s in load_library()])
    return _file_text([to_yaml_text(s) for s in own]), found.left_out


def _iamc_table(path: Path) -> IamcTable:
    """Read a table that has to be of the IAMC format. Raises IAMC_NOT for any other."""
    from data.tables.iamc import opened_iamc
    from data.tables.read import OpenTable

    found = opened_iamc(OpenTable(path))
    if found is None:
        raise PlancastError([problem("IAMC_NOT", Where(file=str(path), row=1), file=path)])
    return found


def _driver(options: ImportOptions) -> tuple[Driver, ...]:
    """Return the driver asked for, as a tuple of one, or an empty one."""
    given = (options.driver, options.elasticity, options.expected)
    if all(v is None for v in given) and not options.indicators:
        return ()
    if options.driver is None or options.elasticity is None or options.expected is None:
        raise PlancastError([problem("DRIVER_OPTIONS", Where(key="--driver"))])
    return (Driver(options.driver, options.elasticity, options.expected, options.indicators),)


def _file_text(texts: list[str]) -> str:
    """Return one scenario as it is, several as a list under ``scenarios``."""
    if len(texts) == 1:
        return texts[0]
    out = ["scenarios:\n"]
    for text in texts:
        lines = text.splitlines()
        out += [f"- {lines[0]}\n", *(f"  {line}\n" for line in lines[1:])]
    return "".join(out)
