"""``elasticity``: the quantity follows a driver series that has its own uncertainty."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from data.special import ndtri
from scenarios.context import StepContext, absolute
from scenarios.random.distributions import Distribution, Fixed
from scenarios.random.draws import keyed_uniform, sample, sampler
from scenarios.scenario import Setting
from scenarios.shape import in_points, with_growth
from scenarios.spec import FASTEST, Parameter, StepSpec

Varies = Literal["yearly", "once"]
_LOWEST_GROWTH = -99.0


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Growth moves by ``elasticity`` times what the driver grows beyond what was expected of it.

    Let d(t) be the driver's log growth in year t and e(t) what the forecast takes for granted;
    then v'(t) = v(t) · exp(ε Σ (d - e)); for shares and scores ε is points per percent of the
    driver. The driver is ``growth`` percent a year, drawn anew every year (``varies: yearly``) or
    once for all (``once``), or the ``path`` of its levels (geometric between the years given,
    silent outside them); ``spread`` is the standard deviation, in percentage points, of further
    yearly shocks. ``expected`` (percent a year) defaults to the driver's own central path, so
    that a driver without spread changes nothing. With ``lag`` the driver's growth arrives so many
    years later. The same ``driver`` name is the same series everywhere.
    """

    name: ClassVar[str] = "elasticity"
    narrows: ClassVar[bool] = False
    driver: str
    elasticity: Distribution
    growth: Distribution | None = None
    path: tuple[tuple[int, float], ...] = ()
    spread: Distribution = field(default_factory=lambda: Fixed(0.0))
    varies: Varies = "yearly"
    expected: float | None = None
    setting: Setting = field(default_factory=Setting)

    def setting_for(self, parameter: str) -> Setting:
        """Return the setting with which a parameter is drawn: the driver's own is shared."""
        if parameter == "elasticity":
            return self.setting
        return replace(self.setting, group=f"driver {self.driver}")

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths, moved with the driver."""
        epsilon = sampler(context, self.name, self.setting)(self.elasticity, "elasticity")
        strength = self.setting.timing.strength(context.years, context)
        beyond = np.zeros_like(values)
        for column in np.flatnonzero(strength):
            year = int(context.years[column]) - self.setting.timing.lag
            beyond[:, column] = strength[column] * self._beyond(year, context)
        scale = 100.0 if in_points(context) else 1.0
        return with_growth(values, epsilon[:, None] * beyond * scale, context)

    def _beyond(self, year: int, context: StepContext) -> FloatArray:
        """Return the driver's log growth in ``year`` less what was expected (n_paths,)."""
        setting = self.setting_for("growth")
        spread = sampler(context, self.name, setting)(self.spread, "spread") / 100.0
        shock = np.zeros(context.draw.n_paths)
        if np.any(spread):
            luck = keyed_uniform(context, step=self.name, parameter="shock", setting=setting,
                                 year=year)
            shock = spread * ndtri(luck)
        if self.growth is None:
            return self._on_path(year, context) + shock
        drawn = sample(self.growth, context, step=self.name, parameter="growth", setting=setting,
                       year=year if self.varies == "yearly" else None)
        expected = self.growth.mean if self.expected is None else self.expected
        return np.asarray(_log_growth(drawn) - _log_growth(np.array([expected])) + shock)

    def _on_path(self, year: int, context: StepContext) -> float:
        """Return the path's log growth in ``year`` less what was expected; 0 where it is silent."""
        if self.expected is None:
            return 0.0
        known = sorted((absolute(y, context.as_of), v) for y, v in self.path)
        years = np.array([y for y, _ in known], dtype=np.float64)
        if not years[0] < year <= years[-1]:
            return 0.0
        logs = np.log([v for _, v in known])
        before, now = np.interp([year - 1, year], years, logs)
        return float(now - before - _log_growth(np.array([self.expected]))[0])


def _log_growth(percent: FloatArray) -> FloatArray:
    return np.log1p(np.maximum(percent, _LOWEST_GROWTH) / 100.0)


SPEC = StepSpec(
    "elasticity",
    Message("steps.follows_driver_series_for_every"),
    (
        Parameter("driver", "text", Message("steps.name_driver_same_name_same")),
        Parameter("elasticity", "law", Message("steps.elasticity_changes_nothing")),
        Parameter("growth", "law", Message("steps.driver_growth_percent_year"), False,
                  low=_LOWEST_GROWTH, high=FASTEST, one_of="driver", mean_for="expected"),
        Parameter("path", "milestones", Message("steps.driver_levels_year_value"),
                  False, low=1e-12, one_of="driver"),
        Parameter("spread", "law", Message("steps.standard_deviation_yearly_shocks_percentage"),
                  False, low=0.0, high=FASTEST, default=0.0),
        Parameter("varies", "choice", Message("steps.yearly_growth_drawn_anew_every"), False,
                  choices=("yearly", "once"), default="yearly"),
        Parameter("expected", "number", Message("steps.growth_driver_that_forecast_takes"),
                  False, low=_LOWEST_GROWTH, high=FASTEST),
    ),
    lambda p, s: Elasticity(
        p.words["driver"], p.laws["elasticity"], p.laws.get("growth"), p.milestones,
        p.laws["spread"], cast(Varies, p.words["varies"]), p.numbers.get("expected"), s),
    rest={"driver": "driver", "elasticity": 0, "growth": 0},
)
