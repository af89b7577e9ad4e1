"""``plancast monitor``: assess with the ledger's figures, compare with last time, record."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.ledger.entries import Entry, EntryKind
from data.plan import Plan
from data.words import BASELINE, Lang
from forecast.assessment import assess
from forecast.cases import default_as_of
from forecast.lifecycle.monitor import Watch, watch
from forecast.lifecycle.record import last_run, read_run, scenario_names
from report.ledger.monitor_text import rendered
from report.ledger.recording import PlanInLedger, input_hashes, recorded, with_ledger
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.progress import Bar
from scenarios.file.reading import resolve


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
    chosen = faults.ask(lambda: resolve(()))
    known = faults.ask(lambda: load_knowledge(None))
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
