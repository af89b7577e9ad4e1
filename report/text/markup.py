"""Texts in Markdown: marks made literal, so that no name is taken for markup."""

from __future__ import annotations

from data.characters import printable

_MARKS = str.maketrans({c: "\\" + c for c in "\\`*_[]<>|"})


def literal(text: str) -> str:
    """Return ``text`` on one line with the marks of Markdown and HTML made literal."""
    return " ".join(printable(text).split("\n")).translate(_MARKS)
