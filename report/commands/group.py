"""The behaviour all commands share: refused data become a list of problems and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from click import Context

_WORDS = "plancast.words"


def default_language() -> str:
    """Return the language that PLANCAST_LANG asks for, else ``en``."""
    wanted = os.environ.get("PLANCAST_LANG", "en").lower()
    return "zh" if wanted.startswith("zh") else "en"


class Commands(TyperGroup):
    """Turns refused data into a list of problems and exit code 3."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]  # typer vendors its own Context
        """Keep what was typed: a failure is worded in the language and format asked for."""
        ctx.meta.setdefault(_WORDS, tuple(args))
        return super().parse_args(ctx, args)  # type: ignore[arg-type]  # as above

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]  # as above
        """Run a command; show all problems of an input at once."""
        from data.errors import PlancastError

        try:
            return super().invoke(ctx)  # type: ignore[arg-type]  # as above
        except PlancastError as error:
            from report.text.problems import problems_json, problems_text

            words: tuple[str, ...] = ctx.meta[_WORDS]
            lang = _value_of("--lang", words) or default_language()
            text = (problems_json(error) if _value_of("--format", words) == "json"
                    else problems_text(error, "zh" if lang == "zh" else "en"))
            typer.echo(text, err=True)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:  # the reader (head, less) has gone: nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


def _value_of(option: str, words: tuple[str, ...]) -> str:
    """Return the last value given for an option, or an empty text."""
    found = ""
    for i, word in enumerate(words):
        if word == option and i + 1 < len(words):
            found = words[i + 1]
        elif word.startswith(option + "="):
            found = word.split("=", 1)[1]
    return found
