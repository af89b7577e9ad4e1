"""Plan files: reading, the template for a new one, and the plans that come with the package."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.reading import decode, read_bytes
from data.io.yamlfile import KeyPath, load_yaml, show
from data.plan import Plan
from data.planfile.bundled import FOLDER, bundled_plans

# Which line of a plan file a row stands on, for messages about a plan that has been read.

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


MAX_PLAN_BYTES = 1_000_000
"""A plan file is some tens of kB; long histories belong into tables."""

_BUNDLED = Path(__file__).parents[1] / "bundled"


def read_plan(path: str | Path) -> Plan:
    """Read and check a plan file (YAML 1.2; UTF-8, UTF-16, GB18030) or a plan's workbook.

    Values are converted to canonical units here and nowhere else.

    Raises
    ------
    PlancastError
        With every problem of the file: file, line, key path and what to do.
    """
    if is_workbook(path):
        return _book_plan(path)
    return parse_plan(decode(read_bytes(path, limit=MAX_PLAN_BYTES), file=str(path)), str(path))


def is_workbook(path: str | Path) -> bool:
    """Say whether a plan is kept in a workbook (``plancast template``)."""
    try:
        if not os.path.isfile(path):  # a pipe is read once, where its text is wanted
            return False
        with open(path, "rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except (OSError, ValueError):  # told where the file is read
        return False


def _book_plan(path: str | Path) -> Plan:
    from data.planfile.check import plan_of
    from data.planfile.workbook import PlanBook
    from data.tables.history import read_history
    from data.tables.join import indicator_names, with_history

    book = PlanBook(path)
    try:
        plan = plan_of(book.document())
    except PlancastError as error:
        raise book.in_its_words(error) from None
    if not book.has_history:
        return plan
    kinds = {name: indicator.kind for name, indicator in indicator_names(plan).items()}
    table = read_history(path, kinds=lambda name: kinds.get(name.casefold()),
                         wanted=lambda name: name.casefold() in kinds)
    return with_history(plan, [table])


def parse_plan(text: str, file: str = "") -> Plan:
    """Check the text of a plan file; ``file`` names it in problems. Raises as ``read_plan``."""
    from data.io.yamlfile import load_yaml
    from data.planfile.check import plan_of

    return plan_of(load_yaml(text, file=file))


def plan_template() -> str:
    """Return a commented plan file (zh and en) to start from; it is itself a valid plan."""
    return (_BUNDLED / "plan-template.yaml").read_text(encoding="utf-8")


DEFAULT_PLAN = "ordos-14fyp-ip"
"""The bundled plan that commands take where none is named."""


def bundled_plan(name: str = DEFAULT_PLAN) -> Plan:
    """Return a plan that comes with the package.

    Raises
    ------
    PlancastError
        PLAN_UNKNOWN when there is none of that name.
    """
    if name not in bundled_plans():
        known = ", ".join(bundled_plans())
        raise PlancastError([problem("PLAN_UNKNOWN", Where(), name=name, known=known)])
    from data.io.cache import load_shipped
    from data.planfile.check import plan_of

    return plan_of(load_shipped(bundled_plan_text(name), file=f"{name}.yaml"))


def bundled_plan_text(name: str) -> str:
    """Return the file of a plan that comes with the package, as it is written."""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
