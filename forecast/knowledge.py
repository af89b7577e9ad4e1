"""What the law may learn from, and what earlier backtests have measured.

``Knowledge`` is the reference class (bundled or a user's own), the calibration that was measured
on the bundled class, and the outcomes of real plan targets. ``until`` cuts all of it at a year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from data.calibration import Calibration, bundled_calibration
from data.plan import Indicator, Plan, Target
from data.reference import (
    Panel,
    PlanOutcome,
    ReferenceTable,
    SeriesId,
    bundled_plan_outcomes,
    bundled_reference,
)
