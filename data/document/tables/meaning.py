"""What a figure of a table means: a level, a rate a year, a change or a sum over the period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.frame import Frame
from data.document.genre import Genre
from data.document.tables.cells import Cell
from data.document.tables.model import Column, Holder
from data.document.tables.values import Reading
from data.words import Basis, Role, Sense

_FALLS = re.compile("下降|降低|减少|降幅|压减|削减|reduction|decrease|decline", re.IGNORECASE)
_REDUCES = re.compile(r"(?:下降|降低|减少|降幅|压减|削减)(?:率|幅度|比例)?(?:\s*[(（].*[)）])?$|"
                      r"^(?:累计)?(?:下降|降低|减少)|^(?:percentage )?(?:reduction|decrease|"
                      r"decline) in\b|"
                      r"\b(?:reduction|decrease)$", re.IGNORECASE)
_GROWS = re.compile(r"(?:增长|增速|增幅|增长率|(?<!经济)成长率|增长速度)(?:\s*[(（].*[)）])?$|"
                    r"\bgrowth(?: rate)?$", re.IGNORECASE)
_A_YEAR = re.compile(r"年均|年平均|每年|annual average|average annual|per annum|per year",
    re.IGNORECASE)
_SHARE = re.compile("率|比重|比例|占比|覆盖|share|rate|coverage|proportion", re.IGNORECASE)
_PERCENTS = ("%", "percent", "per cent", "％")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One figure as understood; ``rate`` is in percent, negative for a fall."""

    role: Role
    value: float
    unit: str
    year: int | None
    basis: Basis = Basis.LEVEL
    base_year: int | None = None
    rate: float | None = None
    sense: Sense | None = None
    falls: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """The figure reached and the target of a row, where it has them, and the year of the first.

    ``falling``: its targets become smaller from column to column.
    """

    base: Cell | None = None
    base_year: int | None = None
    target: Cell | None = None
    falling: bool = False


def meant(reading: Reading, column: Column, label: str, unit: str, beside: Beside, frame: Frame
          ) -> Meaning | None:
    """Return what a figure means in its column and row, or ``None`` when that is not understood."""
    if column.holder is Holder.GROWTH:
        return _of_growth(reading, column, label, unit, beside, frame)
    year = reading.year or column.year
    value, role = reading.value, column.role
    percent = unit in _PERCENTS
    if reading.total:
        return _total(reading, column, label, unit, replace(beside, target=None), frame)
    if reading.basis in (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE):
        if not reading.unit and unit not in (*_PERCENTS, ""):
            return None  # 年均6 of something counted: neither a rate nor a level
        return _rate(reading, column, label, unit, reading.basis, frame)
    if reading.basis is Basis.INCREMENT_FROM_BASE:
        return Meaning(role, value, unit, year, Basis.INCREMENT_FROM_BASE,
                       reading.base_year or _base(frame), sense=reading.sense, falls=reading.falls)
    if percent and _REDUCES.search(label):
        return _rate(reading, column, label, unit, Basis.GROWTH_FROM_BASE, frame, "rate")
    if percent and _GROWS.search(label):
        yearly = _A_YEAR.search(label) is not None
        if role is Role.TARGET or yearly:
            return _rate(reading, column, label, unit, Basis.CAGR_FROM_BASE, frame,
                         *(() if yearly else ("rate",)))
        before = None if year is None else year - 1
        return Meaning(Role.GROWTH, value, unit, year, Basis.GROWTH_FROM_BASE, before,
                       _signed(reading, label), reading.sense)
    return Meaning(role, value, unit, year, column.basis, column.base_year, sense=reading.sense)


def _base(frame: Frame) -> int | None:
    return frame.period.base if frame.period else None


def _signed(reading: Reading, label: str) -> float:
    falls = reading.value > 0 and (reading.falls or _FALLS.search(label) is not None)
    scale = 100.0 if reading.unit == "倍" else 1.0
    return (-1.0 if falls else 1.0) * reading.value * scale


def _rate(reading: Reading, column: Column, label: str, unit: str, basis: Basis, frame: Frame,
          *doubts: str) -> Meaning:
    """Return a rate of change: promised, or reached in the period before."""
    year = reading.year or column.year
    target = column.role is Role.TARGET
    start = reading.base_year or (column.base_year if column.base_year else (
        _base(frame) if target else _years_before(year, frame)))
    return Meaning(Role.TARGET if target else Role.GROWTH, reading.value, unit or "%", year, basis,
                   start, _signed(reading, label), reading.sense, doubts=doubts)


def _years_before(year: int | None, frame: Frame) -> int | None:
    """Return the first year of a total over a period as long as the plan's own."""
    if frame.period is None or year is None:
        return None
    return year - (frame.period.end - frame.period.base)


def _total(reading: Reading, column: Column, label: str, unit: str, beside: Beside, frame: Frame
           ) -> Meaning | None:
    """Return a total over the period, which plans print in square brackets.

    A percentage of something that is no share is its growth over the period; of a share, and
    beside a rate a year, it is an increment; other figures are sums of the period's years.
    """
    year = reading.year or column.year
    growth = column.holder is Holder.GROWTH
    percent = unit in _PERCENTS
    role = Role.TARGET if growth or column.role is Role.TARGET else column.role
    start = _years_before(year, frame) if column.base_year is None else column.base_year
    reduces = _REDUCES.search(label) is not None
    if percent and (reduces or reading.falls or not _SHARE.search(label)):
        reached = role is not Role.TARGET or beside.target is not None
        return Meaning(Role.GROWTH if reached else role, reading.value, unit, year,
                       Basis.GROWTH_FROM_BASE, start, _signed(reading, label), reading.sense)
    if percent or (growth and (beside.target or beside.base) is not None):
        return Meaning(role, reading.value, unit, year, Basis.INCREMENT_FROM_BASE, start,
                       sense=reading.sense, falls=reading.falls)
    basis = Basis.CUMULATIVE_OVER_PERIOD if role is Role.TARGET else Basis.LEVEL
    return Meaning(role, reading.value, unit, year, basis, start, sense=reading.sense)


def _of_growth(reading: Reading, column: Column, label: str, unit: str, beside: Beside,
               frame: Frame) -> Meaning | None:
    """Return what a figure of a growth column means: the growth of the row's target beside it,
    or, in a row without one, the target itself."""
    own = reading.unit
    plan_end = frame.period.end if frame.period else None
    ahead = column.year is None or plan_end is None or column.year > (_base(frame) or 0)
    total = (reading.total or column.total) and not reading.yearly
    if total:
        whole = own or unit or column.unit
        return _total(reading, column, label, whole, beside, frame)
    percent = own in (*_PERCENTS, "倍") or (not own and (
        column.unit in _PERCENTS or unit in (*_PERCENTS, "") or _says_growth(column)))
    if not percent:
        return None
    if reading.basis is None and beside.target is None and ahead and _SHARE.search(label) and not (
            _GROWS.search(label) or _REDUCES.search(label)):
        # 城镇调查失业率 <5.5 under 年均: the rate itself, every year
        return Meaning(Role.TARGET, reading.value, own or "%", column.year, sense=reading.sense)
    basis = reading.basis if reading.basis in (
        Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE) else column.basis
    rate = _signed(reading, label)
    start = reading.base_year or column.base_year
    no_plan = frame.said is None and frame.period is None and beside.base is not None
    if beside.target is not None or not ahead or frame.genre is Genre.REVIEW or no_plan:
        first = beside.base_year or start
        return Meaning(Role.GROWTH, reading.value, own or "%", column.year, basis, first, rate,
                       reading.sense)
    return Meaning(Role.TARGET, reading.value, own or "%", column.year, basis,
                   start if start is not None else _base(frame), rate, reading.sense)


def _says_growth(column: Column) -> bool:
    return re.search("增|growth|increase|change|降", column.header, re.IGNORECASE) is not None
