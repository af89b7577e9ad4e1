"""``plancast scenarios``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.options import (
    Format,
    Lang,
    OutFormat,
    group,
)

scenario_app = group("List, show and check scenarios.\n\n"
                     "Example: plancast scenarios show optimistic")


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
