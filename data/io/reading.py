"""Bytes and text of an input file: checked for the ordinary accidents, read once, decoded."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from data.errors import PlancastError, Where, problem

LONGEST_LINE = 1_000_000
"""Bytes in which a text file must have ended its first line; guards against one-line files."""


def check_file(path: str | Path) -> Path:
    """Return ``path`` if it is a readable file; raise ``PlancastError`` saying what it is else."""
    spot = Path(path)
    where = Where(file=str(path))
    try:
        mode = os.stat(spot).st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise PlancastError([problem("FILE_MISSING", where, path=path)]) from None
    except (OSError, ValueError) as error:  # too long a name, a NUL in it, no permission
        raise PlancastError([problem("FILE_UNREADABLE", where, reason=_reason(error))]) from None
    if stat.S_ISDIR(mode):
        raise PlancastError([problem("FILE_IS_FOLDER", where, path=path)])
    return spot


def read_bytes(path: str | Path, *, limit: int) -> bytes:
    """Return the file's bytes; refuse more than ``limit`` bytes without reading on.

    Raises
    ------
    PlancastError
        FILE_MISSING, FILE_IS_FOLDER, FILE_UNREADABLE, FILE_EMPTY or FILE_TOO_LARGE.
    """
    spot = check_file(path)
    where = Where(file=str(path))
    try:
        with open(spot, "rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise PlancastError([problem("FILE_UNREADABLE", where, reason=_reason(error))]) from None
    if len(content) > limit:
        raise PlancastError([problem("FILE_TOO_LARGE", where, limit=f"{limit / 1e6:g}")])
    if not content.strip():
        raise PlancastError([problem("FILE_EMPTY", where)])
    return content


def decode(content: bytes, *, file: str) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB18030; line ends become newlines.

    Raises
    ------
    PlancastError
        FILE_NOT_TEXT when the bytes are neither, or hold NUL bytes.
    """
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        break
    raise PlancastError([problem("FILE_NOT_TEXT", Where(file=file))])


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
