"""A memo in its language's own script: Chinese set without gaps, others in Latin letters, with
Chinese names that have no other form in pinyin.

pypinyin is imported inside the function: only a memo with such names needs it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from data.document.numerals import chinese_value
from data.messages.catalogue import language
from data.plan import Plan
from data.words import Lang
from report.memo.blocks import Block, Memo, PageBreak, Paragraph, plain
from report.memo.formats.prepared import texts_of, with_text
from report.memo.spoken import set_in_chinese
from report.memo.wording import text

_CHARACTERS = r"\u3400-\u4dbf\u4e00-\u9fff"
_HAN = re.compile(f"[{_CHARACTERS}]+")
_NUMBER = r"([〇一二三四五六七八九十\d]+)"
_KINDS = {
    "chapter": f"第{_NUMBER}章", "section": f"第{_NUMBER}节", "row": f"第{_NUMBER}行",
    "item": f"(?<=[章节)）])之{_NUMBER}", "part": rf"{_NUMBER}[(（]{_NUMBER}[)）]",
    "table_row": f" ?表 第{_NUMBER}行", "table": " ?表 ", "base": "基期 (?=第)",
}
"""How Chinese documents are cited, by the part that is named."""

_PART = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS.items()))
_PLACE = re.compile(f"(?:{'|'.join(_KINDS.values())})+")
_CLOSING = ("”", "’", "》", "）", ")")
_MARKS = str.maketrans({"（": " (", "）": ")", "、": ", ", "，": ", ", "；": "; ", "：": ": ",
                        "。": ".", "《": "'", "》": "'", "“": "'", "”": "'", "—": "–"})
_PLACES = {"高新区": "high_tech", "经开区": "economic", "开发区": "development",
           "自治州": "prefecture", "自治县": "autonomous_county", "自治区": "region",
           "新区": "new_area", "街道": "street", "省": "province", "市": "city", "区": "district",
           "县": "county", "旗": "banner", "镇": "town", "乡": "township"}
"""What a place is, where its name ends in it; longer ends go first."""

LONGEST_PLACE = 7


def in_script(memo: Memo, plan: Plan) -> Memo:
    """Return the memo as its language writes; names that the plan translates are its own."""
    if language(memo.lang).own_units:
        return replace(memo, blocks=tuple(set_in_chinese(block) for block in memo.blocks))
    return romanized(memo, plan)


def romanized(memo: Memo, plan: Plan) -> Memo:
    """Return the memo with Chinese names in pinyin, and a note that says so where there were any.
    """
    if not any(_HAN.search(said) for said in texts_of(memo)):
        return memo
    spelt = set[str]()

    def change(said: str) -> str:
        if not _HAN.search(said):
            return said
        known = _placed(_translated(said, plan, memo.lang), memo.lang)
        spelt.update(_HAN.findall(known))
        return _latin(known, memo.lang)

    made = with_text(memo, change)
    note = Paragraph(plain(text(memo.lang, "names.pinyin")), small=True)
    return replace(made, blocks=_with_note(made.blocks, note) if spelt else made.blocks)


def _with_note(blocks: tuple[Block, ...], note: Paragraph) -> tuple[Block, ...]:
    """Return the blocks with a note at the end of their last page."""
    if blocks and isinstance(blocks[-1], PageBreak):
        return (*blocks[:-1], note, blocks[-1])
    return (*blocks, note)


def named_in(lang: Lang, said: str, plan: Plan) -> str:
    """Return a name as a picture in that language writes it."""
    if language(lang).own_units or not _HAN.search(said):
        return said
    return _latin(_placed(_translated(said, plan, lang), lang), lang)


def latin(said: str, lang: Lang) -> str:
    """Return a text with every Chinese name in pinyin: 咸安区 reads ``Xian'an District``."""
    return _latin(said, lang) if _HAN.search(said) else said


def _latin(said: str, lang: Lang) -> str:
    return re.sub(r"(?<=\S)  +", " ",
                  _HAN.sub(lambda found: _spelt(found, lang), said).translate(_MARKS))


def _translated(said: str, plan: Plan, lang: Lang) -> str:
    """Return a text with the names of the plan's indicators as the plan itself translates them."""
    for name in sorted((i.name for i in plan.indicators), key=lambda n: -len(n.zh)):
        if name.en and name.zh in said and _HAN.search(name.zh):
            parts = re.split(rf"(?<![{_CHARACTERS}]){re.escape(name.zh)}(?![{_CHARACTERS}])", said)
            said = name.get(lang).join(parts)
    return said


def _placed(said: str, lang: Lang) -> str:
    """Return a text with places in a document in words: 第二章第三节之1 is chapter 2, section 3,
    item 1.
    """
    def one(part: re.Match[str]) -> str:
        numbers = [_number(g) for g in part.groups() if g and g != part[0]]
        n, of = [*numbers, "", ""][:2]
        return text(lang, f"place.{part.lastgroup}", n=n, of=of)

    def worded(found: re.Match[str]) -> str:
        before = found.string[:found.start()][-1:]
        comma = ", " if (before and _HAN.fullmatch(before)) or before in _CLOSING else ""
        return comma + ", ".join(map(one, _PART.finditer(found[0]))).replace(": , ", ": ")

    return _PLACE.sub(worded, said)


def _number(said: str) -> str:
    """Return a number in digits: 十二 is 12."""
    return said if said.isascii() else str(int(chinese_value(said)))


def _spelt(found: re.Match[str], lang: Lang) -> str:
    from pypinyin import lazy_pinyin

    name = found[0]
    end = next((e for e in _PLACES if name.endswith(e)), "") \
        if 2 < len(name) <= LONGEST_PLACE else ""
    place = text(lang, f"place.{_PLACES[end]}") if end else ""
    core = name.removesuffix(end) if place else name
    if not core:
        return place
    syllables = lazy_pinyin(core)
    if place or len(core) <= 3:
        joined = syllables[0] + "".join(
            ("'" if s[:1] in "aoe" else "") + s for s in syllables[1:])
        words = [joined, *([place] if place else [])]
        spelt = " ".join(word[:1].upper() + word[1:] for word in words)
    else:
        spelt = " ".join(syllables).capitalize()
    before, after = found.string[:found.start()][-1:], found.string[found.end():][:1]
    first = " " if before.isalnum() or before in _CLOSING else ""
    return first + spelt + (" " if after.isalnum() else "")
