"""Sentences below a table: what each is about, under headings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence, what it is about (may be empty) and its code (may be empty)."""

    about: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its notes; a section without notes is not made."""

    key: str
    title: str
    notes: tuple[Note, ...]
