"""The folder where what took time to compute is kept for the next run.

Everything in it can be computed again: what cannot be read or written there is never an error.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path

VARIABLE = "PLANCAST_CACHE"
"""Names another folder; empty, nothing is kept."""

MOST_FILES = 4000
"""Beyond this many files the older half goes."""


def cache_folder() -> Path | None:
    """Return the user's cache folder for plancast, whether it exists or not; ``None``: keep none.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "plancast" if base and os.path.isabs(base) else None


def keep_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` if that is possible; a reader sees all of it or nothing."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent)
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(files) < MOST_FILES:
        return
    for entry in sorted(files, key=lambda e: e.stat().st_mtime)[: MOST_FILES // 2]:
        with contextlib.suppress(OSError):  # another run was faster
            os.unlink(entry.path)
