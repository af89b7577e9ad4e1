"""Forecast frames as Nixtla's libraries write them: a row a series and year, columns by model.

``unique_id, ds``, then for every model its median under its own name and the edges of central
intervals as ``MODEL-lo-80``, ``MODEL-hi-80``: the quantiles at .1 and .9. A scenario other than the
baseline is a model of its own, ``MODEL/SCENARIO``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from data.errors import PlancastError, problem
from data.exchange.predictive import Quantiles
from data.io.csvout import csv_text
from data.tables.types import unique_id
from data.words import BASELINE

if TYPE_CHECKING:
    import pandas as pd

MODEL = "plancast"
IDS = ("unique_id", "ds")
LONG = ("unique_id", "model", "scenario", "ds", "quantile", "value")
_EDGE = re.compile(r"(?P<model>.+)-(?P<side>lo|hi)-(?P<width>\d+(?:\.\d+)?)")
_NO_FORECAST = frozenset({"y", "cutoff"})  # what their cross-validation adds


def column(model: str, scenario: str, level: float) -> str:
    """Return the column of a quantile: ``plancast-lo-80`` for .1, ``plancast`` for .5.

    Raises ``PlancastError`` (EXCHANGE_NAME) for names that would be read as something else.
    """
    name = model if scenario == BASELINE else f"{model}/{scenario}"
    if meaning(name) != (model, scenario, 0.5):
        raise PlancastError([problem("EXCHANGE_NAME", name=name)])
    if level == 0.5:
        return name
    width = f"{100 * abs(2 * level - 1):.8f}".rstrip("0").rstrip(".")
    return f"{name}-{'lo' if level < 0.5 else 'hi'}-{width}"


def meaning(head: str) -> tuple[str, str, float]:
    """Return model, scenario and level of a column; the inverse of ``column``.

    ``MODEL-median``, as neuralforecast writes it, is the median too.
    """
    edge = _EDGE.fullmatch(head)
    if edge is None:
        name, level = head.removesuffix("-median"), 0.5
    else:
        half = float(edge["width"]) / 200
        name, level = edge["model"], round(0.5 + (half if edge["side"] == "hi" else -half), 10)
    model, _, scenario = name.partition("/")
    return model, scenario or BASELINE, level


def to_nixtla(long: pd.DataFrame, *, model: str = MODEL) -> pd.DataFrame:
    """Turn quantiles in long form into a Nixtla frame; series and years ascend.

    Parameters
    ----------
    long : columns ``unique_id, scenario, ds, quantile, value``, as ``batch`` writes them, and
        ``model`` where there are several.
    model : what the models' columns are called where there is no such column.

    Raises
    ------
    ValueError
        Where a column is missing, or a series' year, scenario and level stand in two rows.
    PlancastError
        EXCHANGE_NAME, as ``column``.
    """
    given = long if "model" in long else long.assign(model=model)
    _need(given, LONG)
    keys: list[tuple[str, str, float]] = list(zip(
        given["model"].astype(str), given["scenario"].astype(str), given["quantile"].astype(float),
        strict=True))
    columns = {key: column(*key) for key in dict.fromkeys(keys)}
    first = {key[:2]: i for i, key in reversed(list(enumerate(columns)))}
    order = sorted(columns, key=lambda key: (first[key[:2]], key[2] != 0.5, key[2]))
    wide = given.astype({"unique_id": object}).assign(
        head=[columns[key] for key in keys]).pivot(
            index=list(IDS), columns="head", values="value")
    wide.columns.name = None
    return wide[[columns[key] for key in order]].reset_index()


def from_nixtla(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn a Nixtla frame of forecasts into quantiles in long form; missing forecasts are left out.

    Returns
    -------
    Columns ``unique_id, model, scenario, ds, quantile, value``; ``ds`` as it was, levels between
    0 and 1. ``y`` and ``cutoff`` are no forecasts and are left out.

    Raises
    ------
    ValueError
        Where a column is missing, two columns mean the same, or a series' date stands twice.
    """
    import pandas as pd

    given = frame.reset_index() if "unique_id" in frame.index.names else frame
    _need(given, IDS)
    if given.duplicated(list(IDS)).any():
        raise ValueError("a series has two rows of the same ds; keep the rows of one cutoff")
    heads = [str(name) for name in given.columns if name not in (*IDS, *_NO_FORECAST)]
    meant = [meaning(head) for head in heads]
    if len(set(meant)) < len(meant):
        raise ValueError(f"two columns of {', '.join(heads)} are the same quantile")
    parts = [given[list(IDS)].assign(model=model, scenario=scenario, quantile=level,
                                     value=given[head].astype(float))
             for head, (model, scenario, level) in zip(heads, meant, strict=True)]
    if not parts:
        raise ValueError("the frame has no column of a forecast beside unique_id and ds")
    return pd.concat(parts, ignore_index=True).dropna(subset="value")[list(LONG)].sort_values(
        list(IDS), kind="stable", ignore_index=True)


def _need(frame: pd.DataFrame, wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in frame]
    if missing:
        raise ValueError(f"the frame has no column {', '.join(missing)}")


def nixtla_csv(rows: Iterable[Quantiles], *, model: str = MODEL) -> str:
    """Return quantiles as a Nixtla frame in CSV; ``unique_id`` is ``REGION/NAME``."""
    import pandas as pd

    long = [(unique_id((q.region, q.name)), q.scenario, year, level, value)
            for q in rows for year, found in zip(q.years, q.values, strict=True)
            for level, value in zip(q.levels, found, strict=True)]
    frame = to_nixtla(pd.DataFrame(long, columns=["unique_id", "scenario", "ds", "quantile",
                                                "value"]), model=model)
    return csv_text(list(frame.columns), frame.itertuples(index=False, name=None))
