"""A fill-in sheet that a planner filled, back into the plan file it was made of.

Kinds, senses and bases of the ``targets`` sheet and the figures of the ``history`` sheet replace
what the plan file says; everything else of the file, its comments too, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Problem, Where, problem
from data.messages.catalogue import languages
from data.messages.message import Message
from data.planfile.files import parse_plan
from data.words import Kind, Lang, Sense
from report.plans.fill_in import HEADS, HISTORY, HISTORY_HEADS, TARGETS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What was taken from a fill-in sheet: the plan file's new text and how much is new."""

    text: str
    kinds: int
    bases: int
    figures: int
    checked: int = 0  # targets that the planner compared with the document

    def said(self, lang: Lang) -> str:
        """Return what was taken in one line."""
        return Message("plans.filled_in_kinds_base_values_figures", kinds=self.kinds,
                       bases=self.bases, figures=self.figures, checked=self.checked).get(lang)


def filled_checked(plan_text: str, file: str, sheet: Path) -> Filled:
    """Return a plan file of that name with its fill-in sheet; both are checked as plans are.

    Raises ``PlancastError`` as ``parse_plan`` and ``filled_in``.
    """
    parse_plan(plan_text, file)
    done = filled_in(plan_text, sheet)
    parse_plan(done.text, file)
    return done


def filled_in(plan_text: str, sheet: Path) -> Filled:
    """Return a plan file with what its fill-in sheet says.

    Raises
    ------
    PlancastError
        FILL_IN_UNREADABLE for a file that is no workbook, FILL_IN_SHEET when a sheet or a column
        of it is missing, FILL_IN_ROW for an indicator or a target the plan does not have,
        FILL_IN_CELL for a kind, sense or number that cannot be read.
    """
    from ruamel.yaml import YAML

    where = Where(file=str(sheet))
    targets, history = _sheets(sheet, where)
    editor = YAML(typ="rt")
    editor.width = 4096
    editor.preserve_quotes = True
    plan: CommentedMap = editor.load(plan_text)
    problems: list[Problem] = []
    kinds, bases = _targets(plan, targets, where, problems)
    figures = _figures(plan, history, where, problems)
    checked = _checked(plan, targets, where, problems)
    if problems:
        raise PlancastError(problems[:50])
    stream = StringIO()
    editor.dump(plan, stream)
    text = _counted(stream.getvalue()) if checked else stream.getvalue()
    return Filled(text, kinds, bases, figures, checked)


Row = dict[str, Cell]


def _sheets(path: Path, where: Where) -> tuple[list[Row], list[Row]]:
    """Return the rows of both sheets under their keys; ``row`` holds the row in the sheet."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise PlancastError([problem("FILL_IN_UNREADABLE", where, path=path,
                                     reason=type(error).__name__)]) from None
    heads = {text: key for key, heading, _ in HEADS for text in map(heading.get, languages())}
    try:
        return (_rows(book[TARGETS], heads, ("indicator", "no"), where),
                _long(_rows(book[HISTORY], {h: h for h in HISTORY_HEADS}, HISTORY_HEADS, where)))
    except KeyError as error:
        missing = str(error.args[0]) if error.args else ""
        raise PlancastError([problem("FILL_IN_SHEET", where, missing=missing)]) from None
    finally:
        book.close()


def _rows(sheet: Worksheet, heads: dict[str, str], needed: Sequence[str], where: Where
          ) -> list[Row]:
    rows = sheet.iter_rows(values_only=True)
    header = [_key(str(cell).strip(), heads) for cell in next(rows, ())]
    absent = [key for key in needed if key not in header]
    if absent:
        raise PlancastError([problem("FILL_IN_SHEET", where, missing=", ".join(absent))])
    out: list[Row] = []
    for number, cells in enumerate(rows, 2):
        row: Row = {"row": number}
        row.update({key: cell for key, cell in zip(header, cells, strict=False)
                    if key and isinstance(cell, str | int | float)})
        if len(row) > 1:
            out.append(row)
    return out


def _key(heading: str, heads: dict[str, str]) -> str:
    year = heading.removesuffix(".0")
    return heads.get(heading, year if year.isdigit() and len(year) == 4 else "")


def _long(rows: list[Row]) -> list[Row]:
    """Return one row a figure of the rows with a column a year."""
    return [{"row": row["row"], "indicator": row.get("indicator"), "unit": row.get("unit", ""),
             "year": int(key), "value": cell}
            for row in rows for key, cell in row.items() if key.isdigit()]


def _targets(plan: CommentedMap, rows: list[Row], where: Where, problems: list[Problem]
             ) -> tuple[int, int]:
    kinds = bases = 0
    for row in rows:
        place = Where(file=where.file, row=_whole(row["row"]))
        name, number = str(row.get("indicator", "")), _whole(row.get("no"))
        targets = plan["targets"]
        if number is None or not 1 <= number <= len(targets) or (
                str(targets[number - 1]["indicator"]) != name):
            problems.append(problem("FILL_IN_ROW", place, indicator=name))
            continue
        target, indicator = targets[number - 1], plan["indicators"][name]
        kind = _word(row.get("kind"), Kind, place, problems)
        if kind is not None and str(indicator.get("kind")) != kind:
            indicator["kind"] = kind
            indicator.pop("readings", None)
            kinds += 1
        sense = _word(row.get("sense"), Sense, place, problems)
        if sense is not None and str(target.get("sense", Sense.AT_LEAST.value)) != sense:
            target["sense"] = sense
        base = _number(row.get("base"), place, problems)
        year = _whole(row.get("base_year"))
        if base is not None and target.get("base") != base:
            target["base"] = base
            bases += 1
            if year is not None and year != plan["period"]["base"]:
                target["base_year"] = year
    return kinds, bases


_YES = ("是", "yes", "y", "x", "true", "1", "✓", "√", "ok", "已核对")
_NO = ("", "否", "no", "n", "false", "0")


def _checked(plan: CommentedMap, rows: list[Row], where: Where, problems: list[Problem]) -> int:
    """Take the mark of doubt off the targets that the planner compared with the document."""
    targets = plan["targets"]
    count = 0
    for row in rows:
        said = str(row.get("checked", "") or "").strip().casefold()
        number = _whole(row.get("no"))
        if said in _NO or number is None or not 1 <= number <= len(targets):
            continue
        if said not in _YES:
            problems.append(problem("FILL_IN_CELL", Where(file=where.file, row=_whole(row["row"])),
                                    text=said[:40], allowed=", ".join(_YES[:2])))
            continue
        count += confirm(targets, number - 1)
    return count


def confirm(rows: CommentedSeq, at: int) -> bool:
    """Take the doubt of the reader off a row that a person has compared with the document.

    A row that carries ``confidence`` is one that nobody has confirmed. Return whether it was.
    """
    _without_mark(rows, at)
    return rows[at].pop("confidence", None) is not None


_MARK = "# ?"


def _without_mark(rows: CommentedSeq, at: int) -> None:
    """Remove the comment "# ? reason" behind a row; other comments stay."""
    tokens = rows.ca.items.get(at)
    for place, token in enumerate(tokens or ()):
        if token is not None and not isinstance(token, list) and token.value.startswith(_MARK):
            rest = token.value.partition("\n")[2]
            token.value = "\n" + rest
            del place


def _counted(text: str) -> str:
    """Return a plan file with the number of marked rows that its head states."""
    marked = sum(_MARK in line for line in text.split("\n") if line.startswith(
        ("- {", "  - {")))
    return re.sub(r"(rows with a low confidence are marked: )\d+", rf"\g<1>{marked}", text, count=1)


def _figures(plan: CommentedMap, rows: list[Row], where: Where, problems: list[Problem]) -> int:
    """Add the figures of the history sheet to the plan; those it already has are replaced."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    history = plan.setdefault("history", CommentedSeq())
    known = {(str(h["indicator"]), int(h["year"])): h for h in history if "region" not in h}
    added = 0
    for row in rows:
        place = Where(file=where.file, row=_whole(row["row"]))
        name, year = str(row.get("indicator", "")), _whole(row.get("year"))
        value = _number(row.get("value"), place, problems)
        if value is None:
            continue
        if name not in plan["indicators"] or year is None:
            problems.append(problem("FILL_IN_ROW", place, indicator=name))
            continue
        unit = str(row.get("unit", "")).strip()
        there = known.get((name, year))
        if there is not None and "unit" not in there and there["value"] == value:
            continue
        made = CommentedMap({"indicator": name, "year": year, "value": value})
        if unit and unit != str(plan["indicators"][name].get("unit", "")):
            made["unit"] = unit
        made.fa.set_flow_style()
        if there is None:
            history.append(made)
        elif not _same(there, value):
            history[history.index(there)] = made
        else:
            continue
        added += 1
    if not history:
        del plan["history"]
    return added


def _same(there: CommentedMap, value: float) -> bool:
    """Say whether a figure printed in another unit is the one of the sheet already."""
    return "unit" in there and there.get("value") is not None and value == there["value"]


def _word(cell: Cell, words: type[Kind] | type[Sense], place: Where, problems: list[Problem]
          ) -> str | None:
    text = "" if cell is None else str(cell).split("(")[0].split("（")[0].strip()
    if not text:
        return None
    if text not in {w.value for w in words}:
        problems.append(problem("FILL_IN_CELL", place, text=str(cell)[:40],
                                allowed=", ".join(w.value for w in words)))
        return None
    return text


def _number(cell: Cell, place: Where, problems: list[Problem]) -> float | int | None:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = float(str(cell).replace(",", ""))
    except ValueError:
        problems.append(problem("FILL_IN_CELL", place, text=str(cell)[:40], allowed="123.4"))
        return None
    if value != value or abs(value) == float("inf"):
        problems.append(problem("FILL_IN_CELL", place, text=str(cell)[:40], allowed="123.4"))
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _whole(cell: Cell) -> int | None:
    try:
        return int(float(str(cell)))
    except (ValueError, OverflowError):
        return None
