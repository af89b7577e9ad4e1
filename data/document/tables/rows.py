"""Rows of a table to claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.characters import folded
from data.document.chinese.sentences import read_chinese
from data.document.chinese.words import RELATIVE
from data.document.claims import MEASURED_AGAINST, Claim, reason_of, unread
from data.document.english.sentences import read_english
from data.document.frame import Frame
from data.document.genre import Genre
from data.document.headings import Section
from data.document.passage import Passage
from data.document.periods import Time, When, last_of_fiscal
from data.document.sense import better_of, said_in
from data.document.tables.cells import FIGURES, Cell, Holds, is_binding, is_year
from data.document.tables.headers import better_of_cell, role_of_cell, role_of_words
from data.document.tables.meaning import Beside, Meaning, meant
from data.document.tables.model import FIGURE_HOLDERS, Column, Headless, Holder, Row, Table
from data.document.tables.titles import is_open
from data.document.tables.units import has_han
from data.document.tables.values import leading_value
from data.messages.message import Message
from data.plan import Span, Unread
from data.words import Basis, Place, Role, Sense

_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计|全[市省县区州旗盟]|total|overall|sum", re.IGNORECASE)
_DOWN_VERB = re.compile(r"^(?:to )?(?:reduc\w+|decreas\w+|lower\w*|cut(?:ting)?|minimi[sz]\w+|"
                        r"shorten\w*|shrink\w*|limit\w*|narrow\w*|curb\w*|halv\w+)"
                        r"(?: the| in(?: the)?)? ", re.IGNORECASE)
_UP_VERB = re.compile(r"^(?:to )?(?:increas\w+|improv\w+|rais\w+|maintain\w*|maximi[sz]\w+)"
                      r"(?: the| in(?: the)?)? ", re.IGNORECASE)
_DONE_VERB = re.compile(
    r"\s+(reduced|decreased|lowered|minimi[sz]ed|increased|improved|raised|maintained)"
    r"(?=\s*(?:\(.*\))?$)", re.IGNORECASE)
_DOUBTS = {"missing": 0.15, "no_unit": 0.05, "no_name": 0.3, "no_year": 0.1, "close": 0.12,
           "stacked": 0.1, "below": 0.1, "rate": 0.1, "remainder": 0.1}
"""What each reason to doubt a figure takes off its confidence."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What a row says of all its figures."""

    label: str = ""
    unit: str = ""
    region: str = ""
    binding: bool | None = None
    role: Role | None = None
    years: tuple[tuple[Role | None, int], ...] = ()
    falls: bool = False  # its name is a task: reduce …
    less: bool | None = None  # a column, or the name, says whether less is better


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
    doubts: list[Unread] = [cell_doubt(found) for found in table.left]
    for n, row in enumerate(table.rows, 1):
        some, wrong = _row(table, row, n, frame, section)
        claims += some
        doubts += wrong
    return claims, doubts


def headless_doubt(table: Headless) -> Unread:
    """Return the doubt that stands for a table whose header could not be read."""
    return unread(
        table.first.written, Message("document.unread.headless", numbers=table.numbers),
        Span(table.first.line, table.first.start, table.first.start + len(table.first.written)))


def _row(table: Table, row: Row, n: int, frame: Frame, place: Section
         ) -> tuple[list[Claim], list[Unread]]:
    section = place.name()
    named = _names(table, row, place)
    claims: list[Claim] = []
    doubts: list[Unread] = []
    beside = _beside(table, row, named)
    by_name = any(c.holder is Holder.NAME for c in table.columns)
    if by_name and not named.region and not _is_total(table, row) and not named.label:
        doubts.append(_nameless(row))
    for k, found in row.cells.items():
        column = table.columns[k]
        if column.holder not in FIGURE_HOLDERS:
            continue
        name = column.label if column.holder is Holder.MEASURE else named.label
        if frame.genre in (Genre.REVIEW, Genre.REPORT) and found.holds in (
                *FIGURES, Holds.PHRASE) and _is_over(table, row, k, named):
            doubts.append(unread(found.text, MEASURED_AGAINST, _span(found)))
            continue
        loose = False
        if found.holds is Holds.TEXT and column.holder is Holder.VALUE:
            reading = leading_value(found.text, chinese=has_han(found.text))
            if reading is not None:
                found = replace(found, holds=Holds.NUMBER, reading=reading)
                row = replace(row, cells={**row.cells, k: found})
                loose = True
        if found.holds not in (*FIGURES, Holds.PHRASE):
            if found.holds is Holds.TEXT and re.search(r"\d", found.text):
                told = _told(found, _timed(column, named), named, frame)
                claims += [replace(c, section=section, row=f"{table.name}:{n}.{k}",
                                   table=table.title) for c in told]
                doubts += [] if told else [cell_doubt(found)]
            continue
        if not name:
            doubts.append(cell_doubt(found))
            continue
        if found.holds is Holds.PHRASE:
            claim = _phrase(_timed(column, named), found, name)
            if claim is None and re.search(r"\d", found.text):
                told = _told(found, _timed(column, named), named, frame)
                claims += [replace(c, section=section, row=f"{table.name}:{n}.{k}",
                                   table=table.title) for c in told]
                doubts += [] if told else [cell_doubt(found)]
        else:
            claim = _claim(_Spot(table, row, k, beside, by_name, loose), name, named, frame)
            if claim is None:
                doubts.append(cell_doubt(found))
        if claim is not None:
            claims.append(replace(
                claim, region=named.region, binding=named.binding, row=f"{table.name}:{n}",
                section=section, table=table.title, columns=_columns_are(table)))
    return claims, doubts


def _is_over(table: Table, row: Row, k: int, named: _Named) -> bool:
    """Say whether a target stands beside what was reached in its year: it is over."""
    own = _timed(table.columns[k], named)
    if own.holder is not Holder.VALUE or own.role is not Role.TARGET or own.year is None:
        return False
    others = [(_timed(table.columns[i], named), cell) for i, cell in row.cells.items() if i != k]
    return any(c.holder is Holder.VALUE and c.role is Role.ACTUAL and c.year == own.year
               and (c.dated or c.said) and cell.reading is not None for c, cell in others)


def _span(found: Cell) -> Span:
    return Span(found.line, found.start, found.start + len(found.written))


_LONGEST_SENTENCE = 200


def _told(found: Cell, column: Column, named: _Named, frame: Frame) -> list[Claim]:
    """Return what a cell says that holds a phrase of its own: "Reduce car use by 20%".

    A share of something (95% of services on time) is read as well; what a cell says without a
    name of its own is of the row.
    """
    target = column.role is Role.TARGET
    if column.holder is not Holder.VALUE or not target or len(found.text) > _LONGEST_SENTENCE:
        return []
    at = None if column.year is None else Time(0, 0, column.year, column.year, When.IN, by=True)
    place = Section((named.label,) if named.label else (), 1, strong=True)
    read = read_chinese if has_han(found.text) else read_english
    claims, _ = read(Passage(found.line, found.text, found.written, place, frame, at, listed=True))
    return [replace(
        c, span=Span(found.line, found.start + c.span.start, found.start + c.span.end),
        place=Place.TABLE, region=named.region, binding=named.binding,
        confidence=min(c.confidence, _OF_SENTENCE)) for c in claims
        if c.role is Role.TARGET]


_OF_SENTENCE = 0.85
"""How sure the reader is, at most, of a phrase in a cell: its name may not be the row's."""


def _names(table: Table, row: Row, place: Section) -> _Named:
    """Return the row's indicator, its unit, its region, and whether it is binding."""
    unit, region = "", ""
    binding: bool | None = None
    role: Role | None = None
    years: list[tuple[Role | None, int]] = []
    header_unit = ""
    less: bool | None = None
    for k, found in row.cells.items():
        column = table.columns[k]
        holder = column.holder
        if holder is Holder.LABEL:
            header_unit = column.unit
        elif holder is Holder.UNIT and found.holds is not Holds.DASH:
            unit = " ".join(found.text[:40].split()).strip("()")
        elif holder is Holder.NAME and found.holds in (Holds.TEXT, Holds.PHRASE):
            region = "" if _TOTAL.fullmatch(found.text) else found.written
        elif holder is Holder.BINDING:
            said = is_binding(found.text)
            binding = said if said is not None else binding
        elif holder is Holder.BETTER:
            less = better_of_cell(found.text)
        elif holder is Holder.ROLE:
            role = role_of_cell(found.text)
        elif holder is Holder.YEAR:
            year = _year(found.text)
            if year is not None:
                years.append((column.role if _says_role(column) else None, year))
    label, unit = row.label, row.unit or unit or header_unit
    if not label and any(c.holder in (Holder.ROLE, Holder.YEAR) for c in table.columns) and (
            not any(c.holder in (Holder.LABEL, Holder.NAME) for c in table.columns)):
        above = (_subject(title) for title in (table.title, *place.trail[::-1][:1]))
        label = next((name for name in above if name), "")
    label, falls = _without_task(label)
    return _Named(label.strip("* "), unit, region, binding, role, tuple(years), falls,
                  less if less is not None else said_in(label))


def _without_task(label: str) -> tuple[str, bool]:
    """Return a name without the verb that makes a task of it, and whether that is to reduce:
    "Reduce residual waste", "Poverty incidence reduced (% of population)"."""
    down, up = _DOWN_VERB.match(label), _UP_VERB.match(label)
    verb = down or up
    if verb is not None and len(label) - verb.end() > 3:
        return label[verb.end():], down is not None
    ended = _DONE_VERB.search(label)
    if ended is not None and ended.start() > 3:
        falls = re.match("reduc|decreas|lower|minimi", ended.group(1), re.IGNORECASE) is not None
        return (label[:ended.start()] + label[ended.end(1):]).strip(), falls
    return label, False


def _subject(title: str) -> str:
    """Return the indicator a title names, for tables whose rows are years or roles."""
    bare = _LEADS.sub("", title).strip()
    generic = re.search(r"指标表?$|目标表?$|一览|^(?:table|indicators?|targets?|performance)\b",
        bare,
                        re.IGNORECASE)
    return "" if generic or len(bare) > 60 else bare


_LEADS = re.compile(  # Table 3: …, Performance goal 1.2: …
    r"^\s*(?:(?:#+|(?:表|table)\s*\d[\d.-]*[:：.]?|\d+[.、)]|"
    r"(?:(?:key|strategic|performance|headline)\s+)*"
    r"(?:goal|objective|outcome|measure|indicator|kpi|target)\s*[\d.]*\s*[:–—])\s*)+",
    re.IGNORECASE)


def _year(text: str) -> int | None:
    year = is_year(text)
    if year is not None:
        return year
    short = re.fullmatch(r"FY\s*['’]?(\d{2})", text.strip(), re.IGNORECASE)  # FY23
    if short is not None:
        return 2000 + int(short.group(1))
    m = re.fullmatch(r"(?:FY\s*)?((?:19|20|21)\d{2})(?:\s*[/-]\s*(\d{2}|\d{4}))?", text.strip(),
                     re.IGNORECASE)
    return last_of_fiscal(m.group(1), m.group(2)) if m else None


def _says_role(column: Column) -> bool:
    return role_of_words(column.header) is not None


def _timed(column: Column, named: _Named) -> Column:
    """Give a column the role and the year that its row says, where it says them."""
    role = named.role if named.role is not None and column.holder is Holder.VALUE else column.role
    year = column.year
    for said, value in () if column.dated else named.years:
        if said is role or said is None:
            year = value
    return replace(column, role=role, year=year)


def _is_total(table: Table, row: Row) -> bool:
    return any(table.columns[k].holder is Holder.NAME and _TOTAL.fullmatch(c.text)
               for k, c in row.cells.items())


def _columns_are(table: Table) -> str:
    name = next((c for c in table.columns if c.holder is Holder.NAME), None)
    if name is None:
        return ""
    return "regions" if name.regions else "bodies"


@dataclass(frozen=True, slots=True)
class _Spot:
    """The place of a figure in its table, and what stands beside it in its row."""

    table: Table
    row: Row
    column: int
    beside: Beside
    by_name: bool  # the rows are regions or bodies
    loose: bool = False  # the cell says more than its figure


def _claim(spot: _Spot, label: str, named: _Named, frame: Frame) -> Claim | None:
    table, row, beside = spot.table, spot.row, spot.beside
    found, column = row.cells[spot.column], _timed(table.columns[spot.column], named)
    reading = found.reading
    if reading is None:
        return None
    unit = _unit_of(found, column, named, table)
    meaning = meant(reading, column, folded(label), unit, beside, frame)
    if meaning is None:
        return None
    codes = ["flattened" if table.flattened else "table", *meaning.doubts]
    nameless = spot.by_name and not named.region and not _is_total(table, row) and (
        column.holder is Holder.MEASURE)
    for code, doubt in (("missing", not row.whole), ("no_unit", not meaning.unit),
                        ("no_name", nameless), ("no_year", meaning.year is None),
                        ("close", column.doubt), ("stacked", row.doubt),
                        ("remainder", spot.loose)):
        if doubt:
            codes.append(code)
    sense, doubted = _sense(meaning, label, beside, named)
    codes += doubted
    confidence = (0.92 if table.flattened else 0.97) - sum(_DOUBTS.get(c, 0.0) for c in codes)
    falling = meaning.falls or (meaning.rate is not None and meaning.rate < 0)
    return Claim(
        meaning.role, label, reading.value, meaning.unit, meaning.year,
        Span(found.line, found.start + reading.start, found.start + reading.end),
        found.written[reading.start:reading.end], sense, meaning.basis, meaning.base_year,
        reading.upper, meaning.rate, Place.TABLE,
        explicit=reading.sense is not None or named.less is not None,
        falling=falling, confidence=round(max(0.05, confidence), 2), reason=reason_of(*codes))


def _beside(table: Table, row: Row, named: _Named) -> Beside:
    """Return the figure reached and the target of a row, if it has them."""
    out = Beside()
    targets: list[float] = []
    for k, found in row.cells.items():
        column = _timed(table.columns[k], named)
        if column.holder is not Holder.VALUE or found.reading is None:
            continue
        if column.role is Role.TARGET:
            out = replace(out, target=found)
            targets.append(found.reading.value)
        elif out.base is None:
            out = replace(out, base=found, base_year=found.reading.year or column.year)
    return replace(out, falling=len(targets) > 1 and targets[-1] < targets[0])


def _unit_of(found: Cell, column: Column, named: _Named, table: Table) -> str:
    own = found.reading.unit if found.reading is not None else ""
    measure = column.holder is Holder.MEASURE
    return own or (column.unit if measure else "") or ("" if measure else named.unit) or (
        column.unit or table.unit)


def _sense(meaning: Meaning, label: str, beside: Beside, named: _Named
           ) -> tuple[Sense, list[str]]:
    """Return which side of a target counts as met, and what makes that doubtful."""
    if meaning.role is not Role.TARGET:
        return Sense.AT_LEAST, []
    if meaning.sense is not None:
        return meaning.sense, []
    if meaning.rate is not None or meaning.basis is not Basis.LEVEL:
        fewer = meaning.falls or (meaning.rate is not None and meaning.rate < 0)
        return (Sense.AT_MOST if fewer else Sense.AT_LEAST), []
    if named.falls or named.less:
        return Sense.AT_MOST, []
    base = beside.base.reading if beside.base is not None else None
    lower = beside.falling or (base is not None and meaning.value < base.value)
    higher = not lower and base is not None and meaning.value > base.value
    if named.less is False:
        return Sense.AT_LEAST, (["below"] if lower else [])
    if better_of(label, meaning.unit).less:
        return Sense.AT_LEAST, (["below"] if higher else [])  # made a ceiling by its name later
    return (Sense.AT_MOST, ["below"]) if lower else (Sense.AT_LEAST, [])


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
    if re.search(r"\d", found.text):
        return None
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
    return unread(shown, Message("document.unread.nameless"),
                  Span(first.line, first.start, first.start + len(first.written)))


def cell_doubt(found: Cell) -> Unread:
    """Return the doubt that stands for a figure of a table that was not understood."""
    return unread(found.written, Message("document.unread.cell"),
                  Span(found.line, found.start, found.start + len(found.written)))
