"""What ``plancast assess`` was given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.words import Lang


@dataclass(frozen=True, slots=True)
class AssessOptions:
    """What the command line was given."""

    plan: str | None
    history: tuple[Path, ...]
    scenarios: tuple[str, ...]
    as_of: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    out: Path | None
    charts: bool
    n_paths: int
    seed: int
    reference: Path | None
    pace: bool = False  # add the panel of all pace methods to the table
    ledger: Path | None = None  # where figures come from and the run is recorded
    known_on: str = ""  # ISO day: of the ledger's figures, use none published later
    yardstick: str = "ipcc"  # words for probabilities
    svg: bool = False  # pictures as SVG beside PNG
    full: bool = True  # scenarios, pace, evidence and notes; else one screen
