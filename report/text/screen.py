"""What kind of screen the result goes to."""

from __future__ import annotations

import os
import shutil

from report.text.streams import on_terminal

PIPE_WIDTH = 120
"""Columns where there is no terminal to ask."""


def screen_width() -> int:
    """Return the columns of the terminal, or ``PIPE_WIDTH`` for a pipe or a file."""
    if "COLUMNS" not in os.environ and not on_terminal():
        return PIPE_WIDTH
    return max(60, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns)


def wants_colour() -> bool:
    """Return whether to colour: on a terminal, unless NO_COLOR says otherwise."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.name != "nt"
