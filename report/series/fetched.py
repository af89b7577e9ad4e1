"""The files of an input: a table, a folder of tables, or what a URL names, brought here."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.store import is_url, store_at


@contextlib.contextmanager
def fetched(place: str, kinds: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Give the paths of the files of an input, sorted by name; of a URL copies, for the while.

    Of a folder the files whose names end in one of ``kinds``.

    Raises
    ------
    PlancastError
        BATCH_NO_FILES for a folder without any, STORE_UNKNOWN, FILE_MISSING.
    """
    if not is_url(place):
        yield _of_folder(Path(place), kinds, place) if os.path.isdir(place) else (place,)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, _, last = place.rstrip("/").rpartition("/")
        alone = store_at(base).get(last) if Path(last).suffix in kinds else None
        if alone is not None:
            (folder / last).write_bytes(alone)
        else:
            store = store_at(place.rstrip("/"))
            for found in store.names(""):
                content = store.get(found) if Path(found).suffix.lower() in kinds else None
                if content is not None:
                    (folder / found).write_bytes(content)
        yield _of_folder(folder, kinds, place)


def _of_folder(folder: Path, kinds: Collection[str], place: str) -> tuple[str, ...]:
    found = sorted(str(path) for path in folder.iterdir()
                   if path.suffix.lower() in kinds and not path.name.startswith("."))
    if not found:
        raise PlancastError([problem("BATCH_NO_FILES", Where(file=place), path=place)])
    return tuple(found)
