"""What differs between the inputs of two runs, row by row: targets, indicators and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.io.writing import Json
from data.plan import Plan
from data.planfile.write import plan_rows

_SILENT = frozenset({"span", "source", "note", "confidence", "terms", "derived", "name"})
"""Keys that say where something stands or what it is called, and change no number."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """One difference: ``what`` (target, indicator, figure, part_year, plan), its name, and the
    values before and after; ``None`` where it was not there."""

    what: str
    name: str
    before: str | None
    after: str | None


def input_changes(before: Plan, after: Plan) -> tuple[InputChange, ...]:
    """Return the differences of two plans that can move a number."""
    old, new = plan_rows(before), plan_rows(after)
    out: list[InputChange] = []
    for what, listed in (("target", _targets), ("indicator", _indicators), ("figure", _figures),
                         ("part_year", _part_years), ("plan", _frame)):
        a, b = listed(old), listed(new)
        out += [InputChange(what, name, *_differing(a.get(name), b.get(name)))
                for name in dict.fromkeys((*a, *b)) if a.get(name) != b.get(name)]
    return tuple(out)


Rows = dict[str, dict[str, str]]


def _differing(a: Mapping[str, str] | None, b: Mapping[str, str] | None,
               ) -> tuple[str | None, str | None]:
    """Return both sides' values of the keys that differ, as text."""
    keys = [k for k in dict.fromkeys((*(a or {}), *(b or {})))
            if (a or {}).get(k) != (b or {}).get(k)]

    def shown(row: Mapping[str, str] | None) -> str | None:
        if row is None:
            return None
        return ", ".join(f"{k}={row[k]}" if k else row[k] for k in keys if k in row) or "-"

    return shown(a), shown(b)


def _targets(rows: Mapping[str, Json]) -> Rows:
    return {str(row["id"]): _plain(row, "id") for row in _maps(rows.get("targets"))}


def _indicators(rows: Mapping[str, Json]) -> Rows:
    found = rows.get("indicators")
    return {name: _plain(row) for name, row in found.items() if isinstance(row, Mapping)
            } if isinstance(found, Mapping) else {}


def _figures(rows: Mapping[str, Json]) -> Rows:
    return {f"{row['region']}/{row['indicator']} {row['year']}":
            {"": _amount(row)} for row in _maps(rows.get("history"))}


def _part_years(rows: Mapping[str, Json]) -> Rows:
    def name(row: Mapping[str, Json]) -> str:
        months = f"{row['first']}–{row['last']}"
        return f"{row.get('region', '')}/{row['indicator']} {row['year']} ({months})"

    return {name(row): {"": _amount(row)} for row in _maps(rows.get("partials"))}


def _amount(row: Mapping[str, Json]) -> str:
    return f"{_shown(row.get('value'))} {row.get('unit', '')}".rstrip()


def _shown(value: Json) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _frame(rows: Mapping[str, Json]) -> Rows:
    return {key: {"": str(rows[key])} for key in ("period", "region", "level", "parts")
            if key in rows}


def _maps(value: Json) -> list[Mapping[str, Json]]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [row for row in listed if isinstance(row, Mapping)]


def _plain(row: Mapping[str, Json], *without: str) -> dict[str, str]:
    return {k: _shown(v) for k, v in row.items() if k not in _SILENT and k not in without}
