"""The second named statement in words: as targets of such plans go, beside comparable series."""

from __future__ import annotations

from data.messages.message import Message, Messages
from data.words import Lang, Regime
from forecast.plan_targets.statement import PlanShift
from forecast.probability.verdict import Assessment, Chance
from report.assessment.rows import as_plan_text, series_text
from report.text.words import bracketed, label

REGIME_NAMES = Messages("assessment.regime_names", Regime)
SERIES, PLANS = Message("assessment.series"), Message("assessment.such_plans")
"""Headings of a column with the one statement or the other."""

SERIES_SAID = Message("assessment.as_comparable_series_did")
PLANS_SAID = Message("assessment.as_targets_such_plans_go_2")


def statement_name(shift: PlanShift | None, lang: Lang) -> str:
    """Return the name of the number that words and colours follow; nothing where there is one
    number alone."""
    if shift is None:
        return ""
    return (PLANS_SAID if shift.followed else SERIES_SAID).get(lang)


def other_named(chance: Chance, lang: Lang) -> str:
    """Return the statement that words and colours do not follow, short and in brackets.

    Empty where there is one statement alone.
    """
    plan = chance.as_plan
    if plan is None:
        return ""
    name = (SERIES_SAID if plan.followed else PLANS_SAID).get(lang)
    other = series_text(chance) if plan.followed else as_plan_text(chance)
    return bracketed(Message("assessment.other_name", other=other, name=name).get(lang), lang)


def both_said(shift: PlanShift, lang: Lang) -> str:
    """Return what the two numbers of a table are, and which one words and colours follow."""
    follow = statement_name(shift, lang)
    return Message("assessment.p_met_its_changes_as", follow=follow).get(lang)


def series_said(lang: Lang) -> str:
    """Return what a table's only number is where such plans are not spoken of."""
    return Message("assessment.p_met_as_series").get(lang)


def chance_label(assessment: Assessment, lang: Lang) -> str:
    """Return what the printed probabilities are: ``P(met), as targets of such plans go``."""
    name, comma = statement_name(assessment.shift, lang), Message("mark.comma").get(lang)
    return label("chance", lang) + (comma + name if name else "")


def other_label(assessment: Assessment, lang: Lang) -> str:
    """Return the heading of the statement that words and colours do not follow."""
    followed = assessment.shift is not None and assessment.shift.followed
    return (SERIES if followed else PLANS).get(lang)


def plan_sentences(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """Return what the two statements are, why they differ, and which one words follow.

    Where there is no second statement, why, and what to declare.
    """
    if not any(c.stated is not None for r in assessment.results for v in r.verdicts
               for c in v.chances):
        return ()
    shift = assessment.shift
    if shift is None:
        return (Message("assessment.there_one_statement_alone_what").get(lang),)
    return (_names(shift, lang), difference(shift, assessment.as_of, lang), _followed(shift, lang),
            _origin(shift, lang))


def difference(shift: PlanShift, as_of: int, lang: Lang) -> str:
    """Return in one sentence why the two statements differ."""
    name, record = REGIME_NAMES[shift.regime].get(lang), shift.record
    return Message("assessment.why_they_differ", as_of=as_of, name=name, sets=record.sets,
                   counts=f"{record.met:g}/{record.targets:g}",
                   more=shift.shift.mean >= 0).get(lang)


def _names(shift: PlanShift, lang: Lang) -> str:
    return Message("assessment.series_how_often_comparable_series").get(lang)


def _followed(shift: PlanShift, lang: Lang) -> str:
    if shift.followed:
        return Message("assessment.words_colours_follow_such_plans").get(lang)
    return Message("assessment.words_colours_follow_comparable_series").get(lang)


def _origin(shift: PlanShift, lang: Lang) -> str:
    name = REGIME_NAMES[shift.regime].get(lang)
    if shift.declared:
        return Message("assessment.plan_file_declares_kind_plan", name=name).get(lang)
    return Message("assessment.kind_plan_was_read_off", name=name).get(lang)
