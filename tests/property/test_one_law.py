"""One law behind every number: the same history gives the same answer, whichever command asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.planfile.files import parse_plan
from data.tables.history import read_history
from data.tables.targets import read_targets
from forecast.assessment import assess
from forecast.batches.run import Batch, Verdicts
from forecast.batches.targets import join
from forecast.knowledge import bundled_knowledge
from forecast.probability.verdict import Chance
from report.series.run_forecast import ForecastOptions, run_forecast
from scenarios.file.reading import parse_scenarios, resolve
from tests.effort import examples
from tests.property.generated_plans import FASTER

LAST, N_PATHS = 2020, 1000
KNOWN = bundled_knowledge()
UNITS = (("件", "flow"), ("人次", "flow"), ("吨", "flow"), ("%", "share"), ("亿元", "amount"),
         ("件/万人", "ratio"))
NAMES = ("gdp", "patent_grants", "copyright", "gi")
"""An unknown subject, a family with a class of its own, a thin one, one of small counts."""


@dataclass(frozen=True)
class Asked:
    name: str
    unit: str
    kind: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    goal: float
    year: int


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Draw a history (1 to 12 figures, gaps, zeros), a unit, an indicator, a goal and a year."""
    unit, kind = draw(st.sampled_from(UNITS))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, 12))
    earlier = rng.choice(np.arange(LAST - 14, LAST), n - 1, replace=False)
    years = [*sorted(earlier.tolist()), LAST]
    size = draw(st.sampled_from([3.0, 25.0, 4000.0]))
    values = size * np.exp(np.cumsum(rng.normal(0.05, 0.2, n)))
    values = np.minimum(values, 99.0) if kind == "share" else values
    values = np.floor(values) if unit in ("件", "人次") else values.round(3)
    values = np.maximum(values, draw(st.sampled_from([0.0, 1.0])))
    # half a unit away from every whole number: no comparison hangs on the last digit
    goal = float(np.floor(values[-1] * draw(st.floats(0.6, 2.0)))) + 0.5
    year = draw(st.sampled_from([LAST + 1, LAST + 3, LAST + 5, LAST + 8]))
    return Asked(draw(st.sampled_from(NAMES)), unit, kind, tuple(years),
                 tuple(float(v) for v in values), min(goal, 99.5) if kind == "share" else goal,
                 year)


def sense_of(q: Asked) -> str:
    return "at_least" if q.goal >= q.values[-1] else "at_most"


def table(folder: Path, q: Asked) -> Path:
    path = folder / "h.csv"
    rows = [f",{q.name},{y},{v!r},{q.unit}" for y, v in zip(q.years, q.values, strict=True)]
    path.write_text("region,indicator,year,value,unit\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def by_batch(folder: Path, q: Asked) -> Verdicts:
    goals = folder / "t.csv"
    goals.write_text(f"unique_id,target_id,year,value,sense\n{q.name},t,{q.year},{q.goal!r},"
                     f"{sense_of(q)}\n", "utf-8")
    cases = join(read_history(table(folder, q)), read_targets(goals))
    return Batch(cases, KNOWN, parse_scenarios(FASTER)).run(lambda _: None)


def by_assess(q: Asked) -> tuple[Chance, ...]:
    plan = parse_plan(json.dumps({
        "plan": "p", "title": {"en": "P"}, "region": {"en": "Springfield"},
        "period": {"base": LAST, "start": LAST + 1, "end": q.year},
        "indicators": {q.name: {"name": {"en": "A"}, "kind": q.kind, "unit": q.unit}},
        "targets": [{"indicator": q.name, "value": q.goal, "year": q.year, "sense": sense_of(q)}],
        "history": [{"indicator": q.name, "year": y, "value": v}
                    for y, v in zip(q.years, q.values, strict=True)]}))
    wanted = (*resolve(("baseline",)), *parse_scenarios(FASTER))
    found = assess(plan, wanted, knowledge=KNOWN, n_paths=N_PATHS, coherent=False)
    return found.results[0].verdicts[0].chances


def by_forecast(folder: Path, q: Asked) -> float | None:
    text = run_forecast(ForecastOptions(
        table(folder, q), q.year, None, None, q.goal, None, "en", "json", None, 100, 0, None))
    rows = [r for r in json.loads(text) if r["model"] == "pool" and r["year"] == str(q.year)]
    return float(rows[0]["probability"]) if rows else None


@settings(max_examples=examples(8, 60))
@given(questions())
def test_every_command_reads_a_level_target_off_the_same_law(q: Asked) -> None:
    with TemporaryDirectory() as name:
        batch, one = by_batch(Path(name), q), by_forecast(Path(name), q)
    chances = by_assess(q)
    if batch.refused[0]:
        assert chances[0].probability is None  # what the one refuses the other does not answer
        return
    said = batch.probability[0]
    assert chances[0].probability == pytest.approx(said[0], abs=1e-9)
    assert (chances[0].mc_se, batch.mc_se[0, 0]) == (0.0, 0.0)
    assert one == pytest.approx(said[0], abs=5.1e-5)  # it prints four decimals
    for chance, p, error in zip(chances[1:], said[1:], batch.mc_se[0, 1:], strict=True):
        assert chance.probability is not None
        assert chance.mc_se is not None
        assert abs(chance.probability - p) <= 5 * np.hypot(error, chance.mc_se)
