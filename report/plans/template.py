"""``plancast template``: an Excel workbook to fill in, which ``assess`` reads as it is.

The sheets are targets, figures and scenarios, with an example, drop-down lists and instructions.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.errors import PlancastError, Where, problem
from data.io.workbook import EPOCH, timeless
from data.io.writing import write_bytes
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
from data.words import Lang, Text
from scenarios.file.reading import DEFAULT_NAMES, load_library

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 200
"""Rows that have drop-down lists."""

_HISTORY = {"region": Text("地区", "region"), "indicator": Text("指标", "indicator"),
            "year": Text("年份", "year"), "value": Text("数值", "value"),
            "unit": Text("单位", "unit"), "source": Text("来源", "source")}
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
_EXAMPLE: dict[Lang, _Example] = {
    "zh": _Example(
        ("my-plan", "示例规划（请改）", "某市", 2020, 2021, 2025),
        (("专利授权量", "件", "年度量", 2020, 1000, 2025, 1500, "不低于", None, "表1"),
         ("存活率", "%", "占比", 2020, 55, 2025, 62, "不低于", None, "表1")),
        (*_figures("某市", "专利授权量", "件", "统计年鉴", _GRANTS),
         *_figures("某市", "存活率", "%", "统计年鉴", _RATES)),
        ("本工作簿是规划模板：填好后直接运行 plancast assess 本文件.xlsx",
         "规划：地区、基期年、起止年份各一行。",
         "目标：每个目标一行；口径和方向从下拉列表中选。删去示例行。",
         "历史数据：每年一个数；地区与规划相同。没有数据的年份不写。",
         "　　只有部分月份的数：加 first、last 两列写首末月份（如 1、6）。",
         "情景：“采用”一列写 是 或 否。自拟情景：另起名称，填年增速增减（百分点）和起始年份。"),
    ),
    "en": _Example(
        ("my-plan", "Example plan (change this)", "Some city", 2020, 2021, 2025),
        (("Patents granted", "items", "yearly flow", 2020, 1000, 2025, 1500, "at least", None,
          "table 1"),
         ("Survival rate", "%", "share", 2020, 55, 2025, 62, "at least", None, "table 1")),
        (*_figures("Some city", "Patents granted", "items", "yearbook", _GRANTS),
         *_figures("Some city", "Survival rate", "%", "yearbook", _RATES)),
        ("This workbook is a plan: fill it in and run plancast assess THIS-FILE.xlsx",
         "plan: region, base year, first and last year, one a row.",
         "targets: one target a row; choose kind and sense from the lists. Delete the example.",
         "history: one figure a year; the region as in the plan. Leave out years without figures.",
         "    A figure of some months only: add columns first and last (1 and 6, say).",
         "scenarios: yes or no under 'use'. One of your own: a new name, the percentage points "
         "of growth it adds a year, and the year it begins."),
    ),
}


def run_template(path: Path, lang: Lang, *, force: bool) -> str:
    """Write the workbook; return the line that says what to do with it.

    Raises ``PlancastError`` FILE_ENDING, FILE_THERE or FOLDER_UNWRITABLE.
    """
    if path.suffix.lower() != ".xlsx":
        raise PlancastError([problem("TEMPLATE_ENDING", Where(file=str(path)), file=path)])
    if path.exists() and not force:
        raise PlancastError([problem("TEMPLATE_THERE", Where(file=str(path)), file=path)])
    write_bytes(path, template_bytes(lang))
    return {"zh": f"模板已写入 {path}；填好后运行 plancast assess {path}\n",
            "en": f"template written to {path}; fill it in and run plancast assess {path}\n"}[lang]


def template_bytes(lang: Lang) -> bytes:
    """Return the workbook; the same language gives the same bytes."""
    import openpyxl

    example = _EXAMPLE[lang]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    notes = book.create_sheet({"zh": "说明", "en": "read me"}[lang])
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


def _table(sheet: Worksheet, columns: Mapping[str, Text], lang: Lang,
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
