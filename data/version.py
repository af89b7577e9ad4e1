"""Which plancast this is."""

from __future__ import annotations


def engine_version() -> str:
    """Return the installed version, or ``unknown`` in a bare source tree."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("plancast")
    except PackageNotFoundError:
        return "unknown"
