"""One alphabet for reading: full-width to half-width, traditional to simplified, offset by offset.

Every replacement is one character for one character, so that a place found in the folded text is
the same place in the document.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

_KEPT = "，。、；：？！（）"
"""Chinese punctuation that stays: a half-width comma may stand inside a number, this may not."""

_MARKS = {
    "\u3000": " ", "\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
    "\t": "\t", "﹪": "%", "「": "“", "」": "”", "『": "“", "』": "”", "﹙": "(", "﹚": ")",
    "—": "-", "–": "-", "－": "-", "−": "-", "‐": "-", "‑": "-", "―": "-", "～": "~", "〜": "~",
    "∼": "~", "·": "·", "•": "·", "‧": "·", "・": "·", "〇": "零", "○": "零", "（": "(",
    "）": ")",
    "：": ":", "；": ";", "［": "[", "］": "]", "【": "[", "】": "]", "〈": "《", "〉": "》",
    "㎡": "㎡", "’": "'", "‘": "'", "\ufeff": " ", "\u200b": " ",
}

_WORDS = {"计画": "计划", "规画": "规划"}
"""Words of Taiwan and Hong Kong for those of the mainland, of the same length."""


def folded(text: str) -> str:
    """Return ``text`` in half-width, simplified characters; it has the same length."""
    simple = "".join(_one(char) for char in _simplified(text))
    for written, usual in _WORDS.items():
        simple = simple.replace(written, usual)
    return simple


def _one(char: str) -> str:
    if char in _MARKS:
        return _MARKS[char]
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E and char not in _KEPT:
        return chr(code - 0xFEE0)
    return char


def _simplified(text: str) -> str:
    """Convert character by character; one that would become several, or none, is kept."""
    return "".join(_simple(char) if char >= "\u3400" else char for char in text)


@lru_cache(maxsize=16_384)
def _simple(char: str) -> str:
    made = str(_converter().convert(char))
    return made if len(made) == 1 else char


@lru_cache(maxsize=1)
def _converter() -> _Converter:
    from opencc import OpenCC

    return OpenCC("t2s")  # type: ignore[no-any-return]  # the package publishes no types


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def is_chinese(text: str) -> bool:
    """Say whether a text is Chinese rather than English: by its share of Han characters."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    latin = sum(c.isascii() and c.isalpha() for c in text)
    return han * 3 >= latin and han > 0
