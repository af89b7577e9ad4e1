"""Names one after another in running text."""

from __future__ import annotations

from collections.abc import Sequence

from data.messages.message import Message
from data.words import Lang


def listed(names: Sequence[str], lang: Lang) -> str:
    """Return names as a list in running text, each once; empty for none."""
    found = list(dict.fromkeys(names))
    if len(found) < 2:
        return "".join(found)
    if _parted(found, lang):
        return in_a_row(found, lang)
    return in_a_row(found[:-1], lang) + Message("mark.and_all").get(lang) + found[-1]


def in_a_row(names: Sequence[str], lang: Lang) -> str:
    """Return names one after another, for more to follow.

    Where a name has the mark between names in itself, semicolons tell them apart.
    """
    return Message("mark.semicolon" if _parted(names, lang) else "mark.list").get(lang).join(names)


def _parted(names: Sequence[str], lang: Lang) -> bool:
    return len(names) > 1 and any(Message("mark.list").get(lang) in name for name in names)
