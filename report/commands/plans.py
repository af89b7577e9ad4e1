"""``plancast plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.group import Group
from report.commands.options import (
    AsOf,
    Format,
    HistoryFiles,
    Lang,
    NPaths,
    OutFormat,
    Reference,
    ScenarioNames,
    Seed,
)

plan_app = Group("Check, show and start plan files.\n\nExample: plancast plan new > my-plan.yaml")


@plan_app.command("validate", epilog="Example: plancast plan validate my-plan.yaml")
def plan_validate(
    lang: Lang, file: Annotated[Path, typer.Argument(help="A plan file.")],
    history: HistoryFiles = None) -> None:
    """Check a plan file (and figures that go with it) and report every problem at once."""
    from report.plans.run_plan import plan_checked

    typer.echo(plan_checked(file, tuple(history or ()), lang))


@plan_app.command("show", epilog="Example: plancast plan show ordos-14fyp-ip --lang zh")
def plan_show(
    lang: Lang,
    plan: Annotated[str, typer.Argument(help="A plan file or a bundled plan's name.")],
    format: OutFormat = Format.TABLE) -> None:
    """Show a plan's targets with the growth they ask for, and its figures."""
    from report.plans.run_plan import plan_shown

    typer.echo(plan_shown(plan, lang, format.value), nl=False)


@plan_app.command("outlook", epilog="Example: plancast plan outlook ordos-14fyp-ip --lang zh")
def plan_outlook(
    lang: Lang,
    plan: Annotated[str, typer.Argument(help="A plan file or a bundled plan's name.")],
    history: HistoryFiles = None,
    scenario: ScenarioNames = None,
    as_of: AsOf = None,
    at_least: Annotated[int | None, typer.Option(
        "--at-least", min=1, help="Say what decides whether at least this many targets are met. "
        "Default: the number nearest to even odds.")] = None,
    format: OutFormat = Format.TABLE,
    paths: NPaths = 4000,
    seed: Seed = 0,
    reference: Reference = None,
) -> None:
    """Say how many targets will be met together, which decide it, and what has to add up."""
    from report.assessment.outlook import OutlookOptions
    from report.assessment.outlook import plan_outlook as outlook

    typer.echo(outlook(OutlookOptions(
        plan, tuple(history or ()), tuple(scenario or ()), as_of, at_least, lang,
        format.value, paths, seed, reference)), nl=False)


@plan_app.command("new", epilog="Example: plancast plan new > my-plan.yaml")
def plan_new() -> None:
    """Print a commented template of a plan file."""
    from data.planfile.files import plan_template

    typer.echo(plan_template(), nl=False)


def template(
    lang: Lang, file: Annotated[Path, typer.Argument(help="The workbook to write, .xlsx.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file.")] = False) -> None:
    """Write an Excel workbook to fill in: targets, figures, scenarios; `assess` reads it."""
    from report.plans.template import run_template

    typer.echo(run_template(file, lang, force=force), nl=False)


@plan_app.command("schema", epilog="Example: plancast plan schema > plan.json")
def plan_schema() -> None:
    """Print the JSON Schema of plan files."""
    from report.plans.run_plan import schema_text

    typer.echo(schema_text())
