"""Forecasts as other tools take them: one text for the screen, or the files of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from data.errors import PlancastError, problem
from data.exchange import hubverse, nixtla
from data.exchange.predictive import Chance, Quantiles

NIXTLA, HUBVERSE = "nixtla", "hubverse"
FORMS = (NIXTLA, HUBVERSE)


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed to another tool."""

    quantiles: list[Quantiles] = field(default_factory=list)
    chances: list[Chance] = field(default_factory=list)

    def of(self, origin: int) -> Handed:
        """Return what was said from one year's knowledge: a round of a hub."""
        return Handed([q for q in self.quantiles if q.origin == origin],
                      [c for c in self.chances if c.origin == origin])


def handed_text(form: str, handed: Handed, *, model: str = "", scenarios: bool = False) -> str:
    """Return everything as one CSV table; a Nixtla frame has no place for probabilities.

    ``model`` is what a Nixtla frame's columns are called. Raises ``PlancastError``
    (EXCHANGE_EMPTY) where there is nothing to hand over.
    """
    if not handed.quantiles and (form == NIXTLA or not handed.chances):
        raise PlancastError([problem("EXCHANGE_EMPTY")])
    if form == NIXTLA:
        return nixtla.nixtla_csv(handed.quantiles, model=model or nixtla.MODEL)
    return hubverse.output_csv(handed.quantiles, handed.chances, scenarios=scenarios)


def handed_files(form: str, handed: Handed, *, model: str = "", scenarios: bool = False,
                 ) -> Iterator[tuple[str, str]]:
    """Yield name and content of every file; of a hub one for each year that forecasts begin in."""
    if form == NIXTLA:
        yield "nixtla.csv", handed_text(form, handed, model=model)
    elif form == HUBVERSE:
        origins = {q.origin for q in handed.quantiles} | {c.origin for c in handed.chances}
        for origin in sorted(origins):
            yield (hubverse.output_name(origin, model or hubverse.MODEL),
                   handed_text(form, handed.of(origin), scenarios=scenarios))
