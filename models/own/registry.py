"""All own-history models, in one explicit tuple. statsmodels loads only when a model fits."""

from __future__ import annotations

from models.own.arima import Arima
from models.own.base import Model
from models.own.bass import Bass
from models.own.damped_drift import DampedDrift
from models.own.damped_holt import DampedHolt
from models.own.drift import Drift
from models.own.ets import Ets
from models.own.gompertz import Gompertz
from models.own.holt import Holt
from models.own.local_trend import LocalTrend
from models.own.logistic import Logistic
from models.own.no_change import NoChange
from models.own.ses import Ses
from models.own.theta import Theta
from models.own.trend import Trend
from models.spread import WEAK, Spread


def models_with(spread: Spread = WEAK, *, log_ceiling: float | None = None) -> tuple[Model, ...]:
    """Return every model with this prior on its spread and, for growth curves, this ceiling."""
    return (
        Drift(spread),
        DampedDrift(spread),
        Trend(spread),
        Ses(spread),
        Holt(spread),
        DampedHolt(spread),
        Theta(spread),
        Ets(spread),
        Arima(spread),
        LocalTrend(spread),
        Logistic(spread, log_ceiling),
        Gompertz(spread, log_ceiling),
        Bass(spread, log_ceiling),
        NoChange(spread),
    )


MODELS: tuple[Model, ...] = models_with()

BESIDE: tuple[str, ...] = ("gm11",)
"""Reported beside the law and never weighted in it."""


def admitted(
    names: tuple[str, ...], spread: Spread = WEAK, *, log_ceiling: float | None = None
) -> tuple[Model, ...]:
    """Return the models of a rung, in the rung's order. Raises ``KeyError`` on an unknown name."""
    by_name = {model.name: model for model in models_with(spread, log_ceiling=log_ceiling)}
    return tuple(by_name[name] for name in names)
