"""``plancast ledger diff``: what moved each verdict between two recorded runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.io.writing import Json, json_text
from data.ledger.entries import Entry, EntryKind
from data.ledger.store import Ledger, open_ledger
from data.messages.message import Message
from data.probabilities import probability_text
from data.tables.join import plain_region
from data.words import BASELINE, Lang
from report.ledger.ledger_words import CHANGE_WORDS, DIFF_HEADS, FACTOR_WORDS
from report.text.grid import grid
from report.text.progress import Bar
from report.text.streams import screen_width
from report.text.wrapping import wrap

if TYPE_CHECKING:
    from forecast.lifecycle.difference import Change, Difference
    from forecast.lifecycle.input_changes import InputChange
    from forecast.lifecycle.record import Recorded

EVERY = "all"
MOST_LISTED = 30
"""Changes of the inputs that are listed on the screen."""


def compared(ledger: Path, before: str, after: str, *, scenario: str, lang: Lang, format: str,
             ) -> str:
    """Say what moved each verdict between two runs.

    ``scenario`` is the one to compare; ``all`` for every one, and by default the first (the
    baseline where there is one) that both runs have.
    """
    from forecast.knowledge import bundled_knowledge
    from forecast.lifecycle.difference import difference
    from forecast.lifecycle.input_changes import input_changes
    from forecast.lifecycle.record import read_run, scenarios_of_run

    book = open_ledger(ledger)
    second = _run(book, after)
    first = _before(book, before, second)
    _same_region(book, first, second)
    old, new = read_run(book, first), read_run(book, second)
    with Bar("comparing") as bar:
        found = difference(
            old, new, knowledge=bundled_knowledge(), only=_scenario(scenario, first, second),
            scenarios=(scenarios_of_run(old), scenarios_of_run(new)), progress=bar)
    inputs = input_changes(old.plan, new.plan)
    if format == "json":
        return json_text(_record(found, inputs))
    table = _table(found, lang, format)
    if format == "csv":
        return table
    parts = [*_head(found, lang), *_inputs(inputs, lang)]
    texts = ["\n".join(line for text in part.split("\n") for line in wrap(text, screen_width()))
             for part in parts]
    return "\n\n".join([*texts, table.rstrip("\n")]) + "\n"


def _run(book: Ledger, wanted: str) -> Entry:
    if wanted == "last":
        runs = book.entries(EntryKind.RUN)
        if not runs:
            raise PlancastError([problem("LEDGER_NO_RUN", Where(file=str(book.folder)))])
        return runs[-1]
    entry = book.entry(wanted)
    if entry.kind is not EntryKind.RUN:
        raise PlancastError([problem("LEDGER_NOT_A_RUN", Where(file=str(book.folder)),
                                     id=entry.id)])
    return entry


def _before(book: Ledger, wanted: str, second: Entry) -> Entry:
    from forecast.lifecycle.record import runs_of

    if wanted != "previous":
        return _run(book, wanted)
    same = runs_of(book, str(second.header["plan"]), region=str(second.header["region"]))
    earlier = [e for e in same if e.number < second.number]
    if not earlier:
        raise PlancastError([problem("LEDGER_ONE_RUN", Where(file=str(book.folder)),
                                     id=second.id)])
    return earlier[-1]


def _same_region(book: Ledger, first: Entry, second: Entry) -> None:
    """Refuse to compare the plans of two regions: no figure of one is the other's."""
    a, b = (str(entry.header["region"]) for entry in (first, second))
    if plain_region(a) != plain_region(b):
        raise PlancastError([problem("LEDGER_OTHER_PLAN", Where(file=str(book.folder)),
                                     first=a, second=b)])


def _scenario(wanted: str, first: Entry, second: Entry) -> str:
    """Return the scenario to compare; empty for all."""
    from forecast.lifecycle.record import scenario_names

    if wanted == EVERY:
        return ""
    shared = [name for name in scenario_names(second) if name in scenario_names(first)]
    if not wanted:
        return BASELINE if BASELINE in shared or not shared else shared[0]
    if wanted not in shared:
        raise PlancastError([problem("LEDGER_NO_SCENARIO", Where(key="--scenario"), name=wanted,
                                     known=", ".join(shared) or "-")])
    return wanted


def _columns(found: Difference) -> tuple[str, ...]:
    """Return the factors that have something to say, in their order."""
    named = {name for change in found.changes for name, _ in change.shares}
    last = "rest" if found.same_model else "model"
    left = any(abs(c.model) + abs(c.rest) >= 5e-4 for c in found.changes)
    return tuple(f for f in FACTOR_WORDS
                 if f in (*found.differing, *named) or (f == last and (left or f == "model")))


def _table(found: Difference, lang: Lang, format: str) -> str:
    columns = _columns(found)
    heads = (*DIFF_HEADS.get(lang), *(FACTOR_WORDS[f].get(lang) for f in columns))
    rows = [_row(c.before, c.after, [_points(_share(c, f)) for f in columns])
            for c in found.changes]
    rows += [_row(a, b, [""] * len(columns)) for a, b in found.without]
    rows += [_row(s, None, [""] * len(columns)) for s in found.only_before]
    rows += [_row(None, s, [""] * len(columns)) for s in found.only_after]
    return grid(heads, rows, format=format, width=screen_width(),
                keys=(*DIFF_HEADS.get("en"), *columns))


def _row(before: Recorded | None, after: Recorded | None,
         shares: Sequence[str]) -> tuple[str, ...]:
    said = after or before
    assert said is not None
    was, now = ("" if s is None else _probability_of(s) for s in (before, after))
    return (said.target, said.reading, said.scenario, was, now, *shares)


def _probability_of(said: Recorded) -> str:
    """Return a probability as it was printed; an outcome that was known is exactly 0 or 100%."""
    return probability_text(said.probability, said.error, known=said.known)


def _share(change: Change, factor: str) -> float:
    if factor in ("model", "rest"):
        return change.model if factor == "model" else change.rest
    return dict(change.shares).get(factor, 0.0)


def _points(share: float) -> str:
    return "" if abs(share) < 5e-4 else f"{100 * share:+.1f}".replace("-", "−")


def _head(found: Difference, lang: Lang) -> list[str]:
    first, second = found.before.entry.id, found.after.entry.id
    names = [FACTOR_WORDS[f].get(lang) for f in found.differing]
    if not found.same_model:
        names.append(FACTOR_WORDS["model"].get(lang))
    same = Message("ledger.nothing_inputs_model_same").get(lang)
    what = Message("mark.list").get(lang).join(names) or same
    out = [Message("ledger.entry_what_differs_columns_each", first=first, second=second,
                   what=what).get(lang)]
    if not found.same_model:
        a, b = (", ".join(dict.fromkeys(r.model)) for r in (found.before, found.after))
        out.append(Message("ledger.model", a=a, b=b).get(lang))
    if any(abs(c.rest) >= 5e-4 for c in found.changes):
        out.append(Message("ledger.rest_both_runs_had_one").get(lang))
    lost = len(found.only_before), len(found.only_after)
    if any(lost):
        out.append(Message("ledger.only_in_earlier_run_only", lost_1=lost[0],
                           lost_2=lost[1]).get(lang))
    return out


def _inputs(changes: Sequence[InputChange], lang: Lang) -> list[str]:
    if not changes:
        return []
    lines = [f"  - {CHANGE_WORDS[c.what].get(lang)} {c.name}: {_side(c.before, lang)} → "
             f"{_side(c.after, lang)}" for c in changes[:MOST_LISTED]]
    more = len(changes) - len(lines)
    if more:
        lines.append(Message("ledger.more", more=more).get(lang))
    return ["\n".join([Message("ledger.inputs_that_differ").get(lang), *lines])]


def _side(value: str | None, lang: Lang) -> str:
    return Message("ledger.none_2").get(lang) if value is None else value


def _record(found: Difference, inputs: Sequence[InputChange]) -> dict[str, Json]:
    return {
        "before": found.before.entry.id, "after": found.after.entry.id,
        "differing": list(found.differing), "same_model": found.same_model,
        "changes": [_named(c.after) | {
            "before": c.before.probability, "after": c.after.probability, "moved": c.moved,
            "shares": dict(c.shares), "model": c.model, "rest": c.rest} for c in found.changes],
        "without_probability": [_named(b) for _, b in found.without],
        "only_before": [_named(s) for s in found.only_before],
        "only_after": [_named(s) for s in found.only_after],
        "inputs": [{"what": c.what, "name": c.name, "before": c.before, "after": c.after}
                   for c in inputs],
    }


def _named(said: Recorded) -> dict[str, Json]:
    return {"target": said.target, "reading": said.reading, "scenario": said.scenario}
