"""``plancast ledger`` and ``plancast monitor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.group import Group
from report.commands.options import (
    Format,
    HistoryFiles,
    Lang,
    NPaths,
    OutFormat,
    Seed,
)

ledger_app = Group("Keep figures and runs, compare them, and score what was said.\n\n"
                   "Example: plancast ledger add-actuals book figures.csv --plan my-plan.yaml")

Book = Annotated[Path, typer.Argument(help="The ledger's folder.")]
PlanName = Annotated[str | None, typer.Option(
    "--plan", help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")]


@ledger_app.command("add-actuals",
                    epilog="Example: plancast ledger add-actuals book 2023.csv --plan my-plan.yaml")
def add_actuals(
    lang: Lang, ledger: Book,
    table: Annotated[Path, typer.Argument(
        help="CSV, XLSX or Parquet: region, indicator, year, value, unit, source[, first, last "
             "(months), published (day)].")],
    plan: PlanName = None,
    trust_units: Annotated[bool, typer.Option(
        "--trust-units", help="Accept figures that look like a slip of the unit.")] = False,
) -> None:
    """Record actual figures; a figure recorded again is kept beside the first as a revision."""
    from report.ledger.run_ledger import add_actuals as added

    typer.echo(added(ledger, table, plan, lang=lang, trust_units=trust_units))


@ledger_app.command("list", epilog="Example: plancast ledger list book")
def ledger_list(lang: Lang, ledger: Book, format: OutFormat = Format.TABLE) -> None:
    """List the entries."""
    from report.ledger.run_ledger import listed

    typer.echo(listed(ledger, lang=lang, format=format.value), nl=False)


@ledger_app.command("show", epilog="Example: plancast ledger show book last")
def ledger_show(
    lang: Lang, ledger: Book,
    entry: Annotated[str, typer.Argument(help="Number or id of an entry, or 'last'.")] = "last",
    format: OutFormat = Format.TABLE,
) -> None:
    """Show one entry: inputs and their hashes, versions, figures or verdicts."""
    from report.ledger.run_ledger import shown

    typer.echo(shown(ledger, entry, lang=lang, format=format.value), nl=False)


@ledger_app.command("diff", epilog="Example: plancast ledger diff book previous last")
def ledger_diff(
    lang: Lang, ledger: Book,
    before: Annotated[str, typer.Argument(help="A run, or 'previous'.")] = "previous",
    after: Annotated[str, typer.Argument(help="A later run, or 'last'.")] = "last",
    scenario: Annotated[str, typer.Option(
        "--scenario", help="Scenario to compare, or 'all'. Default: the baseline.")] = "",
    format: OutFormat = Format.TABLE,
) -> None:
    """Say what moved each verdict between two runs: time, figures, targets, assumptions, model."""
    from report.ledger.run_diff import compared

    typer.echo(compared(ledger, before, after, scenario=scenario, lang=lang,
                        format=format.value), nl=False)


@ledger_app.command("score", epilog="Example: plancast ledger score book --realised baseline=yes")
def ledger_score(
    lang: Lang, ledger: Book,
    plan: Annotated[str | None, typer.Option("--plan", help="Only runs of this plan id.")] = None,
    entry: Annotated[str, typer.Option("--entry", help="Only this run or batch.")] = "",
    actuals: Annotated[Path | None, typer.Option(
        "--actuals", help="A long table of figures to score batches against.")] = None,
    realised: Annotated[list[str] | None, typer.Option(
        "--realised", help="SCENARIO=yes|no|partly[:NOTE]: did its assumptions come true?")] = None,
    reading: Annotated[list[str] | None, typer.Option(
        "--reading", help="TARGET=KIND: which reading the figures are of.")] = None,
    scenario: Annotated[str, typer.Option(
        "--scenario", help="Whose cases to list, or 'all'. Default: the baseline's.")] = "",
    format: OutFormat = Format.TABLE,
) -> None:
    """Score every recorded probability whose outcome is known now."""
    from report.ledger.run_score import ScoreOptions, scored

    typer.echo(scored(ScoreOptions(
        ledger, plan, entry, actuals, tuple(realised or ()), tuple(reading or ()), scenario,
        lang, format.value)), nl=False)


@ledger_app.command("verify", epilog="Example: plancast ledger verify book")
def ledger_verify(
    lang: Lang, ledger: Book,
    head: Annotated[str, typer.Option(
        help="A hash noted down earlier: shows also when later entries were removed.")] = "",
) -> None:
    """Check that no entry was altered, moved or removed."""
    from report.ledger.run_ledger import verified

    text, well = verified(ledger, head, lang=lang)
    typer.echo(text, err=not well)
    if not well:
        raise typer.Exit(3)


@ledger_app.command("export", epilog="Example: plancast ledger export book --out book-as-text")
def ledger_export(
    lang: Lang, ledger: Book,
    out: Annotated[Path, typer.Option("--out", help="Folder for JSON and CSV.")],
) -> None:
    """Write every entry as JSON and CSV, readable without this program."""
    from report.ledger.run_ledger import exported

    typer.echo(exported(ledger, out, lang=lang))


def monitor(
    lang: Lang,
    ledger: Annotated[Path, typer.Option("--ledger", help="The plan's ledger.")],
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    as_of: Annotated[int | None, typer.Option(
        "--as-of", min=1800, max=2300,
        help="Use nothing later than this year. Default: the latest year with a figure.")] = None,
    known_on: Annotated[str, typer.Option(
        "--known-on", help="Use nothing published after this day (YYYY-MM-DD).")] = "",
    since: Annotated[str, typer.Option(
        "--since", help="Entry to compare with. Default: the plan's last run.")] = "",
    history: HistoryFiles = None,
    format: OutFormat = Format.TABLE,
    paths: NPaths = 4000,
    seed: Seed = 0,
) -> None:
    """The yearly check: what changed since last time, which tripwires fired, early warnings."""
    from report.ledger.run_monitor import MonitorOptions, run_monitor

    typer.echo(run_monitor(MonitorOptions(
        plan, ledger, as_of, known_on, lang, format.value, paths, seed,
        tuple(history or ()), since)), nl=False)
