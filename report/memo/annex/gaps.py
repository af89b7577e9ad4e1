"""The annex on targets that cannot be assessed: why, and what the missing figure would decide."""

from __future__ import annotations

from collections.abc import Iterator

from data.messages.message import Joined
from data.words import Lang
from forecast.probability.verdict import TargetResult
from forecast.question.readings import region_shown
from report.assessment.rows import lead
from report.assessment.without_base import answer_sentence, short_answer, spoken_text
from report.assessment.without_base.notes import together_note
from report.memo.blocks import Block, Bullets, Cell, Paragraph, Run, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.wording import listed, punctuation, text, texts
from report.text.goal import name_text
from report.text.words import KINDS


def not_assessed(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the targets without a probability: why, and what the missing figure would decide."""
    plan = dossier.assessment.plan
    gaps: dict[tuple[str, str], list[TargetResult]] = {}
    rows: list[tuple[Cell, ...]] = []
    for result in dossier.assessment.results:
        verdict = result.verdicts[0]
        if verdict.scored and any(lead(v).followed is not None for v in result.verdicts):
            continue
        reasons = Joined(verdict.evidence.reasons, "mark.semicolon").get(lang) \
            if verdict.scored else text(lang, "gaps.qualitative")
        region = region_shown(plan, result.target.region) if verdict.scored else result.target.id
        gaps.setdefault((region or result.target.id, reasons), []).append(result)
    for (region, reasons), found in gaps.items():
        first = found[0]
        if len(found) == 1:
            what = _wanted(first, lang) if first.scored else first.target.note.get(lang)
            what = what.removeprefix(text(lang, "gaps.needed")) or "—"
            rows.append((cell(name_text(first, plan, lang)), cell(reasons), cell(what)))
            continue
        names = listed([r.indicator.name.get(lang) for r in found], lang)
        colon = punctuation(lang, "colon")
        said = punctuation(lang, "semicolon").join(
            f"{r.indicator.name.get(lang)}{colon}{_wanted(r, lang, short=True)}" for r in found)
        rows.append((cell(f"{region}{colon}{names}"), cell(reasons), cell(said)))
    if not rows:
        yield Paragraph(plain(text(lang, "annex.nothing")))
        return
    yield Table(text(lang, "gaps.caption"), "gaps", texts(lang, "gaps.heads"), tuple(rows),
                (0.3, 0.25, 0.45), small=True)
    yield Paragraph(plain(spoken_text(dossier.assessment, lang)))
    joint = [together_note(t, lang) for t in dossier.assessment.together]
    if joint:
        colon = punctuation(lang, "colon")
        yield Bullets(tuple((Run(about + colon, strong=True), Run(said)) for about, said in joint))


def _wanted(result: TargetResult, lang: Lang, *, short: bool = False) -> str:
    """Return what the base would have to be, by reading, else the datum that would help."""
    said = [(v.reading, short_answer(v, lang) if short else answer_sentence(v, lang, before=False))
            for v in result.verdicts if v.without_base is not None]
    if not said:
        return result.verdicts[0].evidence.missing.get(lang)
    if len(said) == 1:
        return said[0][1]
    colon = punctuation(lang, "colon")
    return " ".join(f"{KINDS[reading].get(lang)}{colon}{answer}" for reading, answer in said)
