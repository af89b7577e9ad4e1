"""What the name of a place looks like: a list of names, and the endings that regions have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "bundled" / "places.txt"
_LONGEST = 60
_SHAPE = re.compile(r"[\u4e00-\u9fff]{1,12}(?:省|市|区|县|州|盟|旗|镇|乡|街道)"
                    r"|.{2,60}\b(?:city|county|province|district|prefecture|region|municipality)",
                    re.IGNORECASE)


def is_place(text: str) -> bool:
    """Say whether a text reads like the name of a region (zh or en)."""
    if not text or len(text) > _LONGEST:
        return False
    plain = unicodedata.normalize("NFKC", text).strip()
    return _key(plain) in _names() or _SHAPE.fullmatch(plain) is not None


def mostly_places(texts: Iterable[str]) -> bool:
    """Say whether more than half of the distinct texts read like names of regions."""
    found = [is_place(text) for text in {t for t in texts if t}]
    return sum(found) > len(found) / 2


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(_key(line) for line in lines if line and not line.startswith("#"))


def _key(name: str) -> str:
    return "".join(name.casefold().replace("&", "and").replace("’", "'").split())
