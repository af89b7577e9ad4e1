"""How a memo words figures and rules."""

from __future__ import annotations

import re

from data.messages.message import Message, Row
from data.probabilities import probability_text
from data.words import Lang
from forecast.probability.verdict import Colour
from report.text.words import COLOUR_NAMES, colour_span


def text(lang: Lang, code: str, /, **values: object) -> str:
    """Return a text of the memo's part of the catalogue."""
    return Message(f"memo.{code}", **values).get(lang)


def texts(lang: Lang, code: str) -> tuple[str, ...]:
    """Return a row of texts of the memo's part of the catalogue, such as a table's heads."""
    return Row(f"memo.{code}").get(lang)


def model_range(low: float, high: float, lang: Lang) -> str:
    """Return the range over models in running text; empty where both ends read the same."""
    first, last = probability_text(low), probability_text(high)
    return "" if first == last else text(lang, "wording.range", first=first, last=last)


def colour_rule(shade: Colour, lang: Lang) -> str:
    """Return the rule that gives a colour: the range of printed probabilities it stands for."""
    if shade is Colour.GREY:
        return text(lang, "wording.grey")
    return colour_span(shade)


def colour_text(shade: Colour, lang: Lang) -> str:
    """Return a colour's name as printed beside its patch."""
    return COLOUR_NAMES[shade].get(lang)


def colour_said(shade: Colour, lang: Lang) -> str:
    """Return a colour's name in running text: “橙色”, "AMBER-RED"."""
    return text(lang, "wording.colour", name=COLOUR_NAMES[shade])


_CODE = re.compile(r"\s?[（(][a-z_]+(?:, [a-z_]+)*[)）]"  # “(sense)”
                   r"|[；;][^。.;；]*regime[^。.;；]*"  # a clause on the plan file
                   r"|`[a-z_]+`\s?")


def uncoded(said: str) -> str:
    """Return a text without the names that the plan file has for things: “(sense)”."""
    return _CODE.sub("", said)


def punctuation(lang: Lang, name: str) -> str:
    """Return a mark of punctuation: ``colon``, ``semicolon``, ``after_sentence`` …"""
    return Message(f"mark.{name}").get(lang)


def sentence(parts: list[str], lang: Lang) -> str:
    """Return clauses as one sentence, whatever stops they came with."""
    clauses = [part.rstrip("。.；; ") for part in parts if part]
    return text(lang, "wording.sentence", said=punctuation(lang, "semicolon").join(clauses))
