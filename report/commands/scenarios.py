"""``plancast scenarios``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.words import BASELINE
from report.commands.group import Group
from report.commands.options import (
    Format,
    Lang,
    OutFormat,
)

scenario_app = Group("List, show, start and check scenarios.\n\n"
                     "Example: plancast scenarios show optimistic")


@scenario_app.command("list", epilog="Example: plancast scenarios list")
def scenarios_list(lang: Lang, format: OutFormat = Format.TABLE) -> None:
    """List the scenarios of the library."""
    from report.plans.run_lists import scenarios_list as listing

    typer.echo(listing(lang, format.value), nl=False)


@scenario_app.command("show", epilog="Example: plancast scenarios show subsidy-withdrawal --flat")
def scenarios_show(
    name: Annotated[str, typer.Argument(help="A name or a YAML file.")],
    flat: Annotated[bool, typer.Option(
        "--flat", help="Write out inherited steps and the effects of catalogued events.")] = False,
) -> None:
    """Print a scenario as YAML."""
    from report.plans.run_lists import scenario_text

    typer.echo(scenario_text(name, flat=flat), nl=False)


@scenario_app.command("new", epilog="Example: plancast scenarios new mine > mine.yaml")
def scenarios_new(
    name: Annotated[str, typer.Argument(help="The new scenario's name.")],
    extends: Annotated[str, typer.Option(
        "--extends", help="The scenario of the library it starts from.")] = BASELINE,
) -> None:
    """Print a commented template of a scenario file."""
    from report.scenarios.run_scenarios import scenario_new

    typer.echo(scenario_new(name, extends), nl=False)


@scenario_app.command("validate", epilog="Example: plancast scenarios validate mine.yaml")
def scenarios_validate(
    lang: Lang, files: Annotated[list[Path], typer.Argument(
        metavar="FILE...", help="Scenario files; they may extend one another.")],
    plan: Annotated[str | None, typer.Option(
        "--plan", help="A plan file or a bundled plan's name: also say what the scenario names "
                       "and the plan lacks (exit code 4).")] = None,
) -> None:
    """Check scenario files and report every problem at once."""
    from report.scenarios.run_scenarios import scenarios_checked

    checked = scenarios_checked(files, plan, lang)
    typer.echo(checked.text)
    if checked.remarks:
        raise typer.Exit(4)


@scenario_app.command("events", epilog="Example: plancast scenarios events covid-19")
def scenarios_events(
    lang: Lang,
    name: Annotated[str | None, typer.Argument(help="An event to show; without it, all.")] = None,
    format: OutFormat = Format.TABLE) -> None:
    """List the catalogue of dated events, or show one with its effects and evidence."""
    from report.scenarios.run_scenarios import event_shown, events_list

    text = (events_list(lang, format.value) if name is None
            else event_shown(name, lang, format.value))
    typer.echo(text, nl=False)


@scenario_app.command("schema", epilog="Example: plancast scenarios schema > scenario.json")
def scenarios_schema() -> None:
    """Print the JSON Schema of scenario files."""
    from report.plans.run_lists import scenario_schema

    typer.echo(scenario_schema())
