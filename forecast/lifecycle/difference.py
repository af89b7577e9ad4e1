"""What moved a verdict between two recorded runs: time, figures, targets, assumptions, the model.

Both runs hold their whole input, so the engine of today can be run on any mixture of the two.
Each factor's share in the change of probability is its effect averaged over the orders in which
the factors can be changed, so the shares add up to the change that today's engine sees and no order
is preferred (Shapley value). One order is excluded: a figure of a later year can only be seen once
time has moved on, so time always comes before figures (Faigle and Kern 1992, *Int. J. Game Theory*
21). What is left of the recorded change is the model's, another version of the engine, its
reference class or its calibration; where both runs had the same one it is the difference of
today's engine from theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from data.plan import Plan
from forecast.cases import start_run
from forecast.knowledge import Knowledge
from forecast.lifecycle.record import Recorded, RecordedRun
from scenarios.scenario import Scenario

FACTORS = ("time", "figures", "plan", "assumptions", "draws")
"""What a run depends on, beside the model. ``time``: the as-of year; ``figures``: history and
part-year figures; ``plan``: targets, indicators, regions; ``assumptions``: the scenario; ``draws``:
seed and number of paths."""

TOGETHER = "together"
"""The one share of factors that cannot be taken apart: a mixture of the two runs says nothing."""

SAME = 5e-4
"""Probabilities closer than this are the same."""

_PLAN_KEYS = ("indicators", "targets", "period", "region", "level", "parts")

Values = Mapping[frozenset[str], float]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One probability in both runs.

    ``shares`` (by factor, in probability), ``model`` and ``rest`` add up to ``moved``. ``model`` is
    0 where both runs had the same model; ``rest`` is 0 where they had not.
    """

    before: Recorded
    after: Recorded
    moved: float
    shares: tuple[tuple[str, float], ...]
    model: float
    rest: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs compared. ``only_before`` and ``only_after`` have no counterpart."""

    before: RecordedRun
    after: RecordedRun
    differing: tuple[str, ...]  # factors that differ at all
    changes: tuple[Change, ...]
    without: tuple[tuple[Recorded, Recorded], ...]  # one of the two has no probability
    only_before: tuple[Recorded, ...]
    only_after: tuple[Recorded, ...]

    @property
    def same_model(self) -> bool:
        """Whether both runs were computed by the same version, class and calibration."""
        return self.before.model == self.after.model


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The pieces of one run's input that can be exchanged."""

    plan: Plan
    scenarios: Mapping[str, Scenario]
    as_of: int
    part_until: int
    seed: int
    n_paths: int


def difference(before: RecordedRun, after: RecordedRun, *, knowledge: Knowledge,
               scenarios: tuple[Mapping[str, Scenario], Mapping[str, Scenario]],
               only: str = "", progress: Callable[[int, int, str], None] = lambda *_: None,
               ) -> Difference:
    """Compare two runs and attribute every change of probability.

    Parameters
    ----------
    scenarios : the scenarios of both runs, by name, as they were recorded.
    only : the one scenario to compare; empty for all.
    """
    pair = (_inputs(before, scenarios[0]), _inputs(after, scenarios[1]))
    old = {s.key: s for s in before.said if only in ("", s.scenario)}
    new = {s.key: s for s in after.said if only in ("", s.scenario)}
    names = {s.scenario for s in (*old.values(), *new.values())}
    differing = tuple(f for f in FACTORS if _differs(f, before, after, names))
    shared = [(old[k], new[k]) for k in new if k in old]
    moved = {a.key: b.probability - a.probability for a, b in shared
             if a.probability is not None and b.probability is not None}
    wanted = [key for key, by in moved.items() if abs(by) > SAME]
    values = _mixtures(pair, differing, wanted, knowledge=knowledge, progress=progress)
    same_model = before.model == after.model
    changes = tuple(_change(a, b, moved[a.key], differing, values.get(a.key, {}), same_model)
                    for a, b in shared if a.key in moved)
    return Difference(
        before, after, differing, changes, tuple(p for p in shared if p[0].key not in moved),
        tuple(s for k, s in old.items() if k not in new),
        tuple(s for k, s in new.items() if k not in old))


def _inputs(run: RecordedRun, scenarios: Mapping[str, Scenario]) -> _Inputs:
    return _Inputs(run.plan, scenarios, run.as_of, run.part_until, run.seed, run.n_paths)


def _differs(factor: str, before: RecordedRun, after: RecordedRun, names: set[str]) -> bool:
    if factor == "time":
        return (before.as_of, before.part_until) != (after.as_of, after.part_until)
    if factor == "draws":
        return (before.seed, before.n_paths) != (after.seed, after.n_paths)
    if factor == "assumptions":
        both = names & set(before.scenarios) & set(after.scenarios)
        return any(before.scenarios[name] != after.scenarios[name] for name in both)
    from data.planfile.write import plan_rows

    a, b = plan_rows(before.plan), plan_rows(after.plan)
    keys = ("history", "partials") if factor == "figures" else _PLAN_KEYS
    return any(a.get(k) != b.get(k) for k in keys)


def _mixed(pair: tuple[_Inputs, _Inputs], new: frozenset[str]) -> _Inputs:
    """Return the inputs with the factors in ``new`` from the later run, the others from before."""
    def of(factor: str) -> _Inputs:
        return pair[factor in new]

    return _Inputs(_with_figures(of("plan").plan, of("figures").plan), of("assumptions").scenarios,
                   of("time").as_of, of("time").part_until, of("draws").seed, of("draws").n_paths)


def _with_figures(plan: Plan, source: Plan) -> Plan:
    """Return the plan with another's figures, as far as they are of its indicators."""
    own = {i.id: i for i in plan.indicators}
    history = []
    for s in source.history:
        i = own.get(s.indicator)
        if i is not None and i.unit.dimension == s.unit.dimension:
            history.append(replace(s, kind=i.kind, family=i.family, bounds=i.bounds))
    parts = tuple(p for p in source.partials if p.indicator in own
                  and own[p.indicator].unit.dimension == p.unit.dimension)
    return replace(plan, history=tuple(history), partials=parts)


def orders(factors: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the orders in which factors can be changed: time before figures."""
    return tuple(order for order in permutations(factors) if not (
        {"time", "figures"} <= set(order) and order.index("figures") < order.index("time")))


def _needed(factors: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Return every mixture that some order passes through, the smallest first."""
    steps = {frozenset(order[:k]) for order in orders(factors) for k in range(len(order) + 1)}
    return tuple(sorted(steps, key=lambda s: (len(s), sorted(s))))


def _mixtures(pair: tuple[_Inputs, _Inputs], differing: tuple[str, ...], wanted: Sequence[Key], *,
              knowledge: Knowledge, progress: Callable[[int, int, str], None],
              ) -> dict[Key, dict[frozenset[str], float]]:
    """Return the probabilities of every case under every mixture of the factors that differ."""
    out: dict[Key, dict[frozenset[str], float]] = {}
    needed = _needed(differing) if wanted else ()
    for i, chosen in enumerate(needed):
        progress(i, len(needed), "+".join(sorted(chosen)))
        for key, p in _probabilities(_mixed(pair, chosen), wanted, knowledge).items():
            out.setdefault(key, {})[chosen] = p
    return out


def _probabilities(inputs: _Inputs, wanted: Sequence[Key], knowledge: Knowledge,
                   ) -> dict[Key, float]:
    run = start_run(inputs.plan, knowledge=knowledge, as_of=inputs.as_of, n_paths=inputs.n_paths,
                    seed=inputs.seed, part_until=inputs.part_until)
    names = {key[0] for key in wanted}
    out: dict[Key, float] = {}
    for target in (t for t in inputs.plan.targets if t.id in names):
        for case in run.cases(target):
            for scenario in inputs.scenarios.values():
                key = (target.id, case.question.reading.value, scenario.id)
                p = case.probability(scenario) if key in wanted else None
                if p is not None:
                    out[key] = p
    return out


def _change(before: Recorded, after: Recorded, moved: float, factors: tuple[str, ...],
            values: Values, same_model: bool) -> Change:
    found = shares(factors, values)
    left = moved - sum(share for _, share in found)
    return Change(before, after, moved, found, 0.0 if same_model else left,
                  left if same_model else 0.0)


def shares(factors: tuple[str, ...], values: Values) -> tuple[tuple[str, float], ...]:
    """Return each factor's share in ``values[all] - values[none]``.

    ``values`` are probabilities by the set of factors changed. Where a mixture in between has none
    the factors have one share together; without both ends there are no shares.
    """
    none, every = frozenset[str](), frozenset(factors)
    if not factors or none not in values or every not in values:
        return ()
    if any(mixture not in values for mixture in _needed(factors)):
        return ((TOGETHER, values[every] - values[none]),)
    allowed = orders(factors)
    effect = dict.fromkeys(factors, 0.0)
    for order in allowed:
        for k, factor in enumerate(order):
            before = values[frozenset(order[:k])]
            effect[factor] += (values[frozenset(order[:k + 1])] - before) / len(allowed)
    return tuple(effect.items())
