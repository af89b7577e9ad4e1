"""Random draws with a leading series axis, from one generator or from one per series."""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from models.own.base import Rng


def normals(rng: Rng, shape: tuple[int, ...]) -> FloatArray:
    """Draw standard normals of ``shape``; axis 0 is the series."""
    if isinstance(rng, np.random.Generator):
        return rng.standard_normal(shape)
    out = np.empty(shape)
    for row, generator in zip(out, rng, strict=True):
        row[...] = generator.standard_normal(shape[1:])
    return out


def uniforms(rng: Rng, shape: tuple[int, ...]) -> FloatArray:
    """Draw uniforms on [0, 1) of ``shape``; axis 0 is the series."""
    if isinstance(rng, np.random.Generator):
        return rng.random(shape)
    out = np.empty(shape)
    for row, generator in zip(out, rng, strict=True):
        row[...] = generator.random(shape[1:])
    return out


def sigmas(rng: Rng, rate: FloatArray, df: FloatArray, n_paths: int) -> FloatArray:
    """Draw standard deviations (series, n_paths) from scaled inverse chi-square laws.

    sigma**2 = rate / chi2(df), with ``rate`` and ``df`` of shape (series, n_paths) or (series, 1).
    """
    df = np.broadcast_to(df, (len(df), n_paths))
    if isinstance(rng, np.random.Generator):
        return np.sqrt(rate / rng.chisquare(df))
    chi2 = np.empty(df.shape)
    for row, generator, d in zip(chi2, rng, df, strict=True):
        row[...] = generator.chisquare(d)
    return np.sqrt(rate / chi2)
