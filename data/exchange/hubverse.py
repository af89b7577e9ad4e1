"""Model output as modelling hubs take it (hubverse, docs.hubverse.io): a row a number.

A year is dated by its last day. Quantiles have ``output_type`` quantile and their level as
``output_type_id``; whether a target is met is ``pmf`` over ``met`` and ``missed``, since a target
may be a range, or a move every year, which no distribution function of one quantity tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from data.errors import PlancastError, Where, problem
from data.exchange.predictive import Chance, Quantiles
from data.io.csvout import Cell, csv_text

MODEL = "plancast-law"
_MODEL = re.compile(r"[A-Za-z0-9_]+-[A-Za-z0-9_]+")
TASK = ("origin_date", "target", "horizon", "target_end_date", "location")
SCENARIO = "scenario_id"
OUTPUT = ("output_type", "output_type_id", "value")


def checked_model(name: str) -> str:
    """Return the id of a model, TEAM-MODEL. Raises ``PlancastError`` (HUB_MODEL) for another."""
    if _MODEL.fullmatch(name):
        return name
    raise PlancastError([problem("HUB_MODEL", Where(key="--model"), name=name)])


def date_of(year: int) -> str:
    """Return the last day of a year, ISO 8601."""
    return f"{year:04d}-12-31"


def output_name(origin: int, model: str) -> str:
    """Return where in a hub the output of a round stands: ``model-output/MODEL/DATE-MODEL.csv``."""
    return f"model-output/{model}/{date_of(origin)}-{model}.csv"


def output_csv(quantiles: Iterable[Quantiles], chances: Iterable[Chance], *, scenarios: bool,
               ) -> str:
    """Return model output as CSV; with ``scenarios`` there is a column ``scenario_id``.

    A quantity of no region has the location ``NA``, which is how hubs write what is missing.
    """
    head = [*TASK, *([SCENARIO] if scenarios else []), *OUTPUT]
    rows = [*(row for q in quantiles for row in _quantiles(q)),
            *(row for c in chances for row in _chance(c))]
    return csv_text(head, ([*task, *([scenario] if scenarios else []), *output]
                           for task, scenario, output in rows))


def _task(given: Quantiles | Chance, year: int, name: str) -> list[Cell]:
    return [date_of(given.origin), name, year - given.origin, date_of(year), given.region or "NA"]


def _quantiles(given: Quantiles) -> Iterator[tuple[list[Cell], str, list[Cell]]]:
    for year, values in zip(given.years, given.values, strict=True):
        for level, value in zip(given.levels, values, strict=True):
            yield _task(given, year, given.name), given.scenario, ["quantile", level, value]


def _chance(given: Chance) -> Iterator[tuple[list[Cell], str, list[Cell]]]:
    # The two have to add up to one as a hub adds them: in decimals, not in binary.
    for what, p in (("met", given.probability), ("missed", round(1 - given.probability, 12))):
        yield _task(given, given.year, given.name), given.scenario, ["pmf", what, p]
