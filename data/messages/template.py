"""A text with blanks: ``{n}``, ``{share:.0%}``, ``{n, plural, one {target} other {targets}}``.

The blanks of Python's format strings, with the ``plural`` and ``select`` of ICU MessageFormat.
``select`` goes by a word, or by ``yes`` and ``no`` for a truth value; ``other`` is needed in both.
``{{`` and ``}}`` stand for braces. ``{x:sentence}`` begins a text with a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data.messages.catalogue import language
from data.words import Lang, Wording

SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Blank:
    """Where a value goes, and how it is printed."""

    name: str
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where one of several texts goes, by the plural of a count or by a word."""

    name: str
    kind: str  # plural, select
    texts: tuple[tuple[str, Template], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A text cut at its blanks."""

    parts: tuple[str | Blank | Choice, ...]

    def filled(self, values: Mapping[str, object], lang: Lang) -> str:
        """Return the text with its blanks filled in. Raises ``KeyError`` for a missing value."""
        return "".join(part if isinstance(part, str) else
                       in_words(values[part.name], lang, part.spec) if isinstance(part, Blank) else
                       _chosen(part, values[part.name], lang).filled(values, lang)
                       for part in self.parts)

    def names(self) -> set[str]:
        """Return the names of all blanks."""
        found: set[str] = set()
        for part in self.parts:
            if not isinstance(part, str):
                found.add(part.name)
            if isinstance(part, Choice):
                found |= set().union(*(text.names() for _, text in part.texts))
        return found


def in_words(value: object, lang: Lang, spec: str = "") -> str:
    """Return a value as a text of a language. Raises ``TypeError`` for what is no single text."""
    if isinstance(value, tuple | list | dict | None):
        raise TypeError(f"no text: {value!r}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return language(lang).marked(format(value, spec)) if spec else str(value)
    text = value.get(lang) if isinstance(value, Wording) else str(value)
    if spec == SENTENCE:
        return text[:1].upper() + text[1:]
    return format(text, spec)


def _chosen(choice: Choice, value: object, lang: Lang) -> Template:
    texts = dict(choice.texts)
    if isinstance(value, bool):
        key = "yes" if value else "no"
    elif choice.kind == "plural" and isinstance(value, int | float):
        key = f"={value}" if f"={value}" in texts else language(lang).category(value)
    else:
        key = str(value)
    return texts.get(key, texts["other"])


@cache
def template(text: str) -> Template:
    """Return a text cut at its blanks. Raises ``ValueError`` where the braces are not in order."""
    found, end = _cut(text, 0, inner=False)
    if end != len(text):
        raise ValueError(f"a brace too many at {end}: {text}")
    return found


_HEAD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_CHOICE = re.compile(r"\{(\w+),\s*(plural|select),\s*")
_KEY = re.compile(r"\s*(=?\w+)\s*\{")


def _cut(text: str, at: int, *, inner: bool) -> tuple[Template, int]:
    """Cut from ``at`` to the end, or to the brace that closes the text of a choice."""
    parts: list[str | Blank | Choice] = []
    plain = ""
    while at < len(text) and not (inner and text[at] == "}"):
        if text.startswith(("{{", "}}"), at):
            plain, at = plain + text[at], at + 2
            continue
        if text[at] not in "{}":
            plain, at = plain + text[at], at + 1
            continue
        parts += [plain] if plain else []
        plain = ""
        if blank := _HEAD.match(text, at):
            parts.append(Blank(blank[1], blank[2] or ""))
            at = blank.end()
        elif head := _CHOICE.match(text, at):
            texts, at = _choices(text, head.end())
            parts.append(Choice(head[1], head[2], texts))
        else:
            raise ValueError(f"a brace that opens no blank at {at}: {text}")
    return Template((*parts, *([plain] if plain else []))), at


def _choices(text: str, at: int) -> tuple[tuple[tuple[str, Template], ...], int]:
    texts: list[tuple[str, Template]] = []
    while key := _KEY.match(text, at):
        inner, at = _cut(text, key.end(), inner=True)
        texts.append((key[1], inner))
        at += 1
    if not text.startswith("}", at) or "other" not in dict(texts):
        raise ValueError(f"a choice without end or without other: {text}")
    return tuple(texts), at + 1
