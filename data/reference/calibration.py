"""What a backtest has measured: skill by history and horizon, and what pace labels are worth.

The file is plain JSON made by ``plancast backtest``; the one under ``data/bundled/calibration`` is
that command's output on the bundled reference class. It holds no time and no place of its making:
the same figures give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json

FORMAT = "plancast/calibration/1"
NO_UPPER = 9999
"""``n_high`` of the longest history band."""

_BUNDLED = Path(__file__).parents[1] / "bundled" / "calibration" / "calibration.json"

JsonObject = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SkillCell:
    """Measured skill for histories of ``n_low``..``n_high`` points.

    It was measured ``horizon`` years ahead and speaks for ``horizon_low``..``horizon``. ``skill``
    is 1 - ``brier`` / ``base``, where ``base`` is the Brier score of the class's base rate;
    ``windows`` counts the series and origins behind it.
    """

    n_low: int
    n_high: int
    horizon_low: int
    horizon: int
    skill: float
    brier: float
    base: float
    windows: int


@dataclass(frozen=True, slots=True)
class HitRateRow:
    """What a pace label has been worth.

    Of ``n`` past checks (windows times targets) with this label, ``rate`` met the target in its
    year; ``low``..``high`` is a 90 % interval. ``elapsed`` is the number of years that had passed
    of the five; ``None`` takes all together.
    """

    method: str
    label: str
    rate: float
    n: int
    low: float
    high: float
    elapsed: int | None = None


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Share of outcomes inside the central intervals, for one history length and horizon."""

    n: int
    horizon: int
    inside80: float
    inside95: float
    windows: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a calibration comes from: the class, what it was made with, and how much it saw."""

    reference: str
    engine: str
    command: str
    seed: int
    first_year: int
    last_year: int
    series: int
    origins: tuple[int, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A versioned calibration; ``id`` is made from its content."""

    id: str
    provenance: Provenance
    skills: tuple[SkillCell, ...]
    hit_rates: tuple[HitRateRow, ...]
    coverage: tuple[CoverageCell, ...]

    def skill(self, n_obs: int, horizon: int) -> float | None:
        """Return the measured skill of the matching band; ``None`` where there is none."""
        for cell in self.skills:
            inside = cell.n_low <= n_obs <= cell.n_high
            if inside and cell.horizon_low <= horizon <= cell.horizon:
                return cell.skill
        return None

    def hit_rate(self, method: str, label: str, *, elapsed: int | None = None) -> HitRateRow | None:
        """Return what a label has been worth; that of all years where ``elapsed`` has no row."""
        found = {row.elapsed: row for row in self.hit_rates
                 if row.method == method and row.label == label}
        return found.get(elapsed) or found.get(None)


@cache
def bundled_calibration() -> Calibration:
    """Return the calibration that ships with the engine."""
    return read_calibration(_BUNDLED)


def read_calibration(path: str | Path) -> Calibration:
    """Read a calibration file.

    Raises
    ------
    PlancastError
        CALIBRATION_UNREADABLE when there is no such file or it is not a calibration.
    """
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        return _calibration(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError,
            RecursionError) as error:
        refused = problem("CALIBRATION_UNREADABLE", Where(file=str(path)),
                          path=path, reason=type(error).__name__)
        raise PlancastError([refused]) from None


def calibration_record(calibration: Calibration) -> dict[str, Json]:
    """Return the calibration as plain values, ready for JSON; ``read_calibration`` undoes it."""
    # Files of this format call the hit rates prices, and keep doing so.
    return {"format": FORMAT} | {
        "prices" if name == "hit_rates" else name: value
        for name, value in asdict(calibration).items()}


def _calibration(record: JsonObject) -> Calibration:
    if record["format"] != FORMAT:
        raise ValueError(f"not {FORMAT}")
    return Calibration(
        id=_text(record["id"]),
        provenance=_provenance(_object(record["provenance"])),
        skills=tuple(
            SkillCell(_whole(r["n_low"]), _whole(r["n_high"]), _whole(r["horizon_low"]),
                      _whole(r["horizon"]), _number(r["skill"]), _number(r["brier"]),
                      _number(r["base"]), _whole(r["windows"]))
            for r in _objects(record["skills"])),
        hit_rates=tuple(
            HitRateRow(_text(r["method"]), _text(r["label"]), _number(r["rate"]), _whole(r["n"]),
                     _number(r["low"]), _number(r["high"]),
                     None if r["elapsed"] is None else _whole(r["elapsed"]))
            for r in _objects(record["prices"])),
        coverage=tuple(
            CoverageCell(_whole(r["n"]), _whole(r["horizon"]), _number(r["inside80"]),
                         _number(r["inside95"]), _whole(r["windows"]))
            for r in _objects(record["coverage"])),
    )


def _provenance(r: JsonObject) -> Provenance:
    return Provenance(
        _text(r["reference"]), _text(r["engine"]), _text(r["command"]), _whole(r["seed"]),
        _whole(r["first_year"]), _whole(r["last_year"]), _whole(r["series"]),
        tuple(_whole(y) for y in _list(r["origins"])), _whole(r["cases"]))


def _object(value: object) -> JsonObject:
    if not isinstance(value, dict):
        raise TypeError("an object is needed")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def _objects(value: object) -> list[JsonObject]:
    return [_object(item) for item in _list(value)]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is needed")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number is needed")
    return float(value)
