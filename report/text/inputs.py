"""From what the command line was given to what the engine works on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from data.errors import PlancastError, Problem
from data.plan import Plan
from data.planfile.files import bundled_plan, bundled_plans, read_plan
from report.text.remarks import tell

if TYPE_CHECKING:
    from data.tables.types import HistoryTable
    from forecast.knowledge import Knowledge

DEFAULT_PLAN = "ordos-14fyp-ip"


Loaded = TypeVar("Loaded")


class Faults:
    """Problems of several inputs, told together: ``gather`` each, then ``refuse`` if any."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def gather(self, load: Callable[[], Loaded]) -> Loaded | None:
        """Return what ``load`` returns, or ``None`` when it refuses; its problems are kept."""
        try:
            return load()
        except PlancastError as error:
            self._problems.extend(error.problems)
            return None

    def add(self, found: Problem) -> None:
        """Keep a problem that was found otherwise."""
        self._problems.append(found)

    def refuse(self) -> None:
        """Raise ``PlancastError`` with every problem so far, if there is one."""
        if self._problems:
            raise PlancastError(dict.fromkeys(self._problems))


def load_plan(name: str | None, history: tuple[Path, ...] = ()) -> Plan:
    """Return a plan file's or a bundled plan's contents, with more figures where given.

    A name that is no file and has no file suffix is looked up among the bundled plans.

    Raises
    ------
    PlancastError
        When the file or one of the tables cannot be used; all problems at once.
    """
    faults = Faults()
    plan = faults.gather(lambda: _named_plan(name or DEFAULT_PLAN))
    tables = _tables(history, plan, faults)
    faults.refuse()
    assert plan is not None
    if not tables:
        return plan
    from data.tables.join import with_history  # pandas: only where a table is given

    joined = with_history(plan, tables)
    tell(note for table in tables for note in table.notes)
    return joined


def _named_plan(wanted: str) -> Plan:
    known = wanted in bundled_plans() and not Path(wanted).exists()
    return bundled_plan(wanted) if known else read_plan(wanted)


def _tables(paths: tuple[Path, ...], plan: Plan | None, faults: Faults) -> tuple[HistoryTable, ...]:
    if not paths:
        return ()
    from data.tables.history import read_history  # pandas: only where a table is given
    from data.tables.join import indicator_names

    kinds = {} if plan is None else {n: i.kind for n, i in indicator_names(plan).items()}
    found = [faults.gather(partial(read_history, path, kinds=lambda name: kinds.get(
        name.casefold()))) for path in paths]
    return tuple(table for table in found if table is not None)


def load_knowledge(reference: Path | None) -> Knowledge:
    """Return what the law may learn from: a user's own reference class, or the bundled one."""
    from forecast.knowledge import bundled_knowledge, knowledge_from

    if reference is None:
        return bundled_knowledge()
    return knowledge_from(told_history(reference))


def told_history(path: Path) -> HistoryTable:
    """Read a table of figures and say how it was read. Raises as ``read_history``."""
    from data.tables.history import read_history

    table = read_history(path)
    tell(table.notes)
    return table
