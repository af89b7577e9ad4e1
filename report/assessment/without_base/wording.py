"""Small words that the answers share."""

from __future__ import annotations

from data.messages.message import Message, Messages
from data.numbers import percent, shown, with_unit
from data.probabilities import probability_text
from data.units import Unit
from data.words import Lang, Regime
from forecast.without_base.answer import Answer, Bound, Known, MetBefore, Source
from forecast.without_base.bounds import LIKELY, UNLIKELY, settled
from report.text.goal import Move, move_said

REGIMES = Messages("without_base.regimes", Regime)
FEW = 10
"""Up to so many things a count may as well have started from none."""


def first_upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def edge_words(lang: Lang) -> tuple[str, str]:
    """Return what likely and unlikely mean, as probabilities of the law before any plan's shift."""
    high, low = probability_text(LIKELY), probability_text(UNLIKELY)
    return (Message("without_base.or_more_by_comparable_series", high=high).get(lang),
            Message("without_base.below", low=low).get(lang))


def range_said(answer: Answer, lang: Lang) -> str:
    """Return the chance of a growth over the bases looked at: ``37 % to 52 %``."""
    low, high = probability_text(answer.least), probability_text(answer.most)
    return low if low == high else f"{low}{Message('without_base.to').get(lang)}{high}"


def near_zero(answer: Answer) -> bool:
    """Say whether zero lies next to the bases that are told apart: no law of growth covers it."""
    return answer.whole and answer.rising and (
        answer.unlikely is None or answer.unlikely.base <= FEW)


def few_said(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Return the bases from one up to the unlikely one, so that zero is not among them."""
    assert answer.unlikely is not None
    last, one = answer.unlikely.base, shown(1.0, unit, lang)
    figure = with_unit(last, unit, lang)
    return figure if last <= 1 else f"{one}–{figure}"


def from_nothing(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say what it takes where a count may well start from zero."""
    if not answer.zero or answer.step is None or not near_zero(answer):
        return ""
    a_year = move_said(Move(answer.step, is_step=True), unit, lang)
    return Message("without_base.from_nothing_law_growth_says", a_year=a_year).get(lang)


def known_said(known: Known | None, answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say what limits a base known in part, and what that leaves possible."""
    if known is None:
        return ""
    limits = ((known.low, Message("without_base.at_least").get(lang)),
              (known.high, Message("without_base.at_most").get(lang)))
    parts = []
    for bound, words in limits:
        if bound is not None:
            figure, by = with_unit(bound.value, unit, lang), _by(bound, lang)
            parts.append(Message("without_base.known", year=answer.year, words=words, figure=figure,
                                 by=by).get(lang))
    text = Message("without_base.and").get(lang).join(parts)
    if settled(known) is False:
        p = probability_text(known.chance_high)
        text += Message("without_base.which_makes_it_unlikely_at", p=p).get(lang)
    elif settled(known):
        p = probability_text(known.chance_low)
        text += Message("without_base.which_makes_it_likely_at", p=p).get(lang)
    return text


def _by(bound: Bound, lang: Lang) -> str:
    if bound.source is Source.WHOLE:
        return Message("without_base.all", of=bound.of).get(lang)
    if bound.source is Source.PART_YEAR:
        return Message("without_base.part_year").get(lang)
    return Message("without_base.as_document_says").get(lang)


def met_before_said(found: MetBefore | None, lang: Lang) -> str:
    """Say how often targets of such plans were met, where enough outcomes are known."""
    if found is None:
        return ""
    share, name = percent(found.met / found.targets), REGIMES[found.regime].get(lang)
    n = f"{found.targets:,.0f}"
    return Message("without_base.targets_such_plans_with_known", n=n, name=name,
                   share=share).get(lang)
