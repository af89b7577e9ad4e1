"""Write ``../series.csv`` and statsforecast's forecasts of them, ``../statsforecast.json``.

statsforecast is no dependency of the project: run this where `pip install statsforecast` has been
done. Standard deviations are half an 80 % interval over the normal quantile, as it computes them.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy.stats import norm
from statsforecast.models import ARIMA, AutoETS, AutoTheta, Naive, RandomWalkWithDrift

HORIZON = 6
SEEDS = {10: 11, 12: 12, 16: 13, 24: 14, 40: 15}  # by length


def series(n: int, seed: int) -> np.ndarray:
    """Logarithms of a yearly figure: growth around 8 %, measured with error."""
    rng = np.random.default_rng(seed)
    return np.round(5 + np.cumsum(rng.normal(0.08, 0.12, n)) + rng.normal(0, 0.05, n), 6)


def forecast(model: object, y: np.ndarray) -> dict[str, list[float]]:
    """Return means and standard deviations, HORIZON of each."""
    found = model.forecast(y, h=HORIZON, level=[80])
    low, high = (np.asarray(found[f"{side}-80"], float) for side in ("lo", "hi"))
    sd = (high - low) / 2 / norm.ppf(0.9)
    return {"mean": np.asarray(found["mean"], float).tolist(), "sd": sd.tolist()}


def smoothing(y: np.ndarray, form: str, damped: bool) -> dict[str, object]:
    """Return forecasts of one additive form with its parameters and one-step variance."""
    model = AutoETS(season_length=1, model=form, damped=damped)
    said = forecast(model, y)
    fitted = model.fit(y).model_
    names = ("alpha", "beta", "gamma", "phi", "level", "slope")  # NaN where the form has none
    par = {k: float(p) for k, p in zip(names, np.ravel(fitted["par"]), strict=False)
           if np.isfinite(p)}
    return said | par | {"sigma2": float(fitted["sigma2"])}


def autoregression(y: np.ndarray) -> dict[str, object]:
    """Return forecasts of ARIMA(1,1,0) with drift.

    Its default: conditional squares first, exact likelihood from there. Started at the likelihood
    (``method="ML"``) its optimiser does not leave ar = 0.
    """
    model = ARIMA(order=(1, 1, 0), include_drift=True)
    said = forecast(model, y)
    fitted = model.fit(y).model_
    return said | {"ar": float(fitted["coef"]["ar1"]), "sigma2": float(fitted["sigma2"]),
                   "drift": float(fitted["coef"]["drift"])}


def theta(y: np.ndarray) -> dict[str, object]:
    """Return the point forecasts of the standard theta method with its alpha."""
    model = AutoTheta(season_length=1, model="STM")
    mean = np.asarray(model.forecast(y, h=HORIZON)["mean"], float)
    fitted = model.fit(y).model_["par"]
    return {"mean": mean.tolist(), "level": float(fitted["initial_smoothed"]),
            "alpha": float(fitted["alpha"])}


def main() -> None:
    """Write the file beside this folder."""
    cases = []
    for n, seed in SEEDS.items():
        y = series(n, seed)
        cases.append({
            "y": y.tolist(), "naive": forecast(Naive(), y),
            "drift": forecast(RandomWalkWithDrift(), y), "ses": smoothing(y, "ANN", False),
            "holt": smoothing(y, "AAN", False), "theta": theta(y), "arima": autoregression(y),
            "auto_ets": forecast(AutoETS(season_length=1, model="ZZN"), y)})
    out = {"made by": f"statsforecast {version('statsforecast')}", "cases": cases}
    folder = Path(__file__).resolve().parents[1]
    rows = [f"{len(case['y'])},{value!r}" for case in cases for value in case["y"]]
    (folder / "series.csv").write_text("\n".join(["years,y", *rows]) + "\n", encoding="utf-8")
    (folder / "statsforecast.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
