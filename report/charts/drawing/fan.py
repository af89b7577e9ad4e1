"""The fan chart of one target reading: history, forecast, scenarios, required path and target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.messages.message import Message, Row
from data.numbers import about, with_unit
from data.words import Basis, Kind, Lang
from forecast.probability.verdict import Assessment, Verdict
from report.assessment.plan_statement import other_named
from report.assessment.rows import chance_text, is_assessed, is_known, lead, lead_scenario
from report.assessment.sentences import scenario_name
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.fan_lines import (
    draw_fan,
    draw_frame,
    draw_goal,
    draw_history,
    draw_scenarios,
    draw_wires,
    wires_drawable,
)
from report.charts.drawing.page import new_figure
from report.charts.drawing.part_years import MARK, draw_parts, months, parts_of
from report.charts.drawing.titles import subtitle
from report.charts.palette import FAN_80, FAN_95, GOAL, INK, MEDIAN, SOFT, TRAFFIC
from report.charts.tags import write_tags
from report.solve.solve_words import wires_head, wires_text
from report.text.goal import level_text, subject_text
from report.text.words import COLOUR_NAMES, GRADES, KINDS, bracketed, label
from report.text.wrapping import cells, shortened, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from forecast.solve.solution import Tripwires

WIDTH, ABOVE, FRAME_HEIGHT, BELOW = 8.4, 1.2, 2.965, 0.735  # inches
LEFT, FRAME_WIDTH = 0.075, 0.642  # of the width
WIRE_LINE, WIRE_CELLS = 0.19, 112  # inches a line of text on tripwires, and its cells


def has_chart(verdict: Verdict) -> bool:
    """Return True when there is something to draw: a fan, or a base and a target."""
    if verdict.target.basis is Basis.EVERY_YEAR_UP:
        return False
    required = verdict.required
    return bool(verdict.fans) or (
        required.base_value is not None and required.target_value is not None)


def chart_name(verdict: Verdict) -> str:
    """Return the file name (without ending) of a verdict's chart."""
    undeclared = verdict.indicator.kind is Kind.UNDECLARED
    return f"{verdict.target.id}-{verdict.reading.value}" if undeclared else verdict.target.id


def fan_chart(verdict: Verdict, assessment: Assessment, lang: Lang, *,
              wires: Tripwires | None = None) -> Figure:
    """Draw history, fan, other scenarios' medians, required path and target of one reading.

    ``wires`` adds a strip over next year: the colours that its figure would turn the verdict to,
    spelt out below the frame. Where that figure is of another quantity (the inflow of a running
    total) there is only the text. Raises ``ValueError`` when there is nothing to draw (see
    ``has_chart``).
    """
    if not has_chart(verdict):
        raise ValueError(f"target {verdict.target.id} has neither a fan nor a base and a target")
    parts = parts_of(verdict, assessment)
    told = [] if wires is None else _wire_lines(verdict, wires, lang)
    below = BELOW + WIRE_LINE * len(told)
    height = ABOVE + FRAME_HEIGHT + below
    with drawing_style():
        figure = new_figure(WIDTH, height)
        axes = figure.add_axes((LEFT, below / height, FRAME_WIDTH, FRAME_HEIGHT / height))
        draw_fan(axes, verdict, assessment)
        draw_history(axes, verdict)
        draw_goal(axes, verdict)
        tags = draw_scenarios(axes, verdict, assessment, lang)
        draw_frame(axes, verdict, lang, parts)
        draw_parts(axes, verdict, parts, lang)
        if wires is not None and wires_drawable(verdict, wires):
            draw_wires(axes, verdict, wires)
        write_tags(axes, tags)
        _write_heading(figure, verdict, assessment, lang)
        _write_key(figure, verdict, assessment, lang)
        for i, line in enumerate(reversed(told)):
            figure.text(LEFT, (0.42 + WIRE_LINE * i) / height, line, fontsize=8.8, va="center")
    return figure


def _wire_lines(verdict: Verdict, wires: Tripwires, lang: Lang) -> list[str]:
    """Return what the strip says: ``Tripwires 2021: below 2,310 RED · from 2,310 AMBER``."""
    head = wires_head(wires, lang, named=wires.indicator != verdict.indicator.id)
    start, colon = Row("charts.tripwires_2").get(lang)
    space = Message("mark.space").get(lang)
    lines, parts = [f"{start}{space}{head}{colon}"], wires_text(wires, lang).split(" · ")
    for i, part in enumerate(parts):
        piece = part if i == len(parts) - 1 else f"{part} · "
        if cells(lines[-1] + piece) <= WIRE_CELLS or not i:
            lines[-1] += piece
        else:
            lines = [*lines[:-1], lines[-1].rstrip(), piece]
    return lines


def _write_heading(figure: Figure, verdict: Verdict, assessment: Assessment, lang: Lang) -> None:
    """Write what the figure is, then probability, then evidence: three statements."""
    height = figure.get_size_inches()[1]
    first, second_at, third = (1 - inches / height for inches in (0.27, 0.524, 0.779))
    name = subject_text(verdict.target, verdict.indicator, assessment.plan, lang)
    left, chance = 0.028, lead(verdict)
    figure.text(left, first, shortened(name, 66), fontsize=13.5, weight="bold",
                va="center")
    kind = KINDS[verdict.reading].get(lang) + Message("mark.comma").get(lang)
    second = subtitle(assessment.plan, assessment.as_of, lang, width=108 - cells(kind))
    figure.text(left, second_at, kind + second, fontsize=9.5, color=SOFT, va="center")
    figure.text(left, third, "●", fontsize=12, color=TRAFFIC[chance.colour], va="center")
    figure.text(left + 0.024, third, _probability_of(verdict, assessment, lang), fontsize=10.5,
                weight="bold", va="center")
    grade = verdict.evidence.grade
    text = f"{label('grade', lang)} {grade.value}{bracketed(GRADES[grade].get(lang), lang)}"
    figure.text(0.975, first, text, fontsize=9.5, ha="right", va="center", color=SOFT)


def _probability_of(verdict: Verdict, assessment: Assessment, lang: Lang) -> str:
    chance = lead(verdict)
    colour, comma = COLOUR_NAMES[chance.colour].get(lang), Message("mark.comma").get(lang)
    word = chance.word.get(lang)
    if chance.followed is None:
        return f"{colour}{comma}{word}"
    name = scenario_name(assessment, chance.scenario, lang)
    p = f"{label('chance', lang)} {chance_text(verdict, chance)}{other_named(chance, lang)}"
    return f"{colour}{comma}{p}{comma}{word}{bracketed(name, lang)}"


def _write_key(figure: Figure, verdict: Verdict, assessment: Assessment, lang: Lang) -> None:
    """Write the key below the frame; for what cannot be assessed, the datum that would help."""
    height = figure.get_size_inches()[1]
    if not is_assessed(verdict):
        text = verdict.evidence.missing.get(lang)
        figure.text(LEFT, 0.22 / height, "\n".join(wrap(text, 100)[:2]), fontsize=9, color=SOFT)
        return
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    name = shortened(scenario_name(assessment, lead_scenario(assessment), lang), 18)
    handles = [
        Line2D([], [], color=INK, marker="o", markersize=4.5, linewidth=1.4,
               label=label("history", lang)),
        Line2D([], [], color=MEDIAN, linewidth=2.2,
               label=label("median", lang) + bracketed(name, lang)),
        Patch(color=FAN_80, label=label("interval80", lang)),
        Patch(color=FAN_95, label=label("interval95", lang)),
        Line2D([], [], color=GOAL, linewidth=1.3, linestyle=(0, (4, 2.5)),
               label=label("required_path", lang)),
    ]
    if parts_of(verdict, assessment):
        handles.insert(1, Line2D([], [], color=INK, marker="o", markerfacecolor="white",
                                 markersize=MARK, linestyle="none",
                                 label=label("part_year", lang)))
    if not verdict.fans:  # a known outcome: nothing is forecast
        handles = [handles[0], handles[-1]]
    figure.legend(handles=handles, loc="lower left",
                  bbox_to_anchor=(LEFT - 0.015, 0.05 / height), ncols=len(handles), frameon=False,
                  fontsize=8.8, handlelength=1.8, columnspacing=1.4, handletextpad=0.6)


def alt_text(verdict: Verdict, assessment: Assessment, lang: Lang, *,
             wires: Tripwires | None = None) -> str:
    """Return what a reading's fan chart shows, in two sentences at most three."""
    name = subject_text(verdict.target, verdict.indicator, assessment.plan, lang)
    goal, year = level_text(verdict, lang), verdict.target.year
    name += "" if len(verdict.indicator.readings) < 2 else bracketed(
        KINDS[verdict.reading].get(lang), lang)
    said = []
    if verdict.latest_year is not None:
        latest = with_unit(verdict.latest_value, verdict.indicator.unit, lang)
        said.append(Message("charts.in_2", latest=latest,
                            latest_year=verdict.latest_year).get(lang))
    said += [Message("charts.in", p=with_unit(p.value, p.unit, lang), months=months(p, lang),
                     year=p.year).get(lang)
             for p in parts_of(verdict, assessment)]
    said.append(Message("charts.target_in", goal=goal, year=year).get(lang))
    mark = Message("mark.comma").get(lang)
    text = Message("charts.fan_chart", name=name, said=mark.join(said)).get(lang)
    return text + _alt_chance(verdict, assessment, lang) + _alt_wires(verdict, wires, lang)


def _alt_chance(verdict: Verdict, assessment: Assessment, lang: Lang) -> str:
    chance = lead(verdict)
    word, colour = chance.word.get(lang), COLOUR_NAMES[chance.colour].get(lang)
    if chance.followed is None:
        return Message("charts.no_probability", word=word).get(lang)
    if is_known(verdict):
        return Message("charts.outcome_known", word=word).get(lang)
    p, unit = chance_text(verdict, chance), verdict.indicator.unit
    name = scenario_name(assessment, chance.scenario, lang)
    text = Message("charts.under_it_met_with_probability", name=name, p=p, word=word,
                   colour=colour).get(lang)
    if chance.median is None or chance.low80 is None or chance.high80 is None:
        return text + Message("mark.stop").get(lang)
    middle, low, high = (about(v, unit, lang) for v in
                         (chance.median, chance.low80, chance.high80))
    return text + (Message("charts.median_interval", middle=middle, low=low, high=high).get(lang))


def _alt_wires(verdict: Verdict, wires: Tripwires | None, lang: Lang) -> str:
    if wires is None:
        return ""
    head = wires_head(wires, lang, named=wires.indicator != verdict.indicator.id)
    text = wires_text(wires, lang)
    return Message("charts.tripwires", head=head, text=text).get(lang)
