"""Write ``../scoringrules.json``: scores of scoringrules for the forecasts in it.

scoringrules is no dependency of the project: run this where `pip install scoringrules` has been
done. The law behind quantiles is the project's: linear between the levels, constant beyond them;
scoringrules is given it as MEMBERS equally likely values.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scoringrules as sr
from scipy.stats import norm

MEMBERS = 20_000
LEVELS = [0.01, 0.025, *np.round(np.arange(0.05, 0.96, 0.05), 2).tolist(), 0.975, 0.99]


def events(rng: np.random.Generator) -> list[dict[str, float]]:
    """Return probabilities of events with their Brier and log scores."""
    chances = [0.001, 0.999, 0.5, *np.round(rng.uniform(0.002, 0.998, 17), 6).tolist()]
    return [{"p": p, "met": o, "brier": float(sr.brier_score(o, p)),
             "log": float(sr.log_score(o, p))} for p in chances for o in (0, 1)]


def quantiles(rng: np.random.Generator) -> list[dict[str, object]]:
    """Return quantiles with the CRPS of their law, and twice the mean pinball loss."""
    out = []
    middles = (np.arange(MEMBERS) + 0.5) / MEMBERS
    for i in range(12):
        q = np.sort(np.round(rng.lognormal(5, 0.3, len(LEVELS)), 4))
        if i % 4 == 3:  # quantiles that coincide, as those of counts do
            q = np.round(q, -1)
        y = float(np.round([q[len(q) // 2] + 0.5, q[0] - 20, q[-1] + 30, q[5]][i % 4], 4))
        members = np.interp(middles, LEVELS, q)
        out.append({"q": q.tolist(), "y": y, "crps": float(sr.crps_ensemble(y, members)),
                    "mean pinball": float(sr.crps_quantile(y, q, np.array(LEVELS)))})
    return out


def samples(rng: np.random.Generator) -> list[dict[str, object]]:
    """Return equally likely values with the CRPS of their empirical distribution."""
    out = []
    for m in (2, 5, 30):
        x = np.sort(np.round(rng.normal(10, 2, m), 6))
        for y in (9.5, 3.0, float(x[0])):
            out.append({"x": x.tolist(), "y": y,
                        "crps": float(sr.crps_ensemble(y, x, estimator="nrg"))})
    return out


def normals() -> list[dict[str, float]]:
    """Return normal laws with the closed form of their CRPS, and what 23 quantiles make of it."""
    out = []
    for y in (0.0, 0.7, -1.5, 2.5):
        q = norm.ppf(LEVELS)
        out.append({"y": y, "crps": float(sr.crps_normal(y, 0.0, 1.0)),
                    "mean pinball": float(sr.crps_quantile(y, q, np.array(LEVELS)))})
    return out


def main() -> None:
    """Write the file beside this folder."""
    rng = np.random.default_rng(16)
    out = {"made by": f"scoringrules {version('scoringrules')}", "levels": LEVELS,
           "events": events(rng), "quantiles": quantiles(rng), "samples": samples(rng),
           "normals": normals()}
    path = Path(__file__).resolve().parents[1] / "scoringrules.json"
    path.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
