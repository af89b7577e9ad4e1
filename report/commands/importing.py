"""``plancast import``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report.commands.options import Lang


class ImportFormat(StrEnum):
    """What is written of a document."""

    YAML = "yaml"
    JSON = "json"
    HISTORY = "history"


def import_document(
    lang: Lang,
    document: Annotated[Path, typer.Argument(
        help="A plan document: .txt, .docx, .html, .pdf or .xlsx, in Chinese or English.")],
    out: Annotated[Path | None, typer.Option(
        "-o", "--out", help="The file to write. Default, and with -: standard output.")] = None,
    format: Annotated[ImportFormat, typer.Option(
        "--format", help="yaml is a plan file to complete; json lists every claim with its "
        "place, confidence and reason; history is a table (CSV) of the achieved figures, for "
        "--history.")] = ImportFormat.YAML,
    period: Annotated[str | None, typer.Option(
        "--period", metavar="FIRST-LAST",
        help="The planning period, where the document does not name it: 2021-2025.")] = None,
    base: Annotated[int | None, typer.Option(
        "--base", min=1800, max=2300, help="The base year. Default: the year before the first.",
    )] = None,
    filled: Annotated[Path | None, typer.Option(
        "--filled", metavar="SHEET.xlsx",
        help="Take back a fill-in sheet: DOCUMENT is then the plan file it was made of.")] = None,
    sheet: Annotated[bool, typer.Option(
        "--sheet/--no-sheet", help="With -o: write the fill-in sheet beside the plan file.",
    )] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Exit code 4 when a passage was not understood.")] = False,
) -> None:
    """Read a plan document into a plan file for a person to check and complete.

    Every number carries its line and characters and how sure the reader was; what looks like a
    figure and was not understood is listed. A summary goes to standard error. With -o, a fill-in
    sheet (XLSX) lists what is missing of each target; --filled takes it back.
    """
    from report.plans.run_import import ImportOptions, run_import

    outcome = run_import(ImportOptions(
        document, out, lang, format.value, period, base, force, filled, sheet))
    if outcome.text:
        typer.echo(outcome.text, nl=False)
    typer.echo(outcome.summary, err=True)
    if strict and outcome.unread:
        raise typer.Exit(4)
