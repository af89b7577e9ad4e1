"""From what the command line was given to what the engine works on."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from data.errors import PlancastError, Problem
from data.plan import Plan
from data.planfile.files import DEFAULT_PLAN, bundled_plan, is_workbook, read_plan
from data.words import Kind
from report.text.asked import tell

if TYPE_CHECKING:
    from data.tables.types import HistoryTable
    from forecast.knowledge import Knowledge
    from scenarios.scenario import Scenario

Loaded = TypeVar("Loaded")
More = TypeVar("More")


class Asked(Generic[Loaded]):
    """An input that was read, or refused; its ``value`` raises what any of them was refused for."""

    def __init__(self, faults: Faults, load: Callable[[], Loaded] | None) -> None:
        self._faults = faults
        self._load = load
        self._found: tuple[Loaded] | None = None

    def read(self) -> Asked[Loaded]:
        """Read it, if it was not yet; where it is refused, its problems are kept."""
        load, self._load = self._load, None
        if load is not None:
            try:
                self._found = (load(),)
            except PlancastError as error:
                self._faults.add(*error.problems)
        return self

    def then(self, load: Callable[[Loaded], More]) -> Asked[More]:
        """Return what is read with the help of this one; nothing where this one was refused."""
        found = self.read()._found
        return Asked(self._faults, None if found is None else partial(load, *found)).read()

    @property
    def value(self) -> Loaded:
        """What was read. Raises ``PlancastError`` with every problem of every input so far."""
        self._faults.refuse()
        self.read()
        self._faults.refuse()
        if self._found is None:
            raise RuntimeError("an input was refused without a problem")
        return self._found[0]


class Faults:
    """Problems of several inputs, told together: ``ask`` for each, then take their values."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def ask(self, load: Callable[[], Loaded]) -> Asked[Loaded]:
        """Read an input; where ``load`` refuses, its problems are kept."""
        return Asked(self, load).read()

    def later(self, load: Callable[[], Loaded]) -> Asked[Loaded]:
        """Return an input that nothing can be wrong with, as it ships: read when it is needed."""
        return Asked(self, load)

    def add(self, *found: Problem) -> None:
        """Keep problems that were found otherwise."""
        self._problems.extend(found)

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
    asked = faults.ask(lambda: _named_plan(name or DEFAULT_PLAN))
    tables = _tables(history, asked, faults)
    plan, found = asked.value, [table.value for table in tables]
    if not found:
        return plan
    from data.tables.join import left_out, with_history  # pandas: only where a table is given

    joined = with_history(plan, found)
    tell(note for table in found for note in table.notes)
    tell(left_out(plan, found))
    return joined


def _named_plan(wanted: str) -> Plan:
    name = Path(wanted).name == wanted and not Path(wanted).suffix
    return bundled_plan(wanted) if name and not os.path.exists(wanted) else read_plan(wanted)


def _tables(paths: tuple[Path, ...], plan: Asked[Plan], faults: Faults,
            ) -> list[Asked[HistoryTable]]:
    if not paths:
        return []
    from data.tables.history import read_history  # pandas: only where a table is given
    from data.tables.join import indicator_names

    kinds: dict[str, Kind] = {}
    plan.then(lambda p: kinds.update((n, i.kind) for n, i in indicator_names(p).items()))
    return [faults.ask(partial(
        read_history, path, kinds=lambda name: kinds.get(name.casefold()),
        wanted=lambda name: not kinds or name.casefold() in kinds)) for path in paths]


def ask_knowledge(faults: Faults, reference: Path | None) -> Asked[Knowledge]:
    """Return what the law may learn from, as an input among others."""
    return (faults.later if reference is None else faults.ask)(lambda: load_knowledge(reference))


def ask_scenarios(faults: Faults, names: tuple[str, ...], plan: str | Path | None,
                  ) -> Asked[tuple[Scenario, ...]]:
    """Return the scenarios of these names and files, as an input among others; see
    ``load_scenarios``.

    An input is read at once, what ships when the others have not been refused.
    """
    given = bool(names) or _has_own_scenarios(plan)
    return (faults.ask if given else faults.later)(lambda: load_scenarios(names, plan))


def load_scenarios(names: tuple[str, ...], plan: str | Path | None) -> tuple[Scenario, ...]:
    """Return the scenarios of these names and files, else those of the plan's workbook, else the
    usual ones. Raises ``PlancastError``.
    """
    from scenarios.file.reading import resolve

    if names or plan is None or not _has_own_scenarios(plan):
        return resolve(names)
    from data.planfile.workbook import PlanBook
    from scenarios.file.book import book_scenarios

    return book_scenarios(PlanBook(plan).scenarios(), Path(plan).name)


def _has_own_scenarios(plan: str | Path | None) -> bool:
    return plan is not None and is_workbook(plan)


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
