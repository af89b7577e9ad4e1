"""``plancast monitor``: assess with the ledger's figures, compare with last time, record."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from data.numbers import probability, with_unit
from data.words import Lang
from data.writing import Json, json_text
from forecast.assess import assess
from forecast.lifecycle.monitor import Fired, Moved, Watch, by_change, watch
from forecast.lifecycle.record import read_run, runs_of
from forecast.verdict import Colour
from report.goal import name_text
from report.grid import grid
from report.inputs import Faults, load_knowledge, load_plan
from report.ledgered import input_hashes, recorded, with_ledger
from report.memo.wording import colour_text, say
from report.progress import Bar
from report.rows import chance_text
from report.screen import screen_width
from report.words import KINDS
from report.wrapping import wrap
from scenarios.reading import BASELINE, resolve


@dataclass(frozen=True, slots=True)
class MonitorOptions:
    """What the command line was given."""

    plan: str | None
    ledger: Path
    as_of: int | None
    known_on: str
    lang: Lang
    format: str  # table | json | csv | markdown
    n_paths: int
    seed: int


def run_monitor(options: MonitorOptions) -> str:
    """Run the yearly check and return what goes to standard output; the run is recorded.

    Raises ``PlancastError`` with every problem of every input.
    """
    faults = Faults()
    plan = faults.gather(lambda: load_plan(options.plan))
    scenarios = faults.gather(lambda: resolve(()))
    knowledge = faults.gather(lambda: load_knowledge(None))
    faults.refuse()
    assert plan is not None
    assert scenarios is not None
    assert knowledge is not None
    book = with_ledger(plan, options.ledger, as_of=options.as_of, known_on=options.known_on)
    runs = runs_of(book.ledger, plan.id)
    with Bar("monitoring") as bar:
        assessment = assess(book.plan, scenarios, knowledge=knowledge, as_of=options.as_of,
                            n_paths=options.n_paths, seed=options.seed, progress=bar)
        last = read_run(book.ledger, runs[-1]) if runs else None
        found = watch(assessment, BASELINE, last=last, knowledge=knowledge,
                      baseline=resolve((BASELINE,))[0])
    inputs = input_hashes(options.plan, (), plan)
    sys.stderr.write(recorded(book, assessment, scenarios, inputs=inputs, purpose="monitor",
                              lang=options.lang, as_of=options.as_of) + "\n")
    return rendered(found, options.lang, options.format)


def rendered(found: Watch, lang: Lang, format: str) -> str:
    """Return the yearly check in the asked-for format."""
    if format == "json":
        return json_text(_record(found))
    table = _table(found, lang, format)
    if format == "csv":
        return table
    width = screen_width()
    title = say(lang, f"年度监测：{found.assessment.plan.title.zh}（数据截至"
                f"{found.assessment.as_of}年）",
                f"Yearly check of {found.assessment.plan.title.get('en')} (as of "
                f"{found.assessment.as_of})")
    parts = [title, _since(found, lang), table,
             _listing(say(lang, "触发的阈值", "Tripwires that fired"), _fired(found, lang), lang),
             _listing(say(lang, "预警（约束性指标）", "Early warnings (binding targets)"),
                      [_warning(m, found, lang) for m in found.warnings], lang)]
    return "\n\n".join("\n".join(line for text in part.rstrip("\n").split("\n")
                                 for line in (wrap(text, width) if part is not table else [text]))
                       for part in parts) + "\n"


def _since(found: Watch, lang: Lang) -> str:
    if found.last is None:
        return say(lang, "台账中没有更早的评估，这是第一次。",
                   "The ledger holds no earlier run: this is the first.")
    turned = sum(1 for m in found.moved if m.turned)
    return say(lang, f"与条目 {found.last.entry.id}（截至{found.last.as_of}年）相比，"
               f"{turned}个结论的信号改变。",
               f"Against entry {found.last.entry.id} (as of {found.last.as_of}), {turned} verdicts "
               "have another colour.")


def _table(found: Watch, lang: Lang, format: str) -> str:
    heads = {"zh": ("目标", "口径", "上次", "现在", "变化", "上次信号", "现在信号"),
             "en": ("target", "reading", "before", "now", "change", "signal before", "signal now")
             }[lang]
    rows = []
    for moved in by_change(found.moved):
        before = moved.before
        change = "" if moved.change is None else f"{100 * moved.change:+.0f}".replace("-", "−")
        was = "" if before is None else colour_text(Colour(before.colour), lang)
        rows.append((
            name_text(moved.result, found.assessment.plan, lang),
            KINDS[moved.verdict.reading].get(lang),
            "" if before is None else probability(before.stated, tight=True),
            chance_text(moved.verdict, moved.now), change,
            was, colour_text(moved.now.colour, lang) + (" ←" if moved.turned else "")))
    return grid(heads, rows, format=format, width=screen_width(), keys=(
        "target", "reading", "before", "now", "change", "colour_before", "colour_now"))


def _listing(title: str, items: list[str], lang: Lang) -> str:
    nothing = say(lang, "无", "none")
    return title + "\n" + ("\n".join(f"  - {item}" for item in items) or f"  {nothing}")


def _fired(found: Watch, lang: Lang) -> list[str]:
    out = [_fired_text(f, lang) for f in found.fired]
    if found.held:
        out.append(say(lang, f"另有{found.held}个阈值有新数值但未触发",
                       f"{found.held} more had a new figure and did not fire"))
    return out


def _fired_text(fired: Fired, lang: Lang) -> str:
    wires = fired.wires
    name, value = wires.name.get(lang), with_unit(fired.figure, wires.unit, lang)
    now, then = colour_text(fired.turned, lang), colour_text(wires.now, lang)
    return say(lang, f"{name}{wires.year}年实际{value}：{then} → {now}（目标 {fired.target}）",
               f"{name} came in at {value} for {wires.year}: {then} -> {now} (target "
               f"{fired.target})")


def _warning(moved: Moved, found: Watch, lang: Lang) -> str:
    name = name_text(moved.result, found.assessment.plan, lang)
    return f"{name}{say(lang, '：', ': ')}{chance_text(moved.verdict, moved.now)} " \
           f"{colour_text(moved.now.colour, lang)}"


def _record(found: Watch) -> dict[str, Json]:
    return {
        "plan": found.assessment.plan.id, "as_of": found.assessment.as_of,
        "last": None if found.last is None else found.last.entry.id,
        "moved": [{"target": m.result.target.id, "reading": m.verdict.reading.value,
                   "before": None if m.before is None else m.before.probability,
                   "now": m.now.probability, "change": m.change,
                   "colour_before": None if m.before is None else m.before.colour,
                   "colour_now": m.now.colour.value} for m in found.moved],
        "fired": [{"target": f.target, "reading": f.reading, "indicator": f.wires.indicator,
                   "year": f.wires.year, "figure": f.figure, "colour_then": f.wires.now.value,
                   "colour_now": f.turned.value} for f in found.fired],
        "held": found.held,
        "early_warnings": [m.result.target.id for m in found.warnings],
    }
