"""What a command with ``--ledger`` does beside its own work: figures in, a record out."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.ledger.store import Ledger, open_ledger
from data.messages.message import Message
from data.plan import Plan
from data.words import Lang, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.vintages import Figure, Vintages
    from forecast.probability.verdict import Assessment
    from scenarios.scenario import Scenario

MOST_LISTED = 12
"""Figures that a note names."""


@dataclass(frozen=True, slots=True)
class PlanInLedger:
    """A plan with a ledger's figures in it, as they were known."""

    ledger: Ledger
    plan: Plan
    vintages: Vintages
    misfits: tuple[Figure, ...] = ()


def with_ledger(plan: Plan, folder: Path, *, as_of: int | None = None, known_on: str = "",
                create: bool = True) -> PlanInLedger:
    """Open a ledger (or start one) and put its figures, as known then, into the plan.

    With ``create`` a record will follow: that it can be written is tried here, before the work.
    With ``known_on`` the plan's own figures that came out later are left out as well.

    Raises ``PlancastError`` as ``open_ledger`` and ``Ledger.read``, and ACTUAL_DAY.
    """
    from data.ledger.actuals import iso_day
    from data.ledger.joining import before_day, figures_for, known_of, with_actuals
    from data.ledger.vintages import recorded_figures

    day = iso_day(known_on)
    if known_on and not day:
        raise PlancastError([problem("ACTUAL_DAY", Where(key="--known-on"), value=known_on)])
    ledger = claimed_ledger(folder) if create else open_ledger(folder)
    figures = recorded_figures(ledger)
    vintages = known_of(plan, figures, as_of=as_of, known_on=day)
    seen = before_day(plan, vintages) if day else plan
    return PlanInLedger(ledger, with_actuals(seen, vintages), vintages,
                    figures_for(plan, figures).misfits)


def claimed_ledger(folder: Path) -> Ledger:
    """Open a ledger, or start one, that an entry can be added to: tried before the work.

    Raises ``PlancastError`` as ``open_ledger``.
    """
    ledger = open_ledger(folder, create=True)
    ledger.claim()
    return ledger


def input_hashes(plan: str | None, files: Sequence[Path], read: Plan) -> dict[str, str]:
    """Return name -> SHA-256 of the bytes of every input file; of a bundled plan, of its file.

    Files of one name in different folders are told apart by a number.
    """
    named = plan is not None and os.path.isfile(plan)
    out: dict[str, str] = {}
    for path in ([Path(plan)] if plan is not None and named else []) + list(files):
        name = file_label(path)
        same = sum(1 for known in out if known.partition("#")[0] == name)
        out[f"{name}#{same + 1}" if same else name] = file_hash(path)
    if not named:
        from data.planfile.files import bundled_plan
        from data.planfile.write import plan_yaml

        text = plan_yaml(bundled_plan(read.id))
        out[f"bundled:{read.id}"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return out


def file_label(path: Path) -> str:
    """Return a file's name as text that can be stored, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes; empty for what can be read only once (a pipe)."""
    if not path.is_file():
        return ""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def refuse_day_alone(known_on: str, ledger: Path | None) -> None:
    """Refuse a day of knowledge without the ledger that knows what was known then.

    Raises ``PlancastError`` KNOWN_ON_ALONE (usage).
    """
    if known_on and ledger is None:
        raise PlancastError([problem("KNOWN_ON_ALONE", Where(key="--known-on"))], exit_code=2)


def recorded(found: PlanInLedger, assessment: Assessment, scenarios: Sequence[Scenario], *,
             inputs: dict[str, str], purpose: str, lang: Lang, as_of: int | None = None,
             ) -> str:
    """Record an assessment and return the lines that say so; ``as_of`` as it was asked for."""
    from forecast.lifecycle.record import record_run

    entry = record_run(found.ledger, assessment, scenarios, plan=found.plan, inputs=inputs,
                       purpose=purpose, asked_as_of=as_of)
    notes = vintage_notes(found.vintages, found.misfits)
    return "\n".join([recorded_text(found.ledger, entry.id, lang), *(t.get(lang) for t in notes)])


def recorded_text(ledger: Ledger, entry: str, lang: Lang) -> str:
    """Say which entry was added."""
    return Message("ledger.recorded_in_ledger_entry", entry=entry, folder=ledger.folder).get(lang)


def vintage_notes(vintages: Vintages, misfits: Sequence[Figure] = ()) -> tuple[Wording, ...]:
    """Return what a reader must know of the figures: revised, left out as later, or unfit."""
    out = []
    if vintages.revised:
        what = _listed(now for _, now in vintages.revised)
        out.append(Message("ledger.revised_figures_used_as_last", what=what))
    if vintages.later:
        what = _listed(vintages.later)
        out.append(Message("ledger.figures_ledger_from_after_as", what=what))
    if misfits:
        what = _listed(misfits)
        out.append(Message("ledger.figures_ledger_in_unit_another", what=what))
    return tuple(out)


def _listed(figures: Iterable[Figure]) -> str:
    names = list(dict.fromkeys(f"{f.indicator} {f.year}" for f in figures))
    return ", ".join(names[:MOST_LISTED]) + (" …" if len(names) > MOST_LISTED else "")
