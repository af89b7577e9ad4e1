"""Which models may speak at which number of observations; never an error for "too short"."""

from __future__ import annotations

from dataclasses import dataclass

from data.words import Text


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: from ``fewest`` observations on, these own-history models are admitted.

    ``own_history`` is False where only the reference class may speak, ``assessable`` False where
    nothing may.
    """

    name: str
    fewest: int
    models: tuple[str, ...]
    text: Text
    assessable: bool = True

    @property
    def own_history(self) -> bool:
        """Whether the series' own history enters the law."""
        return bool(self.models)

    def reason(self, n: int) -> Text:
        """Say why this rung was chosen for ``n`` observations."""
        return Text(
            f"历史数据{n}个：{self.text.zh}",
            f"{n} observation{'' if n == 1 else 's'}: {self.text.en}",
        )


FULL = (
    "drift", "damped_drift", "trend", "ses", "holt", "damped_holt", "theta", "ets", "arima",
    "local_trend", "logistic", "gompertz", "bass", "no_change",
)

RUNGS = (
    Rung("full", 12, FULL, Text("全部模型可用", "long enough for every model")),
    Rung("medium", 8, ("drift", "damped_holt", "theta", "ets"), Text(
        "可用漂移、阻尼趋势、Theta和指数平滑；不足以估计自相关或上限",
        "smoothing and drift; too few to estimate autocorrelation or a ceiling",
    )),
    Rung("short", 5, ("drift", "theta", "damped_drift"), Text(
        "仅可用漂移、Theta和阻尼漂移；不足以估计平滑参数",
        "drift and Theta; too few to estimate smoothing parameters",
    )),
    Rung("pooled", 2, ("drift",), Text(
        "仅可用漂移模型，波动幅度借用先验",
        "drift alone, its spread pooled with a prior",
    )),
    Rung("class", 1, (), Text(
        "仅有一个数据点，增长只能来自参照类",
        "a single point has no growth of its own; the reference class alone",
    )),
    Rung("none", 0, (), Text("没有历史数据", "no history"), assessable=False),
)
"""Longest first (methods of the project, the ladder; starting values)."""


def ladder(n: int) -> Rung:
    """Return the rung for a history of ``n`` observations. Raises ``ValueError`` below 0."""
    for rung in RUNGS:
        if n >= rung.fewest:
            return rung
    raise ValueError(f"a history cannot have {n} observations")
