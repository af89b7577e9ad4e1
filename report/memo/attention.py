"""Which targets a reader has to look at first, and why: by rule, never by name."""

from __future__ import annotations

from dataclasses import dataclass

from data.numbers import growth, percent
from data.words import Lang
from forecast.colour import pace_gap
from forecast.verdict import Colour, TargetResult, Verdict
from report.memo.dossier import Dossier
from report.memo.wording import about_probability, colour_text
from report.rows import is_known, is_split, lead
from report.words import KINDS, pace_label

NEED = 3
"""Targets named on the first page."""

_BADNESS = {Colour.RED: 5.0, Colour.AMBER_RED: 4.0, Colour.AMBER: 2.5, Colour.GREY: 3.0,
            Colour.GREEN_AMBER: 1.0, Colour.GREEN: 0.0}


@dataclass(frozen=True, slots=True)
class Attention:
    """A target that needs attention and the sentence that says why."""

    result: TargetResult
    why: str


def attention(dossier: Dossier, lang: Lang) -> tuple[Attention, ...]:
    """Return the targets that need attention most, worst first.

    The score adds up what a planner would ask: how bad the light is (5 for RED down to 0 for
    GREEN), two more for a binding target, two for a verdict that hangs on a definition, one for a
    fall of a colour or more since the last run. Known outcomes that are met, qualitative targets
    and those without any figure come last or not at all.
    """
    scored = [(_score(dossier, r), -i, r) for i, r in enumerate(dossier.assessment.results)
              if r.scored]
    ranked = sorted(scored, key=lambda found: found[:2], reverse=True)
    return tuple(Attention(r, why(dossier, r, lang)) for score, _, r in ranked[:NEED] if score > 1)


def _score(dossier: Dossier, result: TargetResult) -> float:
    score = _BADNESS[result.colour] + 2 * result.target.binding
    if is_split(result):
        score += 2
    elif result.colour is Colour.GREY:
        score -= 1.5  # nothing is known: a gap in the figures, not yet a risk
    if fallen(dossier, result):
        score += 1
    return score


def fallen(dossier: Dossier, result: TargetResult) -> bool:
    """Say whether the target's likelihood lost a tenth or more since the last recorded run."""
    for verdict in result.verdicts:
        before = dossier.earlier.get((result.target.id, verdict.reading.value))
        now = lead(verdict).probability
        if before is not None and before.probability is not None and now is not None \
                and now < before.probability - 0.10:
            return True
    return False


def why(dossier: Dossier, result: TargetResult, lang: Lang) -> str:
    """Return one sentence: what is likely, what would be needed, and what stands against it."""
    if is_split(result):
        return _split(result, lang)
    verdict = min(result.verdicts, key=lambda v: _or_two(lead(v).stated))
    chance = lead(verdict)
    if chance.stated is None:
        return verdict.evidence.missing.get(lang) or verdict.evidence.reasons[0].get(lang)
    if is_known(verdict):
        return {"zh": "到期结果已知：未达成。", "en": "The outcome is known: missed."}[lang]
    said = about_probability(chance.stated, verdict.evidence.grade, lang)
    colour = colour_text(chance.colour, lang)
    parts = [{"zh": f"达成可能{said}（{colour}）", "en": f"{said} to be met ({colour})"}[lang]]
    parts += _needed(verdict, lang)
    if fallen(dossier, result):
        parts.append({"zh": "较上次明显下降", "en": "clearly down since the last run"}[lang])
    return _sentence(parts, lang)


def _or_two(p: float | None) -> float:
    return 2.0 if p is None else p


def _needed(verdict: Verdict, lang: Lang) -> list[str]:
    required = verdict.required
    rate = required.from_now if required.from_now is not None else required.cagr
    if rate is None:
        return []
    text = growth(rate)
    out = [{"zh": f"此后需年均{text}", "en": f"it needs {text} a year from now on"}[lang]]
    own = next((p for p in verdict.pace if p.method == "own" and p.label != "N/A"), None)
    if own is not None:
        name = pace_label(own.label, lang)
        out.append({"zh": f"目前进度{name}", "en": f"its pace so far is {name}"}[lang])
    return out


def _split(result: TargetResult, lang: Lang) -> str:
    parts = []
    for verdict in result.verdicts:
        stated, kind = lead(verdict).stated, KINDS[verdict.reading].get(lang)
        if stated is not None:
            said = about_probability(stated, verdict.evidence.grade, lang)
            parts.append({"zh": f"按{kind}理解{said}", "en": f"read as a {kind} {said}"}[lang])
    head = {"zh": "结论取决于指标口径", "en": "the verdict hangs on what the figure means"}[lang]
    return _sentence([head, *parts], lang)


def _sentence(parts: list[str], lang: Lang) -> str:
    text = ("，" if lang == "zh" else "; ").join(parts)
    return text + "。" if lang == "zh" else text[:1].upper() + text[1:] + "."


def why_differ(verdict: Verdict, lang: Lang) -> str:
    """Return why pace and likelihood stand two or more steps apart; empty when they do not.

    Pace compares the past with a path; likelihood asks what followed such histories elsewhere.
    """
    own = next((p for p in verdict.pace if p.method == "own"), None)
    gap = None if own is None else pace_gap(own.label, lead(verdict).colour)
    if own is None or gap is None or abs(gap) < 2 or is_known(verdict):
        return ""
    worth = ""
    if own.price is not None:
        rate = percent(own.price.rate, lang)
        worth = {"zh": f"；历史上同样标签的目标到期达成率为{rate}",
                 "en": f"; past targets with this label were met in {rate} of cases"}[lang]
    return {
        ("zh", True): "进度好于前景：已有增长较快，但可比序列的高增长多会回落，余下的增幅并不容易",
        ("en", True): "Pace looks better than the outlook: growth was fast so far, but in "
                      "comparable series fast growth mostly slows, and what is left is not easy",
        ("zh", False): "前景好于进度：目前落后于假定路径，但所需增幅在可比序列中并不少见",
        ("en", False): "The outlook is better than the pace: the figure is behind the assumed "
                       "path, but comparable series often grew by what is needed",
    }[lang, gap > 0] + worth + {"zh": "。", "en": "."}[lang]
