"""Which line of a plan file a row stands on, for messages about a plan that has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.io.reading import decode, read_bytes
from data.io.yamlread import KeyPath, load_yaml, show
from data.plan import Plan
from data.planfile.files import MAX_PLAN_BYTES, bundled_plan_text


@dataclass(frozen=True, slots=True)
class PlanLines:
    """The lines of a plan file by key path, and the rows of its history by what they are about."""

    file: str
    lines: Mapping[KeyPath, int]
    figures: Mapping[tuple[str, str, int], int]  # (indicator, region, year) -> row of history

    def path(self, section: str, row: int | str | None) -> KeyPath:
        """Return the key path of a row; of the section alone where the row is not in the file."""
        return (section,) if row is None else (section, row)

    def history_row(self, indicator: str, region: str, year: int) -> int | None:
        """Return the row of ``history`` with a figure, or ``None`` when it came from a table."""
        return self.figures.get((indicator, region, year))

    def line(self, path: KeyPath) -> int | None:
        """Return the 1-based line of a key path."""
        return self.lines.get(path)

    def key(self, path: KeyPath) -> str:
        """Write a key path as people do: ``targets[2]``."""
        return show(path)


def read_plan_lines(wanted: str, plan: Plan) -> PlanLines:
    """Return the lines of the file that ``plan`` was read from.

    ``wanted`` is what it was asked for as: the path of a file, or the name of a bundled plan.
    """
    if plan.origin != wanted:
        return plan_lines(bundled_plan_text(wanted), plan)
    return plan_lines(decode(read_bytes(wanted, limit=MAX_PLAN_BYTES), file=wanted), plan)


def plan_lines(text: str, plan: Plan) -> PlanLines:
    """Return the lines of the text that ``plan`` was parsed from."""
    document = load_yaml(text, file=plan.origin)
    own = (plan.region.zh, plan.region.en)
    figures: dict[tuple[str, str, int], int] = {}
    rows = document.value.get("history") if isinstance(document.value, dict) else None
    for i, row in enumerate(rows if isinstance(rows, list) else []):
        if not isinstance(row, dict):
            continue
        region, year = row.get("region"), row.get("year")
        home = region is None or region in own
        name = (plan.region.zh or plan.region.en) if home else str(region)
        if isinstance(year, int):
            figures.setdefault((str(row.get("indicator")), name, year), i)
    return PlanLines(plan.origin, document.lines, figures)
