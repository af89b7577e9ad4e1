"""The answers of a whole plan: one by one at home, by indicator elsewhere, parts together."""

from __future__ import annotations

from collections.abc import Sequence

from data.numbers import MISSING, percent, with_unit
from data.plan import Plan
from data.probabilities import probability_text
from data.words import Kind, Lang
from forecast.probability.verdict import Assessment, TargetResult, Verdict
from forecast.question.readings import region_shown
from forecast.without_base.answer import Answer, Code, Spoken, Together
from forecast.without_base.spoken import spoken
from report.assessment.without_base.sentence import answer_sentence
from report.assessment.without_base.wording import (
    edge_words,
    first_upper,
    met_before_said,
)
from report.memo.wording import say
from report.text.goal import about_text, is_one_of_several
from report.text.words import KINDS, bracketed

Found = tuple[TargetResult, Verdict, Answer]


def answer_notes(assessment: Assessment, lang: Lang) -> list[tuple[str, str]]:
    """Return (what it is about, sentence) of every answer, the joint ones last.

    Bases of other regions than the plan's own stand in one line an indicator and reading; what is
    said alike of several of them is said once.
    """
    plan, alike = assessment.plan, dict[tuple[str, str], list[str]]()
    elsewhere: dict[tuple[str, Kind, int], list[Found]] = {}
    for result in assessment.results:
        for verdict in result.verdicts:
            answer = verdict.without_base
            if answer is None:
                continue
            region = region_shown(plan, result.target.region)
            if region and _joins(result, answer, plan):
                key = (result.indicator.id, verdict.reading, answer.year)
                elsewhere.setdefault(key, []).append((result, verdict, answer))
                continue
            about, text = _about(result, verdict, plan, lang), \
                answer_sentence(verdict, lang, before=False)
            inner = about.removeprefix(region).lstrip("·: ") if region else about
            alike.setdefault((inner, text), []).append(region)
    comma, colon = say(lang, "、", ", "), say(lang, "·", ": ")
    notes = [(f"{comma.join(regions)}{colon}{inner}" if all(regions) else inner, text)
             for (inner, text), regions in alike.items()]
    for found in elsewhere.values():
        notes.append(_of_regions(found, plan, lang))
    notes += [together_note(joint, lang) for joint in assessment.together]
    said = {v.without_base.met_before for r in assessment.results for v in r.verdicts
            if v.without_base is not None and v.without_base.met_before is not None}
    return notes + [(say(lang, "同类规划", "Such plans"),
                     first_upper(met_before_said(before, lang)) + say(lang, "。", "."))
                    for before in said]


def _joins(result: TargetResult, answer: Answer, plan: Plan) -> bool:
    return (answer.code is Code.BASE_WANTED and answer.rising and not answer.banded
            and not is_one_of_several(result.target, plan))


def _about(result: TargetResult, verdict: Verdict, plan: Plan, lang: Lang) -> str:
    name = about_text(result, plan, lang)
    return name if len(result.verdicts) == 1 else f"{name} · {KINDS[verdict.reading].get(lang)}"


def _of_regions(found: Sequence[Found], plan: Plan, lang: Lang) -> tuple[str, str]:
    """Put the bases of several regions' targets of one indicator into one line."""
    result, verdict, answer = found[0]
    if len(found) == 1:
        return _about(result, verdict, plan, lang), answer_sentence(verdict, lang, before=False)
    colon, mark, stop = say(lang, "：", ": "), say(lang, "；", "; "), say(lang, "。", ".")
    said = mark.join(f"{r.target.region} {_pair(v, a, lang)}" for r, v, a in found)
    high, low = edge_words(lang)
    head = say(lang, f"{answer.year}年的数值：从多少起可能达成（{high}）/至多多少则不太可能"
               f"（{low}）",
               f"{answer.year} figure from which it is likely ({high}) / up to which it is "
               f"unlikely ({low})")
    name = verdict.indicator.name.get(lang) + bracketed(KINDS[verdict.reading].get(lang), lang)
    return name, f"{head}{colon}{said}{stop}"


def _pair(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    return " / ".join(MISSING if at is None else with_unit(at.base, verdict.indicator.unit, lang)
                      for at in (answer.likely, answer.unlikely))


def together_note(found: Together, lang: Lang) -> tuple[str, str]:
    """Return what the parts of a region can do together: what it is about, and the sentence."""
    unit, n, whole = found.indicator.unit, len(found.targets), found.whole
    asked, name = with_unit(found.asked, unit, lang), found.indicator.name.get(lang)
    parts = [say(lang, f"{n}个地区的目标合计{asked}", f"the {n} targets add up to {asked}")]
    if found.base is not None:
        base = with_unit(found.base, unit, lang)
        parts.append(say(lang, f"{whole}{found.year}年共有{base}",
                         f"{whole} had {base} in {found.year}"))
    if found.likely_sum is not None:
        total = with_unit(found.likely_sum, unit, lang)
        parts.append(say(lang, f"都要“可能”，各地区合计需{total}",
                         f"for all of them to be likely it would have taken {total}"))
    if found.can_be_likely is not None and found.can_be_likely < n:
        parts.append(say(lang, f"因此至多{found.can_be_likely}个可能达成",
                         f"so at most {found.can_be_likely} of them can be likely"))
    if found.must_be_unlikely:
        parts.append(say(lang, f"至少{found.must_be_unlikely}个不太可能",
                         f"at least {found.must_be_unlikely} must be unlikely"))
    if found.all_met_at_most is not None:
        p = probability_text(found.all_met_at_most)
        parts.append(say(lang, f"全部达成的概率不超过{whole}达到{asked}的概率，即{p}",
                         f"all of them can only be met if {whole} reaches {asked}, which has {p}"))
    text = say(lang, "；", "; ").join(parts)
    about = say(lang, f"{whole}各地区合起来：{name}", f"{whole}, its parts together: {name}")
    return about, first_upper(text) + say(lang, "。", ".")


def spoken_text(assessment: Assessment, lang: Lang) -> str:
    """Return how many targets of an assessment say something to act on, as one sentence."""
    return spoken_sentence(spoken(assessment.results), lang)


def spoken_sentence(found: Spoken, lang: Lang) -> str:
    """Return the count in words: of the quantified targets, those that say something."""
    said, share = found.quantified - len(found.silent), percent(found.share)
    apart = ""
    if found.qualitative:
        apart = say(lang, f"；另有{found.qualitative}个定性目标",
                    f"; {found.qualitative} more are qualitative")
    return say(
        lang, f"{found.quantified}个有数字的目标中{said}个（{share}）有可据以行动的结论："
        f"{found.with_chance}个给出概率，{found.with_base}个给出所需的基期值或增长概率，"
        f"{found.with_move}个给出每年所需的变化{apart}。",
        f"{said} of {found.quantified} quantified targets ({share}) say something to act on: "
        f"{found.with_chance} a probability, {found.with_base} what their base would have to be or "
        f"the chance of their growth, {found.with_move} what a year it takes{apart}.")
