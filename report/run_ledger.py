"""``plancast ledger``: add figures, list and show entries, compare runs, score, verify, export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.ledger.actuals import figure_table, figures_of, read_actuals, recorded_figures
from data.ledger.entries import Entry, EntryKind
from data.ledger.store import Ledger, open_ledger
from data.ledger.vintages import known_figures
from data.numbers import probability
from data.words import Lang
from data.writing import claim_folder, csv_text, write_json, write_text
from report.grid import grid
from report.inputs import load_plan
from report.ledger_words import (
    DIFF_HEADS,
    ENTRY_HEADS,
    FACTOR_WORDS,
    FIGURE_HEADS,
    KIND_WORDS,
    SAID_HEADS,
    entry_about,
)
from report.screen import screen_width


def add_actuals(ledger: Path, table: Path, plan: str | None, *, lang: Lang,
                trust_units: bool = False) -> str:
    """Check a table of actuals against a plan and record it. Raises with all problems."""
    described = load_plan(plan)
    there = (ledger / "catalogue.sqlite").exists()
    known = recorded_figures(open_ledger(ledger)) if there else ()
    figures = read_actuals(table, described, known=known, trust_units=trust_units)
    book = open_ledger(ledger, create=True)
    entry = book.append(EntryKind.ACTUALS, {
        "plan": described.id, "region": described.region.zh or described.region.en,
        "table": table.name, "figures": len(figures)}, figure_table(figures))
    before = {f.key: f.value for f in known_figures(known).seen}
    revised = sum(1 for f in figures if f.key in before and before[f.key] != f.value)
    same = sum(1 for f in figures if before.get(f.key) == f.value)
    return {"zh": f"已记入{len(figures)}个数值（其中修订{revised}个，与已有相同{same}个）："
                  f"条目 {entry.id}",
            "en": f"{len(figures)} figures recorded ({revised} revised, {same} as before): "
                  f"entry {entry.id}"}[lang]


def listed(ledger: Path, *, lang: Lang, format: str) -> str:
    """List the entries, newest last."""
    rows = [(e.id, KIND_WORDS[e.kind].get(lang), e.recorded, str(e.header.get("plan", "")),
             str(e.header.get("as_of", "")), str(e.rows), entry_about(e, lang))
            for e in open_ledger(ledger).entries()]
    return grid(ENTRY_HEADS[lang], rows, format=format, width=screen_width(),
                keys=ENTRY_HEADS["en"])


def shown(ledger: Path, wanted: str, *, lang: Lang, format: str) -> str:
    """Show one entry: its header and its rows."""
    book = open_ledger(ledger)
    entry = book.entry(wanted)
    head = [(key, _plain(value)) for key, value in entry.header.items() if key != "levels"]
    head += [("recorded", entry.recorded), ("hash", entry.hash), ("before", entry.before)]
    if format == "json":
        from data.writing import json_text

        rows = [{k: v for k, v in r.items() if k != "text"} for r in book.read(entry).to_pylist()]
        return json_text({"header": dict(head), "rows": rows})
    top = "\n".join(f"{key}: {value}" for key, value in head)
    return f"{top}\n\n{_rows(book, entry, lang, format)}"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{k}={str(v)[:16]}" for k, v in value.items())
    return str(value)


def _rows(book: Ledger, entry: Entry, lang: Lang, format: str) -> str:
    if entry.kind is EntryKind.ACTUALS:
        found = figures_of(book.read(entry), number=entry.number, recorded=entry.recorded)
        rows = [(f.region, f.indicator, str(f.year),
                 "" if (f.first, f.last) == (1, 12) else f"{f.first}-{f.last}",
                 f"{f.value:,.10g}", f.published, f.source) for f in found]
        return grid(FIGURE_HEADS[lang], rows, format=format, width=screen_width(),
                    keys=FIGURE_HEADS["en"])
    if entry.kind is EntryKind.RUN:
        from forecast.lifecycle.record import read_run

        rows = [(s.target, s.reading, s.scenario, probability(s.probability),
                 probability(s.stated), s.colour, s.grade) for s in read_run(book, entry).said]
        return grid(SAID_HEADS[lang], rows, format=format, width=screen_width(),
                    keys=SAID_HEADS["en"])
    table = book.read(entry).slice(0, 50)
    names = table.column_names
    return grid(names, [[str(r[n]) for n in names] for r in table.to_pylist()], format=format,
                width=screen_width())


def compared(ledger: Path, before: str, after: str, *, lang: Lang, format: str) -> str:
    """Say what moved each verdict between two runs."""
    from forecast.knowledge import bundled_knowledge
    from forecast.lifecycle.difference import difference
    from forecast.lifecycle.record import read_run, runs_of, scenarios_of_run

    book = open_ledger(ledger)
    second = _run(book, after)
    earlier = [e for e in runs_of(book, str(second.header["plan"])) if e.number < second.number]
    if before == "previous" and not earlier:
        raise PlancastError([problem("LEDGER_ONE_RUN", Where(file=str(ledger)), id=second.id)])
    first = earlier[-1] if before == "previous" else _run(book, before)
    old, new = read_run(book, first), read_run(book, second)
    found = difference(
        old, new, knowledge=bundled_knowledge(),
        scenarios=(scenarios_of_run(old), scenarios_of_run(new)))
    rows = []
    for change in found.changes:
        shares = dict(change.shares)
        rows.append((
            change.after.target, change.after.reading, change.after.scenario,
            probability(change.before.probability), probability(change.after.probability),
            *(_points(shares.get(f, 0.0)) for f in FACTOR_WORDS if f != "model"),
            _points(change.model)))
    keys = (*DIFF_HEADS["en"], *(f for f in FACTOR_WORDS if f != "model"), "model")
    heads = (*DIFF_HEADS[lang], *(w.get(lang) for w in FACTOR_WORDS.values()))
    table = grid(heads, rows, format=format, width=screen_width(), keys=keys)
    if format in ("json", "csv"):
        return table
    return f"{_diff_head(first, second, found.differing, lang)}\n\n{table}"


def _diff_head(first: Entry, second: Entry, differing: Sequence[str], lang: Lang) -> str:
    names = [FACTOR_WORDS[f].get(lang) for f in differing]
    same = {"zh": "输入完全相同", "en": "the inputs are the same"}[lang]
    joiner = "、" if lang == "zh" else ", "
    what = joiner.join(names) or same
    return {"zh": f"条目 {first.id} → {second.id}；不同之处：{what}。"
                  "各列为该因素带来的概率变化（百分点）。",
            "en": f"Entry {first.id} -> {second.id}; what differs: {what}. The columns are each "
                  "factor's share of the change, in percentage points."}[lang]


def _points(share: float) -> str:
    return "" if abs(share) < 5e-4 else f"{100 * share:+.1f}"


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


def verified(ledger: Path, head: str, *, lang: Lang) -> tuple[str, bool]:
    """Return what the chain and the files say, and whether all is well."""
    from report.problems import problems_text

    book = open_ledger(ledger)
    faults, entries = book.faults(head), book.entries()
    orphans = book.orphans()
    note = ""
    if orphans:
        note = {"zh": f"\n有{len(orphans)}个文件不属于任何条目（写入中断留下的，可删除）："
                      f"{', '.join(orphans[:5])}",
                "en": f"\n{len(orphans)} files belong to no entry (left by an interrupted write, "
                      f"safe to delete): {', '.join(orphans[:5])}"}[lang]
    if faults:
        every = PlancastError([p for fault in faults for p in fault.problems])
        return problems_text(every, lang) + note, False
    last = entries[-1].hash if entries else "-"
    return {"zh": f"{len(entries)}个条目，哈希链与数据文件一致。最后一条的哈希：{last}",
            "en": f"{len(entries)} entries; chain and files agree. Hash of the last: {last}"
            }[lang] + note, True


def exported(ledger: Path, out: Path, *, lang: Lang) -> str:
    """Write every entry as JSON and CSV, readable without this program."""
    book = open_ledger(ledger)
    claim_folder(out)
    entries = book.entries()
    write_json(out / "entries.json", [
        {"number": e.number, "kind": e.kind.value, "recorded": e.recorded,
         "header": dict(e.header), "rows": e.rows, "digest": e.digest, "before": e.before,
         "hash": e.hash} for e in entries])
    for entry in entries:
        table = book.read(entry)
        names = table.column_names
        rows = [tuple(_exported(r[n]) for n in names) for r in table.to_pylist()]
        write_text(out / f"{entry.number:06d}-{entry.kind.value}.csv", csv_text(names, rows))
    return {"zh": f"{len(entries)}个条目已写入 {out}/", "en": f"{len(entries)} entries written to "
            f"{out}/"}[lang]


def _exported(value: object) -> str | float | int | None:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return " ".join(f"{v:.9g}" if isinstance(v, float) else str(v) for v in value)
    return str(value)
