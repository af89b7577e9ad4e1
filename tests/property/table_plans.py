"""Writes indicator tables of random plans: in many layouts, wordings, scripts and formats.

A plan is drawn first; what a careful reader takes from it is known before a table is written.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from random import Random

from data.words import Basis, Role, Sense

BASE, START, END = 2020, 2021, 2025
ZH = [
    ("森林覆盖率", "%", 1), ("常住人口城镇化率", "%", 1), ("公路通车里程", "公里", 1),
    ("粮食综合生产能力", "万吨", 1), ("灌溉面积", "万亩", 1), ("人均预期寿命", "岁", 1),
    ("每千人口执业（助理）医师数", "人", 1), ("居民健康素养水平", "%", 1), ("孕产妇死亡率",
    "1/10万", -1),
    ("细颗粒物浓度", "微克/立方米", -1), ("城镇调查失业率", "%", -1), ("供水管网漏损率", "%", -1),
    ("高新技术企业数", "家", 1), ("旅游总收入", "亿元", 1), ("污水集中处理率", "%", 1),
    ("天然气消费量", "亿立方米", 1), ("风电装机容量", "万千瓦", 1), ("学前教育毛入园率", "%", 1),
    ("万元GDP用水量", "立方米", -1), ("亿元GDP生产安全事故死亡率", "%", -1), ("公共图书馆藏书量",
    "万册", 1),
    ("城市轨道交通运营里程", "公里", 1), ("农村自来水普及率", "%", 1), ("社会消费品零售总额",
    "亿元", 1),
]
EN = [
    ("Forest cover", "%", 1), ("Life expectancy at birth", "years", 1), ("Road network", "km", 1),
    ("Maternal mortality ratio", "per 100,000 live births", -1), ("Unemployment rate", "%", -1),
    ("Water leakage", "%", -1), ("Hospital beds", "number", 1), ("Irrigated land", "hectares", 1),
    ("Households with electricity", "%", 1), ("Recycling rate", "%", 1), ("Road deaths",
    "number", -1),
    ("Secondary school enrolment", "%", 1), ("Tourist arrivals", "thousand", 1),
    ("Installed wind capacity", "MW", 1), ("Cereal output", "tonnes", 1), ("Bus passengers",
    "million", 1),
]
FALLS = ["单位GDP能源消耗降低", "单位GDP二氧化碳排放降低", "化学需氧量排放总量减少"]
GROWS = ["地区生产总值增长", "居民人均可支配收入增长", "研发经费投入增长"]
SUMS = [("城镇新增就业", "万人"), ("新增造林面积", "万亩"), ("改造老旧小区", "个")]
CATEGORIES = ["经济发展", "创新驱动", "民生福祉", "绿色生态", "安全保障"]
PARTS = [("其中：工业", "农业"), ("其中：城镇", "农村")]


@dataclass(frozen=True, slots=True)
class Expected:
    """One figure: what it is of, what it is, and which side of a target counts as met."""

    label: str
    role: Role
    value: float
    unit: str
    year: int
    basis: Basis = Basis.LEVEL
    sense: Sense | None = None
    upper: float | None = None


@dataclass(slots=True)
class Item:
    """A row: its name as written and as understood, and the texts of its cells."""

    written: str
    label: str
    unit: str
    base: str
    target: str
    growth: str = ""
    binding: bool = True
    category: str = ""
    figures: list[Expected] = field(default_factory=list)


@dataclass(slots=True)
class Written:
    """A document and what it says. ``rows`` are the rows of its table, ``None`` a merged cell."""

    title: str
    caption: str
    rows: list[list[str | None]]
    expected: list[Expected]
    language: str
    notes: list[str] = field(default_factory=list)


def number(rng: Random, unit: str) -> float:
    if unit in ("%", "岁", "years"):
        return round(rng.uniform(20, 80), rng.choice([0, 1]))
    return rng.choice([float(rng.randint(5, 400)), round(rng.uniform(2, 60), 1),
                       float(rng.randint(1000, 9000))])


def printed(rng: Random, value: float) -> str:
    text = f"{value:g}" if value < 1e6 else f"{value:.0f}"
    return f"{value:,.0f}" if value >= 1000 and value == int(value) and rng.random() < 0.4 else text


def level(rng: Random, name: str, unit: str, way: int, *, chinese: bool) -> Item:
    base = number(rng, unit)
    target = round(base * (1 + way * rng.uniform(0.03, 0.2)), 1)
    sense, text, upper = (Sense.AT_MOST if way < 0 else Sense.AT_LEAST), printed(rng, target), None
    roll = rng.random()
    if roll < 0.12:
        sense = Sense.ABOUT
        text = f"{text}左右" if chinese else f"about {text}"
    elif roll < 0.22:
        mark = "≥" if way > 0 else "≤"
        text = mark + text
    elif roll < 0.28 and way > 0:
        sense, text = Sense.ABOVE, f">{text}"
    elif roll < 0.33:
        upper = round(target * 1.05 + 1, 1)
        sense, text = Sense.BETWEEN, f"{target:g}-{upper:g}"
    elif roll < 0.38 and chinese:
        text = f"{text}以上" if way > 0 else f"{text}以内"
    item = Item(name, name, unit, printed(rng, base), text, binding=rng.random() < 0.5)
    item.figures = [Expected(name, Role.ACTUAL, base, unit, BASE),
                    Expected(name, Role.TARGET, target, unit, END, sense=sense, upper=upper)]
    if rng.random() < 0.1:
        item.base = rng.choice(["—", "-", "/"])
        item.figures = item.figures[1:]
    return item


def special(rng: Random) -> Item:
    """A row whose only number stands under 年均 or in brackets."""
    roll = rng.random()
    if roll < 0.4:
        name, value = rng.choice(FALLS), round(rng.uniform(5, 20), 1)
        return Item(name, name, "%", "—", "—", f"[{value:g}]", figures=[Expected(
            name, Role.TARGET, value, "%", END, Basis.GROWTH_FROM_BASE, Sense.AT_MOST)])
    if roll < 0.7:
        name, value = rng.choice(GROWS), round(rng.uniform(4, 9), 1)
        about = rng.random() < 0.5
        return Item(name, name, "%", "—", "—", f"{value:g}" + ("左右" if about else ""), figures=[
            Expected(name, Role.TARGET, value, "%", END, Basis.CAGR_FROM_BASE,
                     Sense.ABOUT if about else Sense.AT_LEAST)])
    name, unit = rng.choice(SUMS)
    value = float(rng.randint(3, 60))
    return Item(name, name, unit, "—", "—", f"[{value:g}]", figures=[Expected(
        name, Role.TARGET, value, unit, END, Basis.CUMULATIVE_OVER_PERIOD, Sense.AT_LEAST)])


def parts(rng: Random, whole: str, unit: str) -> list[Item]:
    """A row and its two parts, which add up to it."""
    a, b = float(rng.randint(5, 50)), float(rng.randint(5, 50))
    c, d = a + rng.randint(1, 20), b + rng.randint(1, 20)
    first, second = rng.choice(PARTS)
    out = []
    for written, label, x, y in (
            (whole, whole, a + b, c + d), (first, f"{whole}（{first[3:]}）", a, c),
            (second, f"{whole}（{second}）", b, d)):
        item = Item(written, label, unit, f"{x:g}", f"{y:g}")
        item.figures = [Expected(label, Role.ACTUAL, x, unit, BASE),
                        Expected(label, Role.TARGET, y, unit, END, sense=Sense.AT_LEAST)]
        out.append(item)
    return out


def items(rng: Random, *, chinese: bool, growth: bool) -> list[Item]:
    vocabulary = ZH if chinese else EN
    chosen = rng.sample(vocabulary, rng.randint(3, 9))
    out = [level(rng, *entry, chinese=chinese) for entry in chosen]
    if growth:
        seen: set[str] = set()
        for _ in range(rng.randint(1, 3)):
            item = special(rng)
            if item.label not in seen:
                seen.add(item.label)
                out.insert(rng.randint(0, len(out)), item)
    if chinese and rng.random() < 0.25:
        at = rng.randint(0, len(out))
        out[at:at] = parts(rng, "供水量", "亿立方米")
    return out


HEADERS_ZH = {
    "label": ["指标", "指标名称", "主要指标", "指 标", "具体指标"],
    "base": ["2020年", "2020年基期值", "2020年现状值", "基期值（2020年）", "2020年实绩",
    "“十三五”末",
             "2020年完成值", "现状值", "2020年（基期）", "2020"],
    "target": ["2025年", "2025年目标值", "规划目标（2025年）", "2025年规划目标", "目标值",
    "期末目标",
               "2025年预期目标", "2025年（规划期末）", "2025"],
    "unit": ["单位", "计量单位"], "binding": ["属性", "指标属性", "性质"],
    "growth": ["年均增速[累计]", "年均/累计", "年均增长（%）[累计]", "“十四五”年均[累计]"],
    "serial": ["序号", "编号"], "category": ["类别", "领域", "类型"],
    "other": ["责任单位", "牵头部门", "备注"],
}
HEADERS_EN = {
    "label": ["Indicator", "Key performance indicator", "Measure", "Headline indicator"],
    "base": ["2020", "Baseline 2020", "Baseline (2019/20)", "2020 actual", "2020 baseline"],
    "target": ["2025", "Target 2025", "2025 target", "Target (2025)", "Target by 2025"],
    "unit": ["Unit", "Unit of measure"], "binding": ["Type", "Nature"], "growth": [],
    "serial": ["No.", "#"], "category": ["Theme", "Priority area"],
    "other": ["Responsible agency", "Data source", "Lead"],
}


def header(rng: Random, kind: str, *, chinese: bool) -> str:
    return rng.choice((HEADERS_ZH if chinese else HEADERS_EN)[kind])


def document(rng: Random, language: str, *, flat: bool = False) -> Written:
    """Draw a plan and lay its table out; ``flat`` leaves out what one cell a line cannot show."""
    chinese = language != "en"
    growth = chinese and rng.random() < 0.5
    plan = items(rng, chinese=chinese, growth=growth)
    unit_in = rng.choice(["column", "name"])
    serial, binding = rng.random() < 0.4, chinese and rng.random() < 0.7
    grouped = rng.choice(["no", "no", "rows", "column"])
    other = not flat and rng.random() < 0.3
    kinds = [*(["serial"] if serial else []), *(["category"] if grouped == "column" else []),
        "label",
             *(["unit"] if unit_in == "column" else []), "base", "target",
             *(["growth"] if growth else []), *(["binding"] if binding else []),
             *(["other"] if other else [])]
    rows: list[list[str | None]] = [[header(rng, kind, chinese=chinese) for kind in kinds]]
    group, since = 0, 0
    numbered = not serial and not any(item.written.startswith("其中") for item in plan) and (
        rng.random() < 0.3)
    for n, item in enumerate(plan, 1):
        opens = (n == 1 or since >= 3) and not item.written.startswith("其中") and (
            item.label == item.written) and group < len(CATEGORIES)
        if opens and grouped == "rows" and chinese:
            rows.append([f"{'一二三四五'[group]}、{CATEGORIES[group]}",
                         *[None] * (len(kinds) - 1)])
        name = item.written if unit_in == "column" else f"{item.written}（{item.unit}）"
        texts = {
            "serial": str(n), "label": f"{n}.{name}" if numbered else name, "unit": item.unit,
            "base": item.base, "target": item.target, "growth": item.growth or "—",
            "binding": "约束性" if item.binding else "预期性",
            "other": "市直有关部门" if chinese else "LFS",
            "category": CATEGORIES[group] if chinese else f"Theme {'ABCDEFGH'[group]}"}
        rows.append([texts[kind] if kind != "category" or opens or not chinese else None
                     for kind in kinds])
        since = 0 if opens else since + 1
        group += opens
    title = "临山市“十四五”发展规划" if chinese else "Westmere Development Plan 2021-2025"
    caption = rng.choice(["主要指标", "表1 主要指标表",
        "“十四五”时期主要发展指标"]) if chinese else (
        "Headline indicators")
    notes = ["注：本表数据为快报数。"] if chinese and rng.random() < 0.3 else []
    expected = [figure for item in plan for figure in item.figures]
    if language == "zh-Hant":
        return _traditional(Written(title, caption, rows, expected, language, notes))
    return Written(title, caption, rows, expected, language, notes)


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("s2t")


def _traditional(made: Written) -> Written:
    turn = _converter().convert
    return Written(turn(made.title), turn(made.caption),
                   [[None if c is None else turn(c) for c in row] for row in made.rows],
                   made.expected, made.language, [turn(note) for note in made.notes])


def as_lines(made: Written, mark: str) -> str:
    """Set the table in lines, its cells parted by a mark; merged cells are left blank."""
    lines = [made.title, "", made.caption, ""]
    for n, row in enumerate(made.rows):
        alone = [c for c in row if c is not None]
        if len(alone) == 1 and mark != "|":
            lines.append(alone[0])
            continue
        text = (" | " if mark == "|" else mark).join(c or "" for c in row)
        lines.append(f"| {text} |" if mark == "|" else text)
        if n == 0 and mark == "|":
            lines.append("|" + "---|" * len(row))
    return "\n".join([*lines, *made.notes, ""])


def flattened(made: Written, gap: str) -> str:
    cells = [c for row in made.rows for c in row if c is not None]
    return gap.join([made.title, made.caption, *cells, *made.notes]) + "\n"


def as_html(made: Written) -> str:
    out = ["<html><head><meta charset='utf-8'></head><body>", f"<h1>{escape(made.title)}</h1>",
           f"<p>{escape(made.caption)}</p><table>"]
    for row, column, text, down, right in placed(made):
        if column == 0 or (row, column) == (row, _first(made.rows[row])):
            out.append("<tr>" if row == 0 else "</tr><tr>")
        out.append(f"<td rowspan={down} colspan={right}>{escape(text)}</td>")
    return "".join([*out, "</tr></table>", *(f"<p>{n}</p>" for n in made.notes), "</body></html>"])


def _first(row: list[str | None]) -> int:
    return next(i for i, c in enumerate(row) if c is not None)


def placed(made: Written) -> list[tuple[int, int, str, int, int]]:
    """Return each cell with its place and what it spans: row, column, text, rows, columns."""
    out = []
    for r, row in enumerate(made.rows):
        alone = sum(c is not None for c in row) == 1
        for c, text in enumerate(row):
            if text is None:
                continue
            right = len(row) if alone else 1
            down = r + 1
            while not alone and down < len(made.rows) and made.rows[down][c] is None and (
                    sum(x is not None for x in made.rows[down]) > 1):
                down += 1
            out.append((r, c, text, down - r, right))
    return out


def as_docx(made: Written) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(made.title, 0)
    document.add_paragraph(made.caption)
    table = document.add_table(len(made.rows), len(made.rows[0]))
    for r, c, text, down, right in placed(made):
        spot = table.cell(r, c)
        if down > 1 or right > 1:
            spot = spot.merge(table.cell(r + down - 1, c + right - 1))
        spot.text = text
    for note in made.notes:
        document.add_paragraph(note)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(made: Written) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append([made.title])
    sheet.append([made.caption])
    for r, c, text, down, right in placed(made):
        sheet.cell(r + 3, c + 1, float(text) if text.replace(".", "", 1).isdigit() else text)
        if down > 1 or right > 1:
            sheet.merge_cells(start_row=r + 3, start_column=c + 1, end_row=r + 2 + down,
                              end_column=c + right)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
