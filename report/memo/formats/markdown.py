"""A memo as GitHub-flavoured Markdown, its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from data.messages.message import Message
from data.words import Lang
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
from report.memo.formats.prepared import numbered, prepare
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
        colon = Message("mark.colon").get(ready.lang)
        out += [f"- {literal(name)}{colon}{literal(value)}" for name, value in ready.facts] + [""]
    files = []
    before: Block | None = None
    other = False
    for block, number in numbered(ready):
        # Two lists in a row stay two where their marks differ.
        other = isinstance(before, Bullets) and isinstance(block, Bullets) and not other
        before = block
        out += _lines(block, number, ready.lang, folder, other=other)
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


def _lines(block: Block, number: int, lang: Lang, folder: str, *, other: bool = False,
           ) -> Iterator[str]:
    match block:
        case Heading():
            yield from ("#" * (block.level + 1) + " " + literal(block.text), "")
        case Paragraph():
            yield from (started(inline(block.runs)), "")
        case Bullets():
            for i, item in enumerate(block.items, start=1):
                mark = f"{i}{')' if other else '.'} " if block.numbered else "* " if other else "- "
                yield mark + started(inline(item))
            yield ""
        case Table():
            if not block.quiet:
                yield from (_caption(words.TABLE, number, lang, block.caption), "")
            yield from (*_table(block), "")
        case Picture():
            name = quote(f"{folder}/{file_name(block, number)}")
            yield from (f"![{literal(block.alt)}]({name})", "")
            if not block.quiet:
                yield from (_caption(words.FIGURE, number, lang, block.caption), "")
        case _:
            return


def _caption(name: Message, number: int, lang: Lang, caption: str) -> str:
    label = words.caption_label(name, number, lang) + words.AFTER_NUMBER.get(lang).rstrip(" \u3000")
    return f"{strong(label)} {literal(caption)}"


def inline(runs: Inline) -> str:
    """Return runs as one line of Markdown, their marks in brackets."""
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = strong(run.text) if run.strong and run.text.strip() else literal(run.text)
    return text + (literal(f"[{run.trace}]") if run.trace else "")


_INSIDE = re.compile(r"^([\W_]*)(.*?)([\W_]*)$", re.DOTALL)


def strong(text: str) -> str:
    """Return a text in bold. Punctuation at its ends stays outside: next to it, asterisks that
    touch a letter on their other side would not be read as a mark."""
    found = _INSIDE.match(text)
    assert found is not None  # it matches everything
    before, inside, after = found.groups()
    return literal(text) if not inside else \
        f"{literal(before)}**{literal(inside)}**{literal(after)}"


def _table(table: Table) -> Iterator[str]:
    numeric = [bool(table.rows) and all(row[i].number for row in table.rows)
               for i in range(len(table.header))]
    yield _line([literal(text) for text in table.header])
    yield _line(["---:" if right else "---" for right in numeric])
    for row in table.rows:
        yield _line([inline(cell.runs).strip() for cell in row])


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
