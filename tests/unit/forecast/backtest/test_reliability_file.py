from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from data.errors import PlancastError
from data.io.writing import write_json
from data.reference.calibration import bundled_calibration
from data.reference.reliability import bundled_reliability, read_reliability, reliability_record
from forecast.backtest.reliability_of import FEWEST, of_outcomes
from report.charts.drawing.reliability import outside_band


def test_the_shipped_diagram_belongs_to_the_shipped_calibration() -> None:
    found, calibration = bundled_reliability(), bundled_calibration()
    assert found.source == calibration.id
    assert (found.first, found.last) == (calibration.provenance.origins[0],
                                         calibration.provenance.origins[-1])
    assert found.questions % calibration.provenance.cases == 0  # several factors a case
    stated = [p.probability for p in found.points]
    assert stated == sorted(stated)
    assert all(0 <= p.low <= p.high <= 1 for p in found.points)
    frequency = [p.frequency for p in found.points]
    assert frequency == sorted(frequency)  # the fit never falls


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = write_json(tmp_path / "r.json", reliability_record(bundled_reliability()))
    assert read_reliability(path) == bundled_reliability()


@pytest.mark.parametrize("damage", [
    lambda text: "",
    lambda text: "[]",
    lambda text: text.replace("plancast/reliability/1", "plancast/reliability/9"),
    lambda text: text.replace('"points"', '"punkte"'),
    lambda text: text.replace('"mcb": ', '"mcb": "low", "was": '),
])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: object) -> None:
    text = json.dumps(reliability_record(bundled_reliability()))
    path = tmp_path / "r.json"
    path.write_text(damage(text), encoding="utf-8")  # type: ignore[operator]  # a function
    with pytest.raises(PlancastError) as caught:
        read_reliability(path)
    assert caught.value.problems[0].code == "CALIBRATION_UNREADABLE"
    with pytest.raises(PlancastError):
        read_reliability(tmp_path / "none.json")


def _drawn(bend: float) -> float:
    """Share outside the band when outcomes come with the stated probability to a power."""
    rng = np.random.default_rng(7)
    said = np.round(rng.uniform(0.05, 0.95, 600), 2)
    met = rng.uniform(size=600) < said**bend
    found = of_outcomes(said.tolist(), met.tolist(), [2020] * 600, source="made")
    assert found is not None
    return outside_band(found)


def test_calibrated_likelihoods_lie_in_the_band_and_others_do_not() -> None:
    assert _drawn(1.0) < 0.25  # 10 % on average, and neighbours miss together
    assert _drawn(3.0) > 0.5


def test_few_outcomes_give_no_diagram() -> None:
    few = FEWEST - 1
    assert of_outcomes([0.5] * few, [True] * few, [2020] * few, source="x") is None
    found = of_outcomes([0.5] * FEWEST, [True] * FEWEST, [2021] * FEWEST, source="x")
    assert found is not None
    assert found.questions == FEWEST
    assert [p.frequency for p in found.points] == [1.0]
