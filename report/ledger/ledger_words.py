"""Words of the ledger's listings, in both languages."""

from __future__ import annotations

from data.ledger.entries import Entry, EntryKind
from data.messages.message import Message, Messages, Row
from data.words import Lang

KIND_WORDS = Messages("ledger.kind", EntryKind)
FACTOR_WORDS = Messages("ledger.factor", str)
CHANGE_WORDS = Messages("ledger.change", str)
HEADER_WORDS = Messages("ledger.header", str)
PENDING_WORDS = Messages("ledger.pending", str)
ENTRY_HEADS = Row("ledger.entry_heads")
FIGURE_HEADS = Row("ledger.figure_heads")
SAID_HEADS = Row("ledger.said_heads")
DIFF_HEADS = Row("ledger.diff_heads")
CASE_HEADS = Row("ledger.case_heads")


def entry_about(entry: Entry, lang: Lang) -> str:
    """Return what an entry holds, in a few words."""
    header = entry.header
    purpose, targets = header.get("purpose", ""), header.get("targets", "")
    if entry.kind is EntryKind.ACTUALS:
        return str(header.get("table", ""))
    if entry.kind is EntryKind.BATCH:
        return Message("ledger.targets_series", targets=targets,
                       header=header.get("series", "")).get(lang)
    if entry.kind is EntryKind.RUN:
        scenarios = header.get("scenarios")
        n = len(scenarios) if isinstance(scenarios, dict) else 0
        return Message("ledger.targets_scenarios", purpose=purpose, targets=targets, n=n).get(lang)
    return "; ".join(f"{k}={v}" for k, v in list(header.items())[:3])
