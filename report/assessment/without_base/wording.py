"""Small words that the answers share."""

from __future__ import annotations

from data.numbers import percent, shown, step_a_year, with_unit
from data.probabilities import probability_text
from data.units import Unit
from data.words import Lang, Regime, Text
from forecast.without_base.answer import Answer, Bound, Known, MetBefore, Source
from forecast.without_base.edges import LIKELY, UNLIKELY, settled
from report.memo.wording import say

REGIMES: dict[Regime, Text] = {
    Regime.CHINA_YEARLY: Text("中国年度任务，完成情况为自报",
                              "Chinese yearly tasks, self-reported"),
    Regime.CHINA_PLAN: Text("中国中长期规划，完成情况为自报",
                            "Chinese plans of several years, self-reported"),
    Regime.NATIONAL_PLAN: Text("其他国家的规划", "other countries' plans"),
    Regime.WORLD_GOALS: Text("全球目标", "world goals"),
    Regime.EU_LAW: Text("欧盟法定目标", "targets in EU law"),
}
FEW = 10
"""Up to so many things a count may as well have started from none."""


def first_upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def edge_words(lang: Lang) -> tuple[str, str]:
    """Return what likely and unlikely mean, as probabilities of the law before any plan's shift."""
    high, low = probability_text(LIKELY), probability_text(UNLIKELY)
    return (say(lang, f"按可比序列概率≥{high}", f"{high} or more by comparable series"),
            say(lang, f"<{low}", f"below {low}"))


def range_said(answer: Answer, lang: Lang) -> str:
    """Return the chance of a growth over the bases looked at: ``37 % to 52 %``."""
    low, high = probability_text(answer.least), probability_text(answer.most)
    return low if low == high else f"{low}{say(lang, '至', ' to ')}{high}"


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
    a_year = step_a_year(answer.step, unit, lang)
    return say(lang, f"若从零开始，增长规律不适用，平均需{a_year}",
               f"from nothing a law of growth says nothing, and {a_year} is needed on average")


def known_said(known: Known | None, answer: Answer, unit: Unit, lang: Lang) -> str:
    """Say what limits a base known in part, and what that leaves possible."""
    if known is None:
        return ""
    limits = ((known.low, say(lang, "至少", "at least")),
              (known.high, say(lang, "至多", "at most")))
    parts = []
    for bound, words in limits:
        if bound is not None:
            figure, by = with_unit(bound.value, unit, lang), _by(bound, lang)
            parts.append(say(lang, f"已知{answer.year}年{words}为{figure}（{by}）",
                             f"{answer.year} is known to be {words} {figure} ({by})"))
    text = say(lang, "、", " and ").join(parts)
    if settled(known) is False:
        p = probability_text(known.chance_high)
        text += say(lang, f"，因此不太可能（至多{p}）", f", which makes it unlikely ({p} at most)")
    elif settled(known):
        p = probability_text(known.chance_low)
        text += say(lang, f"，因此可能达成（至少{p}）", f", which makes it likely ({p} at least)")
    return text


def _by(bound: Bound, lang: Lang) -> str:
    if bound.source is Source.WHOLE:
        return say(lang, f"{bound.of}合计", f"all of {bound.of}")
    if bound.source is Source.PART_YEAR:
        return say(lang, "不足一年的数值", "part of the year")
    return say(lang, "文件所述", "as the document says")


def met_before_said(found: MetBefore | None, lang: Lang) -> str:
    """Say how often targets of such plans were met, where enough outcomes are known."""
    if found is None:
        return ""
    share, name = percent(found.met / found.targets), REGIMES[found.regime].get(lang)
    n = f"{found.targets:,.0f}"
    return say(lang, f"同类规划（{name}）已知结果的{n}个目标中约{share}达成",
               f"of {n} targets of such plans ({name}) with a known outcome about {share} were met")
