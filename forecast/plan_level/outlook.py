"""The plan as a whole: how many of its targets will be met, what decides it, what must add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.words import BASELINE
from forecast.cases import Case, Run
from forecast.plan_level.counting import (
    by_target,
    counts_under,
    hits_under,
    members,
    statement,
)
from forecast.plan_level.joint import Together, put_together
from forecast.plan_level.parts import reconcile
from forecast.plan_level.stocks import hold_to_inflow
from forecast.plan_level.summary import AsPlans, Member, PlanLevel, Ties
from scenarios.scenario import Scenario, ScenarioName


def plan_level(run: Run, cases: Sequence[Case], scenarios: Sequence[Scenario], *,
               count: int | None = None, coherent: bool = True) -> PlanLevel:
    """Say what the targets of a plan come to together, under every scenario.

    Parameters
    ----------
    cases : every reading of every target, as ``run.cases`` gives them; in the order of the plan.
    count : the k of "at least k targets are met"; by default the one nearest to even odds.
    coherent : whether to make regions and their parts, stocks and their inflows add up as well;
        that needs laws of series without a target, which cost as much as the targets' own.

    Raises
    ------
    ValueError
        Without a scenario.
    """
    if not scenarios:
        raise ValueError("a plan is summed up under at least one scenario")
    ids = [s.id for s in scenarios]
    lead = BASELINE if BASELINE in ids else ids[0]
    together = put_together(run, cases)
    groups = by_target(cases)
    hits = [hits_under(s, cases, together, run.setting.n_paths) for s in scenarios]
    counted, left = members(cases, groups, hits)
    counts = tuple(c for s, found in zip(scenarios, hits, strict=True)
                   for c in counts_under(s.id, found, cases, groups))
    return PlanLevel(
        plan=run.plan, as_of=run.setting.as_of, seed=run.setting.seed,
        n_paths=run.setting.n_paths,
        scenarios=tuple(ScenarioName(s.id, s.name) for s in scenarios), members=counted,
        left_out=left, counts=counts,
        as_plan=_as_plans_go(run, counted, ids.index(lead)),
        statement=statement(lead, hits[ids.index(lead)], cases, groups, count=count),
        ties=_ties(together),
        reconciled=reconcile(run, cases, scenarios, lead, together.dependence)
        if coherent else (),
        stocked=hold_to_inflow(run, cases, scenarios, lead) if coherent else (),
    )


def _as_plans_go(run: Run, counted: Sequence[Member], lead: int) -> AsPlans | None:
    """Return how many targets are met as targets of such plans go; the first reading counts."""
    shift = run.setting.shift
    if shift is None or not counted:
        return None
    sure = sum(m.known is True for m in counted)
    p = np.array([m.probabilities[0][lead] for m in counted if m.known is None])
    return AsPlans(*(sure + n for n in shift.expected(p)))


def _ties(together: Together) -> Ties:
    found = together.dependence
    m = len(together.nodes)
    pairs = together.correlation[~np.eye(m, dtype=bool)]
    return Ties(found.calendar, found.related, found.unrelated,
                float(pairs.mean()) if len(pairs) else 0.0, found.horizon, found.regions,
                found.windows)
