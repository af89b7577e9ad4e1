"""Characters that no format can hold, and where a word may be broken."""

from __future__ import annotations

import re
from collections.abc import Container

JOINERS = "\u200c\u200d"  # scripts and emoji need them; they draw nothing themselves
BREAK = "\u200b"  # a line may end here

_BLANKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 ]+")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls: not allowed in XML, or without meaning
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff"  # invisible
    "\u202a-\u202e"  # overrides of direction: could show a sentence in another order
    "\ud800-\udfff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"  # halves of pairs, no characters
    "\U000e0000-\U000e007f"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
              for plane in range(0x10000, 0x110000, 0x10000)) + "]")
_HOLDS = re.compile(r"(?<=\d) (?=[%‰])|(?<=[≥≤<>≈]) (?=\d)")
_UNBROKEN = re.compile(r"[!-,.-\u2e7f]+-?")  # up to a hyphen; CJK can be broken anywhere
_IDLE_JOINER = re.compile(rf"(?<![^\W\d_])[{JOINERS}]|[{JOINERS}](?![^\W\d_])")
_PIECE = 8
BOLD = 1.1  # bold letters are that much wider


def clean(text: str) -> str:
    """Return ``text`` on one line, without what a document cannot hold or should not obey.

    Blanks become one space; control characters, halves of surrogate pairs, invisible characters
    and overrides of the writing direction go. Everything that can be seen stays. A figure is not
    parted from the sign it belongs to: “80%” and “≥ 2” hold together.
    """
    return _HOLDS.sub("\u00a0", _UNWANTED.sub("", _BLANKS.sub(" ", text)))


def code_point(character: str) -> str:
    """Return ``[U+1F600]``."""
    return f"[U+{ord(character):04X}]"


def spelled(text: str, covered: Container[int]) -> str:
    """Return ``text`` with every character that is not ``covered`` as its code point.

    Variation selectors go, and joiners except between letters: no font here has what they choose.
    """
    kept = _IDLE_JOINER.sub("", text)
    return "".join("" if _is_selector(c) else c if ord(c) in covered or c in JOINERS
                   else code_point(c) for c in kept)


def is_invisible(character: str) -> bool:
    """Return True for joiners and variation selectors, which need no glyph."""
    return character in JOINERS or _is_selector(character)


def _is_selector(character: str) -> bool:
    point = ord(character)
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


def unbroken(text: str) -> list[str]:
    """Return the parts of ``text`` within which no line can end."""
    return _UNBROKEN.findall(text)


def breakable(text: str, room: float) -> str:
    """Return ``text`` with places to break inside words that are wider than ``room`` ems.

    They are behind ``/``, ``_`` and the like, or anywhere in what is still too wide.
    """
    def broken(found: re.Match[str]) -> str:
        word = found.group()
        if _fits(word, room):
            return word
        return BREAK.join(part if _fits(part, room) else BREAK.join(
            part[i:i + _PIECE] for i in range(0, len(part), _PIECE)) for part in _parts(word))

    return _UNBROKEN.sub(broken, text)


def _fits(word: str, room: float) -> bool:
    return display_width(word) * BOLD <= room


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"(?<=[/_?&=.:])", word) if part]


def display_width(text: str) -> float:
    """Return the width of ``text`` in ems, roughly: CJK 1, capitals 0.65, other 0.52."""
    return sum(1.0 if c > "\u2e7f" else 0.65 if c.isupper() else 0.52 for c in text)
