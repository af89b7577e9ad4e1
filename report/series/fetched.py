"""The files of an input: a table, a folder of tables, or what a URL names, brought here."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.store import is_url, store_at


@contextlib.contextmanager
def fetched(place: str) -> Iterator[dict[str, str]]:
    """Give the files of an input, sorted: where each lies here, and what it was called.

    Of a URL copies, for the while. Of a folder every file that is not hidden, so that a reader says
    of each whether it is a table; folders in it are left alone.

    Raises
    ------
    PlancastError
        BATCH_NO_FILES for a folder without any, STORE_UNKNOWN, FILE_MISSING.
    """
    if not is_url(place):
        found = _of_folder(Path(place), place) if os.path.isdir(place) else [Path(place)]
        yield {str(path): str(path) for path in found}
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, _, last = place.rstrip("/").rpartition("/")
        alone = store_at(base).get(last)
        if alone is not None:
            (folder / last).write_bytes(alone)
        else:
            base, store = place.rstrip("/"), store_at(place.rstrip("/"))
            for found_name in store.names(""):
                content = store.get(found_name)
                if content is not None:
                    (folder / found_name).write_bytes(content)
        yield {str(path): f"{base}/{path.name}" for path in _of_folder(folder, place)}


def _of_folder(folder: Path, place: str) -> list[Path]:
    found = sorted(path for path in folder.iterdir()
                   if path.is_file() and not path.name.startswith("."))
    if not found:
        raise PlancastError([problem("BATCH_NO_FILES", Where(file=place), path=place)])
    return found
