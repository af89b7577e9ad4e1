"""The second named statement in words: as targets of such plans go, beside comparable series."""

from __future__ import annotations

from data.words import Lang, Regime, Text
from forecast.plan_targets.statement import PlanShift
from forecast.probability.verdict import Assessment, Chance
from report.assessment.rows import as_plan_text, series_text, span_text
from report.text.words import bracketed, label

REGIME_NAMES: dict[Regime, Text] = {
    Regime.CHINA_YEARLY: Text("中国年度任务", "Chinese tasks of one year"),
    Regime.CHINA_PLAN: Text("中国多年期规划", "Chinese plans of several years"),
    Regime.NATIONAL_PLAN: Text("其他国家的国家规划", "national plans of other countries"),
    Regime.WORLD_GOALS: Text("联合国等世界目标", "world goals"),
    Regime.EU_LAW: Text("欧盟法定目标", "targets of EU law"),
}
SERIES, PLANS = Text("可比序列", "Series"), Text("同类规划", "Such plans")
"""Headings of a column with the one statement or the other."""

SERIES_SAID = Text("按可比序列", "as comparable series did")
PLANS_SAID = Text("按同类规划", "as targets of such plans go")


def statement_name(shift: PlanShift | None, lang: Lang) -> str:
    """Return the name of the number that words and colours follow; nothing where there is one
    number alone."""
    if shift is None:
        return ""
    return (PLANS_SAID if shift.followed else SERIES_SAID).get(lang)


def named_note(shift: PlanShift | None, lang: Lang) -> str:
    """Return what the likelihoods of a memo are, and where the others stand; empty where there is
    one statement alone."""
    if shift is None:
        return ""
    name = statement_name(shift, lang)
    other = (SERIES_SAID if shift.followed else PLANS_SAID).get(lang)
    return {"zh": f"文中目标的达成概率{name}说明；{other}的概率并列于“两种说法”。",
            "en": f"Likelihoods of targets are stated {name}; those {other} stand beside them "
                  "under 'Two statements'."}[lang]


def both_named(chance: Chance, lang: Lang) -> str:
    """Return what follows a printed likelihood: its name, and the other statement.

    Empty where there is one statement alone.
    """
    plan = chance.as_plan
    if plan is None:
        return ""
    series, plans, span = series_text(chance), as_plan_text(chance), span_text(chance)
    if lang == "zh":
        return (f"，这是按同类规划说明（90%区间{span}），按可比序列为{series}" if plan.followed else
                f"，这是按可比序列说明，按同类规划为{plans}（90%区间{span}）")
    return (f" as targets of such plans go (90% interval {span}), {series} as comparable series "
            "did" if plan.followed else
            f" as comparable series did, {plans} as targets of such plans go (90% interval {span})")


def other_named(chance: Chance, lang: Lang) -> str:
    """Return the statement that words and colours do not follow, short and in brackets.

    Empty where there is one statement alone.
    """
    plan = chance.as_plan
    if plan is None:
        return ""
    name = (SERIES_SAID if plan.followed else PLANS_SAID).get(lang)
    other = series_text(chance) if plan.followed else as_plan_text(chance)
    return bracketed(f"{name}{other}" if lang == "zh" else f"{other} {name}", lang)


def both_said(shift: PlanShift, lang: Lang) -> str:
    """Return what the two numbers of a table are, and which one words and colours follow."""
    follow = statement_name(shift, lang)
    return {"zh": f"达成概率及其差额按可比序列，另列同类规划；措辞和颜色{follow}",
            "en": f"P(met) and its changes are as comparable series did, beside it as targets of "
                  f"such plans go; words and colours {follow}"}[lang]


def chance_label(assessment: Assessment, lang: Lang) -> str:
    """Return what the printed likelihoods are: ``P(met), as targets of such plans go``."""
    name, comma = statement_name(assessment.shift, lang), "，" if lang == "zh" else ", "
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
        return ({
            "zh": "只有一种说法：看不出这份规划属于哪一类，或该类规划当时还没有已知的结果；"
                  "可在规划文件中用regime注明。",
            "en": "There is one statement alone: of what kind this plan is cannot be told, or "
                  "nothing was known of such plans by then; `regime` in the plan file declares "
                  "it."}[lang],)
    return (_names(shift, lang), difference(shift, assessment.as_of, lang), _followed(shift, lang),
            _origin(shift, lang))


def difference(shift: PlanShift, as_of: int, lang: Lang) -> str:
    """Return in one sentence why the two statements differ."""
    name, record = REGIME_NAMES[shift.regime].get(lang), shift.record
    more = shift.shift.mean >= 0
    counts = f"{record.met:g}/{record.targets:g}"
    if lang == "zh":
        return (f"两者不同，是因为规划目标不是随机的数字：到{as_of}年已知结果的{name}有"
                f"{record.sets}组、目标达成{counts}，"
                f"比可比序列达到同样要求的情形{'多' if more else '少'}。")
    plans = "set" if record.sets == 1 else "sets"
    return (f"They differ because a plan's targets are not figures picked at random: of "
            f"{name}, {counts} targets in {record.sets} whole {plans} known by {as_of} were met, "
            f"{'more' if more else 'less'} often than comparable series come to what is asked.")


def _names(shift: PlanShift, lang: Lang) -> str:
    if lang == "zh":
        return ("“可比序列”：类似的序列从类似的起点出发，有多大比例达到这样的数值；“同类规划”："
                "同一概率按这类规划的目标后来的达成情况移动，下方是它的90%区间（只含这一移动的不确定性）。")
    return ("Series: how often comparable series came from such a start to such a figure. Such "
            "plans: the same likelihood, moved by what became of the targets of such plans; its "
            "90% interval, of that move alone, stands below it.")


def _followed(shift: PlanShift, lang: Lang) -> str:
    if shift.followed:
        return {"zh": "措辞和颜色随“同类规划”：把整组规划逐一留出检验时，它比“可比序列”更准。",
                "en": "Words and colours follow such plans: with whole plans left out one by one "
                      "that was the better calibrated of the two."}[lang]
    return {"zh": "措辞和颜色随“可比序列”：把整组规划逐一留出检验时，“同类规划”没有更准。",
            "en": "Words and colours follow comparable series: with whole plans left out one by "
                  "one the other was no better calibrated."}[lang]


def _origin(shift: PlanShift, lang: Lang) -> str:
    name = REGIME_NAMES[shift.regime].get(lang)
    if shift.declared:
        return {"zh": f"规划类型由规划文件注明：{name}。",
                "en": f"The plan file declares the kind of plan: {name}."}[lang]
    return {"zh": f"规划类型按地区、级别和期限推断为{name}；规划文件中的regime可改。",
            "en": f"The kind of plan was read off region, level and period: {name}; `regime` in "
                  "the plan file declares another."}[lang]
