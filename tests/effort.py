"""How much a test run spends: what a change needs, or what a night has (``scripts/nightly.sh``)."""

from __future__ import annotations

import os

NIGHTLY = os.environ.get("PLANCAST_TESTS") == "nightly"


def examples(usual: int, nightly: int | None = None) -> int:
    """Return how many examples a property is tried on; four times as many at night by default."""
    return (4 * usual if nightly is None else nightly) if NIGHTLY else usual
