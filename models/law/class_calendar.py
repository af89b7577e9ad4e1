"""The growth all series of a class share in a year, and what is known of it in years to come."""

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray

# Chosen on earlier origins of the provincial series and of M1 + M3 (docs/method/calibration.md).
PRIOR_GROWTH = 0.04  # long-run log growth of an unknown class, a year
PRIOR_YEARS = 6.0  # calendar years that prior is worth
PRIOR_SHOCK, PRIOR_SHOCK_SPREAD = 0.08, 0.7  # median and log sd of the yearly common shock
PERSISTENCE = 0.7  # of the common growth rate from year to year
RECENT = 0.7  # weight of a year's common growth against the next year's, when reading the latest
FORGET = 0.95  # the same for the class's long-run mean
_WINSOR = 0.04


@dataclass(frozen=True, slots=True)
class Calendar:
    """Common log growth per year of the class and the law of the years after the last."""

    years: IntArray  # (T,)
    path: FloatArray  # (T,) cumulative common growth, zero in the first year
    mean: float  # long-run growth a year as seen in the class
    anchor: float  # the same, shrunk to the prior: where growth returns to
    latest: float  # recent common growth
    latest_years: float  # effective calendar years behind `latest`
    shock: float  # variance of a year's common growth
    effective_years: float

    def at(self, years: IntArray) -> FloatArray:
        """Cumulative common growth at any years: expected after the last, mean before the first."""
        first, last = int(self.years[0]), int(self.years[-1])
        inside = self.path[np.clip(years - first, 0, len(self.path) - 1)]
        ahead = np.maximum(years - last, 0)
        fade = PERSISTENCE * (1 - PERSISTENCE**ahead) / (1 - PERSISTENCE)
        later = ahead * self.anchor + (self.latest - self.anchor) * fade
        return np.asarray(inside + later + np.minimum(years - first, 0) * self.mean, dtype=float)

    def variance(self, steps: IntArray) -> FloatArray:
        """Variance of the common growth summed over the next `steps` unknown years.

        Innovations of an AR(1) growth rate, plus not knowing today's rate, plus not knowing the
        long-run mean from few calendar years.
        """
        h = int(steps.max(initial=0))
        response = np.cumsum(PERSISTENCE ** np.arange(h))
        innovation = np.concatenate([[0.0], np.cumsum(response**2)]) * (1 - PERSISTENCE**2)
        fade = np.concatenate([[0.0], np.cumsum(PERSISTENCE ** np.arange(1, h + 1))])
        at = np.arange(h + 1)
        total = (
            innovation
            + fade**2 / self.latest_years
            + (at - fade) ** 2 / max(self.effective_years, 1.0)
        )
        return np.asarray(self.shock * total[np.maximum(steps, 0)], dtype=float)


def fit_calendar(logs: FloatArray, years: IntArray, *, weight: FloatArray) -> Calendar:
    """Fit the common calendar of a class: `logs` (series, T), `weight` (series,)."""
    growth = np.diff(logs, axis=1)
    here = np.isfinite(growth)
    count = (here * weight[:, None]).sum(axis=0)
    if here.sum() < 3:
        return Calendar(
            years=years,
            path=PRIOR_GROWTH * np.arange(len(years), dtype=np.float64),
            mean=PRIOR_GROWTH,
            anchor=PRIOR_GROWTH,
            latest=PRIOR_GROWTH,
            latest_years=1.0,
            shock=PRIOR_SHOCK**2,
            effective_years=0.0,
        )
    low, high = np.quantile(growth[here], [_WINSOR, 1 - _WINSOR])
    clipped = np.where(here, np.clip(growth, low, high), 0.0)
    raw = (clipped * weight[:, None]).sum(axis=0) / np.maximum(count, 1e-9)
    # doubled: a class's series are not independent within a year
    noise = 2 * clipped[here].var() / np.maximum(count, 1e-9)
    age = np.arange(len(raw))[::-1]
    share = count * FORGET**age
    mean = float((share * raw).sum() / share.sum())
    effective = float(count.sum() ** 2 / (count**2).sum())
    shrink, shock = _shock(raw, noise, count, mean=mean, effective=effective)
    for _ in range(3):
        precision = np.where(count > 0, FORGET**age / (noise + shrink + 1e-6), 0.0)
        mean = float((precision * raw).sum() / precision.sum())
    common = np.where(count > 0, mean + (raw - mean) * shrink / (shrink + noise + 1e-9), mean)
    recent = RECENT**age
    latest_years = float(recent.sum() ** 2 / (recent**2).sum())
    share = recent * count / (recent * count).sum()
    seen = float((share * raw).sum())
    spread = float((share**2 * np.where(count > 0, noise, 0.0)).sum())
    trust = shock / latest_years / (shock / latest_years + spread)
    anchor = (effective * mean + PRIOR_YEARS * PRIOR_GROWTH) / (effective + PRIOR_YEARS)
    return Calendar(
        years=years,
        path=np.concatenate([np.zeros(1), np.cumsum(common)]).astype(np.float64),
        mean=mean,
        anchor=anchor,
        latest=mean + trust * (seen - mean),
        latest_years=latest_years,
        shock=shock,
        effective_years=effective,
    )


def _shock(
    raw: FloatArray, noise: FloatArray, count: FloatArray, *, mean: float, effective: float
) -> tuple[float, float]:
    """Variance of the common shock: as seen (for removing it) and with its prior (for the future).

    The prior matters because a class of eight years has seen eight shocks, however many series.
    """
    square = (
        float((count * (raw - mean) ** 2).sum() / count.sum()) * effective / max(effective - 1, 1.0)
    )
    error = float((count * np.where(count > 0, noise, 0.0)).sum() / count.sum())
    seen = float(
        (count * ((raw - mean) ** 2 - np.where(count > 0, noise, 0.0))).sum() / count.sum()
    )
    seen *= effective / max(effective - 1, 1.0)
    grid = np.exp(np.linspace(np.log(0.004), np.log(0.5), 40))
    likelihood = -0.5 * (effective - 1) * (np.log(grid**2 + error) + square / (grid**2 + error))
    prior = -0.5 * (np.log(grid / PRIOR_SHOCK) / PRIOR_SHOCK_SPREAD) ** 2
    weight = np.exp(likelihood + prior - (likelihood + prior).max())
    return max(seen, 0.0), float((weight * grid**2).sum() / weight.sum())
