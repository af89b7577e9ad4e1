"""The reliability diagram of a backtest, as plain figures.

The file under ``data/bundled/calibration`` is written together with the calibration, whose id it
carries. Like that one it holds no time and no place of its making.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json

FORMAT = "plancast/reliability/1"

_BUNDLED = Path(__file__).parents[1] / "bundled" / "calibration" / "reliability.json"


@dataclass(frozen=True, slots=True)
class ReliabilityPoint:
    """One stated probability: the frequency observed, in how many questions, and the band.

    ``frequency`` is the isotonic fit (CORP); ``low``..``high`` is where that of calibrated
    forecasts would lie with probability ``ReliabilityDiagram.level``.
    """

    probability: float
    frequency: float
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ReliabilityDiagram:
    """Stated against observed, and the CORP split: Brier score = ``mcb`` - ``dsc`` + ``unc``."""

    source: str  # id of the calibration, or what else was judged
    predictor: str
    level: float
    mcb: float
    dsc: float
    unc: float
    points: tuple[ReliabilityPoint, ...]
    first: int  # first and last year in which something was stated
    last: int

    @property
    def questions(self) -> int:
        """How many probabilities were stated."""
        return sum(point.count for point in self.points)


@cache
def bundled_reliability() -> ReliabilityDiagram:
    """Return the diagram that ships with the engine. Raises as ``read_reliability``."""
    return read_reliability(_BUNDLED)


def read_reliability(path: str | Path) -> ReliabilityDiagram:
    """Read a reliability file. Raises ``PlancastError`` CALIBRATION_UNREADABLE."""
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        if record.pop("format") != FORMAT:
            raise ValueError(f"not {FORMAT}")
        points = tuple(
            ReliabilityPoint(float(p["probability"]), float(p["frequency"]), int(p["count"]),
                             float(p["low"]), float(p["high"])) for p in record.pop("points"))
        return ReliabilityDiagram(
            str(record["source"]), str(record["predictor"]), float(record["level"]),
            float(record["mcb"]), float(record["dsc"]), float(record["unc"]), points,
            int(record["first"]), int(record["last"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError,
            RecursionError) as error:
        refused = problem("CALIBRATION_UNREADABLE", Where(file=str(path)),
                          path=path, reason=type(error).__name__)
        raise PlancastError([refused]) from None


def reliability_record(diagram: ReliabilityDiagram) -> dict[str, Json]:
    """Return a diagram as plain values, ready for JSON; ``read_reliability`` undoes it."""
    return {"format": FORMAT, **asdict(diagram)}
