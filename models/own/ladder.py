"""Which models may speak at which number of observations; never an error for "too short"."""

from __future__ import annotations

from dataclasses import dataclass

from data.messages.message import Message
from data.words import Wording


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: from ``fewest`` observations on, these own-history models are admitted.

    ``own_history`` is False where only the reference class may speak, ``assessable`` False where
    nothing may.
    """

    name: str
    fewest: int
    models: tuple[str, ...]
    text: Wording
    assessable: bool = True

    @property
    def own_history(self) -> bool:
        """Whether the series' own history enters the law."""
        return bool(self.models)

    def reason(self, n: int) -> Wording:
        """Say why this rung was chosen for ``n`` observations."""
        return Message("models.observation_observations", n=n, why=self.text)


FULL = (
    "drift", "damped_drift", "trend", "ses", "holt", "damped_holt", "theta", "ets", "arima",
    "local_trend", "logistic", "gompertz", "bass", "no_change",
)

RUNGS = (
    Rung("full", 12, FULL, Message("models.long_enough_for_every_model")),
    Rung("medium", 8, ("drift", "damped_holt", "theta", "ets"),
         Message("models.smoothing_drift_too_few_estimate")),
    Rung("short", 5, ("drift", "theta", "damped_drift"),
         Message("models.drift_theta_too_few_estimate")),
    Rung("pooled", 2, ("drift",), Message("models.drift_alone_its_spread_pooled")),
    Rung("class", 1, (), Message("models.single_point_has_no_growth")),
    Rung("none", 0, (), Message("models.no_history"), assessable=False),
)
"""Longest first (methods of the project, the ladder; starting values)."""


def ladder(n: int) -> Rung:
    """Return the rung for a history of ``n`` observations. Raises ``ValueError`` below 0."""
    for rung in RUNGS:
        if n >= rung.fewest:
            return rung
    raise ValueError(f"a history cannot have {n} observations")
