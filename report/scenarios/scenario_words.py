"""What scenario analyses say, one text a figure, shared by every layout."""

from __future__ import annotations

import re

from data.messages.message import Message, Messages
from data.numbers import coarse, joined, plain, rounded
from data.units import Unit, difference_unit, display_unit
from data.words import Basis, Lang
from forecast.probability.verdict import Colour
from forecast.scenario_analysis.robust import By
from forecast.scenario_analysis.subject import Subject
from report.solve.solve_words import colon, goal
from report.text.words import COLOUR_NAMES, KINDS

# What an assumption of a scenario is called in print: its address in words.
#
# Addresses (``growth_shift[2].points``) stay what JSON and CSV hold and what options take.

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


WORDS = Messages("scenario_pages.word", str)

FLAGS = Messages("scenario_pages.flags", str)

READ_COMPARE = Message("scenario_pages.all_scenarios_move_same_paths")
READ_ATTRIBUTE = Message("scenario_pages.step_contribution_its_marginal_effect")
READ_SENSITIVITY = "scenario_pages.one_parameter_at_time_those"
READ_ROBUST = Message("scenario_pages.verdict_goes_by_probability_printed")


def word(key: str, lang: Lang) -> str:
    """Return a label. Raises ``KeyError`` for one that is not there."""
    return WORDS[key].get(lang)


def name(subject: Subject, lang: Lang) -> str:
    """Return what a target is about, with its reading where there are several, and its region."""
    text = subject.indicator.name.get(lang)
    if subject.several:
        text += f" [{KINDS[subject.reading].get(lang)}]"
    return f"{subject.region} {text}" if subject.region else text


def title(subject: Subject, lang: Lang) -> str:
    """Return what a target is about and what it asks for."""
    return f"{name(subject, lang)}{colon(lang)}{goal(subject, lang)}"


def points(change: float, error: float | None = None) -> str:
    """Return a change of a probability in percentage points, with its standard error."""
    text = _signed(100 * change)
    return text if not error else f"{text} ±{_tenths(100 * error)}"


def _signed(number: float) -> str:
    text = f"{number:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _tenths(number: float) -> str:
    return f"{number:.1f}" if number >= 0.05 else "0.1"


def value(number: float | None, subject: Subject, lang: Lang) -> str:
    """Return a canonical value of the target's quantity with its unit."""
    if number is None:
        return ""
    unit = _unit(subject)
    return joined(coarse(display_unit(unit, lang).from_canonical(number)), unit, lang)


def change(number: float | None, subject: Subject, lang: Lang, error: float | None = None) -> str:
    """Return a change of the target's quantity with sign and unit, of a share in points."""
    if number is None:
        return ""
    unit = difference_unit(subject.indicator.unit)
    show = display_unit(unit, lang).from_canonical
    size = coarse(show(abs(number)))
    if size == "0":
        return "0"
    spread = "" if not error else f" ±{coarse(float(f'{show(error):.2g}'))}"
    return joined(("−" if number < 0 else "+") + size + spread, unit, lang)


def _unit(subject: Subject) -> Unit:
    apart = subject.target.basis is Basis.RELATIVE_TO_REGION
    unit = subject.indicator.unit
    return difference_unit(unit) if apart else unit


def number(value: float) -> str:
    """Return a parameter's value."""
    return plain(value) if abs(value) < 1e6 else rounded(value)


def signal(colour: Colour, lang: Lang) -> str:
    """Return a colour's name."""
    return COLOUR_NAMES[colour].get(lang)


def verdict(text: str, by: By, lang: Lang) -> str:
    """Return a flag or a colour in words."""
    if by == "colour":
        return signal(Colour(text), lang)
    return FLAGS[text].get(lang)


def correlation(rho: float | None) -> str:
    """Return a rank correlation to two decimals."""
    if rho is None:
        return "—"
    text = f"{rho:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text.replace("-", "−")
