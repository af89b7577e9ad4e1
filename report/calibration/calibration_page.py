"""The calibration report as Markdown and as one HTML page; pictures lie beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from data.messages.catalogue import language
from data.messages.message import Message, Messages, Row
from data.reference.calibration import NO_UPPER, HitRateRow
from data.words import Lang
from forecast.backtest.cells import FACTORS, FEWEST_WINDOWS, LENGTHS
from forecast.backtest.summary import Summary
from forecast.pace.hit_rates import PLAN_FACTORS, PLAN_YEARS
from forecast.pace.methods import METHODS
from report.text.markup import literal
from report.text.words import METHOD_NAMES, method_name, pace_label

# Words of the calibration report.

PREDICTORS = Messages("calibration.predictors", str)

WORDS = Messages("calibration.word", str)

HOW = (
    "calibration.at_each_origin_only_figures",
    "calibration.questions_from_last_annual_figures",
    "calibration.skill_brier_brier_base_rate",
    "calibration.learned_weights_recalibration_at_each",
    "calibration.reliability_band_does_not_take",
    "calibration.prices_past_five_year_windows",
    "calibration.price_depends_on_mix_growths",
)

PICTURES = Messages("calibration.pictures", str)


def word(key: str, lang: Lang, **details: object) -> str:
    """Return a word of the report with its blanks filled in. Raises ``KeyError``."""
    return Message(WORDS[key].code, **details).get(lang)


def predictor_name(name: str, lang: Lang) -> str:
    """Return the name of a predictor; one this table does not know is shown as it is."""
    known = PREDICTORS.get(name)
    if known is not None:
        return known.get(lang)
    method = name.removeprefix("pace_")
    if method != name and method in METHOD_NAMES:
        return Message("calibration.pace_label", method_name=method_name(method, lang)).get(lang)
    return name


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``numeric`` columns are set to the right, rows in ``strong`` are emphasised."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1  # leading columns of text
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file beside the report, and what it shows."""

    file: str
    text: str


Block: TypeAlias = Heading | Paragraph | Grid | Picture


_STYLE = """
body{font-family:"Noto Sans SC","Source Han Sans SC","Microsoft YaHei","Segoe UI",sans-serif;
color:#222;max-width:62rem;margin:2rem auto;padding:0 1rem;line-height:1.55}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #d9d9d9}
table{border-collapse:collapse;font-size:.88rem;margin:.8rem 0;display:block;overflow-x:auto}
th,td{padding:.22rem .6rem;border-bottom:1px solid #e4e4e4;text-align:right;white-space:nowrap}
th.l,td.l{text-align:left}tr.s td{font-weight:bold;background:#eef4fa}
img{max-width:100%;height:auto}figure{margin:1rem 0}figcaption{color:#6b6b6b;font-size:.88rem}
"""


def calibration_blocks(summary: Summary, pictures: Mapping[str, str], lang: Lang,
                       ) -> tuple[Block, ...]:
    """Return the report's content; ``pictures`` maps their names to files beside the report."""
    def shown(name: str) -> list[Block]:
        text = PICTURES[name].get(lang)
        return [Picture(pictures[name], text)] if name in pictures else []

    blocks: list[Block] = [Heading(1, word("title", lang)), Paragraph(_in_short(summary, lang))]
    for key, content in (
        ("scores", [_scores(summary, lang), *shown("skill")]),
        ("reliability", [*shown("reliability"), *shown("pit")]),
        ("coverage", [*shown("coverage"), _cells(summary, lang)]),
        ("cells", [Paragraph(word("cells_note", lang)), _skills(summary, lang)]),
        ("years", [*shown("years"), _years(summary, lang)]),
        ("prices", [*shown("prices"), _prices(summary, lang)]),
        ("prices_by_year", [_prices_by_year(summary, lang)]),
        ("how", [Paragraph(text) for text in _how(summary, lang)]),
        ("made_from", [_made_from(summary, lang)]),
    ):
        if content:
            blocks += [Heading(2, word(key, lang)), *content]
    return tuple(blocks)


def markdown(blocks: Sequence[Block]) -> str:
    """Return blocks as GitHub-flavoured Markdown."""
    out: list[str] = []
    for block in blocks:
        match block:
            case Heading(level, text):
                out += [f"{'#' * level} {literal(text)}", ""]
            case Paragraph(text):
                out += [literal(text), ""]
            case Picture(file, text):
                out += [f"![{literal(text)}]({file})", "", literal(text), ""]
            case Grid(columns, rows, left, strong):
                rules = ["---" if i < left else "---:" for i in range(len(columns))]
                out += [_line(columns), "| " + " | ".join(rules) + " |"]
                out += [_line(row, bold=i in strong) for i, row in enumerate(rows)]
                out.append("")
    return "\n".join(out).rstrip("\n") + "\n"


def html(blocks: Sequence[Block], lang: Lang) -> str:
    """Return blocks as one HTML page that loads nothing but the pictures beside it."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), "")
    out = ["<!doctype html>", f'<html lang="{language(lang).tag}">',
           '<head><meta charset="utf-8">',
           '<meta name="viewport" content="width=device-width, initial-scale=1">',
           f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"]
    for block in blocks:
        match block:
            case Heading(level, text):
                out.append(f"<h{level}>{escape(text)}</h{level}>")
            case Paragraph(text):
                out.append(f"<p>{escape(text)}</p>")
            case Picture(file, text):
                out.append(f'<figure><img src="{escape(file)}" alt="{escape(text)}">'
                           f"<figcaption>{escape(text)}</figcaption></figure>")
            case Grid():
                out.append(_html_table(block))
    return "\n".join([*out, "</body></html>"]) + "\n"


def _html_table(grid: Grid) -> str:
    def cells(tag: str, texts: tuple[str, ...]) -> str:
        return "".join(f'<{tag}{" class=l" if i < grid.left else ""}>{escape(t)}</{tag}>'
                       for i, t in enumerate(texts))

    rows = "".join(f'<tr{" class=s" if i in grid.strong else ""}>{cells("td", row)}</tr>\n'
                   for i, row in enumerate(grid.rows))
    head = f"<thead><tr>{cells('th', grid.columns)}</tr></thead>"
    return f"<table>{head}\n<tbody>{rows}</tbody></table>"


def _line(cells: Sequence[str], *, bold: bool = False) -> str:
    marked = [f"**{literal(c)}**" if bold and c else literal(c) for c in cells]
    return "| " + " | ".join(marked) + " |"


def _in_short(summary: Summary, lang: Lang) -> str:
    lead, base = summary.score(summary.lead), summary.score("base_rate")
    # variants of the law itself are no rivals
    rivals = [s for s in summary.scores
              if not s.name.startswith(summary.lead) and s.name != "base_rate"]
    mcb = next(c.mcb for c in summary.corps if c.name == summary.lead)
    best = min(rivals, key=lambda s: s.brier) if rivals else base
    return Message(
        "calibration.in_short", lead=predictor_name(lead.name, lang), brier=lead.brier,
        base=base.brier, skill=signed(lead.skill), best=predictor_name(best.name, lang),
        best_brier=best.brier, miscalibration=mcb, inside80=_share(lead.inside80),
        inside95=_share(lead.inside95), cases=lead.cases, questions=len(FACTORS)).get(lang)


def _scores(summary: Summary, lang: Lang) -> Grid:
    keys = ("predictor", "brier", "skill", "log", "mcb", "dsc", "inside80", "inside95", "spoken")
    corps = {c.name: c for c in summary.corps}
    ranked = sorted(summary.scores, key=lambda s: s.brier)
    rows = tuple(
        (predictor_name(s.name, lang), f"{s.brier:.4f}", signed(s.skill), f"{s.log:.4f}",
         f"{corps[s.name].mcb:.4f}", f"{corps[s.name].dsc:.4f}", _share(s.inside80),
         _share(s.inside95), _share(s.spoken))
        for s in ranked)
    strong = frozenset(i for i, s in enumerate(ranked) if s.name == summary.lead)
    return Grid(tuple(word(k, lang) for k in keys), rows, strong=strong)


def _cells(summary: Summary, lang: Lang) -> Grid:
    """Scores and coverage of the lead by history length and horizon."""
    keys = ("n", "horizon", "cases", "brier", "skill", "log", "inside80", "inside95")
    rows = tuple(
        (str(n), str(h), f"{s.cases:,}", f"{s.brier:.4f}", signed(s.skill), f"{s.log:.4f}",
         _share(s.inside80), _share(s.inside95))
        for (n, h), s in summary.cells[summary.lead].items())
    return Grid(tuple(word(k, lang) for k in keys), rows, left=0)


def _skills(summary: Summary, lang: Lang) -> Grid:
    """Brier skill of everyone, a column a history length and horizon."""
    cells = list(summary.cells[summary.lead])
    ranked = sorted((s for s in summary.scores if s.name != "base_rate"), key=lambda s: s.brier)
    rows = tuple((predictor_name(s.name, lang),
                  *(signed(summary.cells[s.name][cell].skill) for cell in cells)) for s in ranked)
    columns = (word("predictor", lang), *(f"{n}→{h}" for n, h in cells))
    strong = frozenset(i for i, s in enumerate(ranked) if s.name == summary.lead)
    return Grid(columns, rows, strong=strong)


def _years(summary: Summary, lang: Lang) -> Grid:
    keys = ("horizon", "origin", "cases", "said", "met", "brier", "skill", "inside80")
    rows = tuple(
        (str(line.horizon), str(line.origin), f"{line.score.cases:,}", f"{line.said:.3f}",
         f"{line.met:.3f}", f"{line.score.brier:.4f}", signed(line.score.skill),
         _share(line.score.inside80))
        for line in summary.years)
    return Grid(tuple(word(k, lang) for k in keys), rows, left=0)


def _prices(summary: Summary, lang: Lang) -> Grid:
    keys = ("method", "label", "rate", "interval", "checks")
    rows = tuple(
        (method_name(p.method, lang), pace_label(p.label, lang), f"{p.rate:.3f}",
         f"{p.low:.3f}–{p.high:.3f}", f"{p.n:,}")
        for p in summary.hit_rates if p.elapsed is None)
    return Grid(tuple(word(k, lang) for k in keys), rows, left=2)


def _prices_by_year(summary: Summary, lang: Lang) -> Grid:
    years = range(1, PLAN_YEARS)
    known: dict[tuple[str, str], dict[int, HitRateRow]] = {}
    for p in summary.hit_rates:
        if p.elapsed is not None:
            known.setdefault((p.method, p.label), {})[p.elapsed] = p
    order = [(m.name, label) for m in METHODS for label in (*m.labels, "N/A")]
    rows = tuple(
        (method_name(method, lang), pace_label(label, lang),
         *(f"{by[k].rate:.2f} ({by[k].low:.2f}–{by[k].high:.2f})" if k in by else "—"
           for k in years))
        for method, label in order if (by := known.get((method, label))))
    columns = (word("method", lang), word("label", lang),
               *(word("elapsed", lang, k=k) for k in years))
    return Grid(columns, rows, left=2)


def _how(summary: Summary, lang: Lang) -> list[str]:
    mark = Message("mark.list").get(lang)
    details = {
        "lengths": mark.join(map(str, LENGTHS)), "horizons": mark.join(map(str, summary.horizons)),
        "factors": mark.join(f"{f:g}" for f in FACTORS), "fewest": str(FEWEST_WINDOWS),
        "plans": mark.join(f"{f:g}" for f in PLAN_FACTORS), "calendar": f"{summary.calendar:.0%}",
    }
    return [Message(code, **details).get(lang) for code in HOW]


def _made_from(summary: Summary, lang: Lang) -> Grid:
    c, p = summary.calibration, summary.calibration.provenance
    bands = ", ".join(dict.fromkeys(
        str(s.n_low) if s.n_low == s.n_high else
        f"{s.n_low}+" if s.n_high == NO_UPPER else f"{s.n_low}–{s.n_high}" for s in c.skills))
    names = Row("calibration.calibration_reference_class_engine_command").get(lang)
    values = (c.id, p.reference, p.engine, p.command, f"{p.first_year}–{p.last_year}",
              f"{p.series:,}", f"{p.origins[0]}–{p.origins[-1]}", f"{p.cases:,}", bands)
    return Grid(("", ""), tuple(zip(names, values, strict=True)), left=2)


def signed(value: float) -> str:
    """Return a skill with its sign, a true minus, and no sign at zero."""
    text = f"{value:+.3f}"
    return "0.000" if text in ("+0.000", "-0.000") else text.replace("-", "−")


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
