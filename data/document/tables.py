"""Rows of a table to claims."""

from __future__ import annotations

import re
from dataclasses import replace

from data.document.cells import (
    Cell,
    Holds,
    figure_of,
    in_brackets,
    is_binding,
    label_and_unit,
)
from data.document.chinese.words import RELATIVE, SENSES
from data.document.claims import Claim, reason_of, unread
from data.document.columns import Column, Holder
from data.document.frame import Frame
from data.document.grids import Headless, Row, Table, is_open
from data.document.headings import Section
from data.document.quantities import Quantity
from data.plan import Span, Unread
from data.words import Basis, Place, Role, Sense

_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计|全[市省县区州旗盟]|total|overall|sum", re.IGNORECASE)
_SENSE_EN = {"at least": Sense.AT_LEAST, "more than": Sense.ABOVE, "over": Sense.ABOVE,
             "above": Sense.ABOVE, "at most": Sense.AT_MOST, "below": Sense.AT_MOST,
             "under": Sense.AT_MOST, "up to": Sense.AT_MOST, "about": Sense.ABOUT,
             "around": Sense.ABOUT}


def table_claims(table: Table, frame: Frame, section: Section
                 ) -> tuple[list[Claim], list[Unread]]:
    """Return the claims of a table and the cells with figures that were not understood.

    A table of regions whose title leaves open what its figures are takes it from its section.
    """
    if section.direction < 0 and is_open(table.title, frame):
        base = frame.period.base if frame.period else None
        table = replace(table, columns=tuple(
            replace(c, role=Role.ACTUAL, year=base, base_year=None, basis=Basis.LEVEL)
            if c.assumed else c for c in table.columns))
    claims: list[Claim] = []
    doubts: list[Unread] = []
    for n, row in enumerate(table.rows, 1):
        some, wrong = _row(table, row, n, frame, section.name())
        claims += some
        doubts += wrong
    return claims, doubts


def headless_doubt(table: Headless) -> Unread:
    """Return the doubt that stands for a table whose header could not be read."""
    return unread(
        table.first.written, f"表格没有可识别的表头，{table.numbers} 个数字未读入",
        f"a table without a header that could be read; its {table.numbers} numbers were left out",
        Span(table.first.line, table.first.start, table.first.start + len(table.first.written)))


def _row(table: Table, row: Row, n: int, frame: Frame, section: str
         ) -> tuple[list[Claim], list[Unread]]:
    label, unit, region, binding = _names(table, row)
    claims: list[Claim] = []
    doubts: list[Unread] = []
    named = any(c.holder is Holder.NAME for c in table.columns)
    if named and not region and not _is_total(table, row):
        doubts.append(_nameless(row))
    base = next((c for k, c in enumerate(table.columns) if c.holder is Holder.VALUE
                 and c.role is Role.ACTUAL and k in row.cells), None)
    for k, found in row.cells.items():
        column = table.columns[k]
        if column.holder not in (Holder.VALUE, Holder.GROWTH, Holder.MEASURE):
            continue
        name = column.label if column.holder is Holder.MEASURE else label
        if found.holds in (Holds.DASH, Holds.TEXT, Holds.UNIT, Holds.BINDING):
            continue
        if not name:
            doubts.append(_cell_doubt(found))
            continue
        claim = _claim(table, row, column, found, name, unit, frame)
        if claim is None:
            doubts += [] if found.holds is Holds.PHRASE else [_cell_doubt(found)]
            continue
        if column.holder is Holder.GROWTH and claim.role is Role.GROWTH and base is not None:
            claim = replace(claim, base_year=base.year)
        claims.append(replace(
            claim, region=region, binding=binding, row=f"{table.name}:{n}", section=section,
            table=table.title, columns=_columns_are(table)))
    return claims, doubts


def _names(table: Table, row: Row) -> tuple[str, str, str, bool | None]:
    """Return the row's indicator, its unit, its region, and whether it is binding."""
    label, unit, region = "", "", ""
    binding: bool | None = None
    for k, found in row.cells.items():
        holder = table.columns[k].holder
        if holder is Holder.LABEL and found.text:
            name, own = label_and_unit(found.text)
            label = re.sub(r"^\s*\d{1,2}[.、\s](?!\d)\s*", "", found.written[:len(name)])
            unit = unit or own
        elif holder is Holder.UNIT and found.holds in (Holds.UNIT, Holds.TEXT, Holds.PERCENT):
            unit = found.text.strip("()")
        elif holder is Holder.NAME and found.holds in (Holds.TEXT, Holds.PHRASE):
            region = "" if _TOTAL.fullmatch(found.text) else found.written
        elif holder is Holder.BINDING:
            binding = is_binding(found.text)
    label = re.sub(r"^其中\s*[:：]?\s*|^of which:?\s*", "", label)
    return label.strip("* "), unit, region, binding


def _is_total(table: Table, row: Row) -> bool:
    return any(table.columns[k].holder is Holder.NAME and _TOTAL.fullmatch(c.text)
               for k, c in row.cells.items())


def _columns_are(table: Table) -> str:
    name = next((c for c in table.columns if c.holder is Holder.NAME), None)
    if name is None:
        return ""
    return "regions" if name.regions else "bodies"


def _claim(table: Table, row: Row, column: Column, found: Cell, label: str, unit: str,
           frame: Frame) -> Claim | None:
    if found.holds is Holds.PHRASE:
        return _phrase(column, found, label)
    quantity = figure_of(found, chinese=frame.chinese)
    if quantity is None:
        return None
    growth = column.holder is Holder.GROWTH
    role = column.role
    basis = column.basis
    share = quantity.unit or column.unit or ("%" if growth else unit) or table.unit
    base_year = column.base_year
    if in_brackets(found.text):
        share = quantity.unit or ("" if growth else column.unit) or unit or table.unit
        role, basis = _over_period(growth, role, share, label)
        growth = basis is Basis.GROWTH_FROM_BASE
        base_year = _years_before(column, frame)
    if growth and share not in ("%", "percent", "倍"):
        return None
    codes = ["flattened" if table.flattened else "table"]
    confidence = 0.92 if table.flattened else 0.97
    named = any(c.holder is Holder.NAME for c in table.columns)
    nameless = named and not _is_total(table, row) and not any(
        table.columns[k].holder is Holder.NAME for k in row.cells)
    for code, doubt, cost in (("missing", not row.whole, 0.15), ("no_unit", not share, 0.05),
                              ("no_name", nameless, 0.3), ("no_year", column.year is None, 0.1)):
        if doubt:
            codes.append(code)
            confidence -= cost
    rate = _rate(quantity, label, share) if growth else None
    sense = _sense(found.text, quantity, role)
    explicit = sense is not Sense.AT_LEAST
    if role is Role.TARGET and rate is not None and rate < 0 and not explicit:
        sense = Sense.AT_MOST
    start = found.start
    return Claim(
        role, label, quantity.value, share, column.year,
        Span(found.line, start + quantity.start, start + quantity.end),
        found.written[quantity.start:quantity.end], sense, basis, base_year,
        quantity.upper, rate, Place.TABLE, explicit=explicit,
        falling=rate is not None and rate < 0, confidence=round(confidence, 2),
        reason=reason_of(*codes))


_FALLS = re.compile("下降|降低|减少|降幅|reduction|decrease|decline", re.IGNORECASE)
_SHARE = re.compile("率|比重|比例|占比|覆盖|share|rate|coverage", re.IGNORECASE)


def _over_period(growth: bool, role: Role, unit: str, label: str) -> tuple[Role, Basis]:
    """Return what a figure in square brackets is: plans print totals over the period so.

    A percentage of something that is no share is its growth over the period; of a share, and
    beside a rate a year, it is an increment; other figures are sums of the period's years.
    """
    if unit == "%" and not _SHARE.search(label):
        return (role if role is Role.TARGET else Role.GROWTH), Basis.GROWTH_FROM_BASE
    if growth or unit == "%":
        return (Role.TARGET if growth else role), Basis.INCREMENT_FROM_BASE
    return role, (Basis.CUMULATIVE_OVER_PERIOD if role is Role.TARGET else Basis.LEVEL)


def _years_before(column: Column, frame: Frame) -> int | None:
    """Return the first year of a total over a period as long as the plan's own."""
    if frame.period is None or column.year is None:
        return column.base_year
    return column.year - (frame.period.end - frame.period.base)


def _rate(quantity: Quantity, label: str, share: str) -> float:
    falls = quantity.value > 0 and _FALLS.search(label) is not None
    return (-1.0 if falls else 1.0) * quantity.value * (100.0 if share == "倍" else 1.0)


def _sense(text: str, quantity: Quantity, role: Role) -> Sense:
    if role is not Role.TARGET:
        return Sense.AT_LEAST
    if quantity.upper is not None:
        return Sense.BETWEEN
    if quantity.after is not None:
        return quantity.after
    before = text[:quantity.start].strip("[( ")
    for word in sorted(SENSES, key=len, reverse=True):
        if before == word:
            return SENSES[word]
    return _SENSE_EN.get(before.lower(), Sense.AT_LEAST)


def _phrase(column: Column, found: Cell, label: str) -> Claim | None:
    """A value in words: compared with another region, or up every year; other words are none."""
    m = RELATIVE.search(found.text)
    span = Span(found.line, found.start, found.start + len(found.written))
    if column.role is not Role.TARGET:
        return None
    if m is not None:
        below = m["op"] == "低于"
        sense = Sense.AT_MOST if below else (
            Sense.ABOVE if m["op"] in ("高于", "超过", "优于", "好于") else Sense.AT_LEAST)
        return Claim(Role.TARGET, label, None, "", column.year, span, found.written, sense,
                     Basis.RELATIVE_TO_REGION, place=Place.TABLE, relative_to=m["who"],
                     explicit=True, confidence=0.9, reason=reason_of("relative"))
    if re.match(r"逐年|每年|rising every year|up every year", found.text, re.IGNORECASE):
        return Claim(Role.TARGET, label, None, "", column.year, span, found.written,
                     basis=Basis.EVERY_YEAR_UP, place=Place.TABLE, explicit=True, confidence=0.85,
                     falling=bool(re.search("下降|降低|减少", found.text)),
                     reason=reason_of("trend"))
    return Claim(Role.TARGET, label, None, "", column.year, span, found.written,
                 basis=Basis.QUALITATIVE, place=Place.TABLE, explicit=True, confidence=0.7,
                 reason=reason_of("trend"))


def _nameless(row: Row) -> Unread:
    first = next(iter(row.cells.values()))
    shown = " ".join(c.written for c in row.cells.values())
    return unread(shown, "表格的这一行缺少名称", "this row of the table has lost its name",
                  Span(first.line, first.start, first.start + len(first.written)))


def _cell_doubt(found: Cell) -> Unread:
    return unread(found.written, "表格中的数字，但看不出是什么指标",
                  "a number in a table, but not of what indicator",
                  Span(found.line, found.start, found.start + len(found.written)))
