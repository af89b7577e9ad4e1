"""Writing files: to the side first, then renamed, so that nothing is ever half-written.

The same content gives the same bytes: keys keep their order, floats their shortest form, lines
end with a line feed, and no time of writing goes into a file.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from data.errors import PlancastError, Where, problem

if TYPE_CHECKING:
    import pandas as pd

Json: TypeAlias = Union[  # noqa: UP007  (the alias is recursive)
    bool, int, float, str, Sequence["Json"], Mapping[str, "Json"], None
]


def write_bytes(path: str | Path, content: bytes) -> Path:
    """Write ``content`` to ``path``, making its folder; an existing file is replaced at once.

    Raises
    ------
    PlancastError
        FOLDER_UNWRITABLE; what stood at ``path`` before then still stands there.
    """
    return write_parts(path, (content,))


def write_parts(path: str | Path, parts: Iterable[bytes]) -> Path:
    """Write the parts of a large file one after another, as they come. Raises as ``write_bytes``.
    """
    spot = Path(path)
    aside: Path | None = None
    try:
        spot.parent.mkdir(parents=True, exist_ok=True)
        aside = spot.with_name(f".{secrets.token_hex(8)}.part")
        with open(aside, "xb") as stream:
            stream.writelines(parts)
        os.replace(aside, spot)
    except OSError as error:
        _remove(aside)
        reason = error.strerror or type(error).__name__
        refused = problem("FOLDER_UNWRITABLE", Where(file=str(path)), path=path, reason=reason)
        raise PlancastError([refused]) from None
    except BaseException:  # an interrupt must not leave the side file behind
        _remove(aside)
        raise
    return spot


def claim_folder(path: str | Path) -> Path:
    """Make ``path`` if need be and try that files can be written there, before the work is done.

    Raises as ``write_bytes``.
    """
    folder = Path(path)
    try:
        trial = write_bytes(folder / f".{secrets.token_hex(8)}.trial", b"")
    except PlancastError as error:  # the reader knows the folder, not the file tried in it
        reason = dict(error.problems[0].details)["reason"]
        refused = problem("FOLDER_UNWRITABLE", Where(file=str(path)), path=path, reason=reason)
        raise PlancastError([refused]) from None
    trial.unlink(missing_ok=True)
    return folder


def write_text(path: str | Path, text: str) -> Path:
    """Write ``text`` as UTF-8 with line feeds. Raises as ``write_bytes``."""
    return write_bytes(path, text.encode("utf-8"))


def json_text(value: Json) -> str:
    """Return ``value`` as JSON with two spaces of indent; NaN and infinity become ``null``."""
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_json(path: str | Path, value: Json) -> Path:
    """Write ``value`` as ``json_text`` gives it. Raises as ``write_bytes``."""
    return write_text(path, json_text(value))


def write_parquet(path: str | Path, frame: pd.DataFrame) -> Path:
    """Write a frame as Parquet (zstd, without its index). Raises as ``write_bytes``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, out, compression="zstd")
    return write_bytes(path, out.getvalue())


def _finite(value: Json) -> Json:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(inner) for inner in value]
    return value


def _remove(path: Path | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
