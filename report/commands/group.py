"""The behaviour all commands share: refused data become a list of problems and an exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from data.messages.message import Message
from report.text.asked import asked_for, asked_language, remember_words
from report.text.streams import FULL, drop_output, prepare_streams

if TYPE_CHECKING:
    from click import Context

UNPRINTED = 5
"""Exit code where the work is done and its result could not be written to standard output."""


class Commands(TyperGroup):
    """Turns refused data into a list of problems and exit code 3."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]  # typer vendors its own Context
        """Keep what was typed: a failure is worded in the language and format asked for."""
        if ctx.parent is None:
            prepare_streams()
            remember_words(tuple(args))
        return super().parse_args(ctx, args)  # type: ignore[arg-type]  # as above

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]  # as above
        """Run a command; show all problems of an input at once."""
        from data.errors import PlancastError

        try:
            result = super().invoke(ctx)  # type: ignore[arg-type]  # as above
            if sys.stdout is not None:
                sys.stdout.flush()
            return result
        except PlancastError as error:
            from report.text.problems import problems_json, problems_text

            text = (problems_json(error) if asked_for("--format") == "json"
                    else problems_text(error, asked_language()))
            typer.echo(text, err=True)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:  # the reader (head, less) has gone: nothing is wrong
            drop_output()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.filename is not None or error.errno not in FULL:
                raise
            drop_output()
            reason = error.strerror or type(error).__name__
            typer.echo(Message("commands.result_could_not_written_standard",
                               reason=reason).get(asked_language()), err=True)
            raise typer.Exit(UNPRINTED) from None
