"""Names in running text: targets, who is responsible, and blanks that an office fills in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.plan import Plan
from data.words import Lang
from forecast.probability.verdict import TargetResult
from report.memo.wording import text
from report.text.goal import subject_text
from report.text.listing import in_a_row, listed

SHOWN = 6
"""Names that one sentence lists; of more, how many there are in each region, or the first."""


def named(results: Sequence[TargetResult], plan: Plan, lang: Lang) -> str:
    """Return the names of targets in running text; of many, counts by region or the first few."""
    names = [subject_text(r.target, r.indicator, plan, lang) for r in results]
    if len(names) <= SHOWN:
        return listed(names, lang)
    own = (plan.region.zh, plan.region.en)
    regions = Counter(plan.region.get(lang) if r.target.region in own else r.target.region
                      for r in results)
    if len(regions) > 1:
        parts = [text(lang, "names.of_region", region=region, n=n)
                 for region, n in regions.most_common()]
        rest = len(parts) - SHOWN
        return listed(parts, lang) if rest <= 0 else in_a_row(parts[:SHOWN], lang) + text(
            lang, "names.more_regions", n=rest)
    return text(lang, "names.first", names=in_a_row(names[:SHOWN], lang), n=len(names) - SHOWN)


def unit_of(result: TargetResult, lang: Lang) -> str:
    """Return who is responsible for a target; empty where the plan does not say."""
    return result.target.lead_unit.get(lang)


def unit_or_blank(result: TargetResult, lang: Lang) -> str:
    """Return who is responsible, or what says that it is to be filled in."""
    return unit_of(result, lang) or text(lang, "names.to_fill_in")
