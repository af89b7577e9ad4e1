"""A reading of a target as it would stand if its base were known: the law that assess would ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from data.plan import Indicator
from data.signs import may_be_negative
from data.units import COUNTED
from data.words import Basis, Kind, Sense
from forecast.cases import Case, Run
from forecast.question import Question, tolerance_of
from forecast.readings import questions
from forecast.without_base.with_actual import with_actual
from scenarios.scenario import Scenario

BANDED = (Sense.ABOUT, Sense.BETWEEN)


def is_counted(indicator: Indicator, kind: Kind) -> bool:
    """Say whether the figure is a whole number of things."""
    return (indicator.unit.dimension in COUNTED
            and kind not in (Kind.RATIO, Kind.SHARE, Kind.SCORE)
            and not may_be_negative(kind, indicator.unit, indicator.bounds))


def reaching(question: Question) -> Question:
    """Return the question whether the near edge of a band is reached; others as they are.

    The near edge is the one on the side that the indicator comes from.
    """
    target, edge = question.target, question.threshold
    if target.sense not in BANDED or edge is None:
        return question
    down = question.indicator.direction < 0
    width = tolerance_of(target)
    if width is not None:
        edge += (width if down else -width) * abs(edge)
    elif down and question.upper is not None:
        edge = question.upper
    sense = Sense.AT_MOST if down else Sense.AT_LEAST
    return replace(question, target=replace(target, sense=sense), threshold=edge, upper=None)


@dataclass(frozen=True, slots=True)
class Supposed:
    """One reading of a target, asked with a figure of ``year`` in the plan's history.

    Every probability is that of ``forecast.cases``, so the answer turned into a figure of the plan
    gives the probability that was said. Each base is computed once.
    """

    run: Run
    question: Question
    year: int
    scenario: Scenario
    _cases: dict[float, Case] = field(default_factory=dict, repr=False)
    _chances: dict[tuple[float, bool], float | None] = field(default_factory=dict, repr=False)

    def case(self, base: float) -> Case:
        """Return the reading with its law, were ``base`` the figure of the year."""
        if base not in self._cases:
            target = self.question.target
            swift = replace(self.run, forecaster=replace(self.run.forecaster, ranged=False))
            later = with_actual(swift, target.indicator, target.region, self.year, base)
            asked = next(q for q in questions(later.plan, target, later.setting.as_of)
                         if q.reading is self.question.reading)
            self._cases[base] = later.case(asked)
        return self._cases[base]

    def chance(self, base: float) -> float | None:
        """Return the probability from ``base``, of a band that of reaching its near edge.

        ``None`` where the law cannot answer from one figure.
        """
        return self._asked(base, reach=True)

    def inside(self, base: float) -> float | None:
        """Return the probability of the target as it stands: of a band that of landing inside."""
        return self._asked(base, reach=False)

    def chances(self, bases: Sequence[float]) -> tuple[float | None, ...]:
        """Return ``chance`` of several bases."""
        return tuple(self.chance(base) for base in bases)

    def _asked(self, base: float, *, reach: bool) -> float | None:
        reach = reach and self.question.target.sense in BANDED
        key = (base, reach)
        if key not in self._chances:
            case = self.case(base)
            asked = replace(case, question=reaching(case.question)) if reach else case
            self._chances[key] = asked.probability(self.scenario)
        return self._chances[key]


def asked_year(question: Question, as_of: int) -> int:
    """Return the year whose figure is asked for: the base year, or the latest that can be known."""
    base = question.target.base_year
    return as_of if base is None else min(base, as_of)


def scale_of(question: Question, year: int) -> float:
    """Return the size about which a base is looked for, canonical unit; 0 where nothing says it."""
    target = question.target
    value = abs(target.value or target.upper or 0.0)
    if target.basis in (Basis.LEVEL, Basis.INCREMENT_FROM_BASE):
        return value
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD:
        return value / max(1, target.year - year)
    if target.basis is Basis.RELATIVE_TO_REGION and question.rival is not None:
        return abs(float(question.rival.series.values[-1]))
    return 0.0
