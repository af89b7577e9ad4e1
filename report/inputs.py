"""From what the command line was given to what the engine works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.plan import Plan
from data.planfile import bundled_plan, bundled_plans, read_plan

if TYPE_CHECKING:
    from forecast.knowledge import Knowledge

DEFAULT_PLAN = "ordos-14fyp-ip"


def load_plan(name: str | None, history: tuple[Path, ...] = ()) -> Plan:
    """Return a plan file's or a bundled plan's contents, with more figures where given.

    A name that is no file and has no file suffix is looked up among the bundled plans.

    Raises
    ------
    PlancastError
        When the file or one of the tables cannot be used; all problems at once.
    """
    wanted = name or DEFAULT_PLAN
    known = wanted in bundled_plans() and not Path(wanted).exists()
    plan = bundled_plan(wanted) if known else read_plan(wanted)
    if not history:
        return plan
    from data.joining import with_history  # pandas: only where a table is given
    from data.tables import read_history

    return with_history(plan, tuple(read_history(path) for path in history))


def load_knowledge(reference: Path | None) -> Knowledge:
    """Return what the law may learn from: a user's own reference class, or the bundled one."""
    from forecast.knowledge import bundled_knowledge, knowledge_from

    if reference is None:
        return bundled_knowledge()
    from data.tables import read_history

    return knowledge_from(read_history(reference))
