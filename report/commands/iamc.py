"""``plancast scenarios export|import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.messages.message import Message
from report.commands.options import (
    AsOf,
    HistoryFiles,
    Lang,
    NPaths,
    Reference,
    ScenarioFormat,
    Seed,
)
from report.commands.scenario_analysis import PlanName, Several, TargetNames, scenario_app

__all__ = ["scenario_app"]


@scenario_app.command("export", epilog="Example: plancast scenarios export ordos-14fyp-ip "
                                       "--out ordos.csv")
def scenarios_export(
    lang: Lang, plan: PlanName = None, target: TargetNames = None, scenario: Several = None,
    out: Annotated[Path | None, typer.Option(
        "--out", help="A file ending in .csv or .xlsx (nixtla: .csv); of hubverse the hub's "
                       "folder. Default: standard output (CSV).")] = None,
    wide: Annotated[bool, typer.Option(
        "--wide/--long", help="A column a year, or a row a figure.")] = True,
    model: Annotated[str, typer.Option(
        "--model", help="The model's name: in the column `model`, in a Nixtla frame's columns, or "
                         "as a hub's TEAM-MODEL. Default: plancast.")] = "",
    history: HistoryFiles = None, as_of: AsOf = None, paths: NPaths = 4000, seed: Seed = 0,
    reference: Reference = None,
    format: Annotated[ScenarioFormat, typer.Option(
        "--format", help="An IAMC table, a Nixtla frame, or model output of a hub (hubverse).")]
    = ScenarioFormat.IAMC,
) -> None:
    """Export projections, and history with them as an IAMC table, which pyam reads."""
    from report.scenarios.run_iamc import ExportOptions, run_export

    typer.echo(run_export(ExportOptions(
        plan, tuple(target or ()), tuple(scenario or ()), tuple(history or ()), as_of, lang,
        paths, seed, reference, out, wide, model, format.value)), nl=False)


@scenario_app.command("import", epilog="Example: plancast scenarios import pathways.csv "
                                       "--plan my-plan.yaml > pathways.yaml")
def scenarios_import(
    lang: Lang,
    file: Annotated[Path, typer.Argument(help="An IAMC table: CSV, XLSX or Parquet.")],
    plan: Annotated[str | None, typer.Option(
        "--plan", help="The plan whose indicators the variables are: a file or a bundled plan's "
                       "name. Default: the bundled Ordos plan.")] = None,
    pathway: Annotated[list[str] | None, typer.Option(
        "--pathway", help="Only this scenario of the table. May be repeated.")] = None,
    driver: Annotated[str | None, typer.Option(
        "--driver", help="A variable that indicators follow, instead of paths of their own.")]
    = None,
    elasticity: Annotated[float | None, typer.Option(
        "--elasticity", help="How strongly they follow it.")] = None,
    expected: Annotated[float | None, typer.Option(
        "--expected", help="The driver's growth that the forecast takes for granted, percent a "
                           "year.")] = None,
    indicator: Annotated[list[str] | None, typer.Option(
        "--indicator", help="Which indicators follow it. May be repeated. Default: all.")] = None,
) -> None:
    """Turn the pathways of an IAMC table into a scenario file (standard output)."""
    from report.scenarios.run_iamc import ImportOptions, run_import

    text, left = run_import(ImportOptions(
        file, plan, tuple(pathway or ()), driver, elasticity, expected, tuple(indicator or ())))
    if left:
        from report.charts.drawing.page import listed

        said = Message("commands.variables_left_out").get(lang)
        typer.echo(said + listed(left, lang), err=True)
    typer.echo(text, nl=False)
