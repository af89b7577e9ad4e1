"""The page's own words, for its templates and its script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from data.messages.catalogue import FALLBACK, entries, languages
from data.words import Lang

_HEAD = "page."


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Return every text of the page in a language, by its key; the English where one is missing."""
    found = {**entries(FALLBACK), **entries(lang)}
    return MappingProxyType({code.removeprefix(_HEAD): text for code, text in found.items()
                             if code.startswith(_HEAD) and isinstance(text, str)})


def asked_lang(text: str | None, default: Lang) -> Lang:
    """Return the language of a request: a known one, else the default."""
    return next((lang for lang in languages() if lang == text), default)
