"""What an assumption of a scenario is called in print: its address in words.

Addresses (``growth_shift[2].points``) stay what JSON and CSV hold and what options take.
"""

from __future__ import annotations

import re

from data.messages.message import Message, Messages
from data.words import Lang

STEPS = Messages("scenario_pages.steps", str)
PARAMETERS = Messages("scenario_pages.parameters", str)
_STEP = re.compile(r"(\w+)\[(\d+)\]")


def step_text(label: str, lang: Lang) -> str:
    """Return what a step is called: its own id as it was written, or what it does and its place."""
    return Message("mark.colon").get(lang).join(_part(part, lang) for part in label.split("/"))


def assumption_text(address: str, lang: Lang) -> str:
    """Return an address in words: ``growth up or down (step 2), percentage points``."""
    label, _, parameter = address.rpartition(".")
    part, _, name = parameter.partition(":")
    what = PARAMETERS[part].get(lang) if part in PARAMETERS else part
    mark = Message("mark.comma").get(lang)
    return mark.join(text for text in (step_text(label, lang), what, name) if text)


def _part(label: str, lang: Lang) -> str:
    found = _STEP.fullmatch(label)
    if found is None or found[1] not in STEPS:
        return label
    name = STEPS[found[1]].get(lang)
    return Message("scenario_pages.step", name=name, found_3=found[2]).get(lang)
