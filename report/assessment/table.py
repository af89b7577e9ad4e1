"""The terminal table: what a planner reads first.

Two layouts: a wide one from ``WIDE`` columns on, and below it one that stacks base, target and
needed growth under the name. Without colour the words alone say everything. Scenario columns
carry the names where there is room for them, else short keys that are explained above the table.
rich (styles) is imported where it is used: the package has to stay cheap to import.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from data.messages.message import Message
from data.numbers import MISSING, rounded
from data.words import Lang
from forecast.probability.verdict import Assessment, Colour, TargetResult, Verdict
from report.assessment.plan_statement import chance_label, other_label
from report.assessment.rows import Row, period_heading, rows
from report.assessment.sentences import sections, summary, worth_text
from report.assessment.without_base import spoken_text
from report.text.goal import about_text
from report.text.notes import Section
from report.text.words import COLOUR_NAMES, KINDS, PATHS, bracketed, label, method_name, pace_label
from report.text.wrapping import cells, pad, wrap

NARROWEST, WIDE, ROOMY = 60, 112, 150
CHANCE_CELLS, SPAN_CELLS, LEAST_CELLS = 4, 6, 14
GAP = " "
PLAIN = ""

STYLES: dict[Colour, str] = {
    Colour.GREEN: "bold green",
    Colour.GREEN_AMBER: "green",
    Colour.AMBER: "yellow",
    Colour.AMBER_RED: "bold dark_orange",
    Colour.RED: "bold red",
    Colour.GREY: "bright_black",
}

Lines = list[tuple[str, str]]  # (text, style) per line of one cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in cells, whether figures stand to the right."""

    heading: str
    width: int
    right: bool = False


def assessment_table(assessment: Assessment, lang: Lang, *, width: int = 120,
                     colour: bool = False, pace: bool = False) -> str:
    """Return the whole report for a terminal ``width`` columns wide, ending in a line break.

    ``colour`` adds ANSI colours; ``pace`` adds the panel of all pace methods. Widths below 60 are
    laid out as 60.
    """
    width = max(width, NARROWEST)
    out: Lines = [(line, "bold") for line in wrap(assessment.plan.title.get(lang), width)]
    head = f"{label('as_of', lang)} {assessment.as_of} · {summary(assessment, lang)}"
    out += [(line, PLAIN) for line in [*wrap(head, width),
                                       *wrap(spoken_text(assessment, lang), width), ""]]
    if width < ROOMY:
        out += [(line, PLAIN) for line in wrap(_keys(assessment, lang), width)]
    lines = rows(assessment, lang)
    out += (_wide if width >= WIDE else _stacked)(assessment, lines, lang, width)
    if pace:
        panel = pace_panel(assessment, lang, width)
        out += [("", PLAIN), *panel] if panel else []
    for section in sections(assessment, lang):
        out += _section_lines(section, width)
    return styled(out, colour=colour)


def styled(lines: Lines, *, colour: bool) -> str:
    """Return the lines as one text, with ANSI styles when ``colour``.

    In a line of several cells a style is given by ``start:end:style`` pieces joined by ``|``.
    """
    if not colour:
        return "".join(f"{text.rstrip()}\n" for text, _ in lines)
    from rich.console import Console
    from rich.text import Text as Styled

    out = StringIO()
    console = Console(file=out, width=10_000, force_terminal=True, color_system="256",
                      legacy_windows=False, highlight=False, markup=False, emoji=False)
    for text, style in lines:
        line = Styled(text.rstrip())
        for piece in filter(None, style.split("|")):
            start, _, rest = piece.partition(":")
            end, _, name = rest.partition(":")
            line.stylize(*((name, int(start), int(end)) if name else (piece,)))
        console.print(line, soft_wrap=True)
    return out.getvalue()


def _keys(assessment: Assessment, lang: Lang) -> str:
    named = (f"S{i} {s.name.get(lang)}" for i, s in enumerate(assessment.scenarios, 1))
    mark = Message("mark.colon").get(lang)
    return f"{chance_label(assessment, lang)}{mark}" + " · ".join(named)


def named_colour(shade: Colour, lang: Lang) -> str:
    """Return a colour's name."""
    return COLOUR_NAMES[shade].get(lang)


def layout(columns: list[Column], grid: list[tuple[list[Lines], bool]]) -> Lines:
    """Return headings, a rule, and the rows; a row that closes its target is followed by a gap."""
    heads = [wrap(c.heading, c.width) for c in columns]
    out = _row_lines(columns, [[(text, "bold") for text in head] for head in heads])
    out.append(("─" * (sum(c.width for c in columns) + len(GAP) * (len(columns) - 1)), PLAIN))
    for i, (cell_lines, last) in enumerate(grid):
        out += _row_lines(columns, cell_lines)
        if last and i + 1 < len(grid):
            out.append(("", PLAIN))
    return out


def _row_lines(columns: list[Column], row: list[Lines]) -> Lines:
    out: Lines = []
    for i in range(max(len(cell) for cell in row)):
        text, styles = "", []
        for column, cell in zip(columns, row, strict=True):
            part, style = cell[i] if i < len(cell) else ("", PLAIN)
            start = len(text)
            text += pad(part, column.width, right=column.right)
            if style:
                styles.append(f"{start}:{len(text)}:{style}")
            text += GAP
        out.append((text, "|".join(styles)))
    return out


def _cell(width: int, *parts: str | tuple[str, str]) -> Lines:
    """Return the non-empty parts, each wrapped to the cell's width; a part may carry a style."""
    out: Lines = []
    for part in parts:
        text, style = part if isinstance(part, tuple) else (part, PLAIN)
        if text:
            out += [(line, style) for line in wrap(text, width)]
    return out or [("", PLAIN)]


def _chance_columns(assessment: Assessment, lines: tuple[Row, ...], lang: Lang, width: int,
                    ) -> list[Column]:
    """Return a column for the statement that words do not follow, and one a scenario."""
    named = width >= ROOMY
    heads = [s.name.get(lang) if named else f"S{i}" for i, s in enumerate(assessment.scenarios, 1)]
    sizes = [max(CHANCE_CELLS, *(cells(w) for w in head.split())) if named else CHANCE_CELLS
             for head in heads]
    for row in lines:
        if row.spanned >= 0:
            sizes[row.spanned] = max(sizes[row.spanned], SPAN_CELLS)
    out = [Column(head, size, right=True) for head, size in zip(heads, sizes, strict=True)]
    if any(row.other for row in lines):
        head = other_label(assessment, lang)
        size = max(SPAN_CELLS, *(cells(w) for w in head.split()))
        out.insert(0, Column(head, size, right=True))  # the number beside a verdict is followed
    return out


def _chance_cells(row: Row, n: int) -> list[Lines]:
    """Return the row's probabilities in ``n`` columns, an interval below the number it is of."""
    before = n - len(row.chances)
    out: list[Lines] = [[(text, PLAIN)] for text in (*[row.other][:before], *row.chances)]
    if row.span and not row.joint:
        out[row.spanned + 1 if row.spanned >= 0 else 0].append((row.span, PLAIN))
    return out


def _flexible(width: int, fixed: list[Column], shares: tuple[int, ...]) -> list[int]:
    """Return widths for the columns that share what the fixed ones leave."""
    gaps = len(GAP) * (len(fixed) + len(shares) - 1)
    left = width - sum(c.width for c in fixed) - gaps
    sizes = [max(LEAST_CELLS, left * share // sum(shares)) for share in shares]
    sizes[0] += max(0, left - sum(sizes))
    return sizes


def _wide(assessment: Assessment, lines: tuple[Row, ...], lang: Lang, width: int) -> Lines:
    """One cell a datum; name and reading, needed growth and note stand on two lines."""
    chances = _chance_columns(assessment, lines, lang, width)
    needed = max([11, *(cells(t) for r in lines for t in (r.required, r.required_note))])
    pace = max([cells(label("pace", lang)), *(cells(r.pace) for r in lines)])
    fixed = [Column(label("required", lang), needed, right=True), Column(label("pace", lang), pace),
             *chances, Column(label("grade", lang), cells(label("grade", lang)))]
    goal = min(max(cells(t) for t in (period_heading(assessment), *(r.change for r in lines))),
               width // 6)
    change = Column(period_heading(assessment), goal)
    target, verdict = _flexible(width, [*fixed, change], (5, 6))
    columns = [Column(label("target", lang), target), change, *fixed[:2], *chances,
               Column(label("verdict", lang), verdict), fixed[-1]]
    grid = []
    for row, first, last in _grouped(lines):
        grid.append(([
            _cell(target, row.name if first else "", _reading(row, lang)), _cell(goal, row.change),
            _cell(needed, row.required, row.required_note), _cell(pace, row.pace),
            *_chance_cells(row, len(chances)), _cell(verdict, *_verdict(row, lang)),
            [("" if row.grade is None else row.grade.value, PLAIN)]], last))
    return layout(columns, grid)


def _stacked(assessment: Assessment, lines: tuple[Row, ...], lang: Lang, width: int) -> Lines:
    """Target, scenarios, verdict: everything about the target itself stands in one cell."""
    chances = _chance_columns(assessment, lines, lang, 0)
    target, verdict = _flexible(width, chances, (5, 4))
    columns = [Column(f"{label('target', lang)} {period_heading(assessment)}", target), *chances,
               Column(f"{label('verdict', lang)} · {label('grade', lang)}", verdict)]
    grid = []
    for row, first, last in _grouped(lines):
        head = _cell(target, row.name if first else "", _reading(row, lang))
        about: Lines = []
        if not row.joint:
            note = f" ({row.required_note})" if row.required_note else ""
            about = _cell(
                target, row.change,
                f"{label('required', lang)} {row.required}{note}",
                f"{label('pace', lang)} {row.pace}")
        grade = "" if row.grade is None else f"{label('grade', lang)} {row.grade.value}"
        grid.append(([head + about, *_chance_cells(row, len(chances)),
                      _cell(verdict, *_verdict(row, lang), grade)], last))
    return layout(columns, grid)


def _grouped(lines: tuple[Row, ...]) -> list[tuple[Row, bool, bool]]:
    """Return each line with whether it opens and whether it closes its target."""
    ids = [row.target for row in lines]
    return [(row, i == 0 or ids[i - 1] != row.target, i + 1 == len(ids) or ids[i + 1] != row.target)
            for i, row in enumerate(lines)]


def _reading(row: Row, lang: Lang) -> str:
    return f"= {label('all_readings', lang)}" if row.joint else f"[{row.reading}]"


def _verdict(row: Row, lang: Lang) -> list[tuple[str, str]]:
    """Return colour and what to do, then the probability word.

    Without a probability the second is what the base would have to be.
    """
    word = row.word.get(lang)
    if not row.scored:
        return [(word, STYLES[row.colour])]
    if row.answer:
        return [(COLOUR_NAMES[row.colour].get(lang), STYLES[row.colour]), (row.answer, PLAIN)]
    mark = Message("mark.colon").get(lang)
    action = row.action.get(lang)
    head = COLOUR_NAMES[row.colour].get(lang)
    if action != word:
        head += mark + action
    return [(head, STYLES[row.colour]), *([(word, PLAIN)] if word else [])]


def _section_lines(section: Section, width: int) -> Lines:
    out: Lines = [("", PLAIN), (section.title, "bold")]
    for note in section.notes:
        lead = " ".join(p for p in (note.about, note.code and f"[{note.code}]") if p)
        text = f"{lead}: {note.text}" if lead else note.text
        out += [("  " + line, PLAIN) for line in wrap(text, width - 2)]
    return out


def pace_panel(assessment: Assessment, lang: Lang, width: int = 120) -> Lines:
    """Return the panel of all pace methods, one line a method.

    Label, value and assumed path, and what the label has been worth: the share of comparable past
    windows with it that met their target, with its 90% interval and their number.
    """
    pairs = [(r, v) for r in assessment.results for v in r.verdicts if v.pace]
    if not pairs:
        return []
    roomy = width >= WIDE  # else what a label has been worth stands below it
    worths = [worth_text(p, lang) for _, v in pairs for p in v.pace]
    methods = [method_name(p.method, lang) for _, v in pairs for p in v.pace]
    fixed = [Column(label("method", lang), min(22, max(map(cells, methods))) if roomy else 12),
             Column(label("value", lang), 6, right=True), Column(label("path", lang), 10)]
    if roomy and any(worths):
        fixed.append(Column(label("worth", lang), max(map(cells, worths))))
    target, said = _flexible(width, fixed, (3, 4) if roomy else (1, 1))
    columns = [Column(label("target", lang), target), fixed[0], Column(label("label", lang), said),
               *fixed[1:]]
    grid = []
    for result, verdict in pairs:
        for i, pace in enumerate(verdict.pace):
            path, worth = PATHS.get(pace.path), worth_text(pace, lang)
            reason = bracketed(pace.reason.get(lang), lang) if pace.reason.get(lang) else ""
            name = _pace_name(result, verdict, assessment, lang) if i == 0 else ""
            row = [
                _cell(target, name), _cell(fixed[0].width, method_name(pace.method, lang)),
                _cell(said, pace_label(pace.label, lang) + reason, "" if roomy else worth),
                [(MISSING if pace.value is None else rounded(pace.value), PLAIN)],
                _cell(10, path.get(lang) if path else pace.path), [(worth, PLAIN)]]
            grid.append((row[:len(columns)], i + 1 == len(verdict.pace)))
    return [(label("pace_panel", lang), "bold"), *layout(columns, grid)]


def _pace_name(result: TargetResult, verdict: Verdict, assessment: Assessment, lang: Lang) -> str:
    name = about_text(result, assessment.plan, lang)
    return f"{name} [{KINDS[verdict.reading].get(lang)}]" if len(result.verdicts) > 1 else name
