"""The answers of a whole plan: one by one at home, by indicator elsewhere, parts together."""

from __future__ import annotations

from collections.abc import Sequence

from data.messages.message import Message
from data.numbers import MISSING, percent, with_unit
from data.plan import Plan
from data.probabilities import probability_text
from data.words import Kind, Lang
from forecast.probability.verdict import Assessment, TargetResult, Verdict
from forecast.question.readings import region_shown
from forecast.without_base.answer import ActionableCount, Answer, Code, Together
from forecast.without_base.together import count_actionable
from report.assessment.without_base.sentence import answer_sentence
from report.assessment.without_base.wording import (
    edge_words,
    first_upper,
    met_before_said,
)
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
    comma, colon = Message("mark.list").get(lang), Message("without_base.mark").get(lang)
    notes = [(f"{comma.join(regions)}{colon}{inner}" if all(regions) else inner, text)
             for (inner, text), regions in alike.items()]
    for found in elsewhere.values():
        notes.append(_of_regions(found, plan, lang))
    notes += [together_note(joint, lang) for joint in assessment.together]
    said = {v.without_base.met_before for r in assessment.results for v in r.verdicts
            if v.without_base is not None and v.without_base.met_before is not None}
    return notes + [(Message("without_base.such_plans").get(lang),
                     first_upper(met_before_said(before, lang)) + Message("mark.stop").get(lang))
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
    colon, mark, stop = (Message(f"mark.{m}").get(lang) for m in ("colon", "semicolon", "stop"))
    said = mark.join(f"{r.target.region} {_pair(v, a, lang)}" for r, v, a in found)
    high, low = edge_words(lang)
    head = Message("without_base.figure_from_which_it_likely", year=answer.year, high=high,
                   low=low).get(lang)
    name = verdict.indicator.name.get(lang) + bracketed(KINDS[verdict.reading].get(lang), lang)
    return name, f"{head}{colon}{said}{stop}"


def _pair(verdict: Verdict, answer: Answer, lang: Lang) -> str:
    return " / ".join(MISSING if at is None else with_unit(at.base, verdict.indicator.unit, lang)
                      for at in (answer.likely, answer.unlikely))


def together_note(found: Together, lang: Lang) -> tuple[str, str]:
    """Return what the parts of a region can do together: what it is about, and the sentence."""
    unit, n, whole = found.indicator.unit, len(found.targets), found.whole
    asked, name = with_unit(found.asked, unit, lang), found.indicator.name.get(lang)
    parts = [Message("without_base.targets_add_up", n=n, asked=asked).get(lang)]
    if found.base is not None:
        base = with_unit(found.base, unit, lang)
        parts.append(Message("without_base.had_in", whole=whole, base=base,
                             year=found.year).get(lang))
    if found.likely_sum is not None:
        total = with_unit(found.likely_sum, unit, lang)
        parts.append(Message("without_base.for_all_them_likely_it", total=total).get(lang))
    if found.can_be_likely is not None and found.can_be_likely < n:
        parts.append(Message("without_base.so_at_most_them_can",
                             can_be_likely=found.can_be_likely).get(lang))
    if found.must_be_unlikely:
        parts.append(Message("without_base.at_least_must_unlikely",
                             must_be_unlikely=found.must_be_unlikely).get(lang))
    if found.all_met_at_most is not None:
        p = probability_text(found.all_met_at_most)
        parts.append(Message("without_base.all_them_can_only_met", whole=whole, asked=asked,
                             p=p).get(lang))
    text = Message("mark.semicolon").get(lang).join(parts)
    about = Message("without_base.its_parts_together", whole=whole, name=name).get(lang)
    return about, first_upper(text) + Message("mark.stop").get(lang)


def spoken_text(assessment: Assessment, lang: Lang) -> str:
    """Return how many targets of an assessment say something to act on, as one sentence."""
    return spoken_sentence(count_actionable(assessment.results), lang)


def spoken_sentence(found: ActionableCount, lang: Lang) -> str:
    """Return the count in words: of the quantified targets, those that say something."""
    said, share = found.quantified - len(found.silent), percent(found.share)
    apart = ""
    if found.qualitative:
        apart = Message("without_base.more_qualitative", qualitative=found.qualitative).get(lang)
    return Message("without_base.quantified_targets_say_something_act", said=said,
                   quantified=found.quantified, share=share, with_chance=found.with_chance,
                   with_base=found.with_base, with_move=found.with_move, apart=apart).get(lang)
