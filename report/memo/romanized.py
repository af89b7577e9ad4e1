"""A memo in its language's own script: Chinese set without gaps, others in Latin letters, with
Chinese names that have no other form in pinyin.

pypinyin is imported inside the function: only a memo with such names needs it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from data.messages.catalogue import language
from report.memo.blocks import Memo, Paragraph, plain
from report.memo.formats.prepared import texts_of, with_text
from report.memo.spoken import set_in_chinese
from report.memo.wording import text

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_MARKS = str.maketrans({"（": " (", "）": ")", "、": ", ", "，": ", ", "；": "; ", "：": ": ",
                        "。": ".", "《": "'", "》": "'", "“": "'", "”": "'", "—": "–"})
_PLACES = {"省": "Province", "市": "City", "区": "District", "县": "County", "旗": "Banner",
           "镇": "Town", "乡": "Township"}
"""What a place is, where its name ends in it."""

LONGEST_PLACE = 7


def in_script(memo: Memo) -> Memo:
    """Return the memo as its language writes."""
    if language(memo.lang).own_units:
        return replace(memo, blocks=tuple(set_in_chinese(block) for block in memo.blocks))
    return romanized(memo)


def romanized(memo: Memo) -> Memo:
    """Return the memo with Chinese names in pinyin, and a note that says so where there were any.
    """
    if not any(_HAN.search(said) for said in texts_of(memo)):
        return memo
    made = with_text(memo, latin)
    note = Paragraph(plain(text(memo.lang, "names.pinyin")), small=True)
    return replace(made, blocks=(*made.blocks, note))


def latin(said: str) -> str:
    """Return a text with every Chinese name in pinyin: 咸安区 reads ``Xian'an District``."""
    if not _HAN.search(said):
        return said
    return re.sub(r"(?<=\S)  +", " ", _HAN.sub(_spelt, said).translate(_MARKS))


def _spelt(found: re.Match[str]) -> str:
    from pypinyin import lazy_pinyin

    name = found[0]
    place = _PLACES.get(name[-1], "") if 2 < len(name) <= LONGEST_PLACE else ""
    core = name[:-1] if place else name
    syllables = lazy_pinyin(core)
    if place or len(core) <= 3:
        joined = syllables[0] + "".join(
            ("'" if s[:1] in "aoe" else "") + s for s in syllables[1:])
        words = [joined, *([place] if place else [])]
        spelt = " ".join(word[:1].upper() + word[1:] for word in words)
    else:
        spelt = " ".join(syllables).capitalize()
    before, after = found.string[:found.start()][-1:], found.string[found.end():][:1]
    return (" " if before.isalnum() else "") + spelt + (" " if after.isalnum() else "")
