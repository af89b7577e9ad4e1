"""A table's bytes: a file, or what comes through a pipe; which kind they are, how they are encoded.

What kind of file it is, its first bytes tell, whatever it is called.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from data.document.formats.archive import OLE
from data.document.formats.encodings import SURE, older_encodings
from data.errors import PlancastError, Where, problem
from data.io.reading import LONGEST_LINE, check_file
from data.tables.grid import MAX_ROWS

MAX_PIPED_BYTES = 100_000_000
"""Bytes of a table that is held in memory: through a pipe, or in UTF-16."""

READABLE = 0.85
"""Share of ordinary characters from which bytes count as text in an older encoding."""

_BLOCK = 1 << 20
_SAMPLE = 200_000
_MARKS = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {"gb18030": "GB18030", "big5hkscs": "Big5", "cp1252": "Windows-1252"}
_OTHER_KINDS = ((b"%pdf", "PDF"), (b"{", "JSON"), (b"<!doctype html", "HTML"), (b"<html", "HTML"),
                (b"<table", "HTML"), (b"<?xml", "XML"), (b"\x1f\x8b", "gzip"))


@dataclass(frozen=True, slots=True)
class Source:
    """A table's name and its bytes; ``path`` is ``None`` where they are all in ``content``."""

    file: str
    path: Path | None
    content: bytes = b""

    def open(self) -> IO[bytes]:
        """Return a stream of the bytes; it can be sought in."""
        return io.BytesIO(self.content) if self.path is None else open(self.path, "rb")

    def given(self) -> Path | IO[bytes]:
        """Return what a library that takes paths and streams is given."""
        return io.BytesIO(self.content) if self.path is None else self.path


def open_source(path: str | Path) -> tuple[Source, bytes]:
    """Return a table's source and its first bytes; a pipe is read to its end.

    Raises
    ------
    PlancastError
        FILE_MISSING, FILE_IS_FOLDER, FILE_UNREADABLE, FILE_EMPTY or FILE_TOO_LARGE.
    """
    spot = check_file(path)
    where = Where(file=str(path))
    try:
        regular = stat.S_ISREG(os.stat(spot).st_mode)
        with open(spot, "rb") as stream:
            head = stream.read(LONGEST_LINE + 1 if regular else MAX_PIPED_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PlancastError([problem("FILE_UNREADABLE", where, reason=reason)]) from None
    if not regular and len(head) > MAX_PIPED_BYTES:
        raise PlancastError([problem("FILE_TOO_LARGE", where,
                                     limit=f"{MAX_PIPED_BYTES / 1e6:g}")])
    if not head.strip():
        raise PlancastError([problem("FILE_EMPTY", where)])
    source = Source(str(path), spot) if regular else Source(str(path), None, head)
    return source, head[:LONGEST_LINE + 1]


def kind_of_file(head: bytes, where: Where) -> str:
    """Return ``parquet``, ``xlsx`` or ``text`` from the first bytes.

    Raises
    ------
    PlancastError
        TABLE_OLD_OR_LOCKED or TABLE_OTHER_KIND for a file that holds something else.
    """
    if head[:4] == b"PAR1":
        return "parquet"
    if head[:4] == b"PK\x03\x04":
        if b"opendocument.spreadsheet" in head[:200]:
            raise PlancastError([problem("TABLE_OTHER_KIND", where, kind="OpenDocument (ODS)")])
        return "xlsx"
    if head[:8] == OLE:
        raise PlancastError([problem("TABLE_OLD_OR_LOCKED", where)])
    start = head[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, kind in _OTHER_KINDS:
        if start.startswith(mark):
            raise PlancastError([problem("TABLE_OTHER_KIND", where, kind=kind)])
    return "text"


@dataclass(frozen=True, slots=True)
class TextSource:
    """Text bytes and the encoding they are in, tried to the end of the file."""

    source: Source
    encoding: str


def text_source(source: Source, head: bytes) -> TextSource:
    """Find the encoding of a text table; UTF-16 and UTF-32 are turned into UTF-8.

    Raises
    ------
    PlancastError
        LINE_TOO_LONG, TABLE_TOO_LARGE, FILE_NOT_TEXT, FILE_CUT or TABLE_ENCODING.
    """
    where = Where(file=source.file)
    for mark, name in _MARKS:
        if head.startswith(mark):
            source = _in_utf8(source, name, where)
            break
    with source.open() as stream:
        blocks = iter(lambda: stream.read(_BLOCK), b"")
        return TextSource(source, _encoding(blocks, where))


def _in_utf8(source: Source, name: str, where: Where) -> Source:
    with source.open() as stream:
        content = stream.read(MAX_PIPED_BYTES + 1)
    if len(content) > MAX_PIPED_BYTES:
        raise PlancastError([problem("FILE_TOO_LARGE", where,
                                     limit=f"{MAX_PIPED_BYTES / 1e6:g}")])
    try:
        text = content.decode(name).removeprefix("\ufeff")
        return Source(source.file, None, text.encode("utf-8"))
    except UnicodeError:
        raise PlancastError([problem("FILE_NOT_TEXT", where)]) from None


def _encoding(blocks: Iterator[bytes], where: Where) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, lines, reach, size = True, 1, 0, 0
    sample = b""
    for block in blocks:
        ends = np.flatnonzero(np.isin(np.frombuffer(block, np.uint8), (10, 13)))
        spans = np.diff(np.concatenate([[-1 - reach], ends]))
        reach = len(block) - 1 - int(ends[-1]) if len(ends) else reach + len(block)
        longest = max(int(spans.max(initial=0)), reach)
        if longest > LONGEST_LINE:
            raise PlancastError([problem("LINE_TOO_LONG", where, limit=f"{LONGEST_LINE / 1e6:g}")])
        lines += block.count(b"\n") or block.count(b"\r")
        size += len(block)
        if lines > MAX_ROWS:
            raise PlancastError([problem("TABLE_ROWS", where, limit=f"{MAX_ROWS:,}")])
        if b"\x00" in block:
            raise PlancastError([problem("FILE_NOT_TEXT", where)])
        if len(sample) < _SAMPLE and not block.isascii():
            told = (line for line in block.splitlines() if not line.isascii())
            sample += b"\n".join(told)[:_SAMPLE]
        if utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
    if utf8:
        if decoder.getstate()[0]:  # the last character is not complete
            place = Where(file=where.file, row=lines)
            raise PlancastError([problem("FILE_CUT", place)])
        return "utf-8"
    return older_encoding(sample, where)


_LIKE_MAC = re.compile(r"[a-z](?:[ŠŒŽŸ](?=[a-z])|[‡†ˆ‰‹›„‚ƒ](?=[a-z]))"
                       r"|\b[A-Z][ŠŒŽŸ](?=[a-z])")
_KOREAN = range(0xB0, 0xC9)
_FEWEST_SYLLABLES = 8


def _other_reading(sample: bytes) -> tuple[str, str, str, str] | None:
    """Return two readings of bytes that one of the usual encodings reads wrongly without a sign of
    it: Mac Roman as Windows-1252 (ZŸrich), Korean as GB18030 (its syllables are frequent hanzi).
    """
    best = older_encodings(sample)[0][1]
    if best == "cp1252" and _LIKE_MAC.search(sample.decode("cp1252", errors="replace")):
        return _shown_twice(sample, "cp1252", "mac-roman", "Mac Roman")
    if best != "gb18030":
        return None
    try:
        sample.decode("euc-kr")
    except UnicodeDecodeError:
        return None
    leads = {bytes(pair) for pair in re.findall(rb"[\x80-\xff]{2}", sample) if pair[0] >= 0xB0}
    if len(leads) < _FEWEST_SYLLABLES or any(pair[0] not in _KOREAN for pair in leads):
        return None
    return _shown_twice(sample, "gb18030", "euc-kr", "EUC-KR")


def _shown_twice(sample: bytes, one: str, two: str, name: str) -> tuple[str, str, str, str]:
    return (_NAMES[one], _first_line(sample, one), name, _first_line(sample, two))


def _first_line(sample: bytes, encoding: str) -> str:
    return sample[:200].decode(encoding, errors="replace").splitlines()[0][:40]


def older_encoding(sample: bytes, where: Where) -> str:
    """Return the encoding of lines that are not UTF-8. Raises FILE_NOT_TEXT or TABLE_ENCODING."""
    doubtful = _other_reading(sample)
    if doubtful is not None:
        first, one, then, two = doubtful
        raise PlancastError([problem("TABLE_ENCODING", where, first=first, one=one, then=then,
                                     two=two)])
    (best, name), (second, other), *_ = older_encodings(sample)
    western = any(n == "cp1252" for _, n in older_encodings(sample))
    if best < READABLE:
        raise PlancastError([problem("FILE_NOT_TEXT", where)])
    if best - second >= SURE or (not western and name == "gb18030"):
        return name
    if not western and other == "gb18030":  # as good as Big5: the more frequent of the two
        return other
    shown = {_NAMES[n]: _first_line(sample, n) for n in (name, other)}
    (first, one), (then, two) = shown.items()
    raise PlancastError([problem("TABLE_ENCODING", where, first=first, one=one, then=then,
                                 two=two)])
