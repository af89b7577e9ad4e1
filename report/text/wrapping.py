"""Line breaking for text that mixes Chinese and Latin: by words, and between any two characters.

Widths are terminal cells: a Chinese character takes two. No line starts with a closing mark, ends
with an opening one, or parts a number from its per-cent sign.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

CLOSING = "，。；：、！？）”’》〉】％%)],.;:!?…"
OPENING = "（“‘《〈【(["
_WIDE = "\\u2e80-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef"  # Chinese and full width
_TOKENS = re.compile(rf"\s+|[^\s{_WIDE}“”‘’]+|.")
_NUMBER_PERCENT = re.compile(r"(?<=[0-9]) (?=%)")
_NO_BREAK = "\ue000"  # a private mark: one cell wide, in no text


def cells(text: str) -> int:
    """Return how many terminal cells ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


@cache
def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines of at most ``width`` cells; line breaks of the text are kept.

    A Latin word longer than a line is cut. Raises ``ValueError`` for a width below 2.
    """
    if width < 2:
        raise ValueError(f"a line of {width} cells holds no Chinese character")
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, width)
    return [line.replace(_NO_BREAK, " ") for line in lines]


def balanced(text: str, width: int) -> list[str]:
    """Return ``text`` in as few lines as ``wrap``, but of like length: no last line of one word."""
    lines = wrap(text, width)
    longest = max((cells(word) for word in text.split() if word.isascii()), default=2)
    for narrower in range(width - 1, max(longest, 8), -1):
        found = wrap(text, narrower)
        if len(found) > len(lines):
            break
        lines = found
    return lines


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for unit in _units(_NUMBER_PERCENT.sub(_NO_BREAK, text)):
        if cells(line + unit.rstrip(" ")) <= width:
            line += unit
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
        line = unit.lstrip(" ")
        while cells(line.rstrip(" ")) > width:
            head = _head(line, width)
            lines.append(head)
            line = line[len(head):]
    return [*lines, line.rstrip(" ")]


def _units(text: str) -> list[str]:
    """Return the pieces a line may be broken between, spaces kept at their ends."""
    pieces: list[str] = []
    for token in _TOKENS.findall(text):
        glue = bool(pieces) and (
            token.isspace()
            or token[0] in CLOSING
            or pieces[-1][-1] in OPENING
        )
        if glue:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _head(text: str, width: int) -> str:
    """Return the longest beginning of ``text`` that fits, at least one character."""
    used = 0
    for i, character in enumerate(text):
        used += _cell(character)
        if used > width:
            return text[:max(1, i)]
    return text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return ``text`` filled with spaces to ``width`` cells, on its left when ``right``."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def shortened(text: str, width: int) -> str:
    """Return ``text`` if it fits ``width`` cells, else its beginning and an ellipsis."""
    return text if cells(text) <= width else _head(text, width - 1).rstrip() + "…"
