"""The files that hold every text: one folder a language, one JSON file a topic, code -> text.

Adding a language is adding a folder under ``catalog/``: ``language.json`` says what its numbers and
plurals look like, the other files hold the texts under the codes of the English ones. A code that a
language lacks is shown in English. See ``docs/decisions/`` for why the files are JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.words import Lang

FOLDER = Path(__file__).parent / "catalog"
FALLBACK: Lang = "en"
_DESCRIPTION = "language.json"
Entry = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers and tells plurals apart.

    ``plural`` are rules of the CLDR, category -> condition (Unicode TR35, "Language Plural Rules");
    what no rule takes is ``other``.
    """

    name: str
    tag: str  # BCP 47
    plural: Mapping[str, str]
    decimal: str
    group: str
    own_units: bool = False  # units are printed as a Chinese plan writes them

    def category(self, count: float) -> str:
        """Return the plural category of a count: ``one``, ``few``, … ``other``."""
        return next((name for name, rule in self.plural.items() if _holds(rule, count)), "other")

    def marked(self, number: str) -> str:
        """Return a number printed as ``1,234.5`` with this language's own marks."""
        if (self.decimal, self.group) == (".", ","):
            return number
        return number.translate({ord("."): self.decimal, ord(","): self.group})


@cache
def languages() -> tuple[Lang, ...]:
    """Return the languages there are texts in."""
    return tuple(sorted(p.parent.name for p in FOLDER.glob(f"*/{_DESCRIPTION}")))


@cache
def language(lang: Lang) -> Language:
    """Return how a language writes. Raises ``FileNotFoundError`` for one that is not there."""
    return Language(**json.loads((FOLDER / lang / _DESCRIPTION).read_text(encoding="utf-8")))


@cache
def entries(lang: Lang) -> Mapping[str, Entry]:
    """Return all texts of a language by code, in the order of its files."""
    found: dict[str, Entry] = {}
    for path in sorted((FOLDER / lang).glob("*.json")):
        if path.name != _DESCRIPTION:
            found |= json.loads(path.read_text(encoding="utf-8"))
    return {code: text if isinstance(text, str) else tuple(text) for code, text in found.items()}


def entry(code: str, lang: Lang) -> Entry:
    """Return the text or texts of a code, else the English. Raises ``KeyError`` for neither."""
    found = entries(lang).get(code)
    return entries(FALLBACK)[code] if found is None else found


def forget() -> None:
    """Read the files again when next asked: for tests that add a language."""
    for kept in (languages, language, entries):
        kept.cache_clear()


_RELATION = re.compile(r"([nivwftce])(?:\s*%\s*(\d+))?\s*(!?=)\s*([\d.,]+)")


def _holds(rule: str, count: float) -> bool:
    """Say whether a count fulfils a rule such as ``v = 0 and i % 10 = 2..4``."""
    return any(all(_fulfils(part.strip(), count) for part in choice.split(" and "))
               for choice in rule.split(" or "))


def _fulfils(relation: str, count: float) -> bool:
    found = _RELATION.fullmatch(relation)
    if found is None:
        raise ValueError(f"not a plural rule of the CLDR: {relation}")
    operand, modulus, sign, ranges = found.groups()
    value = abs(count) if operand == "n" else int(abs(count)) if operand == "i" else \
        0 if count == int(count) else 1  # counts are whole; a part of one has decimals
    value = value % int(modulus) if modulus else value
    edges = (piece.split("..") for piece in ranges.split(","))
    inside = any(int(e[0]) <= value <= int(e[-1]) and value == int(value) for e in edges)
    return inside == (sign == "=")
