"""``plancast chart``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.options import (
    AsOf,
    HistoryFiles,
    KnownOn,
    Lang,
    NPaths,
    Reference,
    ScenarioNames,
    Seed,
)


def chart(
    lang: Lang,
    kind: Annotated[str, typer.Argument(
        metavar="KIND", help="fan, overview (heat-strip of targets and scenarios), dots, slope "
        "(required against achieved growth), tornado, reliability, timeline, histogram (how many "
        "targets are met) or peers.")],
    out: Annotated[Path, typer.Option(
        "--out", help="The picture's file: .png, .svg or .pdf. Several pictures are pages of one "
        "PDF, or files numbered or named after it.")],
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    target: Annotated[list[str] | None, typer.Argument(
        help="Targets, by id or indicator name. Default: all.")] = None,
    history: HistoryFiles = None,
    scenario: ScenarioNames = None,
    as_of: AsOf = None,
    paths: NPaths = 4000,
    seed: Seed = 0,
    reference: Reference = None,
    ledger: Annotated[Path | None, typer.Option(
        "--ledger", help="A ledger: use its figures; timeline and reliability are drawn from its "
        "runs.")] = None,
    known_on: KnownOn = "",
    tripwires: Annotated[bool, typer.Option(
        "--tripwires", help="Fan: mark the next figures that would change the verdict.")] = False,
) -> None:
    """Draw one kind of picture, and say in words what it shows."""
    from report.charts.run_chart import ChartOptions, run_chart

    typer.echo(run_chart(ChartOptions(
        kind, plan, tuple(target or ()), out, lang, tuple(history or ()),
        tuple(scenario or ()), as_of, paths, seed, reference, ledger, known_on, tripwires)),
        nl=False)
