"""The answers for programs: plain values, and the first line of a fill-in sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from data.words import Lang
from forecast.probability.verdict import Verdict
from forecast.without_base.answer import Answer
from report.assessment.without_base.sentence import answer_sentence

Value: TypeAlias = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class FillIn:
    """The first line of a fill-in sheet for one reading: what the missing figure would decide.

    ``code`` and ``values`` (canonical units, probabilities as shares) are for programs, ``text``
    is the sentence.
    """

    target: str
    reading: str
    code: str
    values: tuple[tuple[str, Value], ...]
    text: str


def fill_in(verdict: Verdict, lang: Lang) -> FillIn | None:
    """Return what a fill-in sheet says first of a reading; ``None`` where there is no answer."""
    answer = verdict.without_base
    if answer is None:
        return None
    said = tuple((key, value) for key, value in answer_values(answer).items() if value is not None)
    return FillIn(verdict.target.id, verdict.reading.value, answer.code.value, said,
                  answer_sentence(verdict, lang))


def answer_values(answer: Answer) -> dict[str, Value]:
    """Return the numbers of an answer, one level deep: canonical units, probabilities as shares."""
    likely, unlikely, best, known = answer.likely, answer.unlikely, answer.best, answer.known
    low = None if known is None else known.low
    high = None if known is None else known.high
    return {
        "year": answer.year, "target_year": answer.target_year, "scenario": answer.scenario,
        "rising": answer.rising,
        "likely_base": None if likely is None else likely.base,
        "likely_chance": None if likely is None else likely.chance,
        "unlikely_base": None if unlikely is None else unlikely.base,
        "unlikely_chance": None if unlikely is None else unlikely.chance,
        "reach": answer.reach, "best_base": None if best is None else best.base,
        "best_chance": None if best is None else best.chance,
        "least": answer.least, "most": answer.most,
        "step_from_zero": answer.step if answer.zero else None,
        "known_low": None if low is None else low.value,
        "known_high": None if high is None else high.value,
        "known_chance_low": None if known is None else known.chance_low,
        "known_chance_high": None if known is None else known.chance_high,
    }
