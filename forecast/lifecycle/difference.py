"""What moved a verdict between two recorded runs: figures, targets, assumptions, time or the model.

Both runs hold their whole input, so the engine of today can be run on any mixture of the two.
Each factor's share in the change of probability is its Shapley value over the mixtures: it does
not depend on the order in which the factors are changed, and the shares add up to the change that
today's engine sees. What is left of the recorded change is the model's: another version of the
engine, its reference class or its calibration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

from data.plan import Plan
from forecast.cases import start_run
from forecast.knowledge import Knowledge
from forecast.lifecycle.record import RecordedRun, Said
from scenarios.scenario import Scenario

FACTORS = ("figures", "plan", "assumptions", "time")
"""What a run depends on, beside the model. ``figures``: history and part-year figures; ``plan``:
targets and indicators; ``assumptions``: the scenario; ``time``: the as-of year."""

SAME = 5e-4
"""Probabilities closer than this are the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One likelihood in both runs. ``shares`` add up with ``model`` to ``after - before``."""

    before: Said
    after: Said
    shares: tuple[tuple[str, float], ...]  # by factor, in probability
    model: float

    @property
    def moved(self) -> float:
        """Return the change of probability."""
        assert self.before.probability is not None
        assert self.after.probability is not None
        return self.after.probability - self.before.probability


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs compared. ``only_before`` and ``only_after`` are keys without a counterpart."""

    before: RecordedRun
    after: RecordedRun
    differing: tuple[str, ...]  # factors that differ at all
    changes: tuple[Change, ...]
    without: tuple[tuple[Said, Said], ...]  # one of the two has no probability
    only_before: tuple[Said, ...]
    only_after: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The pieces of one run's input that can be exchanged."""

    plan: Plan
    scenarios: Mapping[str, Scenario]
    as_of: int
    part_until: int


def difference(before: RecordedRun, after: RecordedRun, *, knowledge: Knowledge,
               scenarios: tuple[Mapping[str, Scenario], Mapping[str, Scenario]],
               n_paths: int | None = None) -> Difference:
    """Compare two runs of the same plan and attribute every change of probability.

    Parameters
    ----------
    scenarios : the scenarios of both runs, by name, as they were recorded.
    n_paths : paths of each of the re-runs; those of the later run by default.
    """
    header = after.entry.header
    pair = (_Inputs(before.plan, scenarios[0], before.as_of, before.part_until),
            _Inputs(after.plan, scenarios[1], after.as_of, after.part_until))
    differing = tuple(f for f in FACTORS if _differs(f, before, after))
    old, new = {s.key: s for s in before.said}, {s.key: s for s in after.said}
    shared = [(old[k], new[k]) for k in new if k in old]
    both = [(a, b) for a, b in shared if a.probability is not None and b.probability is not None]
    wanted = [a.key for a, b in both if abs((b.probability or 0) - (a.probability or 0)) > SAME]
    values = _mixtures(pair, differing, wanted, knowledge=knowledge,
                       seed=int(str(header["seed"])),
                       n_paths=n_paths or int(str(header["paths"])))
    changes = tuple(_change(a, b, differing, values) for a, b in both)
    return Difference(
        before, after, differing, changes, tuple(p for p in shared if p not in both),
        tuple(s for k, s in old.items() if k not in new),
        tuple(s for k, s in new.items() if k not in old))


def _differs(factor: str, before: RecordedRun, after: RecordedRun) -> bool:
    if factor == "time":
        return (before.as_of, before.part_until) != (after.as_of, after.part_until)
    if factor == "assumptions":
        return any(before.scenarios.get(k) != v for k, v in after.scenarios.items())
    from data.planwrite import plan_rows

    a, b = plan_rows(before.plan), plan_rows(after.plan)
    keys = ("history", "partials") if factor == "figures" else ("indicators", "targets", "period")
    return any(a.get(k) != b.get(k) for k in keys)


def _mixed(pair: tuple[_Inputs, _Inputs], new: frozenset[str]) -> _Inputs:
    """Return the inputs with the factors in ``new`` from the later run, the others from before."""
    old, now = pair
    plan = now.plan if "plan" in new else old.plan
    source = now.plan if "figures" in new else old.plan
    known = {i.id for i in plan.indicators}
    return _Inputs(
        replace(plan, history=tuple(s for s in source.history if s.indicator in known),
                partials=tuple(p for p in source.partials if p.indicator in known)),
        now.scenarios if "assumptions" in new else old.scenarios,
        *((now.as_of, now.part_until) if "time" in new else (old.as_of, old.part_until)))


Values = dict[frozenset[str], dict[tuple[str, str, str], float]]


def _mixtures(pair: tuple[_Inputs, _Inputs], differing: tuple[str, ...],
              wanted: Sequence[tuple[str, str, str]], *, knowledge: Knowledge, seed: int,
              n_paths: int) -> Values:
    """Return the probabilities under every mixture of the factors that differ."""
    if not wanted:
        return {}
    out: Values = {}
    for size in range(len(differing) + 1):
        for chosen in combinations(differing, size):
            mixed = _mixed(pair, frozenset(chosen))
            out[frozenset(chosen)] = _probabilities(mixed, wanted, knowledge=knowledge, seed=seed,
                                                    n_paths=n_paths)
    return out


def _probabilities(inputs: _Inputs, wanted: Sequence[tuple[str, str, str]], *,
                   knowledge: Knowledge, seed: int, n_paths: int,
                   ) -> dict[tuple[str, str, str], float]:
    run = start_run(inputs.plan, knowledge=knowledge, as_of=inputs.as_of, n_paths=n_paths,
                    seed=seed, part_until=inputs.part_until)
    names = {key[0] for key in wanted}
    out: dict[tuple[str, str, str], float] = {}
    for target in (t for t in inputs.plan.targets if t.id in names):
        for case in run.cases(target):
            for scenario in inputs.scenarios.values():
                key = (target.id, case.question.reading.value, scenario.id)
                p = case.probability(scenario) if key in wanted else None
                if p is not None:
                    out[key] = p
    return out


def _change(before: Said, after: Said, differing: tuple[str, ...], values: Values) -> Change:
    assert before.probability is not None
    assert after.probability is not None
    moved = after.probability - before.probability
    mixtures = {chosen: found[before.key] for chosen, found in values.items()
                if before.key in found}
    if len(mixtures) < 2 ** len(differing) or not mixtures:
        return Change(before, after, (), moved)
    shares = tuple((f, _shapley(f, differing, mixtures)) for f in differing)
    return Change(before, after, shares, moved - sum(share for _, share in shares))


def _shapley(factor: str, factors: tuple[str, ...], values: Mapping[frozenset[str], float],
             ) -> float:
    """Shapley value of one factor: its marginal effect averaged over all orders."""
    others = [f for f in factors if f != factor]
    n, total = len(factors), 0.0
    for size in range(n):
        weight = factorial(size) * factorial(n - size - 1) / factorial(n)
        for chosen in combinations(others, size):
            held = frozenset(chosen)
            total += weight * (values[held | {factor}] - values[held])
    return total
