"""The command line: parse, call one function, render.

Nothing heavy is imported here: each command imports what it needs, so that ``--help`` is quick.
Results go to standard output, progress and errors to standard error. Exit codes: 0 done, 1 a bug,
2 usage, 3 data refused, 4 finished with refusals or findings.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads: threads only cost time on small arrays

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report.commands import Commands, default_language


class Language(StrEnum):
    """Language of the output."""

    ZH = "zh"
    EN = "en"


class Format(StrEnum):
    """Format of the result on standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class TableFormat(StrEnum):
    """Format of the files that ``batch`` writes."""

    PARQUET = "parquet"
    CSV = "csv"


def _group(text: str) -> typer.Typer:
    return typer.Typer(cls=Commands, help=text, no_args_is_help=True, rich_markup_mode=None,
                       pretty_exceptions_enable=False)


app = _group("How likely is each target of a plan, how far to trust that, and what would change it."
             "\n\nExample: plancast assess my-plan.yaml --history figures.csv --out out")
plan_app = _group("Check, show and start plan files.\n\nExample: plancast plan new > my-plan.yaml")
scenario_app = _group("List, show and check scenarios.\n\n"
                      "Example: plancast scenarios show optimistic")
app.add_typer(plan_app, name="plan")
app.add_typer(scenario_app, name="scenarios")
reference_app = _group("Show the reference class, fit the law on it, measure what transfer costs."
                       "\n\nExample: plancast reference show")
app.add_typer(reference_app, name="reference")

Lang = Annotated[Language, typer.Option("--lang", help="Language of the output.",
                                        default_factory=lambda: Language(default_language()),
                                        show_default="PLANCAST_LANG, else en")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Root seed; same seed, same bytes.")]
NPaths = Annotated[int, typer.Option("--paths", min=100, max=1_000_000,
                                     help="Simulated paths for each target.")]
OutFormat = Annotated[Format, typer.Option("--format", help="Format on standard output.")]
HistoryFiles = Annotated[list[Path] | None, typer.Option(
    "--history", help="More figures: CSV, XLSX or Parquet. May be repeated.")]
ScenarioNames = Annotated[list[str] | None, typer.Option(
    "--scenario", help="A scenario's name or YAML file. May be repeated. Default: five scenarios.")]
AsOf = Annotated[int | None, typer.Option(
    "--as-of", min=1800, max=2300,
    help="Use nothing later than this year. Default: the latest year with a figure.")]
Reference = Annotated[Path | None, typer.Option(
    "--reference", help="A long table to use as the reference class instead of the bundled one.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"plancast {version('plancast')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                          help="Print the version and stop.")] = False,
) -> None:
    """How likely is each target of a plan, how far to trust that, and what would change it."""


@app.command(epilog="Example: plancast assess my-plan.yaml --history figures.csv --out out")
def assess(
    lang: Lang,
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    history: HistoryFiles = None,
    scenario: ScenarioNames = None,
    as_of: AsOf = None,
    format: OutFormat = Format.TABLE,
    out: Annotated[Path | None, typer.Option(
        "--out", help="Folder for JSON, CSV, Markdown and pictures.")] = None,
    charts: Annotated[bool, typer.Option(help="Draw pictures when --out is given.")] = True,
    pace: Annotated[bool, typer.Option(
        "--pace", help="Add every pace method to the table.")] = False,
    paths: NPaths = 4000,
    seed: Seed = 0,
    reference: Reference = None,
) -> None:
    """Say how likely each target of a plan is to be met, under each scenario."""
    from report.run_assess import AssessOptions, run_assess

    typer.echo(run_assess(AssessOptions(
        plan, tuple(history or ()), tuple(scenario or ()), as_of, lang.value, format.value, out,
        charts, paths, seed, reference, pace)), nl=False)


@app.command(epilog="Example: plancast forecast figures.csv --to 2025 --target 3290")
def forecast(
    lang: Lang,
    series: Annotated[Path, typer.Argument(help="A long table with one or more series.")],
    to: Annotated[int, typer.Option("--to", min=1800, max=2300,
                                        help="Last year of the forecast.")],
    indicator: Annotated[str | None, typer.Option(help="Only this indicator.")] = None,
    region: Annotated[str | None, typer.Option(help="Only this region.")] = None,
    target: Annotated[float | None, typer.Option(
        help="Also say how likely this value is to be reached in the last year.")] = None,
    as_of: AsOf = None,
    format: OutFormat = Format.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for files.")] = None,
    paths: NPaths = 4000,
    seed: Seed = 0,
    reference: Reference = None,
) -> None:
    """Project each series of a table: quantiles by year, and every model beside the pooled law."""
    from report.run_forecast import ForecastOptions, run_forecast

    typer.echo(run_forecast(ForecastOptions(
        series, to, indicator, region, target, as_of, lang.value, format.value, out, paths, seed,
        reference)), nl=False)


@app.command(epilog="Example: plancast batch history.csv --targets targets.csv --out out")
def batch(
    lang: Lang,
    history: Annotated[Path, typer.Argument(help="Yearly figures of any number of series.")],
    targets: Annotated[Path, typer.Option(
        "--targets", help="unique_id, target_id, year, value, sense[, upper].")],
    out: Annotated[Path, typer.Option("--out", help="Folder for verdicts and quantiles.")],
    reference: Reference = None,
    scenarios: Annotated[Path | None, typer.Option(
        "--scenarios", help="A scenario file, beside the baseline.")] = None,
    quantiles: Annotated[str, typer.Option(
        "--quantiles", help="Levels of the quantiles.")] = "0.025,0.1,0.5,0.9,0.975",
    seed: Seed = 0,
    format: Annotated[TableFormat, typer.Option(
        "--format", help="Format of the files.")] = TableFormat.PARQUET,
) -> None:
    """Say how likely each target of a table is to be reached; any number of series."""
    from report.run_batch import BatchOptions, run_batch

    summary = run_batch(BatchOptions(history, targets, out, reference, scenarios, quantiles, seed,
                                     format.value, lang.value))
    typer.echo(summary.text)
    if summary.refused:
        raise typer.Exit(4)


@app.command(epilog="Example: plancast models --lang zh")
def models(lang: Lang, format: OutFormat = Format.TABLE) -> None:
    """List the models, how many points each needs, and at which lengths it is admitted."""
    from report.run_lists import models_list

    typer.echo(models_list(lang.value, format.value), nl=False)


@scenario_app.command("list", epilog="Example: plancast scenarios list")
def scenarios_list(lang: Lang, format: OutFormat = Format.TABLE) -> None:
    """List the scenarios of the library."""
    from report.run_lists import scenarios_list as listing

    typer.echo(listing(lang.value, format.value), nl=False)


@scenario_app.command("show", epilog="Example: plancast scenarios show subsidy-withdrawal")
def scenarios_show(name: Annotated[str, typer.Argument(help="A name or a YAML file.")]) -> None:
    """Print a scenario as YAML, with everything it inherits."""
    from report.run_lists import scenario_text

    typer.echo(scenario_text(name), nl=False)


@scenario_app.command("validate", epilog="Example: plancast scenarios validate mine.yaml")
def scenarios_validate(
    lang: Lang, file: Annotated[Path, typer.Argument(help="A scenario file.")]) -> None:
    """Check a scenario file and report every problem at once."""
    from report.run_lists import scenarios_checked

    typer.echo(scenarios_checked(file, lang.value))


@scenario_app.command("schema", epilog="Example: plancast scenarios schema > scenario.json")
def scenarios_schema() -> None:
    """Print the JSON Schema of scenario files."""
    from report.run_lists import scenario_schema

    typer.echo(scenario_schema())


@plan_app.command("validate", epilog="Example: plancast plan validate my-plan.yaml")
def plan_validate(
    lang: Lang, file: Annotated[Path, typer.Argument(help="A plan file.")],
    history: HistoryFiles = None) -> None:
    """Check a plan file (and figures that go with it) and report every problem at once."""
    from report.run_plan import plan_checked

    typer.echo(plan_checked(file, tuple(history or ()), lang.value))


@plan_app.command("show", epilog="Example: plancast plan show ordos-14fyp-ip --lang zh")
def plan_show(
    lang: Lang,
    plan: Annotated[str, typer.Argument(help="A plan file or a bundled plan's name.")],
    format: OutFormat = Format.TABLE) -> None:
    """Show a plan's targets with the growth they ask for, and its figures."""
    from report.run_plan import plan_shown

    typer.echo(plan_shown(plan, lang.value, format.value), nl=False)


@plan_app.command("new", epilog="Example: plancast plan new > my-plan.yaml")
def plan_new() -> None:
    """Print a commented template of a plan file."""
    from data.planfile import plan_template

    typer.echo(plan_template(), nl=False)


@plan_app.command("schema", epilog="Example: plancast plan schema > plan.json")
def plan_schema() -> None:
    """Print the JSON Schema of plan files."""
    from report.run_plan import schema_text

    typer.echo(schema_text())


@app.command(epilog="Example: plancast backtest --horizons 2,3,5 --out calibration")
def backtest(
    lang: Lang,
    reference: Reference = None,
    horizons: Annotated[str, typer.Option(help="Years ahead, with commas.")] = "2,3,5",
    out: Annotated[Path | None, typer.Option(
        "--out", help="Folder for the report, its pictures and the calibration file.")] = None,
    format: OutFormat = Format.TABLE,
    seed: Seed = 0,
) -> None:
    """Measure the law and its rivals on the past, and price the labels of the pace methods."""
    from report.run_backtest import run_backtest

    try:
        ahead = tuple(int(h) for h in horizons.split(","))
    except ValueError:
        raise typer.BadParameter(f"'{horizons}' is no list of years such as 2,3,5",
                                 param_hint="--horizons") from None
    typer.echo(run_backtest(reference, ahead, out, lang=lang.value, format=format.value,
                            seed=seed), nl=False)


@reference_app.command("show", epilog="Example: plancast reference show --as-of 2020")
def reference_show(lang: Lang, reference: Reference = None, as_of: AsOf = None,
                   format: OutFormat = Format.TABLE) -> None:
    """List the families of the reference class: series, years and windows."""
    from report.run_reference import reference_shown

    typer.echo(reference_shown(reference, as_of, lang.value, format.value), nl=False)


@reference_app.command("fit", epilog="Example: plancast reference fit --out law.npz --as-of 2020")
def reference_fit(
    lang: Lang,
    out: Annotated[Path, typer.Option("--out", help="File for the fitted arrays (.npz).")],
    reference: Reference = None, as_of: AsOf = None,
    horizon: Annotated[int, typer.Option(min=1, max=10, help="Years ahead.")] = 5,
) -> None:
    """Fit the law on the reference class and store it as plain arrays."""
    from report.run_reference import reference_fitted

    typer.echo(reference_fitted(reference, as_of, horizon, out, lang.value))


@reference_app.command("check", epilog="Example: plancast reference check --horizon 5")
def reference_check(
    lang: Lang, reference: Reference = None,
    horizon: Annotated[int, typer.Option(min=1, max=10, help="Years ahead.")] = 5,
    format: OutFormat = Format.TABLE,
) -> None:
    """Measure what it costs to carry the law over to a family it has not seen."""
    from report.run_reference import reference_checked

    typer.echo(reference_checked(reference, horizon, lang.value, format.value), nl=False)


if __name__ == "__main__":
    app()
