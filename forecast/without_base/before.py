"""How often targets of such plans were met, where enough is known of that."""

from __future__ import annotations

from data.plan import Plan
from forecast.plan_targets.evidence import record_of
from forecast.plan_targets.regime import regime_of
from forecast.without_base.answer import ENOUGH_OUTCOMES, MetBefore


def met_before(plan: Plan, as_of: int) -> MetBefore | None:
    """Return the record of the plan's regime by ``as_of``.

    ``None`` where the regime is not known or fewer than ``ENOUGH_OUTCOMES`` outcomes are.
    """
    regime = regime_of(plan)
    if regime is None:
        return None
    record = record_of(regime, as_of=as_of)
    if record.targets < ENOUGH_OUTCOMES:
        return None
    return MetBefore(regime, record.sets, record.targets, record.met)
