"""Lists of words, written as running text."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text that spaces separate."""
    return tuple(text.split())
