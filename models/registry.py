"""All own-history models, in one explicit tuple. statsmodels loads only when a model fits."""

from __future__ import annotations

from models.arima import Arima
from models.base import Model
from models.bass import Bass
from models.damped_drift import DampedDrift
from models.damped_holt import DampedHolt
from models.drift import Drift
from models.ets import Ets
from models.gompertz import Gompertz
from models.holt import Holt
from models.local_trend import LocalTrend
from models.logistic import Logistic
from models.no_change import NoChange
from models.ses import Ses
from models.spread import WEAK, Spread
from models.theta import Theta
from models.trend import Trend


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
