"""Every word a report prints, in Chinese and English, in one place."""

from __future__ import annotations

from data.messages.message import Message, Messages
from data.words import Basis, Kind, Lang, Sense, Wording
from forecast.pace.methods import METHODS
from forecast.probability.colour import COLOUR_WORDS, EDGES
from forecast.probability.verdict import Colour, Flag, Grade

LABELS = Messages("text.labels", str)

GRADES = Messages("text.grades", Grade)

COLOUR_NAMES = Messages("text.colour_names", Colour)

COLOUR_TEXTS: dict[Colour, Wording] = dict(COLOUR_WORDS)

FLAGS = Messages("text.flags", Flag)

KINDS = Messages("text.kinds", Kind)

BASES = Messages("text.bases", Basis)

SENSES: dict[Sense, str] = {
    Sense.AT_LEAST: "≥ ", Sense.AT_MOST: "≤ ", Sense.ABOVE: "> ", Sense.ABOUT: "≈ ",
    Sense.BETWEEN: "",
}

PACE_LABELS = Messages("text.pace_labels", str)

METHOD_NAMES: dict[str, Wording] = {method.name: method.title for method in METHODS}

CLASS_WORDS = Messages("text.class", str)

PATHS = Messages("text.paths", str)

HOW_TO_READ = Message("text.probability_chance_that_target_met")


def colour_span(shade: Colour) -> str:
    """Return the printed probabilities a colour stands for: ``33–65%``.

    Raises ``ValueError`` for grey, which stands for none.
    """
    lows = [round(100 * low) for low, _ in EDGES]
    at = [c for _, c in EDGES].index(shade)
    if at == 0:
        return f"≥{lows[0]}%"
    return f"{lows[at]}–{lows[at - 1] - 1}%" if lows[at] else f"<{lows[at - 1]}%"


def label(key: str, lang: Lang) -> str:
    """Return the label ``key`` in ``lang``. Raises ``KeyError`` for a label that is not there."""
    return LABELS[key].get(lang)


def bracketed(text: str, lang: Lang) -> str:
    """Return ``text`` in the language's brackets, with a space before it where one is usual."""
    return Message("mark.bracketed", text=text).get(lang)


def pace_label(text: str, lang: Lang) -> str:
    """Return a pace label in ``lang``; a label this table does not know is shown as it is."""
    known = PACE_LABELS.get(text.strip().upper().replace(" ", "_").replace("-", "_"))
    return known.get(lang) if known else text


def method_name(method: str, lang: Lang) -> str:
    """Return the name of a pace method."""
    known = METHOD_NAMES.get(method)
    return known.get(lang) if known else method
