"""Pictures of the calibration report. Colours never stand alone: lines differ in marker too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from data.words import Lang
from forecast.backtest.skill import Curve
from forecast.backtest.summary import Summary
from forecast.pace.methods import METHODS
from report.calibration.calibration_page import predictor_name, signed, word
from report.charts.chart_fonts import drawing_style
from report.charts.palette import (
    FAINT,
    FAN_80,
    FAN_95,
    GOAL,
    INK,
    MEDIAN,
    SOFT,
    scenario_colour,
    scenario_shape,
)
from report.text.words import method_name, pace_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 120

JUDGEMENTS: dict[bool | None, tuple[str, str]] = {
    True: (MEDIAN, "o"), False: (scenario_colour(1), "D"), None: (SOFT, "s"),
}
"""Colour and marker of a label that says on track, one that says not, one that does not judge."""


def charts(summary: Summary, lang: Lang) -> Iterator[tuple[str, Figure]]:
    """Yield every picture with its name (without ending), in the order of the report."""
    with drawing_style():
        yield "skill", skill_chart(summary, lang)
        yield "reliability", reliability_chart(summary, lang)
        yield "pit", pit_chart(summary, lang)
        yield "coverage", coverage_chart(summary, lang)
        yield "years", years_chart(summary, lang)
        yield "prices", prices_chart(summary, lang)


def skill_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw the skill of every predictor, best first."""
    ranked = sorted((s for s in summary.scores if s.name != "base_rate"), key=lambda s: s.skill)
    figure = _figure(8.4, 1.0 + 0.27 * len(ranked))
    axes = figure.subplots()
    figure.subplots_adjust(left=0.30, right=0.93, top=0.96, bottom=0.70 / (1 + 0.27 * len(ranked)))
    floor = -0.30
    for y, found in enumerate(ranked):
        lead = found.name == summary.lead
        shown = max(found.skill, floor)
        axes.barh(y, shown, height=0.62, color=MEDIAN if lead else FAN_80)
        mark = "" if found.skill >= floor else " ←"
        axes.text(max(shown, 0) + 0.006, y, signed(found.skill) + mark,
                  va="center", fontsize=8.5, weight="bold" if lead else "normal")
    axes.set_yticks(range(len(ranked)), [predictor_name(s.name, lang) for s in ranked],
                    fontsize=9)
    axes.set_xlim(floor, max(0.12, 1.25 * max(s.skill for s in ranked)))
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:+.2f}".replace("-", "−"))
    axes.set_xlabel(word("brier_skill", lang), fontsize=9)
    _plain(axes, grid="x")
    return figure


def reliability_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw a diagram for the lead and for the most telling rivals."""
    rows = -(-len(summary.curves) // 3)
    figure = _figure(9.6, 0.55 + 3.25 * rows)
    panels = figure.subplots(rows, 3, squeeze=False)
    figure.subplots_adjust(left=0.07, right=0.985, top=1 - 0.36 / (0.55 + 3.25 * rows),
                           bottom=0.52 / (0.55 + 3.25 * rows), hspace=0.34, wspace=0.22)
    for axes, found in zip(panels.ravel(), summary.curves, strict=False):
        _reliability(axes, found, summary, lang)
    for axes in panels.ravel()[len(summary.curves):]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_ylabel(word("observed", lang), fontsize=9)
    for axes in panels[-1]:
        axes.set_xlabel(word("stated", lang), fontsize=9)
    return figure


def _reliability(axes: Axes, found: Curve, summary: Summary, lang: Lang) -> None:
    split = next(c for c in summary.corps if c.name == found.name)
    axes.fill_between(found.band.probability, found.band.low, found.band.high, color=FAINT,
                      linewidth=0)
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=0.7)
    axes.bar(found.probability, 0.25 * found.count / found.count.max(), width=0.009, color=FAN_80)
    axes.plot(found.probability, found.frequency, color=MEDIAN if found.name == summary.lead
              else INK, linewidth=1.5)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_title(predictor_name(found.name, lang), fontsize=9.5, loc="left",
                   weight="bold" if found.name == summary.lead else "normal")
    axes.text(0.03, 0.96, f"MCB {split.mcb:.4f}\nDSC {split.dsc:.4f}\nUNC {split.unc:.4f}",
              va="top", fontsize=8, linespacing=1.3)
    _plain(axes)


def pit_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw the lead's histogram of the probability integral transform."""
    figure = _figure(6.4, 3.2)
    axes = figure.subplots()
    figure.subplots_adjust(left=0.10, right=0.98, top=0.90, bottom=0.17)
    bins = len(summary.pit)
    axes.bar((np.arange(bins) + 0.5) / bins, summary.pit, width=0.92 / bins, color=FAN_80)
    axes.axhline(1 / bins, color=GOAL, linewidth=1.2, linestyle=(0, (4, 2.5)))
    axes.set_xlim(0, 1)
    axes.set_xlabel(word("pit", lang), fontsize=9)
    axes.set_ylabel(word("share", lang), fontsize=9)
    axes.set_title(predictor_name(summary.lead, lang), fontsize=9.5, loc="left")
    _plain(axes, grid="y")
    return figure


def coverage_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw the lead's coverage against history length, a line a horizon."""
    figure = _figure(8.4, 3.5)
    panels = figure.subplots(1, 2)
    figure.subplots_adjust(left=0.07, right=0.985, top=0.90, bottom=0.24, wspace=0.16)
    cells = summary.cells[summary.lead]
    lengths = sorted({n for n, _ in cells})
    covered = [s.inside80 for s in cells.values() if s.inside80 is not None]
    lowest = min([0.5, *(v - 0.03 for v in covered)])
    for axes, nominal in zip(panels, (0.80, 0.95), strict=True):
        axes.axhline(nominal, color=GOAL, linewidth=1.2, linestyle=(0, (4, 2.5)))
        if nominal == 0.80:
            axes.axhspan(0.74, 0.86, color=FAN_95, linewidth=0)
        for i, h in enumerate(summary.horizons):
            known = [(x, cells[n, h]) for x, n in enumerate(lengths) if (n, h) in cells]
            share = [s.inside80 if nominal == 0.80 else s.inside95 for _, s in known]
            axes.plot([x for x, _ in known], [np.nan if v is None else v for v in share],
                      color=scenario_colour(i), marker=scenario_shape(i), markersize=5,
                      linewidth=1.3, label=word("years_ahead", lang, h=h))
        axes.set_xticks(range(len(lengths)), [str(n) for n in lengths])
        axes.set_ylim(lowest, 1.0)
        axes.set_xlabel(word("n", lang), fontsize=9)
        axes.set_title(word("inside80" if nominal == 0.80 else "inside95", lang), fontsize=9.5,
                       loc="left")
        _plain(axes, grid="y")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower left", ncols=len(labels), frameon=False,
                  fontsize=8.8, bbox_to_anchor=(0.05, 0.0))
    return figure


def years_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw, for every horizon, what was stated on average and what came, by origin."""
    figure = _figure(9.6, 3.5)
    panels = np.atleast_1d(figure.subplots(1, len(summary.horizons), sharey=True))
    figure.subplots_adjust(left=0.07, right=0.985, top=0.90, bottom=0.24, wspace=0.10)
    for axes, h in zip(panels, summary.horizons, strict=True):
        lines = [line for line in summary.years if line.horizon == h]
        years = [line.origin for line in lines]
        axes.plot(years, [line.said for line in lines], color=MEDIAN, marker="o", markersize=4.5,
                  linewidth=1.3, label=word("said", lang))
        axes.plot(years, [line.met for line in lines], color=GOAL, marker="D", markersize=4.5,
                  linewidth=1.3, linestyle=(0, (4, 2.5)), label=word("met", lang))
        axes.set_ylim(0, 1)
        if years:
            axes.set_xticks(range(years[0], years[-1] + 1, max(1, -(-len(years) // 5))))
        axes.set_title(word("years_ahead", lang, h=h), fontsize=9.5, loc="left")
        axes.set_xlabel(word("origin", lang), fontsize=9)
        _plain(axes, grid="y")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower left", ncols=2, frameon=False, fontsize=8.8,
                  bbox_to_anchor=(0.05, 0.0))
    return figure


def prices_chart(summary: Summary, lang: Lang) -> Figure:
    """Draw each label's attainment with its interval, a block a method."""
    blocks = [(m, [p for p in summary.hit_rates if p.method == m.name and p.elapsed is None
                   and p.label != "N/A"]) for m in METHODS]
    blocks = [(m, rows) for m, rows in blocks if rows]
    lines = sum(len(rows) + 1 for _, rows in blocks)
    height = 1.05 + 0.235 * lines
    figure = _figure(8.4, height)
    axes = figure.subplots()
    figure.subplots_adjust(left=0.26, right=0.86, top=1 - 0.1 / height, bottom=0.85 / height)
    y, ticks, names = 0, [], []
    for method, rows in blocks:
        axes.text(-0.36, -y, method_name(method.name, lang), transform=axes.get_yaxis_transform(),
                  fontsize=9.2, weight="bold", va="center")
        y += 1
        for row in rows:
            colour, marker = JUDGEMENTS[method.on_track[method.labels.index(row.label)]]
            axes.plot([row.low, row.high], [-y, -y], color=colour, linewidth=3, alpha=0.45,
                      solid_capstyle="butt")
            axes.plot([row.rate], [-y], color=colour, marker=marker, markersize=5.5)
            axes.text(1.02, -y, f"{row.rate:.0%}  n={row.n:,}", fontsize=8.2, va="center",
                      transform=axes.get_yaxis_transform(), color=SOFT)
            ticks.append(-y)
            names.append(pace_label(row.label, lang))
            y += 1
    axes.set_yticks(ticks, names, fontsize=8.8)
    axes.set_ylim(-y + 0.4, 0.6)
    _judgement_key(figure, lang)
    axes.set_xlim(0, 1)
    axes.set_xticks(np.arange(0, 1.01, 0.2), [f"{100 * x:.0f}%" for x in np.arange(0, 1.01, 0.2)])
    axes.set_xlabel(word("rate", lang), fontsize=9)
    _plain(axes, grid="x")
    return figure


def _judgement_key(figure: Figure, lang: Lang) -> None:
    from matplotlib.lines import Line2D

    names = {True: "on_track", False: "off_track", None: "no_judgement"}
    handles = [Line2D([], [], color=colour, marker=marker, markersize=5.5, linewidth=3, alpha=0.8,
                      label=word(names[said], lang)) for said, (colour, marker) in
               JUDGEMENTS.items()]
    figure.legend(handles=handles, loc="lower left", ncols=3, frameon=False, fontsize=8.8,
                  bbox_to_anchor=(0.24, 0.0))


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, facecolor="white")


def _plain(axes: Axes, *, grid: str = "") -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=3, labelsize=8.5)
    axes.set_axisbelow(True)
    if grid == "x":
        axes.grid(axis="x", color=FAINT, linewidth=0.6)
    elif grid == "y":
        axes.grid(axis="y", color=FAINT, linewidth=0.6)
