"""A memo as PDF: set by typst from data, so that no text of a memo is ever read as markup.

The file follows PDF/A-2a (archives) and PDF/UA-1 (screen readers), and holds its fonts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from data.messages.catalogue import language
from report.charts.chart_fonts import FALLBACK, FAMILY
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
    Table,
    Together,
)
from report.memo.formats import words
from report.memo.formats.characters import breakable, spelled
from report.memo.formats.contrast import light_colours, stripe_on
from report.memo.formats.fonts import covered, font_files, uncovered
from report.memo.formats.picturesize import printed_width
from report.memo.formats.prepared import TRACE, numbered, prepare, texts_of, with_text
from report.memo.formats.rendered import Rendered
from report.memo.formats.tablesize import (
    is_tall,
    longest_marks,
    numeric_columns,
    repeats_header,
    shares,
    stays_whole,
    type_size,
    word_rooms,
)
from report.text.wrapping import shortened

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
PPI = 144.0  # of a page as a picture
LONGEST_WORD = 36.0  # ems; wider ones may be broken anywhere
SHORT_TITLE = 90  # half-width columns of the title at the head of the pages


def write_pdf(memo: Memo) -> Rendered:
    """Return ``memo`` as PDF.

    Raises ``ValueError`` for a memo whose parts do not fit together, ``PlancastError``
    (``FONT_MISSING``) when the shipped fonts are not there.
    """
    content, missing = _compiled(memo, "pdf")
    return Rendered(content, missing)


def write_png(memo: Memo) -> Rendered:
    """Return the first page of ``memo`` as PNG, as ``write_pdf`` sets it. Raises the same."""
    content, missing = _compiled(memo, "png")
    return Rendered(content, missing)


def _compiled(memo: Memo, format: Literal["pdf", "png"]) -> tuple[bytes, tuple[str, ...]]:
    """Return the typeset memo, of a picture the first page, and the characters without a font."""
    import typst

    ready = prepare(memo)
    known = covered()
    missing = uncovered("".join(texts_of(ready)))
    spelt = with_text(ready, lambda text: spelled(text, known))
    with TemporaryDirectory(prefix="plancast-") as name, font_files() as (shipped, other):
        folder = Path(name)
        _write_sources(spelt, folder)
        for path in other:
            copyfile(path, folder / path.name)
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False,
            font_paths=[*dict.fromkeys(path.parent for path in shipped), folder])
        compiler = typst.Compiler(folder / "memo.typ", root=folder, font_paths=fonts,
                                  ignore_system_fonts=True)
        made = compiler.compile(format="pdf", pdf_standards=[*STANDARDS]) if format == "pdf" \
            else compiler.compile(format="png", ppi=PPI)
    content = made[0] if isinstance(made, list) else made
    if content is None:
        raise AssertionError("typst gives the document back where no file is named")
    return content, missing


def _write_sources(memo: Memo, folder: Path) -> None:
    """Write the template, the memo as data, and its pictures."""
    template = files("report.memo.formats").joinpath("templates", "memo.typ")
    (folder / "memo.typ").write_bytes(template.read_bytes())
    data = json.dumps(as_data(memo), ensure_ascii=False)
    (folder / "memo.json").write_text(data, encoding="utf-8")
    for block in memo.blocks:
        if isinstance(block, Picture):
            (folder / _picture_file(block)).write_bytes(block.svg or block.png)


def as_data(memo: Memo) -> Json:
    """Return the memo as the template reads it."""
    day = date.fromisoformat(memo.date)
    tongue, _, region = language(memo.lang).tag.partition("-")
    before, between, after = words.PAGE.get(memo.lang).replace("{pages}", "{page}").split("{page}")
    return {
        "title": memo.title, "headline": breakable(memo.title, LONGEST_WORD),
        "short": shortened(memo.title, SHORT_TITLE),
        "subtitle": breakable(memo.subtitle, LONGEST_WORD),
        "lang": tongue, "region": region or None, "date": [day.year, day.month, day.day],
        "fonts": [FAMILY, FALLBACK], "page": [before, between, after],
        "facts": [[name, breakable(value, LONGEST_WORD)] for name, value in memo.facts],
        "lights": {colour.value: [*pair, stripe_on(*pair)]
                   for colour, pair in light_colours().items()},
        "blocks": _nested(memo),
    }


def _nested(memo: Memo) -> list[Json]:
    """Return the blocks as data, those that stay together as one."""
    out: list[Json] = []
    kept: list[Json] | None = None
    for block, number in numbered(memo):
        if isinstance(block, Together):
            if kept is not None:
                out.append({"kind": "together", "blocks": kept})
            kept = [] if block.begins else None
        else:
            (out if kept is None else kept).extend(_block(block, number, memo))
    return out


def _picture_file(picture: Picture) -> str:
    """Return a name of its own: that of the content, since anchors may hold any character."""
    return f"{sha256(picture.svg or picture.png).hexdigest()}.{'svg' if picture.svg else 'png'}"


def _block(block: Block, number: int, memo: Memo) -> Iterator[Json]:
    after = words.AFTER_NUMBER.get(memo.lang)
    match block:
        case Heading():
            yield {"kind": "heading", "level": block.level, "anchor": block.anchor,
                   "text": breakable(block.text, LONGEST_WORD)}
        case Paragraph():
            yield {"kind": "paragraph", "lead": block.lead, "small": block.small,
                   "kept": block.kept, "runs": _runs(block.runs)}
        case Bullets():
            yield {"kind": "bullets", "numbered": block.numbered,
                   "items": [_runs(item) for item in block.items]}
        case Table():
            label = words.caption_label(words.TABLE, number, memo.lang)
            yield {"kind": "table", "anchor": block.anchor, "quiet": block.quiet,
                   "label": label + after, **_table(block)}
        case Picture():
            label = words.caption_label(words.FIGURE, number, memo.lang)
            yield {"kind": "picture", "anchor": block.anchor, "label": label + after,
                   "caption": breakable(block.caption, LONGEST_WORD), "alt": block.alt,
                   "quiet": block.quiet, "width": printed_width(block),
                   "file": _picture_file(block)}
        case PageBreak():
            yield {"kind": "break"}


def _table(table: Table) -> dict[str, Json]:
    rooms = word_rooms(table)
    return {
        "caption": breakable(table.caption, LONGEST_WORD), "size": type_size(table),
        "whole": stays_whole(table), "widths": list(shares(table)),
        "header": [breakable(text, room) for text, room in zip(table.header, rooms, strict=True)],
        "numeric": [i in numeric_columns(table) for i in range(len(rooms))],
        "marks": list(longest_marks(table)), "repeat": repeats_header(table),
        "rows": [{"tall": is_tall(table, row),
                  "cells": [_cell(cell, room) for cell, room in zip(row, rooms, strict=True)]}
                 for row in table.rows],
    }


def _cell(cell: Cell, room: float) -> Json:
    colour = cell.colour.value if cell.colour else None
    return {"runs": _runs(cell.runs, room), "colour": colour, "number": cell.number,
            "weak": cell.weak}


def _runs(runs: Inline, room: float = LONGEST_WORD) -> list[Json]:
    return [{"text": breakable(run.text, room), "strong": run.strong, "anchor": run.anchor,
             "trace": run.trace, "to": TRACE + run.trace} for run in runs]
