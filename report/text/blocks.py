"""A heading, a grid and notes, several times over: on a screen and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.messages.message import Message
from data.words import Lang
from report.text.grid import fitted_grid
from report.text.markup import literal
from report.text.wrapping import wrap

NARROWEST = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A grid under its title; ``right``: all but the first column are figures.

    Empty ``heads``: notes only.
    """

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    right: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one command says."""

    title: str
    head: str
    blocks: tuple[Block, ...]
    foot: str


def page_table(page: Page, lang: Lang, *, width: int) -> str:
    """Return a page for a terminal ``width`` columns wide, ending in a line break."""
    width = max(width, NARROWEST)
    out = [*wrap(page.title, width), *wrap(page.head, width), ""]
    for block in page.blocks:
        if block.title:
            out += [*wrap(block.title, width), "─" * width]
        if block.heads:
            out += fitted_grid(block.heads, block.rows, width, right=block.right,
                               rule=not block.title)
        for note in block.notes:
            out += wrap(note, width)
        out.append("")
    out += [Message("text.how_read").get(lang),
            *("  " + line for line in wrap(page.foot, width - 2))]
    return "".join(f"{line.rstrip()}\n" for line in out)


def page_markdown(page: Page, lang: Lang) -> str:
    """Return a page as GitHub-flavoured Markdown, ending in a line break."""
    out = [f"# {literal(page.title)}", "", literal(page.head), ""]
    for block in page.blocks:
        if block.title:
            out += [f"## {literal(block.title)}", ""]
        if block.heads:
            out += [_row(block.heads), "|" + "---|" * len(block.heads), *map(_row, block.rows), ""]
        for note in block.notes:
            out += [literal(note), ""]
    out.append(f"*{literal(page.foot)}*")
    return "\n".join(out) + "\n"


def _row(texts: Sequence[str]) -> str:
    return "| " + " | ".join(literal(t) for t in texts) + " |"
