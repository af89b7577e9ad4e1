"""Bytes to lines of text: which encoding a file is in, and which of its lines are in another.

Strict decoding alone cannot tell GB18030 from Big5, since each reads most of the other's bytes as
some characters. They are the wrong ones, though: rare characters instead of the few thousand that
texts are written in. The share of ordinary characters decides, and where it decides narrowly the
reading is marked as uncertain.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from data.errors import PlancastError, Where, problem

_MARKS = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE_END_BYTES = re.compile(rb"\r\n|\n|\r")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_SIGNS = frozenset("“”‘’—–…·•°′″×÷±≥≤≈≠→←↑↓●○■□▲△◆◇★☆※§¶©®™€£¥℃‰№①②③④⑤⑥⑦⑧⑨⑩\u00a0")
_NAMES = {"gb18030": "GB18030", "big5hkscs": "Big5", "cp1252": "Windows-1252", "utf-8": "UTF-8"}

SURE = 0.15
"""Lead in the share of ordinary characters from which an encoding counts as certain."""

READABLE = 0.6
"""Share of ordinary characters below which a text is not what it was decoded as."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Lines of a text without their ends. ``odd`` maps the number (from 1) of each line that is
    in another encoding to its name, or to ``""`` where some bytes cannot be decoded at all (they
    are U+FFFD in the line)."""

    lines: tuple[str, ...]
    encoding: str
    certain: bool
    odd: dict[int, str]


def decode_lines(content: bytes, where: Where) -> Decoded:
    """Decode the bytes of a text file and split it as editors do, at ``\\n``, ``\\r\\n``, ``\\r``.

    Raises
    ------
    PlancastError
        DOCUMENT_ENCODING when no encoding makes readable text of the bytes.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark):], name, where)
    body = content.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in body:
        raise PlancastError([problem("DOCUMENT_ENCODING", where)])
    try:
        return Decoded(split_lines(body.decode("utf-8")), "UTF-8", True, {})
    except UnicodeDecodeError:
        return _by_line(body, where)


def split_lines(text: str) -> tuple[str, ...]:
    """Split at ``\\n``, ``\\r\\n`` and ``\\r`` only; an end at the very end begins no line."""
    lines = _LINE_END.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def ordinary(text: str) -> float:
    """Return the share (0-1) of ordinary characters among those of ``text`` beyond ASCII.

    Ordinary are the 3,755 frequent characters of GB 2312, the 5,401 of Big5, punctuation, and
    (nearly) accented Latin letters. A text of ASCII alone counts 1.
    """
    counts = Counter(char for char in text if char > "\x7f")
    total = sum(counts.values())
    if not total:
        return 1.0
    return sum(n * _weight(char) for char, n in counts.items()) / total


def _weight(char: str) -> float:
    if "\u4e00" <= char <= "\u9fff":
        # The frequent characters come first in both tables.
        return float(_lead(char, "gb2312") <= 0xD7 or _lead(char, "big5") <= 0xC6)
    if char in _SIGNS or "\u3000" <= char <= "\u3017" or "\uff01" <= char <= "\uff5e":
        return 1.0
    return 0.9 if "\u00c0" <= char <= "\u017f" else 0.0


def _lead(char: str, encoding: str) -> int:
    return char.encode(encoding, errors="ignore")[:1].ljust(1, b"\xff")[0]


def _marked(body: bytes, name: str, where: Where) -> Decoded:
    try:
        text = body.decode(name)
    except UnicodeDecodeError:
        raise PlancastError([problem("DOCUMENT_ENCODING", where)]) from None
    if "\x00" in text:
        raise PlancastError([problem("DOCUMENT_ENCODING", where)])
    return Decoded(split_lines(text), name[:6].upper(), True, {})


def _by_line(body: bytes, where: Where) -> Decoded:
    """Decode a file that is not UTF-8 throughout: line by line, in at most two encodings."""
    raw = _LINE_END_BYTES.split(body)
    raw = raw[:-1] if raw[-1] == b"" else raw
    in_utf8 = {i for i, line in enumerate(raw) if not line.isascii() and _is_utf8(line)}
    others = [line for i, line in enumerate(raw) if not line.isascii() and i not in in_utf8]
    legacy, share, lead = _legacy(b"\n".join(others))
    utf8_is_main = len(in_utf8) >= len(others)
    if share < READABLE and not utf8_is_main:
        raise PlancastError([problem("DOCUMENT_ENCODING", where)])
    main = "utf-8" if utf8_is_main else legacy
    lines: list[str] = []
    odd: dict[int, str] = {}
    for i, line in enumerate(raw):
        name = main if line.isascii() else ("utf-8" if i in in_utf8 else legacy)
        text = line.decode(name, errors="replace")
        if name != main and ordinary(text) < READABLE:  # a damaged line, not another encoding
            name, text = main, line.decode(main, errors="replace")
        lines.append(text)
        if "\ufffd" in text:
            odd[i + 1] = ""
        elif name != main:
            odd[i + 1] = _NAMES[name]
    return Decoded(tuple(lines), _NAMES[main], utf8_is_main or lead >= SURE, odd)


def _is_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 and reads better so than in the other encodings."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    mine = ordinary(text)
    # Two Chinese characters in GB18030 can be two letters of some alphabet in UTF-8, and the
    # other way round; Chinese in UTF-8 takes three bytes a character and is not mistaken.
    return mine >= READABLE and (max(text) >= "\u0800" or _legacy(line)[1] < mine)


def older_encodings(content: bytes) -> list[tuple[float, str]]:
    """Return the older encodings that bytes may be in, likeliest first.

    Each with its share of ordinary characters (0-1).
    """
    beyond = sum(byte > 0x7F for byte in content)
    western = len(_LONE.findall(content)) > 0.7 * beyond  # accents stand alone among letters
    names = ("cp1252", "gb18030", "big5hkscs") if western else ("gb18030", "big5hkscs")
    shares = [(ordinary(content.decode(name, errors="replace")), name) for name in names]
    return sorted(shares, key=lambda pair: -pair[0])


def _legacy(content: bytes) -> tuple[str, float, float]:
    """Return the likeliest older encoding, its share of ordinary characters, and its lead."""
    (best, name), (second, _), *_ = older_encodings(content)
    return name, best, best - second
