"""``plancast scenarios export|import``: projections out as an IAMC table, pathways in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import write_bytes
from data.messages.message import Message
from data.tables.iamc import IamcTable, iamc_csv, iamc_xlsx
from data.words import Lang
from forecast.assessment import engine_version
from forecast.cases import start_run
from forecast.scenario_analysis.projections import project
from report.scenarios.iamc_rows import Driver, exported, imported, renamed
from report.solve.solve_inputs import asked_targets
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.progress import Bar
from scenarios.file.reading import load_library, resolve
from scenarios.file.writing import to_yaml_text


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
    faults.ask(lambda: _check_ending(options.out))
    plan = faults.ask(lambda: load_plan(options.plan, options.history))
    targets = plan.then(lambda p: asked_targets(p, options.targets))
    scenarios = faults.ask(lambda: resolve(options.scenarios))
    knowledge = faults.ask(lambda: load_knowledge(options.reference))
    run = start_run(plan.value, knowledge=knowledge.value, as_of=options.as_of,
                    n_paths=options.n_paths, seed=options.seed)
    with Bar("projecting") as bar:
        found = project(run, targets.value, scenarios.value, progress=bar)
    rows = exported(found, model=options.model or f"plancast {engine_version()}")
    if options.out is None:
        return iamc_csv(rows, wide=options.wide)
    if options.out.suffix.lower() == ".xlsx":
        write_bytes(options.out, iamc_xlsx(rows, wide=options.wide))
    else:
        write_bytes(options.out, iamc_csv(rows, wide=options.wide).encode("utf-8"))
    return Message("scenario_pages.series_written", rows=len(rows),
                   out=options.out).get(options.lang)


def _check_ending(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in (".csv", ".xlsx"):
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
