"""Guard for Office files, which are ZIP packages of XML: bombs are refused before they are read.

Nothing is ever unpacked to disk, so the names of members are harmless; packages inside packages
(embedded workbooks) are not opened.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from data.errors import PlancastError, Where, problem

MAX_MEMBERS = 10_000
MAX_RATIO = 250
"""Unpacked by packed size of a member. Office XML stays below 100; deflate can reach 1032."""

RATIO_MATTERS = 10_000_000
"""Bytes below which a high ratio is harmless."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: what old Office files and encrypted new ones are."""

_DIRECTORY = b"PK\x05\x06"
_ENTRY = 46 + 256  # bytes of a directory entry and of a long name
_XML = (".xml", ".rels", ".vml")


def check_archive(source: str | Path | IO[bytes], where: Where, *, limit: int) -> None:
    """Check an Office package; return if it can be read safely.

    Checked are the number of members, their unpacked sizes (all together at most ``limit``
    bytes), ratios and checksums, and that no XML part declares a document type or entities.
    Python's ``zipfile`` never yields more bytes than a member declares, so a member that lies
    about its size fails its checksum.

    Raises
    ------
    PlancastError
        ARCHIVE_MEMBERS, ARCHIVE_UNPACKS, ARCHIVE_RATIO, ARCHIVE_ENTITIES or DOCUMENT_PROTECTED.
    zipfile.BadZipFile
        When the package is damaged, whatever the damage.
    """
    from xml.etree.ElementTree import ParseError

    try:
        _check_directory(source, where)
        with zipfile.ZipFile(source) as archive:
            _check_sizes(archive.infolist(), where, limit)
            bad = archive.testzip()
            if bad is not None:
                raise zipfile.BadZipFile(f"checksum of {bad[:80]}")
            for member in archive.infolist():
                if member.filename.casefold().endswith(_XML):
                    with archive.open(member) as stream:
                        _check_prolog(stream, member.filename, where)
    except (zipfile.BadZipFile, zlib.error, ParseError, ValueError, EOFError, OSError,
            NotImplementedError) as error:
        raise zipfile.BadZipFile(str(error)[:200] or type(error).__name__) from None


def _check_directory(source: str | Path | IO[bytes], where: Where) -> None:
    """Refuse a huge directory of members before ``zipfile`` builds an object for each."""
    if isinstance(source, str | Path):
        with open(source, "rb") as stream:
            return _check_directory(stream, where)
    end = source.seek(0, 2)
    source.seek(max(0, end - 66_000))  # the longest comment, and the record itself
    tail = source.read()
    source.seek(0)
    record = tail.rfind(_DIRECTORY)
    size = int.from_bytes(tail[record + 12:record + 16], "little") if record >= 0 else 0
    if size > MAX_MEMBERS * _ENTRY:
        raise PlancastError([problem("ARCHIVE_MEMBERS", where, limit=MAX_MEMBERS)])
    return None


def _check_sizes(members: list[zipfile.ZipInfo], where: Where, limit: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise PlancastError([problem("ARCHIVE_MEMBERS", where, limit=MAX_MEMBERS)])
    total = 0
    for member in members:
        name = member.filename[:80]
        if member.flag_bits & 0x1:
            raise PlancastError([problem("DOCUMENT_PROTECTED", where)])
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"compression of {name}")
        total += member.file_size
        if total > limit:
            raise PlancastError(
                [problem("ARCHIVE_UNPACKS", where, name=name, limit=f"{limit / 1e6:g}")])
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > RATIO_MATTERS and ratio > MAX_RATIO:
            raise PlancastError(
                [problem("ARCHIVE_RATIO", where, name=name, ratio=f"{ratio:.0f}")])


def _check_prolog(stream: IO[bytes], name: str, where: Where) -> None:
    """Refuse a part with a document type: Office XML has none, and entities live only there.

    A document type can stand only before the root element, so parsing stops there.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        next(iter(iterparse(stream, events=("start",), forbid_dtd=True)), None)
    except DefusedXmlException:
        raise PlancastError([problem("ARCHIVE_ENTITIES", where, name=name[:80])]) from None
