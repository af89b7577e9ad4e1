"""Colours and shapes: told apart by colour-blind readers, and always with a word beside them.

The lights, and the lines with the two leading inks, were chosen so that any two of a set stay
apart under simulated protanopia, deuteranopia and tritanopia, which
``tests/unit/report/charts/test_palette.py`` measures. Colours that letters are written in have a
contrast of 4.5 or more on white.
"""

from __future__ import annotations

from forecast.probability.verdict import Colour

TRAFFIC: dict[Colour, str] = {  # dark to light to dark, so that the order survives in grey
    Colour.GREEN: "#2b765d",
    Colour.GREEN_AMBER: "#90b773",
    Colour.AMBER: "#ffd546",
    Colour.AMBER_RED: "#ca6504",
    Colour.RED: "#9d1a2b",
    Colour.GREY: "#9c9a9a",
}

INK, SOFT, FAINT = "#222222", "#6b6b6b", "#d9d9d9"
FAN_95, FAN_80, MEDIAN = "#d6e4f0", "#a9c8e2", "#25518a"
GOAL = "#631b55"

SCENARIO_COLOURS = ("#08764d", "#ac6010", "#8f6487", "#524b01", "#057bbe", "#555555")
SCENARIO_SHAPES = ("^", "v", "s", "D", "P", "X")


def scenario_colour(index: int) -> str:
    """Return the colour of the ``index``-th scenario that is not the leading one."""
    return SCENARIO_COLOURS[index % len(SCENARIO_COLOURS)]


def scenario_shape(index: int) -> str:
    """Return the marker of the ``index``-th scenario that is not the leading one.

    From the seventh on colours come again, each with another shape than before.
    """
    return SCENARIO_SHAPES[(index + index // len(SCENARIO_COLOURS)) % len(SCENARIO_SHAPES)]
