"""``plancast plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.options import (
    Format,
    HistoryFiles,
    Lang,
    OutFormat,
    group,
)

plan_app = group("Check, show and start plan files.\n\nExample: plancast plan new > my-plan.yaml")


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
