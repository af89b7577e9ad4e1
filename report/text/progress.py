"""A progress bar on standard error: only on a terminal, and only when a run takes over a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds before the bar appears."""


_LISTENER: ContextVar[Callable[[int, int, str], None] | None] = ContextVar(
    "plancast_progress", default=None)


def listen(listener: Callable[[int, int, str], None]) -> None:
    """Tell ``listener`` (done, total, what) of every bar from now on, terminal or not."""
    _LISTENER.set(listener)


class Bar:
    """A context manager; call it with (done, total, what) as often as there is news."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._wanted = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Bar:
        return self

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Say how far the work is."""
        listener = _LISTENER.get()
        if listener is not None:
            listener(done, total, what)
        if not self._wanted or time.monotonic() - self._start < PATIENCE:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._progress.start()
            self._task = self._progress.add_task(self._label, total=total)
        if self._task is not None:
            self._progress.update(
                self._task, completed=done, total=total, description=f"{self._label} {what}"[:60])

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()
