"""A memo made ready for every format: clean text, checked anchors, colours named, levels in order.

A memo whose parts do not fit together is a mistake of the code that built it: ``ValueError``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from data.messages.message import Message
from data.words import Lang
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Memo,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Table,
    Together,
    text_of,
)
from report.memo.formats.characters import clean
from report.text.words import COLOUR_NAMES

TRACE = "trace-"
NOTHING = "—"  # where a heading or caption has no text of its own left
DEEPEST = 3

TextChange: TypeAlias = Callable[[str], str]


def prepare(memo: Memo, *, linked: bool = False) -> Memo:
    """Return the memo that formats write. Raises ``ValueError`` naming everything amiss.

    Marks that lead to another file stay only in a format that is ``linked`` to it.
    """
    blocks = tuple(_named(block, memo.lang) for block in _in_order(memo.blocks))
    if memo.traced and not linked:
        blocks = tuple(_unmarked(block) for block in blocks)
    ready = with_text(replace(memo, blocks=blocks), clean)
    ready = replace(ready, title=ready.title.strip() or NOTHING,
                    blocks=tuple(_titled(block) for block in ready.blocks))
    problems = [*_problems(ready)]
    if problems:
        raise ValueError("memo: " + "; ".join(problems))
    return ready


def with_text(memo: Memo, change: TextChange) -> Memo:
    """Return ``memo`` with every text changed; trace ids and anchors stay."""
    return replace(
        memo, title=change(memo.title), subtitle=change(memo.subtitle),
        facts=tuple((change(name), change(value)) for name, value in memo.facts),
        blocks=tuple(_changed(block, change) for block in memo.blocks))


def _unmarked(block: Block) -> Block:
    """Return ``block`` without trace ids."""
    return _rewritten(block, lambda run: replace(run, trace=""), str)


def _changed(block: Block, change: TextChange) -> Block:
    return _rewritten(block, lambda run: replace(run, text=change(run.text)), change)


def _rewritten(block: Block, rewrite: Callable[[Run], Run], change: TextChange) -> Block:
    """Return ``block`` with its runs rewritten and its other texts changed."""
    def inline(runs: Inline) -> Inline:
        return tuple(rewrite(run) for run in runs)

    match block:
        case Heading():
            return replace(block, text=change(block.text))
        case Paragraph():
            return replace(block, runs=inline(block.runs))
        case Bullets():
            return replace(block, items=tuple(inline(item) for item in block.items))
        case Table():
            rows = tuple(tuple(replace(c, runs=inline(c.runs)) for c in row) for row in block.rows)
            return replace(block, caption=change(block.caption), rows=rows,
                           header=tuple(change(text) for text in block.header))
        case Picture():
            return replace(block, caption=change(block.caption), alt=change(block.alt))
        case PageBreak() | Together():
            return block


def _in_order(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks so that no heading is more than one level below the one before it.

    Screen readers and the outline of a PDF need that. Empty lists and paragraphs are left out.
    """
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = max(1, min(block.level, level + 1, DEEPEST))
            yield replace(block, level=level)
        elif isinstance(block, Bullets):
            items = tuple(item for item in block.items if item)
            if items:
                yield replace(block, items=items)
        elif not isinstance(block, Paragraph) or block.runs:
            yield block


def _named(block: Block, lang: Lang) -> Block:
    """Return ``block`` with the name of each coloured cell's light in its text."""
    if not isinstance(block, Table):
        return block
    rows = tuple(tuple(_cell_named(cell, lang) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _cell_named(cell: Cell, lang: Lang) -> Cell:
    if cell.colour is None:
        return cell
    name, text = COLOUR_NAMES[cell.colour].get(lang), text_of(cell.runs)
    if name.casefold() in text.casefold():
        return cell
    mark = Message("mark.colon").get(lang) if text.strip() else ""
    return replace(cell, runs=(Run(name + mark), *cell.runs))


def _titled(block: Block) -> Block:
    """Return ``block`` with something to read where a reader or a standard needs it."""
    match block:
        case Heading():
            return replace(block, text=block.text.strip() or NOTHING)
        case Table():
            return replace(block, caption=block.caption.strip() or NOTHING)
        case Picture():
            caption = block.caption.strip() or NOTHING
            return replace(block, caption=caption, alt=block.alt.strip() or caption)
        case _:
            return block


def runs_of(memo: Memo) -> Iterator[Run]:
    """Yield every run of the blocks, in reading order."""
    for block in memo.blocks:
        match block:
            case Paragraph():
                yield from block.runs
            case Bullets():
                for item in block.items:
                    yield from item
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from cell.runs
            case _:
                pass


def anchors_of(memo: Memo) -> tuple[str, ...]:
    """Return all anchors: of headings, tables and pictures, then of runs."""
    blocks = (b.anchor for b in memo.blocks if isinstance(b, Heading | Table | Picture))
    return (*blocks, *(run.anchor for run in runs_of(memo) if run.anchor))


def texts_of(memo: Memo) -> Iterator[str]:
    """Yield every text of the memo."""
    yield from (memo.title, memo.subtitle)
    for name, value in memo.facts:
        yield from (name, value)
    for block in memo.blocks:
        match block:
            case Heading():
                yield block.text
            case Table():
                yield from (block.caption, *block.header)
            case Picture():
                yield from (block.caption, block.alt)
            case _:
                pass
    for run in runs_of(memo):
        yield from (run.text, run.trace)


def numbered(memo: Memo) -> Iterator[tuple[Block, int]]:
    """Yield each block with its number among the tables or among the pictures, others with 0."""
    tables = pictures = 0
    for block in memo.blocks:
        if isinstance(block, Table) and not block.quiet:
            tables += 1
            yield block, tables
        elif isinstance(block, Picture):
            pictures += not block.quiet
            yield block, pictures
        else:
            yield block, 0


def _problems(memo: Memo) -> Iterator[str]:
    try:
        date.fromisoformat(memo.date)
    except ValueError:
        yield f"date {memo.date!r} is not ISO"
    anchors = Counter(anchors_of(memo))
    yield from (f"anchor {a!r} is used {n} times" for a, n in anchors.items() if n > 1)
    yield from (f"anchor {a!r} is empty or holds blanks" for a in anchors
                if not a or a.split() != [a])
    traces = dict.fromkeys(run.trace for run in runs_of(memo) if run.trace)
    yield from (f"trace id {t!r} leads nowhere: no run has the anchor {TRACE + t!r}"
                for t in traces if not memo.traced and TRACE + t not in anchors)
    opened = 0
    for block in memo.blocks:
        opened += (1 if block.begins else -1) if isinstance(block, Together) else 0
        if opened not in (0, 1):
            yield "what stays together begins twice or ends before it begins"
            break
    for block in memo.blocks:
        if isinstance(block, Table):
            yield from _table_problems(block)


def _table_problems(table: Table) -> Iterator[str]:
    columns = len(table.header)
    if not columns:
        yield f"table {table.anchor!r} has no columns"
    if len(table.widths) != columns or any(width <= 0 for width in table.widths):
        yield f"table {table.anchor!r} needs one positive width a column"
    if any(len(row) != columns for row in table.rows):
        yield f"table {table.anchor!r} has rows of other lengths than its header"
