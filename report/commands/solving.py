"""``plancast solve``."""

from __future__ import annotations

from typing import Annotated

import typer

from data.words import BASELINE
from report.commands.options import (
    AsOf,
    Format,
    HistoryFiles,
    Lang,
    NPaths,
    OutFormat,
    Reference,
    Seed,
)


def solve(
    lang: Lang,
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    target: Annotated[list[str] | None, typer.Argument(
        help="Targets, by id or indicator name. Default: all, one line each.")] = None,
    probability: Annotated[list[str] | None, typer.Option(
        "--probability", "-p", help="Probability to solve for, such as 0.66 or 66%. May be "
        "repeated. Default: 0.1, 0.5, 0.66, 0.8, 0.9.")] = None,
    scenario: Annotated[str, typer.Option(
        "--scenario", help="What the future is taken to be: a name or a YAML file.")] = BASELINE,
    lever: Annotated[str, typer.Option(
        "--lever", help="Whose smallest lift to find: growth_shift, growth_scale, level_shift, or "
        "SCENARIO:STEP.PARAMETER.")] = "growth_shift",
    by: Annotated[float | None, typer.Option(
        "--by", help="Size of the lever whose latest start to find.")] = None,
    start: Annotated[int | None, typer.Option(
        "--start", min=1, max=2300,
        help="First year of the lever. Default: the year after the as-of year.")] = None,
    ramp: Annotated[int, typer.Option(
        "--ramp", min=0, max=50, help="Years until the lever has its full effect.")] = 0,
    measures: Annotated[str | None, typer.Option(
        "--measures", help="Scenario whose latest start to find. Default: policy-push.")] = None,
    tripwires: Annotated[bool | None, typer.Option(
        "--tripwires/--no-tripwires", show_default="where targets are named",
        help="Which next figures would change the verdict.")] = None,
    history: HistoryFiles = None,
    as_of: AsOf = None,
    format: OutFormat = Format.TABLE,
    paths: NPaths = 4000,
    seed: Seed = 0,
    reference: Reference = None,
) -> None:
    """Ask backwards: the target, growth, lever, year or next figure that gives a probability."""
    from report.solve.run_solve import SolveOptions, run_solve
    from report.solve.solve_inputs import LeverWords

    typer.echo(run_solve(SolveOptions(
        plan, tuple(target or ()), tuple(history or ()), tuple(probability or ()), scenario,
        LeverWords(lever, by, start, ramp), measures, tripwires, as_of, lang, format.value,
        paths, seed, reference)), nl=False)
