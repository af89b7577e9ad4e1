"""``plancast memo``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from data.messages.catalogue import languages
from data.words import RECORDED
from report.commands.options import (
    AsOf,
    HistoryFiles,
    KnownOn,
    LedgerFolder,
    NPaths,
    ScenarioNames,
    Seed,
    known_language,
)


class Kind(StrEnum):
    """Which review of the plan's life."""

    BASELINE = "baseline"
    ANNUAL = "annual"
    MIDTERM = "midterm"
    FINAL = "final"


BOTH = "both"
"""Chinese and English, a document each."""


def _memo_language(value: str) -> str:
    return value if value == BOTH else known_language(value)


MemoLanguage = Annotated[str, typer.Option(
    "--lang", help="Language of the memo.", callback=_memo_language,
    metavar=f"[{'|'.join((*languages(), BOTH))}]")]


class MemoFormat(StrEnum):
    """Format of the memo."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MD = "md"


class Annex(StrEnum):
    """An annex: a document of its own. ``all`` and ``none`` stand alone."""

    ALL = "all"
    NONE = "none"
    SCENARIOS = "scenarios"
    PACE = "pace"
    METHOD = "method"
    GAPS = "gaps"
    DOCUMENT = "document"
    TRACE = "trace"


def memo(
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="Which review.")] = Kind.ANNUAL,
    lang: MemoLanguage = BOTH,
    format: Annotated[list[MemoFormat] | None, typer.Option(
        "--format", help="May be repeated. Default: docx.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("memo"),
    history: HistoryFiles = None,
    scenario: ScenarioNames = None,
    as_of: AsOf = None,
    paths: NPaths = 4000,
    seed: Seed = 0,
    ledger: LedgerFolder = None,
    known_on: KnownOn = "",
    annex: Annotated[list[Annex] | None, typer.Option(
        "--annex", help="Annexes to write into the folder annex; may be repeated. Default: all."
    )] = None,
    issuer: Annotated[str, typer.Option(help="Who issues the memo.")] = "",
    recipient: Annotated[str, typer.Option(help="Who it goes to.")] = "",
    date: Annotated[str, typer.Option(help="The date on it, as it is to be printed.")] = "",
    page_one: Annotated[bool, typer.Option(
        "--page-one", help="Write the first page as PDF and PNG of its own as well.")] = False,
    tripwires: Annotated[bool, typer.Option(
        help="Look for the next figures that would change a verdict (takes most of the time)."
    )] = True,
) -> None:
    """Write the baseline, annual, mid-term or final memo as a document that can be circulated.

    Without a year of the plan's period observed an annual memo is a baseline risk assessment, and
    a mid-term or final one is refused.
    """
    from report.memo.annex.annexes import NAMES
    from report.memo.build import Letterhead
    from report.memo.run_memo import MemoOptions, run_memo

    chosen = {a.value for a in annex or [Annex.ALL]}
    if len(chosen) > 1 and chosen & {Annex.ALL, Annex.NONE}:
        raise typer.BadParameter("all and none stand alone", param_hint="--annex")
    annexes = NAMES if Annex.ALL in chosen else tuple(n for n in NAMES if n in chosen)
    typer.echo(run_memo(MemoOptions(
        plan, kind.value, tuple(history or ()), tuple(scenario or ()), as_of,
        RECORDED if lang == BOTH else (lang,),
        tuple(dict.fromkeys(f.value for f in format or [MemoFormat.DOCX])), out, paths, seed,
        ledger, known_on, tripwires, annexes, Letterhead(issuer, recipient, date), page_one)),
        nl=False)
