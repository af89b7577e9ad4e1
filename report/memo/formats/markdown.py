"""A memo as GitHub-flavoured Markdown, its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from data.words import Lang, Text
from report.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Inline,
    Memo,
    Paragraph,
    Picture,
    Run,
    Table,
)
from report.memo.formats import words
from report.memo.formats.prepared import TRACE, numbered, prepare
from report.memo.formats.rendered import Rendered

PICTURES = "pictures"
_SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_[]<>|~$&"})
_START = re.compile(r"^(\s*)(?:([-+=#>:]+)|(\d+)([.)]))")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto|www)(:|\.)|@")


def write_markdown(memo: Memo, *, folder: str = "") -> Rendered:
    """Return ``memo`` as Markdown; its pictures are ``files`` in ``folder``, relative to it.

    Unless one is named, the folder bears the memo's language: ``pictures-zh``.

    Raises ``ValueError`` for a memo whose parts do not fit together.
    """
    ready, folder = prepare(memo), folder or f"{PICTURES}-{memo.lang}"
    out = [f"# {literal(ready.title)}", ""]
    if ready.subtitle:
        out += [f"{started(literal(ready.subtitle))}", ""]
    if ready.facts:
        colon = "：" if ready.lang == "zh" else ": "
        out += [f"- {literal(name)}{colon}{literal(value)}" for name, value in ready.facts] + [""]
    files = []
    before: Block | None = None
    for block, number in numbered(ready):
        if isinstance(before, Bullets) and isinstance(block, Bullets):
            out += ["<!-- -->", ""]  # two lists in a row stay two
        before = block
        out += _lines(block, number, ready.lang, folder)
        if isinstance(block, Picture):
            files.append((f"{folder}/{file_name(block, number)}", block.png))
    text = "\n".join(out).rstrip("\n") + "\n"
    return Rendered(text.encode(), files=tuple(files))


def literal(text: str) -> str:
    """Return ``text`` with what Markdown, HTML and formulas would read as a mark made literal."""
    escaped = text.translate(_SPECIAL)
    return _ADDRESS.sub(lambda found: found.group().replace(":", "&#58;").replace(".", "&#46;")
                        .replace("@", "&#64;"), escaped)


def started(line: str) -> str:
    """Return a line that starts no list, heading, quotation or rule."""
    return _START.sub(
        lambda found: found.group(1) + (
            "".join("\\" + c for c in found.group(2)) if found.group(2)
            else f"{found.group(3)}\\{found.group(4)}"), line)


def file_name(picture: Picture, number: int) -> str:
    """Return the name of a picture's file: its anchor in plain letters, after its number."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", picture.anchor).strip("-.")
    return f"{number:02d}-{plain}.png" if plain else f"{number:02d}.png"


def _lines(block: Block, number: int, lang: Lang, folder: str) -> Iterator[str]:
    match block:
        case Heading():
            yield from (_place(block.anchor), "")
            yield from ("#" * (block.level + 1) + " " + literal(block.text), "")
        case Paragraph():
            yield from (started(inline(block.runs)), "")
        case Bullets():
            for i, item in enumerate(block.items, start=1):
                yield (f"{i}. " if block.numbered else "- ") + started(inline(item))
            yield ""
        case Table():
            yield from (_caption(words.TABLE, number, lang, block.anchor, block.caption), "")
            yield from (*_table(block), "")
        case Picture():
            name = quote(f"{folder}/{file_name(block, number)}")
            yield from (f"![{literal(block.alt)}]({name})", "")
            yield from (_caption(words.FIGURE, number, lang, block.anchor, block.caption), "")
        case _:
            return


def _place(anchor: str) -> str:
    return f'<a id="{escape(anchor)}"></a>'


def _caption(name: Text, number: int, lang: Lang, anchor: str, caption: str) -> str:
    label = words.caption_label(name, number, lang) + words.AFTER_NUMBER.get(lang).rstrip(" \u3000")
    return f"{_place(anchor)}<strong>{label}</strong> {literal(caption)}"


def inline(runs: Inline) -> str:
    """Return runs as one line of Markdown, their marks as links into the annex."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = literal(run.text)
    if run.strong and run.text.strip():  # tags: asterisks fail next to Chinese punctuation
        text = f"<strong>{text}</strong>"
    if run.anchor:
        text = _place(run.anchor) + text
    if run.trace:
        text += f"<sup>[{literal(run.trace)}](#{quote(TRACE + run.trace)})</sup>"
    return text


def _table(table: Table) -> Iterator[str]:
    numeric = [bool(table.rows) and all(row[i].number for row in table.rows)
               for i in range(len(table.header))]
    yield _line([literal(text) for text in table.header])
    yield _line(["---:" if right else "---" for right in numeric])
    for row in table.rows:
        yield _line([inline(cell.runs).strip() for cell in row])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
