"""Names of the plans that come with the package: known without loading what reads them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "bundled" / "plans"


def bundled_plans() -> tuple[str, ...]:
    """Return the names of the plans that come with the package."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml")))
