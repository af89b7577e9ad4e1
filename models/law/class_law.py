"""The law of one offset pattern, learned from the class's windows with the same pattern.

Excess growth over h years is location + scale x residual. Location and log scale are ridge
regressions on window features, pooled over horizons (a coefficient and its slope in log h), fitted
first on windows of all lengths and then, shrunk towards that, on windows of the pattern itself.
Residual quantiles are empirical; boosted trees correct what the two regressions miss.
"""

from dataclasses import dataclass, replace

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.special import ndtri, stdtrit
from models.law.boosting import KNOT_ODDS, KNOTS, Boost, fit_boost, unmapped
from models.law.marginals import LEVELS, logit
from models.law.windows import COLUMN, Windows, location_design, scale_design

RIDGE = 30.0  # windows of "no effect" mixed into the pooled fit
RIDGE_PATTERN = 400.0  # windows of the pooled fit mixed into a pattern's own
HUBER = 2.5  # residuals beyond this many robust deviations count less
FLOOR = 0.003  # smallest residual a year (a constant series teaches no certainty)
NEAR = 0.15  # how fast windows of another horizon lose weight, in log horizon
MIN_RESIDUALS, MIN_BOOST, MAX_BOOST = 50.0, 200, 10_000
BOOST_STRENGTH = 0.15  # effective windows per series and calendar year: windows overlap
PRIOR_FREEDOM = 4.0
_PADDED = 12  # knots of a leaf in the compiled kernel
# a linear pool is wider than its parts: earlier origins held 83-85 % where 80 % was said
SHARPEN = 0.93


@dataclass(frozen=True, slots=True)
class Training:
    """Windows of one pattern (or of all pooled lengths) with their features and weights."""

    windows: Windows
    features: FloatArray  # (windows, features)
    weight: FloatArray  # (windows,)


@dataclass(frozen=True, slots=True)
class PatternLaw:
    """Fitted arrays of one pattern; `location` (2p,), `scale` (2q,): coefficients, log-h slopes."""

    location: FloatArray
    scale: FloatArray
    bounds: FloatArray  # (2, p) range of the regressors in the class: never extrapolated
    residual: FloatArray  # (H, K) quantiles at LEVELS
    boost: Boost | None
    windows: FloatArray  # (H,) windows with a known outcome
    years: FloatArray  # (H,) calendar years those windows end in
    own_share: float  # share of weight from the family asked for
    rung: str  # "pattern", "pooled" or "prior"

    def base(self, features: FloatArray, horizon: int) -> tuple[FloatArray, FloatArray]:
        """Location and scale (series, horizon) of excess log growth, before the trees."""
        steps = np.arange(1, horizon + 1)
        x = _regressors(features, location_design(features), self.bounds)
        return (
            _location(self.location, features, x, steps),
            _scale(self.scale, scale_design(features), steps),
        )

    def numbers(self, horizon: int) -> dict[str, float | FloatArray]:
        """Return the law for the compiled kernel: fields of ``models.law.kernel.LawOf``."""
        at = np.minimum(np.arange(horizon), len(self.residual) - 1)
        none = np.zeros(1)
        trees: dict[str, float | FloatArray] = {
            "trees": 0, "feature": none, "threshold": none, "leaf": none, "knots": KNOT_ODDS}
        if self.boost is not None:
            leaf = np.zeros((*self.boost.leaf.shape[:2], _PADDED))
            leaf[..., : len(KNOTS)] = self.boost.leaf
            trees |= {"trees": len(leaf), "feature": self.boost.feature.astype(np.float64),
                      "threshold": self.boost.threshold, "leaf": leaf}
        return {"location": self.location, "scale": self.scale, "bounds": self.bounds,
                "residual": self.residual[at], **trees}

    def residuals(
        self, features: FloatArray, loc: FloatArray, scale: FloatArray, steps: IntArray
    ) -> FloatArray:
        """Quantiles (series, steps, K) at LEVELS of the standardised residuals.

        `loc` and `scale` (series, steps) are those of `base`, `steps` the years ahead.
        """
        n, at = len(features), np.minimum(steps, len(self.residual)) - 1
        if self.boost is None:
            return np.tile(self.residual[at], (n, 1, 1))
        rows = np.repeat(features, len(steps), axis=0)
        seen = tree_features(rows, loc.ravel(), scale.ravel(), np.tile(steps, n))
        shift = self.boost.shift(seen) * rows[:, COLUMN["free"], None]
        # interpolated in log odds: levels beyond the grid follow the outermost segment
        grid = logit(LEVELS)
        odds = unmapped(shift, grid).reshape(n, len(steps), len(LEVELS))
        out = np.empty_like(odds)
        below, above = np.minimum(odds - grid[0], 0), np.maximum(odds - grid[-1], 0)
        for j, quantiles in enumerate(self.residual[at]):
            low = (quantiles[2] - quantiles[0]) / (grid[2] - grid[0])
            high = (quantiles[-1] - quantiles[-3]) / (grid[-1] - grid[-3])
            inside = np.interp(odds[:, j], grid, quantiles)
            out[:, j] = inside + low * below[:, j] + high * above[:, j]
        return out


def prior_law(horizon: int) -> PatternLaw:
    """What is believed of a class of which nothing is known: fat tails, some persistence."""
    p, q = (len(f(np.zeros((1, len(COLUMN))) + 1)[0]) for f in (location_design, scale_design))
    t = stdtrit(PRIOR_FREEDOM, LEVELS)
    return PatternLaw(
        location=np.zeros(2 * p),
        bounds=np.array([[-np.inf], [np.inf]]) * np.ones(p),
        scale=_prior_scale(q),
        boost=None,
        residual=np.tile(t, (horizon, 1)),
        windows=np.zeros(horizon),
        years=np.zeros(horizon),
        own_share=0.0,
        rung="prior",
    )


def _prior_scale(q: int) -> FloatArray:
    out = np.zeros(2 * q)
    out[2] = 1.0  # the column of `spread` in scale_design
    out[0] = -1.9  # exp(-1.9) is about the class spread of most yearly collections
    return out


def fit_pattern(
    data: Training,
    *,
    horizon: int,
    prior: PatternLaw,
    pooled: bool = False,
    boost_windows: float = 0.0,
    own: BoolArray | None = None,
) -> PatternLaw:
    """Fit one pattern, shrunk towards `prior`; `boost_windows` > 0 adds trees of that strength."""
    outcome, weight = data.windows.outcome, data.weight
    finite = np.isfinite(outcome)
    if finite.sum() < 5:  # the prior speaks, but on the few windows of this very pattern
        seen = np.array([len(np.unique(data.windows.anchor[f])) for f in finite.T], dtype=float)
        return replace(prior, windows=finite.sum(axis=0).astype(float), years=seen)
    steps = np.arange(1, horizon + 1)
    design, z = location_design(data.features), scale_design(data.features)
    bounds = np.quantile(design, (0.01, 0.99), axis=0)
    x = _regressors(data.features, design, bounds)
    spread = data.features[:, COLUMN["scale"]]
    robust = np.ones_like(outcome)
    penalty = RIDGE if pooled else RIDGE_PATTERN
    yearly = outcome / steps - data.features[:, COLUMN["steady"], None]
    location = prior.location
    loc = np.zeros_like(outcome)
    for _ in range(3):
        w = (weight * spread.mean() / spread)[:, None] * robust * np.sqrt(steps)
        location = _ridge(x, yearly, w, steps, prior.location, penalty)
        loc = _location(location, data.features, x, steps)
        standard = np.abs(outcome - loc) / (spread[:, None] * np.sqrt(steps))
        limit = HUBER * (np.nanmedian(standard) / 0.6745 + 1e-9)
        robust = limit / np.maximum(np.where(finite, standard, 0.0), limit)
    size = np.log(np.maximum(np.abs(outcome - loc), FLOOR * np.sqrt(steps))) - 0.5 * np.log(steps)
    scale = _ridge(z, size, np.tile(weight[:, None], horizon), steps, prior.scale, penalty)
    sd = _scale(scale, z, steps)
    standard = SHARPEN * (outcome - loc) / sd
    residual = _residual_quantiles(standard, weight, prior)
    years = np.array([len(np.unique(data.windows.anchor[finite[:, j]])) for j in range(horizon)])
    boost = None
    if boost_windows > 0 and finite.sum() >= MIN_BOOST:
        boost = _trees(data, loc, sd, standard, residual, boost_windows)
    share = float(weight[own].sum() / weight.sum()) if own is not None else 1.0
    return PatternLaw(
        location=location,
        scale=scale,
        bounds=bounds,
        residual=residual,
        boost=boost,
        windows=finite.sum(axis=0).astype(float),
        years=years.astype(float),
        own_share=share,
        rung="pooled" if pooled else "pattern",
    )


def _dot(x: FloatArray, beta: FloatArray) -> FloatArray:
    """x @ beta as a column, summed row by row: the same bits for any size of the batch."""
    return np.asarray((x * beta).sum(axis=1, keepdims=True), dtype=float)


def _basis(steps: IntArray) -> FloatArray:
    return np.asarray(np.log(steps / 2.0), dtype=float)


def _regressors(features: FloatArray, design: FloatArray, bounds: FloatArray) -> FloatArray:
    inside = np.clip(design, bounds[0], bounds[1])
    return np.asarray(inside * features[:, COLUMN["free"], None], dtype=float)


def _location(
    beta: FloatArray, features: FloatArray, x: FloatArray, steps: IntArray
) -> FloatArray:
    p = x.shape[1]
    yearly = (
        features[:, COLUMN["steady"], None] + _dot(x, beta[:p]) + _dot(x, beta[p:]) * _basis(steps)
    )
    return np.asarray(yearly * steps, dtype=float)


def _scale(gamma: FloatArray, z: FloatArray, steps: IntArray) -> FloatArray:
    q = z.shape[1]
    log = _dot(z, gamma[:q]) + _dot(z, gamma[q:]) * _basis(steps) + 0.5 * np.log(steps)
    # beyond these no class of yearly series has been seen; keeps a wild feature from overflowing
    return np.asarray(SHARPEN * np.exp(np.clip(log, -7.0, 3.0)), dtype=float)


def _ridge(
    x: FloatArray, y: FloatArray, w: FloatArray, steps: IntArray, prior: FloatArray, penalty: float
) -> FloatArray:
    """Weighted ridge towards `prior` over all horizons at once: coefficients and log-h slopes."""
    p = x.shape[1]
    gram, moment = np.zeros((2 * p, 2 * p)), np.zeros(2 * p)
    for j, u in enumerate(_basis(steps)):
        ok = np.isfinite(y[:, j])
        if not ok.any():
            continue
        known = x[ok]
        xw = known * w[ok, j][:, None]
        g, m = xw.T @ known, xw.T @ y[ok, j]
        gram += np.kron(np.array([[1.0, u], [u, u * u]]), g)
        moment += np.concatenate([m, u * m])
    # the penalty is in windows, whatever the units of a regressor
    size = np.maximum(np.diag(gram) / max(gram[0, 0], 1e-9), 1e-3) * penalty
    if penalty == RIDGE:
        size[0] = 1e-3  # the class's own mean is not shrunk
    return np.asarray(np.linalg.solve(gram + np.diag(size), moment + size * prior), dtype=float)


def _residual_quantiles(z: FloatArray, weight: FloatArray, prior: PatternLaw) -> FloatArray:
    """Weighted quantiles (H, K) of residuals (windows, H), borrowing from horizons close by."""
    steps = np.arange(1, z.shape[1] + 1)
    near = np.exp(-np.abs(np.log(steps / steps[:, None])) / NEAR)
    known = np.isfinite(z)
    row, column = np.nonzero(known & (weight[:, None] > 0))
    order = np.argsort(z[row, column], kind="stable")
    row, column = row[order], column[order]
    values, shape = z[row, column], stdtrit(PRIOR_FREEDOM, LEVELS)
    out = np.empty((len(steps), len(LEVELS)))
    for j, close in enumerate(near):
        total = np.where(known, weight[:, None] * close, 0.0).sum()
        if total < MIN_RESIDUALS and prior.rung != "prior":
            out[j] = prior.residual[j]
            continue
        w = weight[row] * close[column]
        mass = np.cumsum(w)
        empirical = np.interp(LEVELS, (mass - 0.5 * w) / mass[-1], values)
        # a dozen windows know the middle, not the tails: shape from Student's t until they do
        trust = mass[-1] / (mass[-1] + 20.0)
        middle = np.interp(0.5, LEVELS, empirical)
        wide = (empirical[-7] - empirical[6]) / (2 * ndtri(LEVELS[-7]))
        out[j] = trust * empirical + (1 - trust) * (middle + wide * shape)
    return out


def tree_features(f: FloatArray, loc: FloatArray, scale: FloatArray, h: IntArray) -> FloatArray:
    """What the trees see: the window's features, the base law, the horizon, and ratios."""
    own = f[:, COLUMN["scale"]]
    columns = np.column_stack(
        (
            np.delete(f, [COLUMN["scale"], COLUMN["span"]], axis=1),
            h,
            loc / h,
            np.log(scale / np.sqrt(h)),
            *(f[:, COLUMN[k]] / own for k in ("drift", "last", "position")),
        )
    )
    return np.asarray(columns, dtype=float)


def _trees(
    data: Training,
    loc: FloatArray,
    sd: FloatArray,
    z: FloatArray,
    residual: FloatArray,
    effective: float,
) -> Boost:
    row, column = np.nonzero(np.isfinite(z))
    weight = data.weight[row]
    if len(row) > MAX_BOOST:
        # a fixed draw in proportion to weight; rows stand in an order set by content
        keep = np.random.default_rng(1).random(len(row)) < MAX_BOOST * weight / weight.sum()
        row, column, weight = row[keep], column[keep], np.ones(int(keep.sum()))
    u = np.empty(len(row))
    for j in range(z.shape[1]):
        here = column == j
        u[here] = np.interp(z[row[here], j], residual[j], LEVELS)
    x = tree_features(data.features[row], loc[row, column], sd[row, column], column + 1)
    weight = weight / weight.mean() * min(1.0, effective / len(row))
    return fit_boost(x, u, weight=weight)
