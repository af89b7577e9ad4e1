"""One answer as a sentence and as a cell: what the base would have to be."""

from __future__ import annotations

from data.messages.message import Joined, Message
from data.numbers import growth, joined, rounded, step_a_year, with_unit
from data.probabilities import probability_text
from data.units import Unit, display_unit
from data.words import Basis, Lang
from forecast.probability.verdict import Verdict
from forecast.without_base.answer import Answer, Code, Move
from report.assessment.without_base.wording import (
    edge_words,
    few_said,
    first_upper,
    from_nothing,
    known_said,
    met_before_said,
    near_zero,
    range_said,
)
from report.text.goal import Move as Asked
from report.text.goal import move_said


def answer_sentence(verdict: Verdict, lang: Lang, *, before: bool = True) -> str:
    """Return everything that can be said of a reading without a probability, as one sentence.

    Empty where nothing can. ``before``: with how often targets of such plans were met, which is
    the same for all targets of a plan.
    """
    answer, unit = verdict.without_base, verdict.indicator.unit
    if answer is None:
        return ""
    if answer.code is Code.LEAD_WANTED:
        parts = [_lead(verdict, answer, lang)]
    elif answer.code is Code.MOVE_WANTED:
        parts = [_moves(verdict, answer, lang)]
    elif answer.code is Code.CHANCE_OF_GROWTH:
        parts = _growth(answer, unit, lang)
    else:
        parts = [_of_band(answer, unit, lang) + _edges(answer, unit, lang),
                 _inside(answer, unit, lang), from_nothing(answer, unit, lang)]
    parts.append(known_said(answer.known, answer, unit, lang))
    parts.append(met_before_said(answer.met_before, lang) if before else "")
    text = Message("mark.semicolon").get(lang).join(part for part in parts if part)
    return first_upper(text) + Message("mark.stop").get(lang)


def short_answer(verdict: Verdict, lang: Lang) -> str:
    """Return the answer for a cell of a table: ``likely if 2014 ≥ 108 件; unlikely if ≤ 64 件``.

    Empty where there is none.
    """
    answer, unit = verdict.without_base, verdict.indicator.unit
    if answer is None:
        return ""
    if answer.code is Code.LEAD_WANTED:
        return Message("without_base.lead_kept", year=answer.year).get(lang)
    if answer.code is Code.MOVE_WANTED:
        return _one_move(answer, unit, lang)
    if answer.code is Code.CHANCE_OF_GROWTH:
        chance = range_said(answer, lang)
        text = Message("without_base.by_law_growth_alone", chance=chance).get(lang)
        if answer.unlikely is None:
            return text
        figure = few_said(answer, unit, lang)
        return text + Message("without_base.unlikely_if_2", year=answer.year,
                              figure=figure).get(lang)
    return _of_band(answer, unit, lang) + _edges_in_a_cell(answer, unit, lang)


def _edges_in_a_cell(answer: Answer, unit: Unit, lang: Lang) -> str:
    good, bad = ("≥", "≤") if answer.rising else ("≤", "≥")
    parts, year = [], Message("without_base.year_2", year=answer.year).get(lang)
    if answer.likely is not None:
        figure = with_unit(answer.likely.base, unit, lang)
        parts.append(Message("without_base.likely_if", year=year, good=good,
                             figure=figure).get(lang))
        year = ""
    if answer.unlikely is not None:
        figure = few_said(answer, unit, lang) if near_zero(answer) else \
            bad + Message("mark.space").get(lang) + with_unit(answer.unlikely.base, unit, lang)
        parts.append(Message("without_base.unlikely_if", year=year, figure=figure).get(lang))
    return Message("mark.semicolon").get(lang).join(parts) or _neither(answer, lang)


def _neither(answer: Answer, lang: Lang) -> str:
    best = "" if answer.best is None else probability_text(answer.best.chance)
    return Message("without_base.neither_likely_nor_unlikely_from", best=best).get(lang)


def _of_band(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say that the bases of a band are those from which its near edge is reached."""
    if not answer.banded:
        return ""
    if answer.reach is None:
        return Message("without_base.reach_near_edge_range").get(lang)
    figure = with_unit(answer.reach, unit, lang)
    return Message("without_base.reach", figure=figure).get(lang)


def _edges(answer: Answer, unit: Unit, lang: Lang) -> str:
    """State the bases: likely from one on, unlikely up to another."""
    if answer.likely is None and answer.unlikely is None:
        return _neither(answer, lang)
    most = Message("without_base.at_most").get(lang)
    least = Message("without_base.at_least").get(lang)
    good, bad = (least, most) if answer.rising else (most, least)
    high, low = edge_words(lang)
    if answer.likely is None:
        text = Message("without_base.likely_from_no_figure", high=high, year=answer.year).get(lang)
    else:
        figure = with_unit(answer.likely.base, unit, lang)
        text = Message("without_base.likely_if_figure_was", high=high, year=answer.year, good=good,
                       figure=figure).get(lang)
    if answer.unlikely is not None:
        figure = few_said(answer, unit, lang) if near_zero(answer) else \
            bad + Message("mark.space").get(lang) + with_unit(answer.unlikely.base, unit, lang)
        text += Message("without_base.unlikely_if_it_was", low=low, figure=figure).get(lang)
    elif answer.rising:
        text += Message("without_base.not_unlikely_unless_it_was", has_whole=bool(answer.whole),
                        low=low).get(lang)
    return text


def _inside(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say how likely at best the target is where it is a band, or never likely."""
    if answer.best is None or (not answer.banded and answer.unlikely is None):
        return ""
    figure, p = with_unit(answer.best.base, unit, lang), probability_text(answer.best.chance)
    if not answer.banded:
        return Message("without_base.at_most_from", p=p, figure=figure, year=answer.year).get(lang)
    return Message("without_base.land_inside_range_it_has", p=p, figure=figure,
                   year=answer.year).get(lang)


def _growth(answer: Answer, unit: Unit, lang: Lang) -> list[str]:
    chance = range_said(answer, lang)
    head = Message("without_base.no_base_needed_law_growth", chance=chance).get(lang)
    if answer.n_windows:
        n = f"{answer.n_windows:,}"
        head += Message("without_base.from_past_windows", n=n).get(lang)
    if answer.span is not None and \
            probability_text(answer.least) != probability_text(answer.most):
        low, high = (with_unit(v, unit, lang) for v in answer.span)
        head += Message("without_base.for_figures", year=answer.year, low=low, high=high).get(lang)
    if answer.unlikely is None:
        return [head]
    figure, (_, low) = few_said(answer, unit, lang), edge_words(lang)
    return [head, Message("without_base.unlikely_if_figure_was", low=low, year=answer.year,
                          figure=figure).get(lang)]


def _moves(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    unit, years = verdict.indicator.unit, answer.target_year - answer.year
    head = Message("without_base.no_law_speaks_from_one").get(lang)
    if answer.moves:
        said = Joined([_move(move, unit, lang) for move in answer.moves], "mark.semicolon")
        return head + Message("without_base.what_it_takes_from_on", year=answer.year,
                              said=said).get(lang)
    if verdict.target.basis is Basis.EVERY_YEAR_UP:
        return head + Message("without_base.each_years_after_has_move", years=years,
                              year=answer.year).get(lang)
    return head + Message("without_base.what_asked_for_has_come", years=years,
                          year=answer.year).get(lang)


def _move(move: Move, unit: Unit, lang: Lang) -> str:
    base = with_unit(move.base, unit, lang)
    step = Asked(move.step, is_step=True) if move.growth is None else Asked(move.growth)
    return Message("without_base.if_it_was", pace=move_said(step, unit, lang), base=base).get(lang)


def _pace(move: Move, unit: Unit, lang: Lang) -> str:
    if move.growth is None:
        return step_a_year(move.step, unit, lang)
    return growth(move.growth) + Message("without_base.year").get(lang)


def _one_move(answer: Answer, unit: Unit, lang: Lang) -> str:
    years = answer.target_year - answer.year
    if not answer.moves:
        return Message("without_base.move_asked_for_in_years", years=years).get(lang)
    move = answer.moves[len(answer.moves) // 2]
    base, pace = with_unit(move.base, unit, lang), _pace(move, unit, lang)
    return Message("without_base.if_was", year=answer.year, base=base, pace=pace).get(lang)


def _lead(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    unit, years = verdict.indicator.unit, answer.target_year - answer.year
    one = unit.to_canonical(1.0)
    gap = with_unit(one, unit, lang)
    pace = joined(rounded(display_unit(unit, lang).from_canonical(one / years)), unit, lang)
    margin = verdict.target.value
    if margin:
        held = Message("without_base.hold_lead_of", year=answer.year,
                       ahead=with_unit(margin, unit, lang))
    else:
        held = Message("without_base.hold_lead", year=answer.year)
    return Message("without_base.each_behind", held=held, gap=gap, pace=pace,
                   year=answer.year).get(lang)
