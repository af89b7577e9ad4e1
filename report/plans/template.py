"""``plancast template``: an Excel workbook to fill in, which ``assess`` reads as it is.

The sheets are targets, figures and scenarios, with an example, drop-down lists and instructions.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.errors import PlancastError, Where, problem
from data.io.workbook import EPOCH, timeless
from data.io.writing import write_bytes
from data.messages.message import Message, Messages, Row
from data.planfile.workbook import (
    COLUMNS,
    FACTS,
    KINDS,
    NO,
    SCENARIO_COLUMNS,
    SENSES,
    SHEETS,
    YES,
)
from data.words import Kind, Lang, Sense, Wording
from scenarios.file.reading import DEFAULT_NAMES, load_library

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 200
"""Rows that have drop-down lists."""

_HISTORY = Messages("plans.history", str)
_Row: TypeAlias = tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class _Example:
    facts: _Row
    targets: tuple[_Row, ...]
    history: tuple[_Row, ...]
    notes: tuple[str, ...]


def _figures(region: str, name: str, unit: str, source: str, values: Sequence[float],
             ) -> tuple[_Row, ...]:
    return tuple((region, name, 2016 + i, v, unit, source) for i, v in enumerate(values))


_GRANTS, _RATES = (620, 700, 790, 900), (47, 49, 51, 53)
def _example(lang: Lang) -> _Example:
    """Return the rows that show how the sheets are filled in."""
    title, region, grants, items, rate, source, table = Row("plans.example").get(lang)
    flow, share, least = (word.get(lang) for word in
                          (KINDS[Kind.FLOW], KINDS[Kind.SHARE], SENSES[Sense.AT_LEAST]))
    return _Example(
        ("my-plan", title, region, 2020, 2021, 2025),
        ((grants, items, flow, 2020, 1000, 2025, 1500, least, None, table),
         (rate, "%", share, 2020, 55, 2025, 62, least, None, table)),
        (*_figures(region, grants, items, source, _GRANTS),
         *_figures(region, rate, "%", source, _RATES)),
        Row("plans.example_notes").get(lang),
    )


def run_template(path: Path, lang: Lang, *, force: bool) -> str:
    """Write the workbook; return the line that says what to do with it.

    Raises ``PlancastError`` FILE_ENDING, FILE_THERE or FOLDER_UNWRITABLE.
    """
    if path.suffix.lower() != ".xlsx":
        raise PlancastError([problem("TEMPLATE_ENDING", Where(file=str(path)), file=path)])
    if os.path.exists(path) and not force:
        raise PlancastError([problem("TEMPLATE_THERE", Where(file=str(path)), file=path)])
    write_bytes(path, template_bytes(lang))
    return Message("plans.template_written_fill_it_in", path=path).get(lang)


def template_bytes(lang: Lang) -> bytes:
    """Return the workbook; the same language gives the same bytes."""
    import openpyxl

    example = _example(lang)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    notes = book.create_sheet(Message("plans.read_me").get(lang))
    notes.column_dimensions["A"].width = 100
    for line in example.notes:
        notes.append([line])
    plan = book.create_sheet(SHEETS["plan"].get(lang))
    for word, fact in zip(FACTS.values(), example.facts, strict=True):
        plan.append([word.get(lang), fact])
    _widths(plan, (16, 40))
    targets = _table(book.create_sheet(SHEETS["targets"].get(lang)), COLUMNS, lang,
                     example.targets)
    _list(targets, "C", [word.get(lang) for word in KINDS.values()])
    _list(targets, "H", [word.get(lang) for word in SENSES.values()])
    _table(book.create_sheet(SHEETS["history"].get(lang)), _HISTORY, lang, example.history)
    rows = [(s.id, (YES if s.id in DEFAULT_NAMES else NO).get(lang), None, None, s.name.get(lang))
            for s in load_library()]
    scenarios = _table(book.create_sheet(SHEETS["scenarios"].get(lang)), SCENARIO_COLUMNS, lang,
                       rows)
    _list(scenarios, "B", [YES.get(lang), NO.get(lang)])
    book.active = 2
    book.properties.created = datetime(*EPOCH)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _table(sheet: Worksheet, columns: Mapping[str, Wording], lang: Lang,
           rows: Iterable[Sequence[object]]) -> Worksheet:
    from openpyxl.styles import Font

    sheet.append([word.get(lang) for word in columns.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    _widths(sheet, [22] + [15] * (len(columns) - 1))
    return sheet


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKL"[place]].width = width


def _list(sheet: Worksheet, column: str, words: Sequence[str]) -> None:
    """Give a column a drop-down list; other words are pointed out by the spreadsheet."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
    choice.add(f"{column}2:{column}{ROWS}")
    sheet.add_data_validation(choice)
