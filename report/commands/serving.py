"""``plancast serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.commands.options import AsOf, HistoryFiles, Lang, NPaths, Seed


def serve(
    lang: Lang,
    plan: Annotated[str | None, typer.Argument(
        metavar="[PLAN|FOLDER]",
        help="A plan file, a bundled plan's name, or a folder of plan files.")] = None,
    host: Annotated[str, typer.Option(
        "--host", help="Address to listen on. Another one than this machine's own (127.0.0.1) "
        "makes the page ask for a token, which is printed once.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(
        "--port", min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8520,
    history: HistoryFiles = None,
    as_of: AsOf = None,
    paths: NPaths = 4000,
    seed: Seed = 0,
    ledger: Annotated[Path | None, typer.Option(
        "--ledger", help="A ledger: use its figures and show what it has recorded.")] = None,
    work: Annotated[Path | None, typer.Option(
        "--work", help="Folder in which plans made on the page are kept. Default: the FOLDER, "
        "else nowhere beyond the page's end.")] = None,
) -> None:
    """Open a local page to think with: what-if, scenarios, data, memo. No data leave the machine.

    Prints the page's address and serves until it is stopped (Ctrl-C). Needs plancast[web].
    """
    from report.page.serve import ServeOptions, run_serve

    run_serve(ServeOptions(plan, host, port, lang, tuple(history or ()), ledger, work,
                           as_of, paths, seed))
