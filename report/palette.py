"""Colours and shapes: told apart by colour-blind readers, and always with a word beside them."""

from __future__ import annotations

from forecast.verdict import Colour

TRAFFIC: dict[Colour, str] = {  # dark to light to dark, so that the order survives in grey
    Colour.GREEN: "#1a7a3c",
    Colour.GREEN_AMBER: "#7fb93b",
    Colour.AMBER: "#f2c14e",
    Colour.AMBER_RED: "#e8743b",
    Colour.RED: "#b2182b",
    Colour.GREY: "#9a9a9a",
}

INK, SOFT, FAINT = "#222222", "#6b6b6b", "#d9d9d9"
FAN_95, FAN_80, MEDIAN = "#d6e4f0", "#a9c8e2", "#1f5c99"
GOAL = "#7b2d8b"

# Okabe and Ito (2008), darkened where thin lines on white need it.
SCENARIO_COLOURS = ("#0f8a66", "#c4550a", "#a3527f", "#8a7500", "#3c8fc2", "#555555")
SCENARIO_SHAPES = ("^", "v", "s", "D", "P", "X")


def scenario_colour(index: int) -> str:
    """Return the colour of the ``index``-th scenario that is not the leading one."""
    return SCENARIO_COLOURS[index % len(SCENARIO_COLOURS)]


def scenario_shape(index: int) -> str:
    """Return the marker of the ``index``-th scenario that is not the leading one."""
    return SCENARIO_SHAPES[index % len(SCENARIO_SHAPES)]
