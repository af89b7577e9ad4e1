"""``plancast scenarios compare|attribute|sensitivity|robust``."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from report.commands.scenarios import scenario_app

if TYPE_CHECKING:
    from report.scenarios.run_scenario_analysis import AnalysisOptions

__all__ = ["scenario_app"]


class Verdict(StrEnum):
    """What counts as the verdict."""

    FLAG = "flag"
    COLOUR = "colour"


class Middle(StrEnum):
    """Which middle of the target's quantity is attributed."""

    MEDIAN = "median"
    MEAN = "mean"


PlanName = Annotated[str | None, typer.Argument(
    help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")]
TargetNames = Annotated[list[str] | None, typer.Argument(
    help="Targets, by id or indicator name. Default: all.")]
Several = Annotated[list[str] | None, typer.Option(
    "--scenario", help="A scenario's name or YAML file. May be repeated. Default: five scenarios.")]
Together = Annotated[list[str] | None, typer.Option(
    "--scenario", help="A scenario's name or YAML file; several are taken together as one. "
    "Needed: none is taken for granted.")]
Against = Annotated[str, typer.Option(
    "--against", help="The scenario that the others are held against: a name or a YAML file.")]
WeightWords = Annotated[list[str] | None, typer.Option(
    "--weight", help="NAME=0.3: a scenario's weight in the mixture. All scenarios need one.")]
Folder = Annotated[Path | None, typer.Option(
    "--out", help="A folder for the result as JSON, CSV, Markdown and pictures.")]


@scenario_app.command("compare", epilog="Example: plancast scenarios compare ordos-14fyp-ip "
                                        "patent_grants --scenario baseline --scenario slowdown")
def scenarios_compare(
    lang: Lang, plan: PlanName = None, target: TargetNames = None, scenario: Several = None,
    against: Against = BASELINE, weight: WeightWords = None, history: HistoryFiles = None,
    as_of: AsOf = None, format: OutFormat = Format.TABLE, out: Folder = None,
    paths: NPaths = 4000, seed: Seed = 0, reference: Reference = None,
) -> None:
    """Hold scenarios side by side: probability, median, and the difference with its error."""
    from report.scenarios.run_scenario_analysis import AnalysisOptions, run_compare

    _say(run_compare, AnalysisOptions(
        plan, tuple(target or ()), tuple(scenario or ()), tuple(history or ()), as_of, lang,
        format.value, paths, seed, reference, out, against, tuple(weight or ())))


@scenario_app.command("attribute", epilog="Example: plancast scenarios attribute ordos-14fyp-ip "
                                          "--scenario slowdown --scenario policy-push")
def scenarios_attribute(
    lang: Lang, plan: PlanName = None, target: TargetNames = None, scenario: Together = None,
    value: Annotated[Middle, typer.Option(
        "--value", help="Of what a target measures: attribute its median or its mean.")]
    = Middle.MEDIAN,
    history: HistoryFiles = None, as_of: AsOf = None, format: OutFormat = Format.TABLE,
    out: Folder = None, paths: NPaths = 4000, seed: Seed = 0, reference: Reference = None,
) -> None:
    """Say how much each step of a scenario adds, in no order; assumptions and policies apart."""
    from report.scenarios.run_scenario_analysis import AnalysisOptions, run_attribute

    _say(run_attribute, AnalysisOptions(
        plan, tuple(target or ()), tuple(scenario or ()), tuple(history or ()), as_of, lang,
        format.value, paths, seed, reference, out, mean=value is Middle.MEAN))


@scenario_app.command("sensitivity", epilog="Example: plancast scenarios sensitivity "
                                            "ordos-14fyp-ip --scenario subsidy-withdrawal")
def scenarios_sensitivity(
    lang: Lang, plan: PlanName = None, target: TargetNames = None, scenario: Together = None,
    parameter: Annotated[list[str] | None, typer.Option(
        "--parameter", help="Only this parameter (STEP.PARAMETER). May be repeated.")] = None,
    history: HistoryFiles = None, as_of: AsOf = None, format: OutFormat = Format.TABLE,
    out: Folder = None, paths: NPaths = 4000, seed: Seed = 0, reference: Reference = None,
) -> None:
    """Say which uncertain parameter matters: a tornado and rank correlations."""
    from report.scenarios.run_scenario_analysis import AnalysisOptions, run_sensitivity

    _say(run_sensitivity, AnalysisOptions(
        plan, tuple(target or ()), tuple(scenario or ()), tuple(history or ()), as_of, lang,
        format.value, paths, seed, reference, out, parameters=tuple(parameter or ())))


@scenario_app.command("robust", epilog="Example: plancast scenarios robust ordos-14fyp-ip "
                                       "patent_grants --verdict colour")
def scenarios_robust(
    lang: Lang, plan: PlanName = None, target: TargetNames = None, scenario: Several = None,
    against: Against = BASELINE, weight: WeightWords = None,
    verdict: Annotated[Verdict, typer.Option(
        "--verdict", help="What has to hold: LIKELY, TOSS-UP, UNLIKELY; or the colour.")]
    = Verdict.FLAG,
    weightings: Annotated[int, typer.Option(
        "--weightings", min=1, max=100_000, help="How many weightings are drawn.")] = 1000,
    history: HistoryFiles = None, as_of: AsOf = None, format: OutFormat = Format.TABLE,
    out: Folder = None, paths: NPaths = 4000, seed: Seed = 0, reference: Reference = None,
) -> None:
    """Say in how many scenarios and weightings a verdict holds, and what would turn it."""
    from report.scenarios.run_scenario_analysis import AnalysisOptions, run_robust

    _say(run_robust, AnalysisOptions(
        plan, tuple(target or ()), tuple(scenario or ()), tuple(history or ()), as_of, lang,
        format.value, paths, seed, reference, out, against, tuple(weight or ()),
        by="flag" if verdict is Verdict.FLAG else "colour", weightings=weightings))


def _say(run: Callable[[AnalysisOptions], str], options: AnalysisOptions) -> None:
    typer.echo(run(options), nl=False)
