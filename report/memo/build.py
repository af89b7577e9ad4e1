"""A memo from its dossier: the sections in the order in which they are read."""

from __future__ import annotations

from data.words import Lang
from forecast.probability.verdict import Verdict
from report.memo.annex import (
    document_findings,
    method,
    not_assessed,
    sources,
    traces,
    two_statements,
)
from report.memo.blocks import Block, Memo, PageBreak, Picture
from report.memo.dossier import KIND_TITLES, Dossier, MemoKind
from report.memo.front import front_page, more_targets
from report.memo.life import changes, lessons, outcomes, scored, to_look_at, warnings
from report.memo.panels import pace_annex
from report.memo.register import risk_register
from report.memo.spoken import set_in_chinese
from report.memo.target_section import Draw, target_sections
from report.memo.trace import Tracer
from report.memo.wording import say


def build_memo(dossier: Dossier, lang: Lang, *, draw: Draw | None = None) -> Memo:
    """Return the memo in one language; ``draw`` makes the picture of a reading, if wanted.

    The same dossier gives the same memo: no clock, no random choice of words.
    """
    plan, a = dossier.assessment.plan, dossier.assessment
    tracer = Tracer(lang)
    annual, final = dossier.kind is MemoKind.ANNUAL, dossier.kind is MemoKind.FINAL
    blocks: list[Block] = [*front_page(dossier, tracer), PageBreak(),
                           *more_targets(dossier, tracer)]
    if annual:
        blocks += [*changes(dossier, tracer), *warnings(dossier, lang)]
    if final:
        blocks += [*outcomes(dossier, tracer), *scored(dossier, lang), *lessons(dossier, lang)]
    blocks += target_sections(dossier, tracer, draw or _undrawn,
                              only=to_look_at(dossier) if annual else None)
    blocks += risk_register(dossier, tracer)
    if not annual:
        blocks += pace_annex(dossier, tracer)
    blocks += document_findings(dossier, lang)
    blocks += not_assessed(dossier, lang)
    blocks += two_statements(dossier, tracer)
    blocks += method(dossier, lang)
    blocks += sources(dossier, lang)
    blocks += traces(dossier, tracer)
    if lang == "zh":
        blocks = [set_in_chinese(block) for block in blocks]
    period = f"{plan.period.start}–{plan.period.end}"
    facts = (
        (say(lang, "地区", "Region"), plan.region.get(lang)),
        (say(lang, "规划期", "Plan period"), period),
        (say(lang, "数据截至", "Figures as of"), say(lang, f"{a.as_of}年", str(a.as_of))),
    )
    return Memo(plan.title.get(lang), KIND_TITLES[dossier.kind].get(lang), lang,
                f"{a.as_of}-12-31", tuple(blocks), facts)


def _undrawn(_: Verdict) -> Picture | None:
    return None
