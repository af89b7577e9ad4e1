"""The correlations of a scenario, worked into the settings of its steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from data.arrays import FloatArray
from data.errors import Problem, Where, problem
from scenarios.context import DrawKey, Mix
from scenarios.file.fields import near
from scenarios.scenario import Correlated, Scenario, Step
from scenarios.uncertainty import Uncertain, draw_points, rewritten, step_keys_of, with_setting

# Rank correlation between uncertain parameters: a Gaussian copula, checked and factored.
#
# A rank correlation ρ (Spearman) of two parameters is reached by normal scores of correlation 2
# sin(πρ/6); the matrix of those has to be positive semi-definite.

_SLACK = 1e-10
_GRID = 401


def score_correlation(rank: float) -> float:
    """Return the correlation of normal scores whose rank correlation is ``rank``."""
    return rank if abs(rank) == 1.0 else 2.0 * math.sin(math.pi * rank / 6.0)


def rank_correlation(score: float) -> float:
    """Return the rank correlation of normal scores with correlation ``score``."""
    return 6.0 / math.pi * math.asin(max(-1.0, min(1.0, score / 2.0)))


def factor(matrix: FloatArray) -> FloatArray | None:
    """Return the lower Cholesky factor (n, n) of a correlation matrix of normal scores.

    ``None`` when it is not positive semi-definite. A singular matrix (perfectly correlated
    parameters) has a factor too.
    """
    if np.linalg.eigvalsh(matrix)[0] < -_SLACK:
        return None
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            rest = matrix[i, j] - lower[i, :j] @ lower[j, :j]
            lower[i, j] = rest / lower[j, j] if lower[j, j] > 1e-6 else 0.0
        lower[i, i] = math.sqrt(max(1.0 - float(lower[i, :i] @ lower[i, :i]), 0.0))
    return lower


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a matrix cannot be, and the pair whose change would mend it with the least effort.

    ``low`` and ``high`` bound the rank correlation of ``first`` and ``second`` while the others
    stay; ``None`` when no pair alone can mend it, and the pair is the one that does most harm.
    """

    first: int
    second: int
    smallest: float  # eigenvalue of the matrix of scores
    low: float | None = None
    high: float | None = None


def fault(matrix: FloatArray) -> Fault:
    """Return what is wrong with a matrix of scores that is not positive semi-definite.

    Where no pair alone can mend it, the most harmful one lowers the smallest eigenvalue most:
    the most negative r(i,j) v(i) v(j), v being its eigenvector.
    """
    values, vectors = np.linalg.eigh(matrix)
    smallest = float(values[0])
    rooms = []
    for first, second in combinations(range(len(matrix)), 2):
        room = _room(matrix, first, second)
        if room is not None:
            given = float(matrix[first, second])
            way = max(room[0] - given, given - room[1], 0.0)
            rooms.append((way, Fault(first, second, smallest, *map(rank_correlation, room))))
    if rooms:
        return min(rooms, key=lambda pair: pair[0])[1]
    harm = matrix * np.outer(vectors[:, 0], vectors[:, 0])
    np.fill_diagonal(harm, np.inf)
    first, second = sorted(divmod(int(np.argmin(harm)), len(matrix)))
    return Fault(first, second, smallest)


def _room(matrix: FloatArray, first: int, second: int) -> tuple[float, float] | None:
    """Return between which scores one entry may lie while the others stay (a grid's accuracy)."""
    grid = np.linspace(-1.0, 1.0, _GRID)
    trial = np.repeat(matrix[None], _GRID, axis=0)
    trial[:, first, second] = trial[:, second, first] = grid
    fits = grid[np.linalg.eigvalsh(trial)[:, 0] >= -_SLACK]
    return (float(fits[0]), float(fits[-1])) if len(fits) else None


def with_correlation(scenario: Scenario, *, sound: bool = True,
                     ) -> tuple[Scenario, tuple[Problem, ...]]:
    """Return the scenario with correlated draws, and what is wrong with its correlations.

    An own pair replaces one of a parent about the same draws. A pair of a parent that names a
    step no longer there is dropped.
    """
    inherited = scenario.inherited_correlation
    if not inherited and not scenario.correlation:
        return scenario, ()
    web = _Web(draw_points(scenario.chain), sound)
    for pair in inherited:
        web.add(pair, own=False)
    for pair in scenario.correlation:
        web.add(pair, own=True)
    mixes = web.mixes(scenario.place("correlation"))
    if not mixes:
        return scenario, tuple(web.problems)

    def tied(step: Step, label: str) -> Step:
        copula = tuple(Mix(word, mixes[key]) for word, key in step_keys_of(step) if key in mixes)
        return with_setting(step, replace(step.setting, copula=copula))

    return replace(scenario, steps=rewritten(scenario.steps, tied),
                   inherited=rewritten(scenario.inherited, tied)), tuple(web.problems)


@dataclass(slots=True)
class _Web:
    """Pairs of draws and their rank correlations, collected one by one."""

    points: tuple[Uncertain, ...]
    sound: bool
    problems: list[Problem] = field(default_factory=list)
    pairs: dict[frozenset[DrawKey], Correlated] = field(default_factory=dict)
    names: dict[DrawKey, str] = field(default_factory=dict)

    def add(self, pair: Correlated, *, own: bool) -> None:
        keys = [self._key(name, pair.where, own=own) for name in (pair.first, pair.second)]
        if keys[0] is None or keys[1] is None:
            return
        if keys[0] == keys[1]:
            if own:
                self._report("CORRELATION_SAME", pair.where, first=pair.first, second=pair.second)
            return
        for key, name in zip(keys, (pair.first, pair.second), strict=True):
            if key is not None:
                self.names.setdefault(key, name)
        self.pairs[frozenset((keys[0], keys[1]))] = pair

    def _report(self, code: str, where: Where, **details: object) -> None:
        self.problems.append(problem(code, where, **details))

    def _key(self, name: str, where: Where, *, own: bool) -> DrawKey | None:
        meant = [p for p in self.points if p.answers_to(name)]
        keys = list(dict.fromkeys(p.key for p in meant))
        if len(keys) == 1:
            return keys[0]
        if not own:
            return None
        if not keys and not self.sound:
            return DrawKey(("unread", name), name)  # its step could not be read: no second fault
        known = sorted({n for p in self.points for n in (p.address, *p.names)})
        if not keys:
            self._report("CORRELATION_NAME", where, name=name, near=near(name, known),
                         known=", ".join(known) or "—")
        else:
            self._report("CORRELATION_AMBIGUOUS", where, name=name,
                         known=", ".join(p.address for p in meant))
        return None

    def mixes(self, where: Where) -> dict[DrawKey, tuple[tuple[DrawKey, float], ...]]:
        """Return for each correlated draw what it is mixed from; empty when that cannot be.

        Yearly draws come last, so that what is drawn once never rests on a single year; the order
        is that of the keys, not of the file.
        """
        keys = sorted({k for pair in self.pairs for k in pair},
                      key=lambda k: (k.yearly, k.who, k.parameter))
        if not keys:
            return {}
        matrix = np.eye(len(keys))
        for i, a in enumerate(keys):
            for j, b in enumerate(keys[:i]):
                pair = self.pairs.get(frozenset((a, b)))
                matrix[i, j] = matrix[j, i] = score_correlation(pair.rank if pair else 0.0)
        lower = factor(matrix)
        if lower is None:
            self._not_positive(matrix, keys, where)
            return {}
        out = {}
        for i, key in enumerate(keys):
            row = [(keys[j], float(w)) for j, w in enumerate(lower[i, : i + 1]) if w != 0.0]
            if len(row) > 1 or row[0][0] != key:
                out[key] = tuple(row)
        return out

    def _not_positive(self, matrix: FloatArray, keys: list[DrawKey], where: Where) -> None:
        found = fault(matrix)
        first, second = keys[found.first], keys[found.second]
        pair = self.pairs.get(frozenset((first, second)))
        where, rank = (where, 0.0) if pair is None else (pair.where, pair.rank)
        details = {"first": self.names[first], "second": self.names[second], "rank": f"{rank:g}",
                   "eigenvalue": f"{found.smallest:.3g}"}
        if found.low is None or found.high is None:
            self._report("CORRELATION_IMPOSSIBLE", where, **details)
        else:
            self._report("CORRELATION_NOT_POSITIVE", where, low=f"{found.low:.2f}",
                         high=f"{found.high:.2f}", **details)
