"""What is said beside a result, on standard error: how a table was read, what was left out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from report.text.asked import asked_language

if TYPE_CHECKING:
    from data.errors import Problem


def tell(notes: Iterable[Problem]) -> None:
    """Write each note once, on one line with its file, in the language that was asked for."""
    lang = asked_language()
    for note in dict.fromkeys(notes):
        place = note.where.text()
        text = f"{place}: {note.message(lang)}" if place else note.message(lang)
        if sys.stderr is not None:
            sys.stderr.write(text + "\n")
