"""Two-way questions: from a probability to a target, a lever, a year, a figure to watch."""

from forecast.solve.answers import PROBABILITIES, Ask, solve_case, solve_plan, solve_target
from forecast.solve.next_actual import tripwires
from forecast.solve.required_growth import ambition
from forecast.without_base.with_actual import with_actual

__all__ = [
    "PROBABILITIES", "Ask", "ambition", "solve_case", "solve_plan", "solve_target", "tripwires",
    "with_actual",
]
