"""From a reading that has no probability to what can be said of it all the same."""

from __future__ import annotations

import math
from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from data.plan import Indicator
from data.words import NOTHING, Basis, Kind
from forecast.cases import Case, Run
from forecast.law.predict import MOST_ORDERS
from forecast.question.question import Question
from forecast.without_base.answer import (
    Answer,
    At,
    Code,
    Known,
    MetBefore,
    Move,
)
from forecast.without_base.bounds import LIKELY, UNLIKELY, known_of
from forecast.without_base.search import (
    grid,
    index_of,
    number_at,
    reached_from,
    run_all,
    side_by_side,
)
from forecast.without_base.supposed import (
    Supposed,
    asked_year,
    is_counted,
    prepare,
    reaching,
    scale_of,
)
from scenarios.scenario import Scenario

OF_GROWTH = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.EVERY_YEAR_UP)
"""Bases whose number is a growth: how large the base is hardly matters."""

COUNTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0, 10000.0)
"""Bases at which the chance of a growth is looked at where a count may be small."""

_SLACK = 1e-9

Wanted = tuple[Supposed, Sequence[float]]
"""A reading, and bases whose probabilities it looks at next."""

Search = Generator[Wanted, None, Answer | None]
"""A search for one reading's answer."""

SHARES_OF_GOAL = (0.5, 0.75, 0.9)
"""Bases, as shares of the level to be reached, from which the move is worked out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one run under one scenario: the same question is answered once.

    Regions that nothing is known of have the same law, so their equal targets have one answer;
    only the random numbers that paths are drawn with are the first region's.
    """

    run: Run
    scenario: Scenario
    met_before: MetBefore | None = None
    _said: dict[Hashable, Answer | None] = field(default_factory=dict, repr=False)
    _cases: dict[Hashable, Case] = field(default_factory=dict, repr=False)

    def ask(self, cases: Sequence[Case]) -> None:
        """Find the answers of many readings together: what they ask next is asked once a law."""
        closed, drawn = dict[Hashable, Search](), dict[Hashable, Search]()
        for case in cases:
            key = self._key(case)
            if not _open(case):
                self._said[key] = None
                continue
            new = drawn if self.scenario.chain or not case.question.one_year else closed
            if key not in self._said and key not in new:
                new[key] = answer_for(self.run, case, self.scenario, self.met_before, self._cases)
        rest = list(drawn.items())
        for some in (closed, *(dict(rest[i:i + MOST_ORDERS])
                               for i in range(0, len(rest), MOST_ORDERS))):
            self._said.update(zip(some, run_all(list(some.values()), _prepared), strict=True))

    def of(self, case: Case) -> Answer | None:
        """Return what ``answer_for`` finds."""
        key = self._key(case)
        if key not in self._said:
            self.ask([case])
        return self._said[key]

    def _key(self, case: Case) -> Hashable:
        """Return what readings with one answer share."""
        question = case.question
        bounds = known_of(self.run.plan, question, asked_year(question, self.run.setting.as_of))
        same = replace(question.target, id="", region="", source="", span=None, note=NOTHING,
                       confidence=None, in_table=False, stated_growth=None)
        return (self._alike(question), same, question.reading, case.computable, question.outcome(),
                bounds)

    def _alike(self, question: Question) -> str:
        """Return a name that regions share of which nothing is known, else the region's own."""
        plan, region = self.run.plan, question.target.region
        named = any(s.setting.reach.regions for s in self.scenario.chain)
        known = {s.region for s in plan.history} | {p.region for p in plan.partials}
        return region if named or region in known else ""


def _prepared(wants: list[Wanted]) -> list[None]:
    """Answer a round: what the searches want is then at hand."""
    prepare(wants)
    return [None] * len(wants)


def answer_for(run: Run, case: Case, scenario: Scenario, met_before: MetBefore | None = None,
               cases: dict[Hashable, Case] | None = None) -> Search:
    """Search for what can be said of a reading without a probability; ``None`` where nothing can.

    It yields the reading and the bases whose probabilities it looks at next. Nothing can be said
    of a qualitative target, of one without a number, of one with a probability or a known outcome,
    or whose year has passed. ``met_before`` is how often targets of such plans were met; ``cases``
    as in ``Supposed``.
    """
    question = case.question
    if not _open(case):
        return None
    year = asked_year(question, run.setting.as_of)
    if question.target.year <= year:
        return None
    supposed = Supposed(run, question, year, scenario, {} if cases is None else cases)
    scale = scale_of(question, year)
    counted = is_counted(question.indicator, question.reading)
    relative = question.target.basis is Basis.RELATIVE_TO_REGION
    if relative or supposed.chance(supposed.probe) is None:
        found = _by_arithmetic(case, year, scenario, scale)
    elif question.target.basis in OF_GROWTH:
        found = yield from _of_growth(supposed, counted=counted)
    elif scale <= 0:  # down to nothing: no base makes that more or less than it is
        return None
    else:
        found = yield from _of_base(supposed, scale, counted=counted)
    found = replace(found, met_before=met_before,
                    zero=counted and question.target.basis in (
                        Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.CUMULATIVE_OVER_PERIOD)
                    and question.heading > 0,
                    step=_from_nothing(question, scale, year))
    if found.code is Code.MOVE_WANTED or found.code is Code.LEAD_WANTED:
        return found
    law, known = supposed.case(supposed.probe), known_of(run.plan, question, year)
    if known is not None:
        yield supposed, [b.value for b in (known.low, known.high) if b is not None and b.value > 0]
        known = _with_chances(known, supposed, found)
    return replace(found, n_windows=law.evidence.n_windows, same_family=law.evidence.same_family,
                   known=known)


def _crossings(supposed: Supposed, bases: Sequence[float], *, rising: bool, whole: bool,
               ) -> Generator[Wanted, None, tuple[At | None, At | None]]:
    """Return the least demanding base that is likely, and the nearest that is unlikely."""
    rounds = side_by_side([
        reached_from(bases, edge, rising=rising, whole=whole, at_once=supposed.at_once)
        for edge in (LIKELY, UNLIKELY)])
    wants = next(rounds)
    while True:
        yield supposed, [base for asked in wants for base in asked]
        try:
            wants = rounds.send([supposed.chances(asked) for asked in wants])
        except StopIteration as done:
            (likely, _), (_, unlikely) = done.value
            return likely, unlikely


def _from_nothing(question: Question, scale: float, year: int) -> float | None:
    """Return what a year it takes from nothing; the scale of a sum is a year's share of it."""
    if not scale:
        return None
    summed = question.target.basis is Basis.CUMULATIVE_OVER_PERIOD
    return scale if summed else scale / (question.target.year - year)


def _open(case: Case) -> bool:
    """Whether a reading has a number, and neither a probability nor a known outcome."""
    return (not case.computable and case.question.outcome() is None and case.question.scored
            and _has_number(case.question))


def _has_number(question: Question) -> bool:
    target = question.target
    return target.value is not None or target.basis in (Basis.EVERY_YEAR_UP,
                                                        Basis.RELATIVE_TO_REGION)


def _of_base(supposed: Supposed, scale: float, *, counted: bool,
             ) -> Generator[Wanted, None, Answer]:
    """A level to be reached: from which base it is likely, up to which unlikely."""
    question = supposed.question
    bases = grid(scale, whole=counted)
    yield supposed, bases
    banded, first, last = supposed.banded, supposed.chance(bases[0]), supposed.chance(bases[-1])
    rising = (last or 0.0) >= (first or 0.0)
    likely, unlikely = yield from _crossings(supposed, bases, rising=rising, whole=counted)
    best = (yield from _best(supposed, bases, counted=counted)) if banded or likely is None \
        else None
    return Answer(
        Code.BASE_WANTED, supposed.year, question.target.year, supposed.scenario.id,
        rising=rising, whole=counted, likely=likely, unlikely=unlikely, banded=banded,
        reach=_edge(supposed, bases) if banded else None, best=best)


def _edge(supposed: Supposed, bases: tuple[float, ...]) -> float | None:
    """Return the level of a band's near edge, where it does not move with the base."""
    edges = {reaching(supposed.asked(base)).threshold for base in (bases[0], bases[-1])}
    edge = edges.pop() if len(edges) == 1 else None
    if edge is None or not is_counted(supposed.question.indicator, supposed.question.reading):
        return edge
    down = supposed.question.indicator.direction < 0
    return float(math.floor(edge + _SLACK) if down else math.ceil(edge - _SLACK))


def _best(supposed: Supposed, bases: tuple[float, ...], *, counted: bool,
          ) -> Generator[Wanted, None, At]:
    """Return the base from which the target as it stands is likeliest, to about a tenth."""
    def said(base: float) -> float:
        return supposed.inside(base) or 0.0

    tried = {index_of(base, whole=counted) for base in bases}
    for _ in range(3):
        yield supposed, [number_at(i, whole=counted) for i in sorted(tried)]
        top = max(tried, key=lambda i: said(number_at(i, whole=counted)))
        middle = number_at(top, whole=counted)
        sides = sorted(tried)
        at = sides.index(top)
        for other in sides[max(0, at - 1):at] + sides[at + 1:at + 2]:
            between = math.sqrt(middle * number_at(other, whole=counted))
            tried.add(index_of(between, whole=counted))
    yield supposed, [number_at(i, whole=counted) for i in sorted(tried)]
    best = number_at(max(tried, key=lambda i: said(number_at(i, whole=counted))), whole=counted)
    return At(best, said(best))


def _of_growth(supposed: Supposed, *, counted: bool) -> Generator[Wanted, None, Answer]:
    """A growth from whatever base: the law of growth gives the chance itself."""
    question = supposed.question
    bases = COUNTS if counted else _usual(supposed.run, question.indicator)
    yield supposed, bases
    said = supposed.chances(bases)
    likely = unlikely = None
    if counted:  # a few things cannot grow by a little
        likely, unlikely = yield from _crossings(supposed, bases, rising=True, whole=True)
        if unlikely is not None and unlikely.base >= bases[-1]:
            unlikely = None
    start = 0.0 if unlikely is None else unlikely.base
    beyond = [(b, p) for b, p in zip(bases, said, strict=True) if p is not None and b > start]
    return Answer(
        Code.CHANCE_OF_GROWTH, supposed.year, question.target.year, supposed.scenario.id,
        whole=counted, likely=likely, unlikely=unlikely,
        least=min(p for _, p in beyond), most=max(p for _, p in beyond),
        span=(beyond[0][0], beyond[-1][0]))


def _usual(run: Run, indicator: Indicator) -> tuple[float, ...]:
    """Return where comparable series stand: three figures from the lowest to the highest tenth."""
    panel = run.knowledge.panel()
    rows = [i for i, family in enumerate(panel.families) if family and family == indicator.family]
    values = panel.values[rows]
    positive = values[np.isfinite(values) & (values > 0)]
    if not positive.size:
        return (1.0,)
    found = {index_of(float(q), whole=False) for q in np.quantile(positive, (0.1, 0.5, 0.9))}
    return tuple(number_at(i, whole=False) for i in sorted(found))


def _by_arithmetic(case: Case, year: int, scenario: Scenario, scale: float) -> Answer:
    """What a year it takes, where no law speaks from one figure."""
    question = case.question
    target, known = question.target, question.driver
    plain = Answer(Code.MOVE_WANTED, year, target.year, scenario.id)
    if target.basis is Basis.RELATIVE_TO_REGION:
        return replace(plain, code=Code.LEAD_WANTED)
    if target.basis is not Basis.LEVEL or not scale:
        return plain
    goal = target.value if target.value is not None else scale
    points = question.reading in (Kind.SHARE, Kind.SCORE)
    if known is not None and len(known):
        year, bases = int(known.years[-1]), [float(known.values[-1])]
    else:
        bases = [goal * share for share in SHARES_OF_GOAL]
        if question.heading < 0:
            bases = [goal / share for share in SHARES_OF_GOAL]
    left = target.year - year
    if left < 1:
        return plain
    moves = tuple(Move(base, None if points or base <= 0 or goal <= 0
                       else (goal / base) ** (1 / left) - 1, (goal - base) / left)
                  for base in bases)
    return replace(plain, year=year, moves=moves)


def _with_chances(known: Known | None, supposed: Supposed, found: Answer) -> Known | None:
    """Return what is known of a base with the probabilities that it leaves possible."""
    if known is None:
        return None
    ends = [None if b is None or b.value <= 0 else supposed.chance(b.value)
            for b in (known.low, known.high)]
    low, high = ends if found.rising else ends[::-1]
    return replace(known, chance_low=low, chance_high=high)
