"""A plan kept in a workbook (``plancast template``): its sheets as a document of plan rows.

Sheets and columns are known by their names in any language that there are texts in; rows that are
empty count for nothing. What the sheet ``history`` holds is read as any table of figures is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.io.yamlfile import KeyPath, Plain, YamlDocument
from data.messages.catalogue import languages
from data.messages.message import Message, Messages
from data.tables.cells import plain_text
from data.tables.grid import Cell, Grid, is_empty, is_number, shown
from data.tables.periods import period_of
from data.tables.workbooks import read_workbook
from data.words import Kind, Sense

SHEETS = Messages("planfile.sheets", str)
COLUMNS = Messages("planfile.columns", str)
"""Columns of the sheet of targets."""

FACTS = Messages("planfile.facts", str)
"""Rows of the sheet of the plan."""

SCENARIO_COLUMNS = Messages("planfile.scenario_columns", str)
KINDS = Messages("planfile.kinds", Kind)
SENSES = Messages("planfile.senses", Sense)
YES, NO = Message("planfile.yes"), Message("planfile.no")


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario that is wanted: one of the library, or one of the workbook's own.

    ``points`` (percentage points of growth a year) and ``start`` make it an own one.
    """

    name: str
    points: float | None = None
    start: int | None = None


class PlanBook:
    """A workbook with a sheet of targets.

    Raises
    ------
    PlancastError
        SHEET_MISSING where there is no sheet ``plan`` or ``targets``, or as ``read_workbook``.
    """

    def __init__(self, path: str | Path) -> None:
        self._file = str(path)
        with open(path, "rb") as stream:
            book = read_workbook(stream, Where(file=self._file))
        self._sheets = {grid.sheet.strip().casefold(): grid for grid in book.sheets}
        for name in ("plan", "targets"):
            if self._sheet(name) is None:
                raise PlancastError([problem(
                    "SHEET_MISSING", Where(file=self._file), sheet=SHEETS[name].get("en"),
                    zh=SHEETS[name].get("zh"),
                    found=", ".join(g.sheet for g in book.sheets) or "-")])

    def _sheet(self, name: str) -> Grid | None:
        return next((self._sheets[word] for word in _in_any(SHEETS[name])
                     if word in self._sheets), None)

    @property
    def has_history(self) -> bool:
        """Whether the sheet of figures has any row below its header."""
        grid = self._sheet("history")
        return grid is not None and len(grid.rows) > 1

    def document(self) -> YamlDocument:
        """Return the plan as a YAML document would give it, lines being rows of the sheets."""
        lines: dict[KeyPath, int] = {}
        value: dict[str, Plain] = {}
        grid = self._sheet("plan")
        for i, row in enumerate(grid.rows if grid is not None else ()):
            key = _named(FACTS, row[0] if row else None)
            cell = row[1] if len(row) > 1 else None
            if key and not is_empty(cell) and grid is not None:
                lines[(key,)] = grid.numbers[i]
                value[key] = _year(cell) if key in ("base", "start", "end") else shown(cell)
        period: dict[str, Plain] = {k: value.pop(k) for k in ("base", "start", "end") if k in value}
        value["period"] = period
        indicators: dict[str, Plain] = {}
        targets: list[Plain] = []
        for number, cells in self._rows("targets", COLUMNS):
            name = shown(cells.get("indicator"))
            id_ = _id_of(name)
            if id_ not in indicators:
                lines[("indicators", id_)] = number
                indicators[id_] = {
                    "name": name, "unit": shown(cells.get("unit")),
                    "kind": _word(KINDS, cells.get("kind"))}
            lines[("targets", len(targets))] = number
            target: dict[str, Plain] = {"indicator": id_}
            for key in ("base_year", "base", "year", "value", "upper"):
                if not is_empty(cells.get(key)):
                    target[key] = (_year if "year" in key else _whole)(cells[key])
            if not is_empty(cells.get("sense")):
                target["sense"] = _word(SENSES, cells["sense"])
            if not is_empty(cells.get("source")):
                target["source"] = shown(cells["source"])
            targets.append(target)
        value["indicators"], value["targets"] = indicators, targets
        return YamlDocument(self._file, value, lines, ())

    def scenarios(self) -> tuple[ScenarioRow, ...]:
        """Return the scenarios that are marked to be used, in the order of their rows."""
        out, found = [], []
        for number, cells in self._rows("scenarios", SCENARIO_COLUMNS):
            use = plain_text(shown(cells.get("use"))).casefold()
            yes = use in (*_in_any(YES), "y", "1", "true")
            if not yes and use not in (*_in_any(NO), "n", "0", "false", ""):
                found.append(_unknown(use, (YES, NO), Where(self._file, number, "use")))
            if yes:
                points, start = cells.get("points"), cells.get("start")
                out.append(ScenarioRow(
                    shown(cells.get("scenario")),
                    float(points) if isinstance(points, int | float) else None,
                    int(start) if isinstance(start, int | float) else None))
        if found:
            raise PlancastError(found)
        return tuple(out)

    def in_its_words(self, error: PlancastError) -> PlancastError:
        """Return the problems of the plan with the words that stand in the workbook's lists."""
        kinds = {f".{key}": words.values() for key, words in (("kind", KINDS), ("sense", SENSES))}
        told = []
        for found in error.problems:
            words = next((w for end, w in kinds.items() if found.where.key.endswith(end)), None)
            told.append(found if found.code != "WORD_UNKNOWN" or words is None else _unknown(
                dict(found.details).get("word", "").strip("'"), tuple(words), found.where))
        return PlancastError(told, error.exit_code)

    def _rows(self, name: str, columns: Messages[str]) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Yield the row numbers and named cells of a sheet, below its header."""
        grid = self._sheet(name)
        if grid is None:
            return
        head = next((r for r, row in enumerate(grid.rows)
                     if sum(bool(_named(columns, cell)) for cell in row) >= 2), None)
        if head is None:
            return
        places = {_named(columns, cell): i for i, cell in enumerate(grid.rows[head])}
        for r in range(head + 1, len(grid.rows)):
            cells = {key: grid.cell(r, i) for key, i in places.items() if key}
            if not all(is_empty(cells.get(key)) for key in columns if key != "meaning"):
                yield grid.numbers[r], cells


def _in_any(word: Message) -> tuple[str, ...]:
    """Return a word in every language: a workbook may be filled in in any."""
    return tuple(word.get(lang).casefold() for lang in languages())


def _named(words: Messages[str], cell: Cell) -> str:
    """Return the key that a heading stands for, or ""."""
    text = plain_text(shown(cell)).casefold().rstrip("*").strip()
    return next((k for k, word in words.items() if text in (k, *_in_any(word))), "")


def _word(words: Messages[Kind] | Messages[Sense], cell: Cell) -> str:
    """Return the word of the vocabulary that a cell stands for, or the cell's own text."""
    text = plain_text(shown(cell)).casefold()
    return next((k.value for k, word in words.items() if text in (k.value, *_in_any(word))), text)


def _unknown(word: str, words: Sequence[Message], where: Where) -> Problem:
    """Return the refusal of a word, with those that the workbook offers in its language."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in word)
    known = [w.get("zh" if chinese else "en") for w in words]
    near = [w for w in known if word and (word in w or w in word)] or known[:3]
    return problem("WORD_UNKNOWN", where, word=repr(word), near="; ".join(near),
                   allowed=", ".join(known))


def _year(cell: Cell) -> Plain:
    """Return the year that a cell names (2020, 2020年), or what it holds."""
    found = period_of(cell)
    return found.year if found is not None and found.whole and not found.either else _whole(cell)


def _whole(cell: Cell) -> Plain:
    """Return a cell's number, a whole one as an integer; of a percentage the number alone."""
    if isinstance(cell, float) and cell == int(cell):
        return int(cell)
    if isinstance(cell, int | float) and is_number(cell):
        return cell
    text = plain_text(shown(cell))
    try:
        number = float(text.removesuffix("%").replace(",", ""))
    except ValueError:
        return text
    return int(number) if abs(number) < 1e15 and number == int(number) else number


def _id_of(name: str) -> str:
    """Return the id of an indicator: its name without what ids cannot have."""
    kept = "".join(c if c.isalnum() or c in "_-" else "_" for c in name.strip().casefold())
    return kept.strip("_") or "indicator"
