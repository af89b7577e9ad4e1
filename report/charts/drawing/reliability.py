"""The reliability diagram: what was stated against what came, with the band of calibrated ones.

CORP (Dimitriadis, Gneiting and Jordan, 2021): an isotonic fit without bins; the band shows where
it would lie for calibrated forecasts of the same questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.messages.message import Message
from data.numbers import percent
from data.reference.reliability import ReliabilityDiagram
from data.words import Lang
from report.calibration.calibration_page import predictor_name, word
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.page import (
    new_figure,
    note_lines,
    plain_axes,
    write_heading,
    write_notes,
)
from report.charts.palette import FAINT, FAN_80, INK, MEDIAN, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, SIDE, RIGHT = 8.4, 0.75, 4.9, 0.3  # inches
TITLE, COUNT, GAP, BELOW = 0.95, 0.75, 0.12, 0.75


def reliability_chart(found: ReliabilityDiagram, lang: Lang, *, recorded: bool = False) -> Figure:
    """Draw the diagram with the number of questions at each probability below it.

    ``recorded``: the questions are probabilities of a ledger, not those of a backtest. Raises
    ``ValueError`` for a diagram without a point.
    """
    if not found.points:
        raise ValueError("a reliability diagram needs a stated probability")
    notes = note_lines([_source_note(found, lang, recorded=recorded)], WIDTH)
    below = BELOW + 0.19 * len(notes)
    height = TITLE + SIDE + GAP + COUNT + below
    with drawing_style():
        figure = new_figure(WIDTH, height)
        write_heading(figure, word("reliability", lang), _subtitle(found, lang,
                                                                  recorded=recorded))
        axes = figure.add_axes((LEFT / WIDTH, (below + COUNT + GAP) / height, SIDE / WIDTH,
                                SIDE / height))
        _draw_curve(axes, found, lang)
        counts = figure.add_axes((LEFT / WIDTH, below / height, SIDE / WIDTH, COUNT / height))
        _draw_counts(counts, found, lang)
        _write_beside(figure, height, found, lang)
        write_notes(figure, notes, bottom=0.1)
    return figure


def _subtitle(found: ReliabilityDiagram, lang: Lang, *, recorded: bool) -> str:
    n, years = f"{found.questions:,}", f"{found.first}–{found.last}"
    if recorded:
        return Message("charts.recorded_probabilities_whose_outcome_known", n=n,
                       years=years).get(lang)
    name = predictor_name(found.predictor, lang)
    return Message("charts.backtest_questions_origins", upper=name[:1].upper(), name=name[1:], n=n,
                   years=years, name_2=name).get(lang)


def _draw_curve(axes: Axes, found: ReliabilityDiagram, lang: Lang) -> None:
    p = [point.probability for point in found.points]
    low, high = [point.low for point in found.points], [point.high for point in found.points]
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=0.9, zorder=2)
    if len(p) > 1:
        axes.fill_between(p, low, high, color=FAINT, linewidth=0, zorder=1)
    else:
        axes.errorbar(p, [(low[0] + high[0]) / 2], yerr=[(high[0] - low[0]) / 2], color=SOFT,
                      linewidth=5, alpha=0.4, zorder=1)
    few = len(p) <= 40
    axes.plot(p, [point.frequency for point in found.points], color=MEDIAN, linewidth=2.0,
              marker="o" if few else "", markersize=4.5, zorder=4)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.01)
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    axes.set_xticks(ticks, [])
    axes.set_yticks(ticks, [f"{100 * t:.0f}%" for t in ticks])
    axes.set_ylabel(word("observed", lang), fontsize=9)
    plain_axes(axes, grid="y")


def _draw_counts(axes: Axes, found: ReliabilityDiagram, lang: Lang) -> None:
    p = [point.probability for point in found.points]
    axes.bar(p, [point.count for point in found.points], width=0.009 if len(p) > 40 else 0.016,
             color=FAN_80, edgecolor=SOFT, linewidth=0.3)
    axes.set_xlim(-0.01, 1.01)
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    axes.set_xticks(ticks, [f"{100 * t:.0f}%" for t in ticks])
    most = max(point.count for point in found.points)
    axes.set_yticks([0, most], ["0", f"{most:,}"])
    axes.set_xlabel(word("stated", lang), fontsize=9)
    plain_axes(axes)


def _write_beside(figure: Figure, height: float, found: ReliabilityDiagram, lang: Lang) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Line2D([], [], color=MEDIAN, linewidth=2.0, label=word("observed", lang)),
        Line2D([], [], color=SOFT, linewidth=0.9,
               label=Message("charts.perfectly_calibrated").get(lang)),
        Patch(color=FAINT, label=word("band", lang)),
        Patch(color=FAN_80, label=Message("charts.questions_at_each").get(lang)),
    ]
    left, top = (LEFT + SIDE + 0.22) / WIDTH, 1 - (TITLE + 0.02) / height
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(left - 0.008, top), ncols=1,
                  frameon=False, fontsize=8.8, borderaxespad=0.0, labelspacing=0.6)
    rows = ((found.mcb, Message("charts.mcb_miscalibration_less_better").get(lang)),
            (found.dsc, Message("charts.dsc_discrimination_more").get(lang)),
            (found.unc, Message("charts.unc_uncertainty").get(lang)),
            (found.mcb - found.dsc + found.unc, Message("charts.brier_mcb_dsc_unc").get(lang)))
    for i, (value, name) in enumerate(rows):
        y = top - (1.35 + 0.42 * i) / height
        figure.text(left, y, f"{value:.4f}", fontsize=10.5, weight="bold", va="center", color=INK)
        figure.text(left, y - 0.16 / height, name, fontsize=8, color=SOFT, va="center")


def _source_note(found: ReliabilityDiagram, lang: Lang, *, recorded: bool) -> str:
    if recorded:
        return Message("charts.targets_one_plan_not_independent").get(lang)
    return Message("charts.calibration_band_knows_that_windows", source=found.source).get(lang)


def outside_band(found: ReliabilityDiagram) -> float:
    """Return the share of questions whose observed frequency lies outside the band."""
    out = sum(p.count for p in found.points if not p.low <= p.frequency <= p.high)
    return out / found.questions


def alt_text(found: ReliabilityDiagram, lang: Lang, *, recorded: bool = False) -> str:
    """Return what the diagram shows: the share inside the band and the split of the score."""
    inside = percent(1 - outside_band(found))
    what = Message("charts.ledger_backtest", has_recorded=bool(recorded)).get(lang)
    return Message("charts.reliability_diagram_probabilities_for_them", questions=found.questions,
                   what=what, inside=inside, mcb=found.mcb, dsc=found.dsc).get(lang)
