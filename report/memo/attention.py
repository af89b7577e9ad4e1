"""How much attention a target needs, and why pace and probability differ: by rule, not by name."""

from __future__ import annotations

from data.numbers import percent
from data.words import Lang, Sense
from forecast.probability.colour import pace_gap
from forecast.probability.verdict import TargetResult, Verdict
from report.assessment.rows import is_known, is_split, lead
from report.memo.dossier import Dossier
from report.memo.wording import punctuation, text
from report.text.words import pace_label

BINDING, UNDEFINED, FALLEN, UNKNOWN = 2.0, 1.5, 1.25, 0.5
"""Weights of a binding target, of one whose definition is open and of one that has fallen since
the last run; risk of one of which nothing is known, which is a gap and not yet a risk."""


def risk(dossier: Dossier, result: TargetResult) -> float:
    """Return the probability of a miss times the target's weight.

    Of several readings the worst counts. The weight is higher for a binding target, for one whose
    definition is open, for one that has fallen since the last run, and by the share of the target
    that the median falls short.
    """
    verdict = worst(result)
    chance = lead(verdict)
    if chance.followed is None:
        return UNKNOWN * (BINDING if result.target.binding else 1.0)
    weight = (BINDING if result.target.binding else 1.0) * (UNDEFINED if is_split(result) else 1.0)
    weight *= (FALLEN if fallen(dossier, result) else 1.0) * (1.0 + _short(verdict))
    return (1.0 - chance.followed) * weight


def _short(verdict: Verdict) -> float:
    """Return the share of the target's value that the median misses it by, at most 1."""
    middle, goal = lead(verdict).median, verdict.required.target_value
    if middle is None or not goal:
        return 0.0
    gap = (goal - middle) / abs(goal)
    return min(1.0, max(0.0, -gap if verdict.target.sense is Sense.AT_MOST else gap))


def fallen(dossier: Dossier, result: TargetResult) -> bool:
    """Say whether the target's probability lost a tenth or more since the last recorded run."""
    for verdict in result.verdicts:
        before = dossier.earlier.get((result.target.id, verdict.reading.value))
        now = lead(verdict).followed
        if before is not None and before.followed is not None and now is not None \
                and now <= before.followed - 0.10:
            return True
    return False


def worst(result: TargetResult) -> Verdict:
    """Return the reading with the lowest probability."""
    return min(result.verdicts, key=lambda v: _or_two(lead(v).followed))


def _or_two(p: float | None) -> float:
    return 2.0 if p is None else p


def why_differ(verdict: Verdict, lang: Lang) -> str:
    """Return why pace and probability stand two or more steps apart; empty when they do not.

    Pace compares the past with a path; probability asks what followed such histories elsewhere.
    """
    own = next((p for p in verdict.pace if p.method == "own"), None)
    gap = None if own is None else pace_gap(own.label, lead(verdict).colour)
    if own is None or gap is None or abs(gap) < 2 or is_known(verdict):
        return ""
    worth = ""
    if own.hit_rate is not None:
        worth = text(lang, "differ.worth", name=pace_label(own.label, lang),
                     rate=percent(own.hit_rate.rate))
    reason = "behind" if gap < 0 else "achieved" if own.label == "ACHIEVED" else "ahead"
    return text(lang, f"differ.{reason}") + worth + punctuation(lang, "stop")
