"""Scenario analyses as pages: what each command prints on a screen and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.messages.message import Message
from data.numbers import MISSING, percent
from data.probabilities import probability_text
from data.words import Lang
from forecast.plan_targets.statement import AsPlan
from forecast.scenario_analysis.attribute import Attributed, Attribution, Effect
from forecast.scenario_analysis.compare import Compared, Comparison, Mixture, Side
from forecast.scenario_analysis.robust import Robust, Robustness
from forecast.scenario_analysis.sensitivity import Bar, Sensitive, Sensitivity
from forecast.scenario_analysis.subject import Source, Subject
from report.assessment.plan_statement import both_said, series_said
from report.charts.drawing.page import listed
from report.scenarios.scenario_words import (
    READ_ATTRIBUTE,
    READ_COMPARE,
    READ_ROBUST,
    READ_SENSITIVITY,
    assumption_text,
    change,
    correlation,
    name,
    number,
    points,
    signal,
    step_text,
    title,
    value,
    verdict,
    word,
)
from report.solve.solve_words import colon
from report.text.blocks import Block, Page
from report.text.words import label
from scenarios.scenario import ScenarioName, StepRole

LEAST_TARGET = 34
"""Cells of the first column of an overview."""


def comparison_page(found: Comparison, lang: Lang, *, width: int, detail: bool) -> Page:
    """Return the comparison: a line a target, or a panel a target where ``detail`` or narrow."""
    rows = [r for r in found.rows if r.subject.computable]
    names = {s.id: s.name.get(lang) for s in found.scenarios}
    columns = len(names) + (found.weights is not None)
    wide = LEAST_TARGET + columns * 13 <= width
    blocks = [_panel(r, found, lang) for r in rows] if detail or not wide \
        else [_overview(rows, found, lang)]
    notes = [_narrower(r.subject, s, names, lang) for r in rows for s in r.sides
             if s.narrower is not None]
    blocks += [Block("", notes=tuple(notes))] if notes else []
    against = Message("scenario_pages.differences_less", names=names[found.against]).get(lang)
    head = " · ".join([_head(found.source, lang), against, *_weights(found, names, lang)])
    return Page(found.source.plan.title.get(lang), head,
                (*blocks, *_without(found.rows, lang)), READ_COMPARE.get(lang))


def _head(source: Source, lang: Lang) -> str:
    when = f"{label('as_of', lang)} {source.as_of}"
    return when if source.shift is None else f"{when} · {both_said(source.shift, lang)}"


def _weights(found: Comparison, names: dict[str, str], lang: Lang) -> list[str]:
    if found.weights is None:
        return []
    pairs = zip(found.weights.scenarios, found.weights.values, strict=True)
    each = listed([f"{names[s]} {w:.3g}" for s, w in pairs], lang)
    return [Message("scenario_pages.weights", each=each, colon=colon(lang)).get(lang)]


def _overview(rows: Sequence[Compared], found: Comparison, lang: Lang) -> Block:
    heads = [word("target", lang), *(s.name.get(lang) for s in found.scenarios)]
    if found.weights is not None:
        heads.append(word("mixture", lang))
    lines = []
    for row in rows:
        line = [title(row.subject, lang)]
        line += [_both(s, found.source) + ("" if s.scenario == found.against else
                                           "\n" + points(s.difference, s.difference_error))
                 for s in row.sides]
        if row.mixture is not None:
            line.append(_both(row.mixture, found.source))
        lines.append(tuple(line))
    return Block("", tuple(heads), tuple(lines))


def _both(side: Side | Mixture, source: Source) -> str:
    """Return a probability, and beside it that of such plans where the head says so."""
    first = probability_text(side.stated, side.error)
    return first if source.shift is None else \
        f"{first} · {_such_plans(side.as_plan, side.error)}"


def _panel(row: Compared, found: Comparison, lang: Lang) -> Block:
    keys = ["scenario", "chance", "points", *_second(found.source), "signal"]
    if row.subject.measured:
        keys += ["median", "median_difference", "interval"]
    names = {s.id: s.name.get(lang) for s in found.scenarios}
    both = found.source.shift is not None
    lines = [_side(s, row.subject, names[s.scenario], lang, same=s.scenario == found.against,
                   both=both) for s in row.sides]
    if row.mixture is not None:
        lines.append(_mixed(row.mixture, row.subject, lang, both=both))
    return Block(title(row.subject, lang), tuple(word(k, lang) for k in keys),
                 tuple(line[:len(keys)] for line in lines))


def _second(source: Source) -> list[str]:
    """Return the column of the second statement, where there is one."""
    return [] if source.shift is None else ["such_plans"]


def _such_plans(plan: AsPlan | None, error: float) -> str:
    return MISSING if plan is None else probability_text(plan.stated, error)


def _side(side: Side, subject: Subject, called: str, lang: Lang, *, same: bool, both: bool,
          ) -> tuple[str, ...]:
    differences = ("", "") if same else (
        points(side.difference, side.difference_error),
        change(side.median_difference, subject, lang, side.median_error))
    second = [_such_plans(side.as_plan, side.error)] * both
    return (called, probability_text(side.stated, side.error), differences[0], *second,
            signal(side.colour, lang), value(side.median, subject, lang), differences[1],
            _interval(side.low80, side.high80, subject, lang))


def _mixed(mixture: Mixture, subject: Subject, lang: Lang, *, both: bool) -> tuple[str, ...]:
    second = [_such_plans(mixture.as_plan, mixture.error)] * both
    return (word("mixture", lang), probability_text(mixture.stated, mixture.error), "", *second,
            signal(mixture.colour, lang), value(mixture.median, subject, lang), "",
            _interval(mixture.low80, mixture.high80, subject, lang))


def _interval(low: float | None, high: float | None, subject: Subject, lang: Lang) -> str:
    if low is None or high is None:
        return ""
    return f"{value(low, subject, lang)} – {value(high, subject, lang)}"


def _narrower(subject: Subject, side: Side, names: dict[str, str], lang: Lang) -> str:
    share = percent(side.narrower or 0.0)
    called, about = names[side.scenario], name(subject, lang)
    return Message("scenario_pages.under_interval_as_wide_as", word=word("note", lang),
                   called=called, about=about, share=share).get(lang)


def _without(rows: Iterable[Compared | Attributed | Sensitive | Robust], lang: Lang,
             ) -> tuple[Block, ...]:
    """Return what could not be analysed, and why."""
    notes = tuple(f"{title(r.subject, lang)} — {r.subject.note.get(lang)}"
                  for r in rows if not r.subject.computable)
    return (Block(word("nothing", lang), notes=notes),) if notes else ()


# Attribution


def attribution_page(found: Attribution, lang: Lang, *, mean: bool = False) -> Page:
    """Return a panel a target: what each step adds, and the four lines."""
    blocks = [b for r in found.rows if r.subject.computable
              for b in _attributed(r, lang, mean=mean)]
    return Page(found.source.plan.title.get(lang), _with_scenario(found.source, found.scenario,
                                                                   lang),
                (*blocks, *_without(found.rows, lang)), READ_ATTRIBUTE.get(lang))


def _with_scenario(source: Source, scenario: ScenarioName, lang: Lang) -> str:
    what = Message("scenario_pages.scenario").get(lang)
    when = f"{label('as_of', lang)} {source.as_of}"
    said = when if source.shift is None else f"{when} · {series_said(lang)}"
    return f"{said} · {what}{colon(lang)}{scenario.name.get(lang)}"


def _attributed(row: Attributed, lang: Lang, *, mean: bool) -> list[Block]:
    subject = row.subject
    keys = ["step", "role", "share"]
    keys += ["mean_share" if mean else "median_share"] if subject.measured else []
    felt = [s for s in row.shares if s.reaches]
    lines = [_adds(step_text(s.label, lang), word(s.role.value, lang), s.effect, s.error, subject,
                   lang, mean=mean) for s in felt]
    none = Effect(0.0, 0.0, 0.0)
    roles = {s.role for s in felt}
    if len(roles) > 1:
        lines += [_adds(word(key, lang), "", row.total(role), none, subject, lang, mean=mean)
                  for role, key in ((StepRole.ASSUMPTION, "assumptions"),
                                    (StepRole.POLICY, "policies"))]
    lines.append(_adds(word("total", lang), "", row.total(), none, subject, lang, mean=mean))
    if not felt:
        text = Message("scenario_pages.no_step_reaches_it").get(lang)
        return [Block(title(subject, lang), notes=(text,))]
    notes = []
    if row.orders:
        notes.append(Message("scenario_pages.too_many_steps_for_every",
                             orders=row.orders).get(lang))
    grid = Block(title(subject, lang), tuple(word(k, lang) for k in keys),
                 tuple(line[:len(keys)] for line in lines), tuple(notes))
    return [grid, _four(row, lang, mean=mean)]


def _adds(called: str, role: str, effect: Effect, error: Effect, subject: Subject, lang: Lang, *,
          mean: bool) -> tuple[str, ...]:
    own, spread = (effect.mean, error.mean) if mean else (effect.median, error.median)
    return (called, role, points(effect.probability, error.probability),
            change(own, subject, lang, spread))


def _four(row: Attributed, lang: Lang, *, mean: bool) -> Block:
    """Return default and modified baseline, each without and with the policies."""
    keys = ["stands", "chance"]
    keys += ["mean" if mean else "median"] if row.subject.measured else []
    lines = [(Message("scenario_pages.four_lines", assumptions=line.assumptions,
                      policies=line.policies).get(lang),
              probability_text(line.stands.probability),
              value(line.stands.mean if mean else line.stands.median, row.subject, lang))
             for line in row.lines]
    return Block("", tuple(word(k, lang) for k in keys), tuple(x[:len(keys)] for x in lines))


# Sensitivity


def sensitivity_page(found: Sensitivity, lang: Lang) -> Page:
    """Return a panel a target: the tornado, largest swing first."""
    blocks = [_tornado(r, lang) for r in found.rows if r.subject.computable]
    noise = f"{2 / found.source.n_paths ** 0.5:.2f}"
    return Page(found.source.plan.title.get(lang), _with_scenario(found.source, found.scenario,
                                                                   lang),
                (*blocks, *_without(found.rows, lang)),
                Message(READ_SENSITIVITY, noise=noise).get(lang))


def _tornado(row: Sensitive, lang: Lang) -> Block:
    p = MISSING if row.probability is None else probability_text(row.probability)
    head = f"{title(row.subject, lang)} · {word('chance', lang)} {p}"
    if not row.bars:
        text = Message("scenario_pages.it_feels_no_uncertain_parameter").get(lang)
        return Block(head, notes=(text,))
    keys = ["parameter", "held", "swing", "swing_size"]
    keys += ["swing_median", "rank"] if row.subject.measured else []
    keys.append("rank_met")
    return Block(head, tuple(word(k, lang) for k in keys),
                 tuple(_bar(bar, row.subject, lang) for bar in row.bars))


def _bar(bar: Bar, subject: Subject, lang: Lang) -> tuple[str, ...]:
    held = "\n".join(f"{number(a)} → {number(b)}"
                     for a, b in zip(bar.at_low, bar.at_high, strict=True))
    ends = f"{probability_text(bar.low)} → {probability_text(bar.high)}"
    names = "\n".join(assumption_text(p, lang) for p in bar.parameters)
    if not subject.measured:
        return (names, held, ends, points(bar.swing),
                correlation(bar.rank_met))
    medians = f"{value(bar.low_median, subject, lang)} → {value(bar.high_median, subject, lang)}"
    return (names, held, ends, points(bar.swing), medians,
            correlation(bar.rank), correlation(bar.rank_met))


# Robustness


def robustness_page(found: Robustness, lang: Lang, *, detail: bool) -> Page:
    """Return a line a target, and with ``detail`` what would turn each scenario's verdict."""
    rows = [r for r in found.rows if r.subject.computable]
    names = {s.id: s.name.get(lang) for s in found.scenarios}
    keys = ["target", "chance", *_second(found.source), f"verdict_{found.by}", "holds",
            "weightings", "range"]
    keys += ["given"] if found.weights is not None else []
    keys.append("easiest")
    lines = [_held(r, found, names, lang) for r in rows]
    blocks = [Block("", tuple(word(k, lang) for k in keys), tuple(lines), right=False)]
    if detail:
        blocks += [b for r in rows for b in _turning(r, found, names, lang)]
    ids = listed([names[s.id] for s in found.scenarios], lang)
    head = Message("scenario_pages.verdict_under_scenarios", head=_head(found.source, lang),
                   called=_called(found, lang), ids=ids).get(lang)
    return Page(found.source.plan.title.get(lang), head,
                (*blocks, *_without(found.rows, lang)), READ_ROBUST.get(lang))


def _called(found: Robustness, lang: Lang) -> str:
    return found.against.name.get(lang)


def _held(row: Robust, found: Robustness, names: dict[str, str], lang: Lang) -> tuple[str, ...]:
    holds = f"{row.holding}/{len(row.under)}"
    others = [names[u.scenario] for u in row.under if u.verdict != row.verdict]
    if others:
        holds += Message("scenario_pages.not", others=listed(others, lang)).get(lang)
    share = percent(row.held / row.weightings) if row.weightings else MISSING
    ends = MISSING if row.low is None or row.high is None \
        else f"{probability_text(row.low)} – {probability_text(row.high)}"
    second = [] if found.source.shift is None else [_such_plans(row.as_plan, row.error)]
    line = [title(row.subject, lang), probability_text(row.stated, row.error), *second,
            verdict(row.verdict, found.by, lang), holds, share, ends]
    if row.weighted is not None:
        line.append(f"{probability_text(row.weighted.probability)} "
                    f"{verdict(row.weighted.verdict, found.by, lang)}")
    return (*line, _soonest(row, found, names, lang))


def _soonest(row: Robust, found: Robustness, names: dict[str, str], lang: Lang) -> str:
    same = {u.scenario for u in row.under if u.verdict == row.verdict}
    able = [f for f in row.flips if f.value is not None and f.scenario in same]
    if not able:
        return Message("scenario_pages.none").get(lang)
    first = min(able, key=lambda f: (f.rarity is None, f.rarity or 0.0, f.assumption))
    called = assumption_text(first.assumption, lang)
    return (f"{names[first.scenario]}\n{called}\n{number(first.now)} → "
            f"{number(first.value or 0.0)}{colon(lang)}{verdict(first.verdict, found.by, lang)}")


def _turning(row: Robust, found: Robustness, names: dict[str, str], lang: Lang) -> list[Block]:
    keys = ("scenario", "parameter", "now", "turns_at", "turns_to", "chance", "beyond", "searched")
    lines = []
    for flip in row.flips:
        none = Message("scenario_pages.nowhere_within").get(lang)
        rare = MISSING if flip.rarity is None else percent(1 - flip.rarity)
        turned = (none, "", "", "") if flip.value is None else (
            number(flip.value), verdict(flip.verdict, found.by, lang),
            probability_text(flip.probability or 0.0), rare)
        lines.append((names[flip.scenario], assumption_text(flip.assumption, lang),
                      number(flip.now), *turned,
                      f"{number(flip.low)} … {number(flip.high)}"))
    if not lines:
        text = Message("scenario_pages.no_scenario_assumption_reaches_it").get(lang)
        return [Block(title(row.subject, lang), notes=(text,))]
    return [Block(title(row.subject, lang), tuple(word(k, lang) for k in keys), tuple(lines),
                  right=False)]
