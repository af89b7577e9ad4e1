"""Two-way questions on a screen and as Markdown: a panel a target, and a summary of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.messages.message import Message
from data.numbers import MISSING, growth, shown
from data.probabilities import probability_text
from data.words import Lang
from forecast.solve.solution import Lift, Solution, Solved, Tripwires
from report.assessment.plan_statement import statement_name
from report.solve.solve_words import (
    HOW_TO_READ,
    TURNED_BACK,
    ambition_text,
    by_text,
    colon,
    first_text,
    goal,
    growth_text,
    lift_text,
    main_probability,
    name,
    now_text,
    signed,
    start_text,
    turned_back,
    value_text,
    wires_head,
    wires_text,
    with_own_unit,
    word,
)
from report.text.grid import fitted_grid, grid_lines
from report.text.markup import literal
from report.text.words import bracketed, label
from report.text.wrapping import cells, wrap

NARROWEST, WIDE = 60, 112
MOST_COLUMNS = 4
"""Probabilities that have a column of their own in the summary; the likeliest are kept."""

LEAST_NAME = 18
"""Cells of the first column of the summary, however narrow."""


Row = tuple[str, str]  # label, text


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the summary: a cell a column; ``note`` in place of all but the first."""

    cells: tuple[str, ...]
    note: str = ""


def solved_table(solved: Solved, lang: Lang, *, width: int = 120, summary: bool = True) -> str:
    """Return the answers for a terminal ``width`` columns wide, ending in a line break.

    ``summary``: one line a target; else, and below 112 columns, a panel a target.
    """
    width = max(width, NARROWEST)
    out = [*wrap(solved.plan.title.get(lang), width), *wrap(_head(solved, lang), width), ""]
    if summary and width >= WIDE:
        out += _summary(solved, lang, width)
    else:
        for solution in solved.solutions:
            out += [*_panel(solved, solution, lang, width), ""]
        out.pop()
    out += ["", word("read", lang), *("  " + t for t in wrap(HOW_TO_READ.get(lang), width - 2))]
    return "".join(f"{line.rstrip()}\n" for line in out)


def solved_markdown(solved: Solved, lang: Lang, *, summary: bool = True) -> str:
    """Return the answers as GitHub-flavoured Markdown, ending in a line break."""
    out = [f"# {literal(solved.plan.title.get(lang))}", "", literal(_head(solved, lang)), ""]
    if summary:
        heads, lines = _summary_cells(solved, lang)
        empty = ("",) * (len(heads) - 2)
        out += [_row(heads), _row(["---"] * len(heads), safe=False)]
        out += [_row(line.cells if not line.note else (line.cells[0], line.note, *empty))
                for line in lines]
        out += ["", *(f"- **{literal(about)}**{colon(lang)}{literal(text)}"
                      for about, text in _wire_rows(solved, lang))]
    else:
        for solution in solved.solutions:
            out += _markdown_panel(solved, solution, lang)
    out += ["", f"*{literal(HOW_TO_READ.get(lang))}*"]
    return "\n".join(out) + "\n"


def _head(solved: Solved, lang: Lang) -> str:
    scenario = Message("solve.scenario").get(lang)
    measures = Message("solve.latest_start").get(lang)
    name = statement_name(solved.shift, lang)
    said = Message("solve.probabilities", name=name).get(lang) if name else ""
    return (f"{label('as_of', lang)} {solved.as_of} · {scenario} {solved.scenario.get(lang)} "
            f"· {measures} {solved.measures.get(lang)}{said}")


# A panel a target


def answer_grid(solved: Solved, solution: Solution, lang: Lang,
                ) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row a probability: target, growth, lever, met by, latest start."""
    heads, columns = [word("asked", lang)], [[probability_text(p)
                                              for p in solved.probabilities]]
    if solution.values:
        unit = with_own_unit(solution, "", lang).strip()
        heads.append(word("values", lang) + (bracketed(unit, lang) if unit else ""))
        columns.append([value_text(solution, v, lang) for v in solution.values])
    if solution.growth:
        driver = solution.driver.get(lang)
        heads.append(word("growth", lang) + (f"{colon(lang)}{driver}" if driver else ""))
        columns.append([growth_text(lift, lang) for lift in solution.growth])
    if solution.lifts:
        heads.append(f"{word('lift', lang)} {solved.lever}")
        columns.append([lift_text(lift, solved.lever, lang) for lift in solution.lifts])
    reached = solution.reached
    if reached is not None and reached.already is None:
        heads.append(word("by", lang))
        columns.append([by_text(reached, p, lang) for p in solved.probabilities])
    if solution.starts:
        heads.append(word("start", lang))
        columns.append([start_text(start, lang) for start in solution.starts])
    return heads, [list(row) for row in zip(*columns, strict=True)]


def panel_rows(solution: Solution, lang: Lang) -> list[Row]:
    """Return what does not hang on a probability asked for, as (label, text)."""
    if solution.note.get(lang):
        return [(word("nothing", lang), solution.note.get(lang))]
    rows = []
    if solution.value_note.get(lang):
        rows.append((word("no_value", lang), solution.value_note.get(lang)))
    if solution.reached is not None:
        rows.append((word("first", lang), first_text(solution.reached, lang)))
    rows += _wire_row(solution, lang)
    if solution.ambition is not None:
        rows.append((word("ambition", lang), ambition_text(
            solution.ambition, solution.driver, lang)))
    return rows


def _wire_row(solution: Solution, lang: Lang) -> list[Row]:
    if solution.wires is None:
        return []
    head = wires_head(solution.wires, lang)
    return [(f"{word('wires', lang)}{colon(lang)}{head}", _zones(solution, solution.wires, lang))]


def _zones(solution: Solution, wires: Tripwires, lang: Lang) -> str:
    text = wires_text(wires, lang)
    if turned_back(solution):
        text += (Message("mark.stop_space").get(lang)) + TURNED_BACK.get(lang)
    return text


def _panel(solved: Solved, solution: Solution, lang: Lang, width: int) -> list[str]:
    out = [*wrap(_title(solved, solution, lang), width), "─" * width]
    if not solution.note.get(lang):
        out += wrap(f"{word('now', lang)}{colon(lang)}{now_text(solution, lang)}", width)
        out += ["", *fitted_grid(*answer_grid(solved, solution, lang), width), ""]
    for head, text in panel_rows(solution, lang):
        lines = wrap(f"{head}{colon(lang)}{text}", width - 2)
        out += [lines[0], *("  " + line for line in lines[1:])]
    return out


def _named(solved: Solved, solution: Solution, lang: Lang) -> str:
    several = sum(s.target is solution.target for s in solved.solutions) > 1
    text, region = name(solution, lang, several=several), solution.target.region
    home = (solved.plan.region.zh, solved.plan.region.en)
    return f"{region} {text}" if region and region not in home else text


def _title(solved: Solved, solution: Solution, lang: Lang) -> str:
    text, wanted = _named(solved, solution, lang), goal(solution, lang)
    if solution.latest_value is None:
        return f"{text}{colon(lang)}{wanted}"
    latest = shown(solution.latest_value, solution.indicator.unit, lang)
    return f"{text}{colon(lang)}{latest} ({solution.latest_year}) → {wanted}"


# A line a target


def _summary(solved: Solved, lang: Lang, width: int) -> list[str]:
    heads, lines = _summary_cells(solved, lang)
    widths = [max(4, *(cells(w) for w in heads[i].split()),
                  *(cells(line.cells[i]) for line in lines if not line.note))
              for i in range(len(heads))]
    widths[0] = max(LEAST_NAME, width - sum(widths[1:]) - len(widths) + 1)
    total = sum(widths) + len(widths) - 1
    out = [*grid_lines(heads, widths, right=True), "─" * total]
    for i, line in enumerate(lines):
        if line.note:
            out += grid_lines((line.cells[0], line.note), (widths[0], total - widths[0] - 1))
        else:
            out += grid_lines(line.cells, widths, right=True)
        if i + 1 < len(lines):
            out.append("")
    rows = _wire_rows(solved, lang)
    if rows:
        out += ["", word("next", lang)]
        out += ["  " + t for head, text in rows
                for t in wrap(f"{head}{colon(lang)}{text}", width - 2)]
    return out


def _summary_cells(solved: Solved, lang: Lang) -> tuple[tuple[str, ...], list[_Line]]:
    """Return the headings and a line a reading."""
    columns = solved.probabilities[-MOST_COLUMNS:]
    main = main_probability(solved.probabilities)
    share = probability_text(main)
    heads = (word("target", lang), Message("solve.now").get(lang),
             *(probability_text(p) for p in columns),
             Message("solve.growth", share=share).get(lang),
             Message("solve.met_by", share=share).get(lang),
             Message("solve.start_by", share=share).get(lang), word("flag", lang))
    return heads, [_summary_line(solved, s, columns, main, lang) for s in solved.solutions]


def _summary_line(solved: Solved, solution: Solution, columns: Sequence[float], main: float,
                  lang: Lang) -> _Line:
    first = _title(solved, solution, lang)
    if solution.note.get(lang):
        return _Line((first,), f"{word('nothing', lang)}{colon(lang)}{solution.note.get(lang)}")
    values = {v.asked: value_text(solution, v, lang, sign=False) for v in solution.values}
    lift = next((x for x in solution.growth if x.asked == main), None)
    start = next((s for s in solution.starts if s.asked == main), None)
    reached = solution.reached
    by = MISSING
    if reached is not None:
        by = str(reached.already) if reached.already is not None else by_text(reached, main, lang)
    when = MISSING
    if start is not None:
        none = Message("solve.too_late").get(lang)
        when = start_text(start, lang) if not start.needed or start.year is not None else none
    flag = "" if solution.ambition is None else solution.ambition.flag
    return _Line((first, probability_text(solution.followed, solution.error, known=solution.known),
                  *(values.get(p, MISSING) for p in columns), _short_growth(lift), by, when,
                  flag))


def _short_growth(lift: Lift | None) -> str:
    """Return the yearly growth alone, or in points; a dash where there is none."""
    if lift is None or lift.growth is None:
        return MISSING
    return signed(lift.growth) if lift.points else growth(lift.growth)


def _wire_rows(solved: Solved, lang: Lang) -> list[Row]:
    """Return the tripwires of every target under its own name."""
    rows = []
    for s in solved.solutions:
        if s.wires is not None:
            head = wires_head(s.wires, lang, named=s.wires.indicator != s.indicator.id)
            rows.append((f"{_named(solved, s, lang)} {goal(s, lang)}",
                         f"{head}{colon(lang)}{_zones(s, s.wires, lang)}"))
    return rows


# Markdown


def _markdown_panel(solved: Solved, solution: Solution, lang: Lang) -> list[str]:
    out = [f"## {literal(_title(solved, solution, lang))}", ""]
    if not solution.note.get(lang):
        heads, rows = answer_grid(solved, solution, lang)
        out += [literal(f"{word('now', lang)}{colon(lang)}{now_text(solution, lang)}"), "",
                _row(heads), _row(["---"] * len(heads), safe=False), *map(_row, rows), ""]
    out += [f"- **{literal(head)}**{colon(lang)}{literal(text)}"
            for head, text in panel_rows(solution, lang)]
    return [*out, ""]


def _row(texts: Sequence[str], *, safe: bool = True) -> str:
    return "| " + " | ".join(literal(t) if safe else t for t in texts) + " |"
