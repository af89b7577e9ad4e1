"""Texts in Markdown: marks made literal, so that no name is taken for markup."""

from __future__ import annotations

import re

from data.characters import printable

_MARKS = re.compile(r"[\\`*\[\]<>|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""An underscore between two letters or digits marks nothing: a code stays as it is."""


def literal(text: str) -> str:
    """Return ``text`` on one line with the marks of Markdown and HTML made literal."""
    return _MARKS.sub(r"\\\g<0>", " ".join(printable(text).split("\n")))
