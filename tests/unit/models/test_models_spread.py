from __future__ import annotations

import numpy as np
import pytest

from models.spread import MOST_DF, WEAK, Spread, pooled


@pytest.mark.parametrize(("sd", "df"), [(0.2, 4.0), (0.05, 10.0)])
def test_pooling_finds_the_prior_the_variances_came_from(sd: float, df: float) -> None:
    rng = np.random.default_rng(8)
    series = 20_000
    d = rng.integers(1, 9, series).astype(float)
    sigma2 = sd**2 * df / rng.chisquare(df, series)
    found = pooled(sigma2 * rng.chisquare(d) / d, d)
    assert found.sd == pytest.approx(sd, rel=0.03)
    assert found.df == pytest.approx(df, rel=0.2)


def test_equal_spreads_are_trusted_and_few_series_are_not() -> None:
    rng = np.random.default_rng(9)
    d = np.full(300, 4.0)
    same = 0.01 * rng.chisquare(d) / d
    assert pooled(same, d).df > 20
    assert pooled(same, d).df <= MOST_DF
    assert pooled(same[:9], d[:9]) == WEAK
    assert pooled(np.zeros(50), np.ones(50)) == WEAK


@pytest.mark.parametrize(("sd", "df"), [(0.0, 3.0), (-1.0, 3.0), (0.1, -1.0), (float("nan"), 1.0)])
def test_impossible_priors_are_errors(sd: float, df: float) -> None:
    with pytest.raises(ValueError, match="spread needs"):
        Spread(sd, df)
