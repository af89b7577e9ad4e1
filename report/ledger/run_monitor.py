"""``plancast monitor``: assess with the ledger's figures, compare with last time, record."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json, json_text
from data.ledger.entries import Entry, EntryKind
from data.messages.message import Message, Row
from data.numbers import with_unit
from data.plan import Plan
from data.probabilities import probability_text
from data.words import BASELINE, Lang
from forecast.assessment import assess
from forecast.cases import default_as_of
from forecast.lifecycle.monitor import Fired, Moved, Watch, by_change, watch
from forecast.lifecycle.record import last_run, read_run, scenario_names
from forecast.probability.by_scenario import OUTCOME_WORDS
from forecast.probability.verdict import Colour
from report.assessment.rows import chance_text
from report.ledger.recording import PlanInLedger, input_hashes, recorded, with_ledger
from report.memo.wording import colour_text
from report.text.goal import about_text, subject_text
from report.text.grid import grid
from report.text.inputs import Faults, ask_knowledge, ask_scenarios, load_plan
from report.text.markup import literal
from report.text.progress import Bar
from report.text.streams import screen_width
from report.text.words import KINDS
from report.text.wrapping import wrap
from scenarios.file.reading import resolve

# The yearly check as people read it, and as a record.

_KEYS = ("target", "reading", "before", "now", "change", "colour_before", "colour_now")


def rendered(found: Watch, lang: Lang, format: str) -> str:
    """Return the yearly check in the asked-for format."""
    if format == "json":
        return json_text(_record(found))
    table = _table(found, lang, format)
    if format == "csv":
        return table
    plan, year, width = found.assessment.plan, found.assessment.as_of, screen_width()
    title = Message("ledger.yearly_check_as", title=plan.title, year=year).get(lang)
    if format == "markdown":
        lists = [f"### {head}\n\n" + ("\n".join(f"- {literal(item)}" for item in items)
                                      or empty)
                 for head, items, empty in _lists(found, lang)]
        said = [literal(note) for note in _notes(found, lang)]
        return "\n\n".join([f"## {literal(title)}", *said, table.rstrip("\n"), *lists]) + "\n"
    texts = [f"{head}\n" + ("\n".join(f"  - {item}" for item in items) or f"  {empty}")
             for head, items, empty in _lists(found, lang)]
    notes = [_wrapped(note, width) for note in _notes(found, lang)]
    return "\n\n".join([_wrapped(title, width), *notes, table.rstrip("\n"),
                        *(_wrapped(text, width) for text in texts)]) + "\n"


def _wrapped(text: str, width: int) -> str:
    return "\n".join(line for part in text.split("\n") for line in wrap(part, width))


def _lists(found: Watch, lang: Lang) -> list[tuple[str, list[str], str]]:
    """Return the lists below the table: head, items, and what stands there without any."""
    year, nothing = found.assessment.as_of, Message("ledger.none").get(lang)
    out = [
        (Message("ledger.tripwires_that_fired").get(lang), _fired(found, lang), nothing),
        (Message("ledger.early_warnings").get(lang), _items(found.warnings, found, lang), nothing),
        (Message("ledger.watch_indicative_targets").get(lang),
         _items(found.concerns, found, lang), nothing),
        (Message("ledger.no_figure_yet", year=year).get(lang), _waiting(found, lang), nothing),
    ]
    if found.gone:
        out.append((Message("ledger.targets_last_run_that_gone").get(lang),
                    [f"{s.target} ({s.reading})" for s in found.gone], nothing))
    return out


def _notes(found: Watch, lang: Lang) -> list[str]:
    """Return what it is compared with, and what was found about the plan as a whole."""
    return [_since(found, lang), *(f.text.get(lang) for f in found.assessment.findings)]


def _since(found: Watch, lang: Lang) -> str:
    if found.last is None:
        return Message("ledger.ledger_holds_no_earlier_run").get(lang)
    entry, year = found.last.entry.id, found.last.as_of
    if found.unchanged:
        return Message("ledger.nothing_has_changed_since_entry", entry=entry, year=year).get(lang)
    turned = sum(1 for m in found.moved if m.turned)
    new = sum(1 for m in found.moved if m.before is None)
    more = "" if not new else Message("ledger.new", new=new).get(lang)
    verdicts = "1 verdict has" if turned == 1 else f"{turned} verdicts have"
    return Message("ledger.against_entry_as_another_colour", entry=entry, year=year,
                   verdicts=verdicts, more=more, turned=turned).get(lang)


def _table(found: Watch, lang: Lang, format: str) -> str:
    heads = Row("ledger.target_reading_before_now_points").get(lang)
    rows = []
    for moved in by_change(found.moved):
        before = moved.before
        was = "" if before is None else colour_text(Colour(before.colour), lang)
        rows.append((
            _marked(moved, found, lang),
            KINDS[moved.verdict.reading].get(lang), _before(moved, lang), _now(moved, lang),
            _points(moved.change), was,
            colour_text(moved.now.colour, lang) + (" ←" if moved.turned else "")))
    return grid(heads, rows, format=format, width=screen_width(), keys=_KEYS)


def _marked(moved: Moved, found: Watch, lang: Lang) -> str:
    """Return what a target is about, marked when it is binding."""
    name = about_text(moved.result, found.assessment.plan, lang)
    if not moved.result.target.binding:
        return name
    return Message("ledger.binding", name=name).get(lang)


def _before(moved: Moved, lang: Lang) -> str:
    said = moved.before
    if said is None:
        return ""
    if said.known and said.probability is not None:
        return OUTCOME_WORDS[said.probability > 0.5].get(lang)
    return probability_text(said.followed, said.error)


def _now(moved: Moved, lang: Lang) -> str:
    if moved.known and moved.now.probability is not None:
        return OUTCOME_WORDS[moved.now.probability > 0.5].get(lang)
    return chance_text(moved.verdict, moved.now)


def _points(change: float | None) -> str:
    if change is None:
        return ""
    whole = round(100 * change)
    return "0" if whole == 0 else f"{whole:+d}".replace("-", "−")


def _fired(found: Watch, lang: Lang) -> list[str]:
    out = [_fired_text(f, found, lang) for f in found.fired]
    if found.held:
        out.append(Message("ledger.more_had_new_figure_did", held=found.held).get(lang))
    return out


def _fired_text(fired: Fired, found: Watch, lang: Lang) -> str:
    wires = fired.wires
    name, value = wires.name.get(lang), with_unit(fired.figure, wires.unit, lang)
    now, then = colour_text(fired.turned, lang), colour_text(wires.now, lang)
    same = [m for m in found.moved if m.result.target.id == fired.target]
    what = f"{fired.target}"
    reading = next((KINDS[m.verdict.reading].get(lang) for m in same
                    if m.verdict.reading.value == fired.reading and len(same) > 1), "")
    if reading:
        what += Message("ledger.reading_2", reading=reading).get(lang)
    return Message("ledger.came_in_at_for_target", name=name, value=value, year=wires.year,
                   then=then, now=now, what=what).get(lang)


def _items(moved: Sequence[Moved], found: Watch, lang: Lang) -> list[str]:
    """Return one line a reading, with the reading where a target has several."""
    count: dict[str, int] = {}
    for m in found.moved:
        count[m.result.target.id] = count.get(m.result.target.id, 0) + 1
    out = []
    for m in moved:
        name = about_text(m.result, found.assessment.plan, lang)
        if count[m.result.target.id] > 1:
            name += Message("ledger.reading", reading=KINDS[m.verdict.reading]).get(lang)
        out.append(Message("ledger.name_now_colour", name=name, now=_now(m, lang),
                           colour=colour_text(m.now.colour, lang)).get(lang))
    return out


def _waiting(found: Watch, lang: Lang) -> list[str]:
    latest = {(subject_text(m.result.target, m.result.indicator, found.assessment.plan, lang),
               m.verdict.latest_year) for m in found.waiting}
    return [name + ("" if year is None else Message("ledger.latest", year=year).get(lang))
            for name, year in sorted(latest, key=lambda pair: (pair[0], pair[1] or 0))]


def _record(found: Watch) -> dict[str, Json]:
    def named(moved: Sequence[Moved]) -> list[Json]:
        return [{"target": m.result.target.id, "reading": m.verdict.reading.value} for m in moved]

    return {
        "plan": found.assessment.plan.id, "as_of": found.assessment.as_of,
        "last": None if found.last is None else found.last.entry.id,
        "last_as_of": None if found.last is None else found.last.as_of,
        "unchanged": found.unchanged,
        "moved": [{"target": m.result.target.id, "reading": m.verdict.reading.value,
                   "before": None if m.before is None else m.before.followed,
                   "now": m.now.followed, "change": m.change, "known": m.known,
                   "colour_before": None if m.before is None else m.before.colour,
                   "colour_now": m.now.colour.value} for m in found.moved],
        "fired": [{"target": f.target, "reading": f.reading, "indicator": f.wires.indicator,
                   "region": f.wires.region, "year": f.wires.year, "figure": f.figure,
                   "colour_then": f.wires.now.value, "colour_now": f.turned.value}
                  for f in found.fired],
        "held": found.held, "early_warnings": named(found.warnings),
        "concerns": named(found.concerns), "waiting": named(found.waiting),
        "gone": [{"target": s.target, "reading": s.reading} for s in found.gone],
    }


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
    history: tuple[Path, ...] = ()
    since: str = ""  # an entry to compare with; empty for the last run


def run_monitor(options: MonitorOptions) -> str:
    """Run the yearly check and return what goes to standard output; the run is recorded.

    Raises ``PlancastError`` with every problem of every input.
    """
    faults = Faults()
    asked = faults.ask(lambda: load_plan(options.plan, options.history))
    chosen = ask_scenarios(faults, (), options.plan)
    known = ask_knowledge(faults, None)
    plan, scenarios, knowledge = asked.value, chosen.value, known.value
    book = with_ledger(plan, options.ledger, as_of=options.as_of, known_on=options.known_on)
    before = _compared_with(book, plan, options)
    last = None if before is None else read_run(book.ledger, before)
    with Bar("monitoring") as bar:
        assessment = assess(book.plan, scenarios, knowledge=knowledge, as_of=options.as_of,
                            n_paths=options.n_paths, seed=options.seed, progress=bar)
        found: Watch = watch(assessment, BASELINE, last=last, knowledge=knowledge,
                             baseline=resolve((BASELINE,))[0], progress=bar)
    inputs = input_hashes(options.plan, options.history, plan)
    sys.stderr.write(recorded(book, assessment, scenarios, inputs=inputs, purpose="monitor",
                              lang=options.lang, as_of=options.as_of) + "\n")
    return rendered(found, options.lang, options.format)


def _compared_with(book: PlanInLedger, plan: Plan, options: MonitorOptions) -> Entry | None:
    """Return the run to compare with: the one asked for, or the last one up to the as-of year."""
    if not options.since:
        until = default_as_of(book.plan) if options.as_of is None else options.as_of
        return last_run(book.ledger, plan, until=until, scenario=BASELINE)
    entry = book.ledger.entry(options.since)
    if entry.kind is not EntryKind.RUN or BASELINE not in scenario_names(entry):
        raise PlancastError([problem("LEDGER_NOT_A_RUN", Where(file=str(book.ledger.folder)),
                                     id=entry.id)])
    return entry
