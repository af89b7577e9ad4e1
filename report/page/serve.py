"""``plancast serve``: open the address, start the workers, serve until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.io.writing import Json, claim_folder
from data.words import Lang
from report.page.shelf import PLAN_TYPES, Shelf

if TYPE_CHECKING:
    from uvicorn import Server


ENDS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP")
             if hasattr(signal, name))
"""Signals that end the page."""

STACK = ("starlette", "uvicorn", "jinja2", "plotly")


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the command line was given."""

    plan: str | None
    host: str
    port: int
    lang: Lang
    history: tuple[Path, ...] = ()
    ledger: Path | None = None
    work: Path | None = None
    as_of: int | None = None
    n_paths: int = 4000
    seed: int = 0


def run_serve(options: ServeOptions) -> None:
    """Serve the page until SIGINT or SIGTERM. Raises ``PlancastError`` before it begins."""
    missing = [name for name in STACK if importlib.util.find_spec(name) is None]
    if missing:
        raise PlancastError([problem("PAGE_STACK", Where(), missing=", ".join(missing))],
                            exit_code=2)
    listener = _listen(options.host, options.port)
    folder = Path(tempfile.mkdtemp(prefix="plancast-"))  # readable by this user alone
    try:
        asyncio.run(_serve(options, listener, folder))
    finally:
        listener.close()
        shutil.rmtree(folder, ignore_errors=True)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        raise PlancastError([problem("PAGE_ADDRESS", Where(), host=host, port=port,
                                     reason=error.strerror or error)], exit_code=2) from None
    return listener


def is_loopback(host: str) -> bool:
    """Say whether an address is reached from this machine alone."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _serve(options: ServeOptions, listener: socket.socket, folder: Path) -> None:
    from uvicorn import Config, Server

    from report.page.app import Page, application
    from report.page.guard import Guard, Names, Secrets
    from report.page.patience import Patient
    from report.page.workers import Engine, Jobs, context

    port = int(listener.getsockname()[1])
    local = is_loopback(options.host)
    secret = Secrets("" if local else secrets.token_urlsafe(24))
    names = Names(frozenset({"127.0.0.1", "localhost", "::1"} if local else
                            {options.host, socket.gethostname().lower()}), port,
                  any_address=not local)
    processes = context()
    engine, jobs = Engine(processes), Jobs(processes)
    shelf = Shelf(folder, _work(options))
    first = _given(shelf, options)
    settings: dict[str, Json] = {"as_of": options.as_of, "paths": options.n_paths,
                                 "seed": options.seed}
    page = Page(shelf, engine, jobs, secret, options.lang, settings, first=first,
                history=tuple(str(p.resolve()) for p in options.history),
                ledger="" if options.ledger is None else str(options.ledger.resolve()),
                plotly=_plotly())
    guarded = Guard(application(page), names=names, secret=secret)
    server = stoppable(Server)(Config(
        guarded, http=Patient, ws="none", lifespan="off", loop="asyncio", access_log=False,
        log_level="warning", server_header=False, date_header=False, proxy_headers=False,
        timeout_keep_alive=30, timeout_graceful_shutdown=3))
    shown = f"[{options.host}]" if ":" in options.host else options.host
    path = f"/plan/{first}" if first else "/"
    token = f"?token={secret.access}" if secret.access else ""
    sys.stdout.write(f"http://{shown}:{port}{path}{token}\n")
    sys.stdout.flush()
    try:
        await server.serve(sockets=[listener])
    finally:
        await jobs.close()
        await engine.close()


def stoppable(kind: type[Server]) -> type[Server]:
    """Return uvicorn's server, ended by any of the usual signals and then by us.

    uvicorn itself raises the signal again when it is done, which would end the process before the
    private folder is emptied.
    """

    class Stoppable(kind):  # type: ignore[misc, valid-type]  # uvicorn is imported late
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            before = {s: signal.signal(s, self.handle_exit) for s in ENDS}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    return Stoppable


def _work(options: ServeOptions) -> Path | None:
    """Return where plans made on the page are kept: as asked, else the folder that is served."""
    folder = options.work
    if folder is None and options.plan is not None and os.path.isdir(options.plan):
        folder = Path(options.plan)
    if folder is not None:
        claim_folder(folder)
    return folder


def _given(shelf: Shelf, options: ServeOptions) -> str:
    """Put what was named on the shelf; return the key of a single plan."""
    if options.plan is None:
        return ""
    path = Path(options.plan)
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in PLAN_TYPES and p.is_file())
        if not found:
            raise PlancastError([problem("PAGE_FOLDER_EMPTY", Where(file=str(path)), folder=path)])
        for file in found:
            shelf.give(file.resolve())
        return ""
    if path.is_file():
        return shelf.give(path.resolve()).key
    from data.planfile.bundled import bundled_plans

    if options.plan in bundled_plans():
        return options.plan
    known = ", ".join(bundled_plans())
    raise PlancastError([problem("PLAN_UNKNOWN", Where(), name=options.plan, known=known)])


def _plotly() -> Path | None:
    """Return plotly's script in the installed package."""
    spec = importlib.util.find_spec("plotly")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "package_data" / "plotly.min.js"
    return path if path.is_file() else None
