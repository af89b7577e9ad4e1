from __future__ import annotations

import numpy as np
import pytest

from forecast.two_piece import TwoPiece, from_inverse_skew, from_skew
from tests.oracle_data import tree

ORACLE = tree("two_piece.yaml")


def check(law: TwoPiece, row: dict[str, object]) -> None:
    for name in ("sigma1", "sigma2", "mean", "median"):
        if name in row:
            assert getattr(law, name) == pytest.approx(row[name], abs=6e-7), name
    for level, value in row["quantiles"]:  # type: ignore[attr-defined]
        assert float(law.quantile(level)) == pytest.approx(value, abs=6e-7)


@pytest.mark.parametrize("row", ORACLE["inverse_skew"], ids=lambda r: r["name"])
def test_from_inverse_skew(row: dict[str, float]) -> None:
    law = from_inverse_skew(row["mode"], row["sigma"], gamma=row["gamma"])
    check(law, row)
    if "pdf_at_mode" in row:
        assert float(law.pdf(law.mode)) == pytest.approx(row["pdf_at_mode"], abs=6e-8)
        assert float(law.cdf(law.mode)) == pytest.approx(row["cdf_at_mode"], abs=1e-12)


@pytest.mark.parametrize("row", ORACLE["skew"], ids=lambda r: r["name"])
def test_from_skew(row: dict[str, object]) -> None:
    law = from_skew(row["mode"], row["sigma"], skew=row["skew"])  # type: ignore[arg-type]
    check(law, row)
    if "cdf" in row:
        at, value = row["cdf"]  # type: ignore[misc]
        assert float(law.cdf(at)) == pytest.approx(value, abs=6e-7)


def test_density_integrates_to_the_distribution() -> None:
    law = TwoPiece(1.0, 0.5, 2.0)
    x = np.linspace(-2, 8, 20_001)
    area = np.concatenate([[0], np.cumsum((law.pdf(x)[1:] + law.pdf(x)[:-1]) / 2 * np.diff(x))])
    assert np.abs(law.cdf(x) - law.cdf(x[0]) - area).max() < 1e-6


def test_no_skew_is_the_normal_law_and_nonsense_is_refused() -> None:
    assert from_skew(0.0, 2.0, skew=0.0) == TwoPiece(0.0, 2.0, 2.0)
    with pytest.raises(ValueError, match="positive"):
        TwoPiece(0.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="between"):
        from_inverse_skew(0.0, 1.0, gamma=1.0)
