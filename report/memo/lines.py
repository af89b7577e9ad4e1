"""The lines of a memo: every reading of every scored target, worst first, each with its number.

The number is what a target goes by in the memo and in the annex that its figures resolve in:
``3``, or ``3a`` and ``3b`` for the readings of one target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data.plan import Plan
from data.probabilities import probability_text
from data.words import Lang
from forecast.probability.verdict import Chance, Colour, Grade, TargetResult, Verdict
from report.assessment.rows import is_known, is_split, lead
from report.memo.advice import URGENT
from report.memo.attention import fallen, risk
from report.memo.dossier import Dossier
from report.text.goal import name_text, subject_text
from report.text.words import KINDS, bracketed

LIKELY = frozenset({Colour.GREEN, Colour.GREEN_AMBER})

WEAK = frozenset({Grade.C, Grade.D})
"""Grades of evidence whose colour is hatched."""


MOST, MOST_LARGE, LARGE = 6, 8, 40
"""Targets with half a page of their own: of a plan up to ``LARGE`` targets, and of a larger one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One reading of a target."""

    number: str
    result: TargetResult
    verdict: Verdict

    @property
    def chance(self) -> Chance:
        """The probability it is summed up by."""
        return lead(self.verdict)

    @property
    def known(self) -> bool:
        """Whether the outcome is known."""
        return is_known(self.verdict)

    @property
    def assessed(self) -> bool:
        """Whether there is a probability."""
        return self.chance.followed is not None

    @property
    def weak(self) -> bool:
        """Whether the evidence behind an open probability is weak."""
        return self.assessed and not self.known and self.verdict.evidence.grade in WEAK

    def name(self, plan: Plan, lang: Lang) -> str:
        """Return the target's name, marked when binding, with its reading where it has several."""
        return name_text(self.result, plan, lang) + self.reading(lang)

    def subject(self, plan: Plan, lang: Lang) -> str:
        """Return the name without marks."""
        return subject_text(self.result.target, self.result.indicator, plan, lang)

    def reading(self, lang: Lang) -> str:
        """Return the reading in brackets where there are lines of several."""
        if not self.number[-1:].isalpha():
            return ""
        return bracketed(KINDS[self.verdict.reading].get(lang), lang)


@dataclass(frozen=True)
class Listed:
    """All lines of a dossier, sorted into what a reader does about them."""

    dossier: Dossier

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every reading, worst first; targets without a probability last, in the plan's order."""
        scored = [r for r in self.dossier.assessment.results if r.scored]
        order = sorted(scored, key=lambda r: (_bare(r), -risk(self.dossier, r)))
        found: list[Line] = []
        for n, result in enumerate(order, 1):
            verdicts = result.verdicts[:1] if _bare(result) else result.verdicts
            letters = "abcdefgh" if len(verdicts) > 1 else ("",)
            found += [Line(f"{n}{a}", result, v) for a, v in zip(letters, verdicts, strict=False)]
        return tuple(found)

    @cached_property
    def numbers(self) -> Mapping[tuple[str, str], str]:
        """The number of each line by (target, reading)."""
        return {(x.result.target.id, x.verdict.reading.value): x.number for x in self.lines}

    @cached_property
    def assessed(self) -> tuple[Line, ...]:
        """The lines with a probability or a known outcome."""
        return tuple(x for x in self.lines if x.assessed)

    @cached_property
    def bare(self) -> tuple[Line, ...]:
        """One line for each target without a probability."""
        return tuple(x for x in self.lines if not x.assessed and _bare(x.result))

    @cached_property
    def undefined(self) -> tuple[TargetResult, ...]:
        """The open targets whose verdict hangs on their definition."""
        return tuple(r for r in self._targets() if is_split(r) and not _settled(r)
                     and r not in self.awaited)

    @cached_property
    def awaited(self) -> tuple[TargetResult, ...]:
        """The open targets whose year is over: their figure has not come in."""
        as_of = self.dossier.assessment.as_of
        return tuple(r for r in self._targets() if not _settled(r) and as_of >= r.target.year)

    @cached_property
    def urgent(self) -> tuple[TargetResult, ...]:
        """The open targets that ask for action: red or amber-red in the reading that counts."""
        left = (*self.undefined, *self.awaited)
        return tuple(r for r in self._targets() if not _settled(r) and r not in left
                     and any(lead(v).colour in URGENT for v in r.verdicts))

    @cached_property
    def missed(self) -> tuple[TargetResult, ...]:
        """The targets known to be missed."""
        return tuple(r for r in self._targets() if _settled(r)
                     and any(lead(v).followed == 0 for v in r.verdicts))

    @cached_property
    def met(self) -> tuple[TargetResult, ...]:
        """The targets known to be met."""
        return tuple(r for r in self._targets() if _settled(r) and r not in self.missed)

    @cached_property
    def fallen(self) -> tuple[TargetResult, ...]:
        """The open targets that lost a tenth or more since the last run."""
        return tuple(r for r in self._targets() if not _settled(r) and fallen(self.dossier, r))

    def of(self, result: TargetResult) -> tuple[Line, ...]:
        """Return the lines of one target."""
        return tuple(x for x in self.lines if x.result is result)

    def _targets(self) -> tuple[TargetResult, ...]:
        """Return the targets with a probability or an outcome, worst first."""
        found = {x.result.target.id: x.result for x in self.lines if x.assessed}
        return tuple(found.values())


def _bare(result: TargetResult) -> bool:
    return all(lead(v).followed is None for v in result.verdicts)


def _settled(result: TargetResult) -> bool:
    return all(is_known(v) for v in result.verdicts)


def before_text(dossier: Dossier, line: Line) -> str:
    """Return the probability of the last run as it was printed; empty where there was none."""
    before = dossier.earlier.get((line.result.target.id, line.verdict.reading.value))
    if before is None or before.followed is None or before.known:
        return ""
    return probability_text(before.followed, before.error)


def needing(listed: Listed) -> tuple[TargetResult, ...]:
    """Return the targets that have half a page, at most as many as the memo holds."""
    wanted = {r.target.id for r in (*listed.urgent, *listed.undefined, *listed.missed)}
    order = {x.result.target.id: x.result for x in listed.lines if x.result.target.id in wanted}
    most = MOST if len(listed.lines) <= LARGE else MOST_LARGE
    return tuple(order.values())[:most]
