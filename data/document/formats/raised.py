"""Superscript and subscript characters: a raised 2 is not the digit that ends a number."""

from __future__ import annotations

_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))


def raised(text: str) -> str:
    """Return ``text`` with digits and signs as superscript characters, others unchanged."""
    return "".join(_RAISED.get(char, char) for char in text)


def lowered(text: str) -> str:
    """Return ``text`` with digits and signs as subscript characters, others unchanged."""
    return "".join(_LOWERED.get(char, char) for char in text)
