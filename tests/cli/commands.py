"""Running commands in-process as the installed entry does, and small plans to run them on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

import cli

HEAD = """\
plan: t
title: {zh: 规划, en: A plan}
region: {zh: 甲市, en: Springfield}
period: {base: 2020, start: 2021, end: 2025}
"""
FLOW = "{name: {zh: 授权量, en: Grants}, unit: 件, kind: flow}"
YEARS = tuple(range(2015, 2021))
VALUES = (100.0, 110.0, 125.0, 130.0, 150.0, 160.0)


def run(*words: str | Path) -> Result:
    """Run ``plancast WORDS``; a crash keeps its exception, which then fails the test."""
    result = CliRunner().invoke(cli.app, [str(w) for w in words], prog_name="plancast")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def plan_text(indicators: Mapping[str, str], targets: Sequence[str],
              history: Sequence[str] = ()) -> str:
    """Return a plan file: indicators and rows in YAML's flow style."""
    lines = [HEAD, "indicators:\n", *(f"  {k}: {v}\n" for k, v in indicators.items()), "targets:\n",
             *(f"  - {t}\n" for t in targets)]
    if history:
        lines += ["history:\n", *(f"  - {h}\n" for h in history)]
    return "".join(lines)


def figures(years: Sequence[int], values: Sequence[float], indicator: str = "a") -> list[str]:
    """Return history rows."""
    return [f"{{indicator: {indicator}, year: {y}, value: {v}}}"
            for y, v in zip(years, values, strict=True)]


def one(target: str, *, kind: str = FLOW, years: Sequence[int] = YEARS,
        values: Sequence[float] = VALUES) -> str:
    """Return a plan with one indicator ``a`` and one target."""
    return plan_text({"a": kind}, [f"{{indicator: a, {target}}}"], figures(years, values))


def table(path: Path, rows: Sequence[tuple[int, float]], *, unit: str = "件",
          region: str = "Springfield", indicator: str = "a") -> Path:
    """Write a long table."""
    lines = ["region,indicator,year,value,unit,source",
             *(f"{region},{indicator},{y},{v},{unit},s" for y, v in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def assessed(folder: Path, text: str, *words: str | Path) -> dict[str, Any]:
    """Assess a plan given as text (baseline, 500 paths) and return the JSON."""
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    result = run("assess", path, "--format", "json", "--paths", "500", "--scenario", "baseline",
                 *words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def reading(found: dict[str, Any], target: int = 0, reading: int = 0) -> dict[str, Any]:
    """Return one reading of one target."""
    chosen: dict[str, Any] = found["targets"][target]["readings"][reading]
    return chosen


def codes(found: dict[str, Any], target: int = 0) -> set[str]:
    """Return the codes of every finding about a target."""
    row = found["targets"][target]
    return {f["code"] for part in (row, *row["readings"]) for f in part["findings"]}
