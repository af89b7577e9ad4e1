"""The bundled tables of plan targets with outcomes (see the README beside them).

Plain CSV, read with the standard library. Nothing in them is later than 2023.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.words import Regime

FOLDER = Path(__file__).resolve().parents[1] / "bundled" / "plan_sets"


@dataclass(frozen=True, slots=True)
class PlanSet:
    """All targets of one plan, counted: how many were met and missed.

    ``used`` says whether rates are estimated from it: only where every target had come to its year
    and was counted. ``regime`` is ``None`` where it is not used. ``met`` may hold halves.
    """

    id: str
    name: str
    country: str
    level: str
    regime: Regime | None
    known_year: int | None
    met: float | None
    missed: float | None
    used: bool
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """A target of a real plan, its base and the figure reached, as far as known, as published.

    ``set`` is the set it belongs to, ``published`` for targets found one by one; ``complete`` says
    of the set ``yes``, ``near`` or ``sample``. ``met`` is what the source says, ``None`` where it
    has to be read off the figures.
    """

    set: str
    complete: str
    region: str
    level: str
    plan: str
    indicator: str
    unit: str
    kind: str  # as collected: flow | stock | ratio | score | rate | share | growth | amount | count
    less_is_better: bool
    binding: bool | None
    base_year: int | None
    base_value: float | None
    base_source: str
    target_year: int | None
    target_value: float | None
    sense: str  # as collected: at_least | at_most | about | increment | growth_a_year
    actual_year: int | None
    actual_value: float | None
    met: bool | None
    source: str

    @property
    def outcome(self) -> bool | None:
        """Whether the target was met; a target reached before its year counts as met.

        ``None`` where the figures do not tell: no figure, one of an earlier year that is not there
        yet, or one of a later year.
        """
        if self.met is not None:
            return self.met
        if self.actual_value is None or self.target_value is None:
            return None
        if self.sense not in {"at_least", "at_most"}:
            return None
        hit = (self.actual_value <= self.target_value if self.sense == "at_most"
               else self.actual_value >= self.target_value)
        if self.actual_year == self.target_year:
            return hit
        early = (self.actual_year or 0) < (self.target_year or 0)
        return True if early and hit else None


@dataclass(frozen=True, slots=True)
class LawScore:
    """What the law said of a target with an outcome, before it was known.

    ``probability`` is the law's, ``place`` the share of its distribution on the worse side of the
    figure reached (``None`` where that is not known). ``used`` says whether the target's set
    counts in the estimate.
    """

    set: str
    name: str
    regime: Regime
    known_year: int
    probability: float
    met: bool
    place: float | None
    used: bool


@cache
def plan_sets() -> tuple[PlanSet, ...]:
    """Return the sets of which at least the counts are known."""
    return tuple(
        PlanSet(r["set"], r["name"], r["country"], r["level"],
                Regime(r["regime"]) if r["regime"] else None, _int(r["known_year"]),
                _float(r["met"]), _float(r["missed"]), r["used"] == "1", r["why"], r["source"])
        for r in _rows("sets.csv"))


@cache
def plan_targets() -> tuple[PlanTarget, ...]:
    """Return the targets collected one by one and those of sets (``mdg4`` stands apart)."""
    return tuple(
        PlanTarget(r["set"], r["complete"], r["region"], r["level"], r["plan"], r["indicator"],
                   r["unit"], r["kind"], r["less_is_better"] == "1", _bool(r["binding"]),
                   _int(r["base_year"]), _float(r["base_value"]), r["base_source"],
                   _int(r["target_year"]), _float(r["target_value"]), r["sense"],
                   _int(r["actual_year"]), _float(r["actual_value"]), _bool(r["met"]), r["source"])
        for r in _rows("targets.csv"))


@cache
def mdg4() -> tuple[tuple[str, tuple[float, float, float], float, float], ...]:
    """Return country, under-five mortality of 1990, 1995 and 2000, the target and 2015's figure.

    Deaths per 1,000 births; the target of 2015 is a third of 1990's figure.
    """
    return tuple(
        (r["country"], (float(r["v1990"]), float(r["v1995"]), float(r["v2000"])),
         float(r["target2015"]), float(r["v2015"])) for r in _rows("mdg4.csv"))


@cache
def law_scores() -> tuple[LawScore, ...]:
    """Return the law's scores; written by ``benchmarks/plan_targets.py --ship``."""
    return tuple(
        LawScore(r["set"], r["name"], Regime(r["regime"]), int(r["known_year"]),
                 float(r["probability"]), r["met"] == "1", _float(r["place"]), r["used"] == "1")
        for r in _rows("law_scores.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with open(FOLDER / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _int(text: str) -> int | None:
    return int(text) if text else None


def _float(text: str) -> float | None:
    return float(text) if text else None


def _bool(text: str) -> bool | None:
    return text == "1" if text else None
