"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from data.messages.catalogue import languages
from report.text.asked import default_language


def known_language(value: str) -> str:
    """Return a language that there are texts in. Raises ``typer.BadParameter`` for another."""
    if value in languages():
        return value
    raise typer.BadParameter(f"{value!r} is not one of {', '.join(map(repr, languages()))}.")


class Format(StrEnum):
    """Format of the result on standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class ForecastFormat(StrEnum):
    """Format of ``forecast``: those of every result, and forms of other tools."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    NIXTLA = "nixtla"
    HUBVERSE = "hubverse"


class ScenarioFormat(StrEnum):
    """Form of what ``scenarios export`` writes."""

    IAMC = "iamc"
    NIXTLA = "nixtla"
    HUBVERSE = "hubverse"


class Words(StrEnum):
    """Vocabulary that probabilities are worded in; ``forecast.probability.verdict.Yardstick``."""

    IPCC = "ipcc"
    ICD203 = "icd203"
    PHIA = "phia"


class TableFormat(StrEnum):
    """Format of the files that ``batch`` writes."""

    PARQUET = "parquet"
    CSV = "csv"


class Layout(StrEnum):
    """How the quantiles of ``batch`` are laid out."""

    LONG = "long"
    NIXTLA = "nixtla"


class BatchEngine(StrEnum):
    """Who works through the partitions of a ``batch``."""

    LOCAL = "local"
    DASK = "dask"


Lang = Annotated[str, typer.Option("--lang", help="Language of the output.",
                                   callback=known_language, metavar=f"[{'|'.join(languages())}]",
                                   default_factory=default_language,
                                   show_default="PLANCAST_LANG, else plancast.toml, else en")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Root seed; same seed, same bytes.")]
NPaths = Annotated[int, typer.Option("--paths", min=100, max=1_000_000,
                                     help="Simulated paths for each target.")]
WordsOf = Annotated[Words, typer.Option(
    "--yardstick", help="Words for probabilities: IPCC's, or those of ICD 203 or PHIA.")]
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
LedgerFolder = Annotated[Path | None, typer.Option(
    "--ledger", help="A ledger: use its figures and record this run in it. Made if missing.")]
KnownOn = Annotated[str, typer.Option(
    "--known-on", help="Use no figure of the ledger published after this day (YYYY-MM-DD).")]
