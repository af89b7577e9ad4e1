"""The scenarios that a plan's workbook asks for: of the library, or changes in growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.errors import PlancastError, Where, problem
from data.planfile.workbook import ScenarioRow
from data.words import BASELINE
from scenarios.file.reading import parse_scenarios, resolve
from scenarios.scenario import Scenario


def book_scenarios(rows: Sequence[ScenarioRow], file: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a workbook's rows, in their order; without rows the usual ones.

    Raises
    ------
    PlancastError
        SCENARIO_POINTS, or what a scenario file of the same content is refused for.
    """
    if not rows:
        return resolve(())
    out: list[Scenario] = []
    for row in rows:
        if row.points is None:
            out += _of_library(row, file)
            continue
        if row.start is None:
            raise _incomplete(row, file)
        named = "".join(c if c.isalnum() or c in "-_" else "-" for c in row.name) or "own"
        found, = parse_scenarios(
            f"scenario: {named}\nname: '{row.name.replace(chr(39), '')}'\nextends: {BASELINE}\n"
            f"steps:\n- step: growth_shift\n  points: {row.points!r}\n  start: {row.start}\n",
            file=file)
        out.append(replace(found, source=file))
    return tuple(out)


def _of_library(row: ScenarioRow, file: str) -> tuple[Scenario, ...]:
    try:
        return resolve((row.name,))
    except PlancastError:
        raise _incomplete(row, file) from None


def _incomplete(row: ScenarioRow, file: str) -> PlancastError:
    return PlancastError([problem("SCENARIO_POINTS", Where(file=file), name=row.name)])
