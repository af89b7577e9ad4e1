"""A memo as neutral blocks: what every format (DOCX, PDF, HTML, Markdown) is written from.

Blocks hold text in one language, never markup. A piece of text may carry a trace id: the format
prints it as a small mark, and the annex resolves it to row, formula and vintage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from data.words import Lang
from forecast.probability.verdict import Colour


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. ``trace`` is the id of a row of the annex, or empty.

    ``anchor`` makes this place one that marks lead to: the annex names a row's trace id with
    ``Run("T12", anchor="trace-T12")``. Every trace id used has to have such a place.
    """

    text: str
    strong: bool = False
    trace: str = ""
    anchor: str = ""  # unique in the memo


Inline: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``anchor`` is unique in the memo."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` ones are set larger (the overall statement), ``small`` ones smaller.

    ``kept`` ones stand on the page of what follows.
    """

    runs: Inline
    lead: bool = False
    small: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points; ``numbered`` where their order matters."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``colour`` is a probability's light: its name always stands in the text as well.

    ``weak`` evidence hatches the colour; the text says so too.
    """

    runs: Inline
    colour: Colour | None = None
    number: bool = False  # right-aligned
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``widths`` are shares of the text width, one a column.

    The header row repeats on every page and no row is broken over pages. A ``quiet`` table has a
    caption for screen readers alone and no number; a ``stacked`` one is a card a row where the
    screen is too narrow for its columns, with the first three cells on its first line.
    """

    caption: str
    anchor: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    small: bool = False
    quiet: bool = False
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with a caption and a text that says what it shows.

    A ``quiet`` one stands under a heading that names it: its caption is not printed, nor numbered.
    """

    caption: str
    anchor: str
    alt: str
    png: bytes
    svg: bytes
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


@dataclass(frozen=True, slots=True)
class Together:
    """Where blocks begin (or end) that stay on one page."""

    begins: bool


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Picture | PageBreak | Together


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo in one language. ``date`` is the day it speaks of (ISO), not the day of making.

    ``traced`` names the file that trace ids lead to where it is another one; they are links then
    where a format has links, and are not printed.
    """

    title: str
    subtitle: str
    lang: Lang
    date: str
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = field(default=())  # of the title block: name, value
    traced: str = ""


def text_of(runs: Inline) -> str:
    """Return the text of runs without marks."""
    return "".join(run.text for run in runs)


def plain(text: str, *, strong: bool = False, trace: str = "") -> Inline:
    """Return one run."""
    return (Run(text, strong, trace),)


def cell(text: str, *, colour: Colour | None = None, number: bool = False, strong: bool = False,
         trace: str = "", anchor: str = "", weak: bool = False) -> Cell:
    """Return a cell of one run."""
    return Cell((Run(text, strong, trace, anchor),), colour, number, weak)
