"""Which language and format the command line asks for, known before any command runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.messages.catalogue import FALLBACK, languages
from data.words import Lang

if TYPE_CHECKING:
    from data.errors import Problem


# What is said beside a result, on standard error: how a table was read, what was left out.

def tell(notes: Iterable[Problem]) -> None:
    """Write each note once, on one line with its file, in the language that was asked for."""
    lang = asked_language()
    for note in dict.fromkeys(notes):
        place = note.where.text()
        text = f"{place}: {note.message(lang)}" if place else note.message(lang)
        if sys.stderr is not None:
            sys.stderr.write(text + "\n")


_WORDS: ContextVar[tuple[str, ...]] = ContextVar("plancast_words", default=())


def remember_words(words: tuple[str, ...]) -> None:
    """Keep what was typed, so that remarks and failures are worded as the result is."""
    _WORDS.set(words)


def default_language() -> Lang:
    """Return the language that PLANCAST_LANG asks for, else the configuration, else ``en``.

    ``zh_CN`` is ``zh``.
    """
    asked = (os.environ.get("PLANCAST_LANG") or configured("lang") or FALLBACK).lower()
    return next((lang for lang in languages() if asked.startswith(lang)), FALLBACK)


def config_file() -> Path:
    """Return where the user's configuration is: ``$XDG_CONFIG_HOME/plancast.toml``."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "plancast.toml"


@cache
def configured(key: str) -> str:
    """Return what the user's configuration says, or an empty text.

    A file that cannot be read is no reason to stop: what it would say is then left out.
    """
    import tomllib

    try:
        found = tomllib.loads(config_file().read_text(encoding="utf-8")).get(key, "")
    except (OSError, ValueError):
        return ""
    return found if isinstance(found, str) else ""


def asked_language() -> Lang:
    """Return the language of ``--lang``, else the default one."""
    asked = asked_for("--lang")
    return asked if asked in languages() else default_language()


def asked_for(option: str) -> str:
    """Return the last value that was given for an option, or an empty text."""
    words, found = _WORDS.get(), ""
    for i, word in enumerate(words):
        if word == option and i + 1 < len(words):
            found = words[i + 1]
        elif word.startswith(option + "="):
            found = word.split("=", 1)[1]
    return found
