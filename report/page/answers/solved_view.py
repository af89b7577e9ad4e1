"""One target solved backwards, as the page shows it: what would change the verdict."""

from __future__ import annotations

from data.io.writing import Json
from data.numbers import with_unit
from data.probabilities import probability_text
from data.words import Kind, Lang
from forecast.solve.solution import Solution, Solved, Tripwires
from report.solve.solve_table import answer_grid, panel_rows
from report.text.words import COLOUR_NAMES, KINDS


def solved_view(found: Solved, lang: Lang) -> Json:
    """Return the answers of every reading: a grid by probability, sentences, tripwires."""
    return [_solution(found, s, lang) for s in found.solutions]


def _solution(found: Solved, s: Solution, lang: Lang) -> Json:
    heads, rows = ([], []) if s.note.get(lang) else answer_grid(found, s, lang)
    return {
        "reading": s.reading.value, "reading_name": KINDS[Kind(s.reading)].get(lang),
        "heads": heads, "rows": rows,
        "panel": [{"label": head, "text": text} for head, text in panel_rows(s, lang)],
        "wires": None if s.wires is None else _wires(s.wires, lang),
    }


def _wires(wires: Tripwires, lang: Lang) -> Json:
    ends = [None, *(e.value for e in wires.edges), None]
    return {"name": wires.name.get(lang), "year": wires.year, "zones": [
        {"from": None if low is None else with_unit(low, wires.unit, lang),
         "to": None if high is None else with_unit(high, wires.unit, lang),
         "colour": colour.value, "colour_name": COLOUR_NAMES[colour].get(lang),
         "chance": probability_text(chance)}
        for low, high, colour, chance in zip(
            ends, ends[1:], wires.colours, wires.chances, strict=False)]}
