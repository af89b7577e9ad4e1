"""One answer as a sentence and as a cell: what the base would have to be."""

from __future__ import annotations

from data.numbers import growth, step_a_year, with_unit
from data.probabilities import probability_text
from data.units import Unit
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
from report.memo.wording import say


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
    text = say(lang, "；", "; ").join(part for part in parts if part)
    return first_upper(text) + say(lang, "。", ".")


def short_answer(verdict: Verdict, lang: Lang) -> str:
    """Return the answer for a cell of a table: ``likely if 2014 ≥ 108 件; unlikely if ≤ 64 件``.

    Empty where there is none.
    """
    answer, unit = verdict.without_base, verdict.indicator.unit
    if answer is None:
        return ""
    if answer.code is Code.LEAD_WANTED:
        return say(lang, f"{answer.year}年不落后则保持即可", f"a lead of {answer.year} to be kept")
    if answer.code is Code.MOVE_WANTED:
        return _one_move(answer, unit, lang)
    if answer.code is Code.CHANCE_OF_GROWTH:
        chance = range_said(answer, lang)
        text = say(lang, f"仅按增长规律：{chance}", f"by the law of growth alone {chance}")
        if answer.unlikely is None:
            return text
        figure = few_said(answer, unit, lang)
        return text + say(lang, f"；{answer.year}年{figure}则不太可能",
                          f"; unlikely if {answer.year} {figure}")
    return _of_band(answer, unit, lang) + _edges_in_a_cell(answer, unit, lang)


def _edges_in_a_cell(answer: Answer, unit: Unit, lang: Lang) -> str:
    good, bad = ("≥", "≤") if answer.rising else ("≤", "≥")
    parts, year = [], say(lang, f"{answer.year}年", f"{answer.year} ")
    if answer.likely is not None:
        figure = with_unit(answer.likely.base, unit, lang)
        parts.append(say(lang, f"{year}{good}{figure}则可能", f"likely if {year}{good} {figure}"))
        year = ""
    if answer.unlikely is not None:
        figure = few_said(answer, unit, lang) if near_zero(answer) else \
            f"{bad}{say(lang, '', ' ')}{with_unit(answer.unlikely.base, unit, lang)}"
        parts.append(say(lang, f"{year}{figure}则不太可能", f"unlikely if {year}{figure}"))
    return say(lang, "；", "; ").join(parts) or _neither(answer, lang)


def _neither(answer: Answer, lang: Lang) -> str:
    best = "" if answer.best is None else probability_text(answer.best.chance)
    return say(lang, f"任何基期值都介于两者之间（至多{best}）",
               f"neither likely nor unlikely from any base (at most {best})")


def _of_band(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say that the bases of a band are those from which its near edge is reached."""
    if not answer.banded:
        return ""
    if answer.reach is None:
        return say(lang, "达到目标范围的近端：", "to reach the near edge of the range: ")
    figure = with_unit(answer.reach, unit, lang)
    return say(lang, f"达到{figure}：", f"to reach {figure}: ")


def _edges(answer: Answer, unit: Unit, lang: Lang) -> str:
    """State the bases: likely from one on, unlikely up to another."""
    if answer.likely is None and answer.unlikely is None:
        return _neither(answer, lang)
    most, least = say(lang, "至多", "at most"), say(lang, "至少", "at least")
    good, bad = (least, most) if answer.rising else (most, least)
    high, low = edge_words(lang)
    if answer.likely is None:
        text = say(lang, f"无论{answer.year}年为多少都达不到“可能”（{high}）",
                   f"likely ({high}) from no {answer.year} figure")
    else:
        figure = with_unit(answer.likely.base, unit, lang)
        text = say(lang, f"若{answer.year}年{good}为{figure}，则可能达成（{high}）",
                   f"likely ({high}) if the {answer.year} figure was {good} {figure}")
    if answer.unlikely is not None:
        figure = few_said(answer, unit, lang) if near_zero(answer) else \
            f"{bad}{say(lang, '', ' ')}{with_unit(answer.unlikely.base, unit, lang)}"
        text += say(lang, f"，{figure}则不太可能（{low}）",
                    f", unlikely ({low}) if it was {figure}")
    elif answer.rising:
        text += say(lang, "，只要不为零就不至于“不太可能”",
                    f", and not unlikely ({low}) unless it was zero" if answer.whole else
                    f", unlikely ({low}) from none of the bases looked at")
    return text


def _inside(answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say how likely at best the target is where it is a band, or never likely."""
    if answer.best is None or (not answer.banded and answer.unlikely is None):
        return ""
    figure, p = with_unit(answer.best.base, unit, lang), probability_text(answer.best.chance)
    if not answer.banded:
        return say(lang, f"至多{p}（{answer.year}年为{figure}时）", f"at most {p}, from {figure}")
    return say(lang, f"正好落在目标范围内的概率至多约{p}（{answer.year}年约为{figure}时）",
               f"to land inside the range it has {p} at most, from about {figure}")


def _growth(answer: Answer, unit: Unit, lang: Lang) -> list[str]:
    chance = range_said(answer, lang)
    head = say(lang, f"不需要基期值：按可比序列的增长规律，概率为{chance}",
               f"no base is needed: the law of growth of comparable series gives {chance}")
    if answer.n_windows:
        n = f"{answer.n_windows:,}"
        head += say(lang, f"（{n}个历史窗口）", f" (from {n} past windows)")
    if answer.span is not None and \
            probability_text(answer.least) != probability_text(answer.most):
        low, high = (with_unit(v, unit, lang) for v in answer.span)
        head += say(lang, f"，{answer.year}年为{low}至{high}",
                    f", for {answer.year} figures of {low} to {high}")
    if answer.unlikely is None:
        return [head]
    figure, (_, low) = few_said(answer, unit, lang), edge_words(lang)
    return [head, say(lang, f"若{answer.year}年为{figure}，则不太可能（{low}）",
                      f"unlikely ({low}) if the {answer.year} figure was {figure}")]


def _moves(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    unit, years = verdict.indicator.unit, answer.target_year - answer.year
    head = say(lang, "这类指标只有一个数值时没有可用的增长规律；",
               "no law speaks from one figure of this kind; ")
    if answer.moves:
        said = say(lang, "，", ", ").join(_move(move, unit, lang) for move in answer.moves)
        return head + say(lang, f"{answer.year}年{said}",
                          f"what it takes from {answer.year} on: {said}")
    if verdict.target.basis is Basis.EVERY_YEAR_UP:
        return head + say(lang, f"{answer.year}年起的{years}年每年都须朝目标方向变化",
                          f"each of the {years} years after {answer.year} has to move the right "
                          "way")
    return head + say(lang, f"所定的变化须在{years}年内完成，需要{answer.year}年及更早的数值",
                      f"what is asked for has to come in {years} years; the figures of "
                      f"{answer.year} and before are needed")


def _move(move: Move, unit: Unit, lang: Lang) -> str:
    base = with_unit(move.base, unit, lang)
    return say(lang, f"若为{base}需{_pace(move, unit, lang)}",
               f"{_pace(move, unit, lang)} if it was {base}")


def _pace(move: Move, unit: Unit, lang: Lang) -> str:
    if move.growth is None:
        return step_a_year(move.step, unit, lang)
    return growth(move.growth) + say(lang, "/年", " a year")


def _one_move(answer: Answer, unit: Unit, lang: Lang) -> str:
    years = answer.target_year - answer.year
    if not answer.moves:
        return say(lang, f"{years}年内完成所定变化", f"the move asked for, in {years} years")
    move = answer.moves[len(answer.moves) // 2]
    base, pace = with_unit(move.base, unit, lang), _pace(move, unit, lang)
    return say(lang, f"若{answer.year}年为{base}，需{pace}",
               f"if {answer.year} was {base}, {pace}")


def _lead(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    unit, years = verdict.indicator.unit, answer.target_year - answer.year
    one = unit.to_canonical(1.0)
    gap, pace = with_unit(one, unit, lang), step_a_year(one / years, unit, lang)
    margin = verdict.target.value
    ahead = "" if not margin else with_unit(margin, unit, lang)
    if lang == "zh":
        held = f"若{answer.year}年已领先{ahead}，保持即可" if ahead else \
            f"若{answer.year}年已高于对照地区，保持领先即可"
        return f"{held}；每落后{gap}，须比对照地区多提高{pace}；需要两地{answer.year}年的数值"
    held = f"a lead of {ahead} in {answer.year} need only be kept" if ahead else \
        f"a lead in {answer.year} need only be kept"
    return (f"{held}; each {gap} behind has to be made up at {pace} more than the other region; "
            f"the {answer.year} figures of both are needed")
