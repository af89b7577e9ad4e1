"""What a command with ``--ledger`` does beside its own work: figures in, a record out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.ledger.actuals import DAY, recorded_figures, with_actuals
from data.ledger.store import Ledger, open_ledger
from data.ledger.vintages import Vintages, known_figures
from data.plan import Plan
from data.planwrite import plan_yaml
from data.words import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecast.verdict import Assessment
    from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Ledgered:
    """A plan with a ledger's figures in it, as they were known."""

    ledger: Ledger
    plan: Plan
    vintages: Vintages


def with_ledger(plan: Plan, folder: Path, *, as_of: int | None = None, known_on: str = "",
                create: bool = True) -> Ledgered:
    """Open a ledger (or start one) and put its figures, as known then, into the plan.

    Raises ``PlancastError`` as ``open_ledger`` and ``Ledger.read``, and ACTUAL_DAY.
    """
    if known_on and not DAY.fullmatch(known_on):
        raise PlancastError([problem("ACTUAL_DAY", Where(key="--known-on"), value=known_on)])
    ledger = open_ledger(folder, create=create)
    vintages = known_figures(recorded_figures(ledger), as_of=as_of, known_on=known_on)
    return Ledgered(ledger, with_actuals(plan, vintages.seen), vintages)


def input_hashes(plan: str | None, files: Sequence[Path], read: Plan) -> dict[str, str]:
    """Return name -> SHA-256 of the bytes of every input file; of a bundled plan, of its rows."""
    out: dict[str, str] = {}
    for path in ([Path(plan)] if plan and Path(plan).is_file() else []) + list(files):
        out[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    if not plan or not Path(plan).is_file():
        text = plan_yaml(read)
        out[f"bundled:{read.id}"] = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return out


def recorded(found: Ledgered, assessment: Assessment, scenarios: Sequence[Scenario], *,
             inputs: dict[str, str], purpose: str, lang: Lang, as_of: int | None = None,
             ) -> str:
    """Record an assessment and return the lines that say so; ``as_of`` as it was asked for."""
    from forecast.lifecycle.record import record_run

    entry = record_run(found.ledger, assessment, scenarios, plan=found.plan, inputs=inputs,
                       purpose=purpose, asked_as_of=as_of)
    said = Text(f"已记入台账：条目 {entry.id}（{found.ledger.folder}）",
                f"Recorded in the ledger: entry {entry.id} ({found.ledger.folder})")
    return "\n".join([said.get(lang), *(t.get(lang) for t in vintage_notes(found.vintages))])


def vintage_notes(vintages: Vintages) -> tuple[Text, ...]:
    """Return what a reader must know of the figures' vintages: revised, or left out as later."""
    out = []
    if vintages.revised:
        what = ", ".join(dict.fromkeys(f"{b.indicator} {b.year}" for _, b in vintages.revised))
        out.append(Text(f"有修订的数值，按当时所知的最新一版使用：{what}",
                        f"Revised figures, used as last known: {what}"))
    if vintages.later:
        what = ", ".join(dict.fromkeys(f"{f.indicator} {f.year}" for f in vintages.later))
        out.append(Text(f"台账中晚于基准观测年（或所给日期）的数值没有使用：{what}",
                        "Figures of the ledger from after the as-of year (or day), not used: "
                        f"{what}"))
    return tuple(out)
