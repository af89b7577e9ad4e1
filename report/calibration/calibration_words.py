"""Words of the calibration report."""

from __future__ import annotations

from data.messages.message import Message, Messages
from data.words import Lang
from report.text.words import METHOD_NAMES, method_name

PREDICTORS = Messages("calibration.predictors", str)

WORDS = Messages("calibration.word", str)

HOW = (
    "calibration.at_each_origin_only_figures",
    "calibration.questions_from_last_annual_figures",
    "calibration.skill_brier_brier_base_rate",
    "calibration.learned_weights_recalibration_at_each",
    "calibration.reliability_band_does_not_take",
    "calibration.prices_past_five_year_windows",
    "calibration.price_depends_on_mix_growths",
)

PICTURES = Messages("calibration.pictures", str)


def word(key: str, lang: Lang, **details: object) -> str:
    """Return a word of the report with its blanks filled in. Raises ``KeyError``."""
    return Message(WORDS[key].code, **details).get(lang)


def predictor_name(name: str, lang: Lang) -> str:
    """Return the name of a predictor; one this table does not know is shown as it is."""
    known = PREDICTORS.get(name)
    if known is not None:
        return known.get(lang)
    method = name.removeprefix("pace_")
    if method != name and method in METHOD_NAMES:
        return Message("calibration.pace_label", method_name=method_name(method, lang)).get(lang)
    return name
