"""Figures for part of a year on a fan: drawn hollow, since they are no full year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.messages.message import Message, Row
from data.series import Partial
from data.words import Basis, Kind, Lang
from forecast.probability.verdict import Assessment, Verdict
from report.charts.palette import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK, LABEL = 5.5, 8.0  # points

_OF_A_YEAR = (Basis.LEVEL, Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE,
              Basis.INCREMENT_FROM_BASE)


def parts_of(verdict: Verdict, assessment: Assessment) -> tuple[Partial, ...]:
    """Return the part-year figures that the law used and that are of the quantity on the axis."""
    if verdict.reading is Kind.CUMULATIVE or verdict.target.basis not in _OF_A_YEAR:
        return ()
    used = {value for key, value in verdict.trace if key == "part_year"}
    return tuple(p for p in assessment.plan.partials
                 if p.name in used and p.indicator == verdict.indicator.id
                 and p.region in ("", verdict.target.region, assessment.plan.region.zh,
                                  assessment.plan.region.en))


def months(part: Partial, lang: Lang) -> str:
    """Return which months a figure covers: ``1–4月``, ``Jan–Apr``."""
    names = Row("charts.months").get(lang)
    return Message("charts.month", one=part.first == part.last, first=names[part.first - 1],
                   last=names[part.last - 1]).get(lang)


def draw_parts(axes: Axes, verdict: Verdict, parts: tuple[Partial, ...], lang: Lang) -> None:
    """Draw each figure as a hollow mark over its year, with its months."""
    for part in parts:
        y = verdict.indicator.unit.from_canonical(part.value)
        axes.plot([part.year], [y], marker="o", markersize=MARK, markerfacecolor="white",
                  markeredgecolor=INK, markeredgewidth=1.2, linestyle="none", zorder=7)
        axes.annotate(months(part, lang), xy=(part.year, y), xytext=(7, 0),
                      textcoords="offset points", va="center", fontsize=LABEL, zorder=7,
                      bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8})
