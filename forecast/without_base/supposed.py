"""A reading of a target as it would stand if its base were known: the law that assess would ask."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from data.arrays import FloatArray
from data.plan import Indicator
from data.signs import may_be_negative
from data.units import COUNTED
from data.words import Basis, Kind, Sense
from forecast.cases import Case, Run, kind_of_law
from forecast.law.counting import whole_of
from forecast.law.engine import Histories, LawAnswer
from forecast.law.predict import asked_of
from forecast.question.question import Question, tolerance_of
from forecast.question.readings import question_of
from forecast.without_base.search import index_of, number_at
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
    gives the probability that was said. Each base is computed once; ``prepare`` computes many
    bases of many readings together.

    What the document says of the figure elsewhere is left out: it would dispute every base but
    its own. With ``cases`` handed from one reading to the next, their laws are asked for once.
    """

    run: Run
    question: Question
    year: int
    scenario: Scenario
    cases: dict[Hashable, Case] = field(default_factory=dict, repr=False)
    _chances: dict[tuple[float, bool], float | None] = field(default_factory=dict, repr=False)
    _asked: dict[float, Question] = field(default_factory=dict, repr=False)
    _bare: list[Run] = field(default_factory=list, repr=False)
    _alike: list[bool] = field(default_factory=list, repr=False)
    _fixed: dict[bool, tuple[float, float] | None] = field(default_factory=dict, repr=False)

    @property
    def banded(self) -> bool:
        """Whether the target is a band, of which the near edge is asked about as well."""
        return self.question.target.sense in BANDED

    def case(self, base: float) -> Case:
        """Return the reading with its law, were ``base`` the figure of the year."""
        asked = self.asked(base)
        key = self._key(asked, base)
        if key not in self.cases:
            self.cases[key] = self._later(base).case(asked)
        return replace(self.cases[key], question=asked)

    def _key(self, asked: Question, base: float) -> Hashable:
        return (asked.target.region, asked.indicator.id, asked.reading, asked.measure, self.year,
                asked.target.year, base)

    def asked(self, base: float) -> Question:
        """Return the question, were ``base`` the figure of the year."""
        if base not in self._asked:
            later = self._later(base)
            self._asked[base] = question_of(later.plan, self.question.target,
                                            self.question.reading, later.setting.as_of)
        return self._asked[base]

    def chance(self, base: float) -> float | None:
        """Return the probability from ``base``, of a band that of reaching its near edge.

        ``None`` where the law cannot answer from one figure.
        """
        return self._one(base, reach=self.banded)

    def inside(self, base: float) -> float | None:
        """Return the probability of the target as it stands: of a band that of landing inside."""
        return self._one(base, reach=False)

    def chances(self, bases: Sequence[float]) -> tuple[float | None, ...]:
        """Return ``chance`` of several bases."""
        return tuple(self.chance(base) for base in bases)

    @property
    def at_once(self) -> bool:
        """Whether many bases cost hardly more than one: the law answers without simulation."""
        return self._by_rows and self.question.one_year and not self.scenario.chain

    @property
    def _by_rows(self) -> bool:
        """Whether the law of one base is that of another with the base in its place."""
        if not self._alike:
            case = self.case(self.probe)
            driver = case.question.driver
            self._alike.append(case.computable and case.forecast is not None
                               and not case.forecast.parts and driver is not None
                               and len(driver) == 1 and int(driver.years[-1]) == self.year)
        return self._alike[0]

    @property
    def probe(self) -> float:
        """A base to ask what law there is: the scale of the target, else one."""
        whole = is_counted(self.question.indicator, self.question.reading)
        return number_at(index_of(scale_of(self.question, self.year) or 1.0, whole=whole),
                         whole=whole)

    def _later(self, base: float) -> Run:
        target = self.question.target
        if not self._bare:
            run = self.run.without_range()
            self._bare.append(replace(run, plan=replace(run.plan, statements=())))
        return with_actual(self._bare[0], target.indicator, target.region, self.year, base)

    def _one(self, base: float, *, reach: bool) -> float | None:
        key = (base, reach)
        if key not in self._chances:
            case = self.case(base)
            asked = replace(case, question=reaching(case.question)) if reach else case
            self._chances[key] = asked.probability(self.scenario)
        return self._chances[key]

    def new_of(self, bases: Sequence[float]) -> tuple[float, ...]:
        """Return those of ``bases`` that nothing is known of yet, once each."""
        return tuple(dict.fromkeys(b for b in bases if (b, self.banded) not in self._chances))

    def histories(self, bases: Sequence[float]) -> Histories | None:
        """Return one history a base, as the engine is asked about them.

        ``None`` where a base has to be asked about by itself.
        """
        question = self.asked(self.probe)
        if not self._by_rows or question.driver is None:
            return None
        one = asked_of(question.driver, kind_of_law(question), question.indicator)
        values = np.repeat(one.values, len(bases), axis=0)
        values[:, -1] = bases
        return replace(one, values=values)

    def law_of(self, asked: Histories) -> Hashable:
        """Return what histories have to share to be asked about together."""
        laws, subject, as_of = (self.run.forecaster.engine.laws, asked.subject,
                                self.run.knowledge.as_of)
        known = laws.subject(asked.last_year if as_of is None else as_of, subject.kind,
                             family=subject.family, rising=subject.rising, region=subject.region)
        return (known, self.year, self.question.target.year, asked.bounds,
                whole_of(subject.kind, asked.unit, asked.bounds))

    def answer(self, asked: Histories) -> LawAnswer | None:
        """Return what the engine says of histories up to the target's year."""
        return self.run.forecaster.engine.answer(asked, self.question.target.year - self.year,
                                                 as_of=self.run.knowledge.as_of)

    def keep(self, bases: Sequence[float], said: LawAnswer, first: int) -> None:
        """Keep what the engine says of ``bases``: the rows from ``first`` on."""
        rows = np.arange(first, first + len(bases))
        if not self.at_once:
            for base, row in zip(bases, rows, strict=True):
                self._keep_case(base, said, int(row))
            return
        years = np.full(len(bases), said.values.horizon - 1)
        for reach in {False, self.banded}:
            edges = self._edges_of(bases, reach=reach)
            found = said.values.chance(rows, years, *edges.T)
            self._chances.update({(b, reach): float(p)
                                  for b, p in zip(bases, found, strict=True)})

    def _keep_case(self, base: float, said: LawAnswer, row: int) -> None:
        like, asked = self.case(self.probe), self.asked(base)
        key = self._key(asked, base)
        if key in self.cases or like.forecast is None or asked.driver is None:
            return
        law = self.run.forecaster.with_figures(like.forecast, said, row, asked.driver)
        self.cases[key] = replace(like, question=asked, forecast=law)

    def _edges_of(self, bases: Sequence[float], *, reach: bool) -> FloatArray:
        """Return the edges (bases, 2) of the target from each base.

        They move in proportion to the base or not at all: not where they are the same from one
        base and from twice that.
        """
        def edges(base: float) -> tuple[float, float]:
            asked = self.asked(base)
            return (reaching(asked) if reach else asked).edges()

        if reach not in self._fixed:
            one = edges(self.probe)
            self._fixed[reach] = one if one == edges(2 * self.probe) else None
        fixed = self._fixed[reach]
        return np.array([edges(base) for base in bases]) if fixed is None \
            else np.tile(fixed, (len(bases), 1))


def prepare(wanted: Sequence[tuple[Supposed, Sequence[float]]]) -> None:
    """Ask the engine about many bases of many readings: once a law and years ahead."""
    groups: dict[Hashable, list[tuple[Supposed, tuple[float, ...], Histories]]] = {}
    for supposed, bases in wanted:
        new = supposed.new_of(bases)
        asked = supposed.histories(new) if new else None
        if asked is not None:
            groups.setdefault(supposed.law_of(asked), []).append((supposed, new, asked))
    for group in groups.values():
        supposed, _, asked = group[0]
        every = replace(asked, values=np.concatenate([h.values for _, _, h in group]))
        said = supposed.answer(every)
        if said is None:
            continue
        first = 0
        for one, bases, _ in group:
            one.keep(bases, said, first)
            first += len(bases)


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
