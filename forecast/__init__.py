"""Orchestration: questions, law, scenarios, pace, evidence, verdicts.

``import forecast`` is also the front door for notebooks and programs: the names of
``report.front`` (``assess``, ``read_plan``, ``project`` …) are found here. They are looked up when
first asked for, so that the command line does not load what it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.front import (
        Assessment,
        Batch,
        HistoryTable,
        Plan,
        PlancastError,
        Projection,
        Scenario,
        Series,
        assess,
        batch,
        bundled_plans,
        from_nixtla,
        project,
        read_history,
        read_plan,
        read_scenarios,
        series,
        to_nixtla,
    )

__all__ = ("Assessment", "Batch", "HistoryTable", "Plan", "PlancastError", "Projection", "Scenario",
           "Series", "assess", "batch", "bundled_plans", "from_nixtla", "project", "read_history",
           "read_plan", "read_scenarios", "series", "to_nixtla")

_WITH_EXTRAS = ("PlancastForecaster",)
"""Names that need a package beyond the usual ones; `from forecast import *` leaves them out."""


def __getattr__(name: str) -> object:
    if name not in (*__all__, *_WITH_EXTRAS):
        raise AttributeError(f"module 'forecast' has no attribute {name!r}")
    from report import front

    return getattr(front, name)


def __dir__() -> list[str]:
    return sorted(__all__)
