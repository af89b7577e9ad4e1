"""Worker processes as the server sees them: one that answers at once, and jobs that can be killed.

Workers are forked from a server of their own that has loaded the engine, so a job starts at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from data.io.writing import Json

WARM = "report.page.warm"
"""Module that the fork server loads before the first worker is asked for."""

PATIENCE = 60.0
"""Seconds that an answer may take; then the worker is stopped and another takes its place."""

MOST_WAITING = 64
"""Requests that wait for the engine; beyond it the next one is refused."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker said. ``state``: done, refused (the input), stale, busy, cancelled, too_large,
    late or failed (a bug)."""

    state: str
    content: bytes = b""
    type: str = "application/json"
    name: str = ""

    @property
    def json(self) -> Json:
        """The content as JSON values."""
        found: Json = json.loads(self.content or b"null")
        return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    done: int = 0
    total: int = 0
    what: str = ""


def context() -> BaseContext:
    """Return how processes are started: forked from a warm server where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload([WARM])
    return made


class Worker:
    """One process and the line to it. Messages arrive in the event loop."""

    def __init__(self, processes: BaseContext, seconds: int,
                 heard: Callable[[Mapping[str, Json], bytes], None],
                 gone: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard, self._gone = heard, gone
        self._processes, self._seconds = processes, seconds
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._ended = False
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    async def send(self, number: int, action: str, args: Mapping[str, Json]) -> None:
        """Ask the worker for something. Raises ``OSError`` when it is gone."""
        await self._ready
        if self._line is None:
            raise BrokenPipeError
        await asyncio.to_thread(self._line.send, (number, action, dict(args)))

    def kill(self) -> None:
        """End the process at once; nothing more is heard of it."""
        self._ended = True
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, ValueError, AttributeError):
                self._process.kill()

    def _run(self) -> None:
        """Start the process and pass on what it says, in a thread of its own."""
        try:
            ours, theirs = self._processes.Pipe()
            process = self._processes.Process(  # type: ignore[attr-defined]  # every context has it
                target=_started, args=(theirs, self._seconds), daemon=True)
            process.start()
        except OSError:
            self._post(self._begun)
            self._post(self._over)
            return
        theirs.close()
        self._process, self._line = process, ours
        if self._ended:
            self.kill()
        self._post(self._begun)
        while True:
            try:
                message = ours.recv_bytes()
            except (EOFError, OSError):
                break
            head, _, content = message.partition(b"\n")
            self._post(self._pass_on, json.loads(head), content)
        process.join()
        ours.close()
        self._post(self._over)

    def _post(self, call: Callable[..., None], *args: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
            self._loop.call_soon_threadsafe(call, *args)

    def _begun(self) -> None:
        if not self._ready.done():
            self._ready.set_result(None)

    def _pass_on(self, head: Mapping[str, Json], content: bytes) -> None:
        if not self._ended:
            self._heard(head, content)

    def _over(self) -> None:
        self._line = None
        self._gone()


def _started(line: Connection, seconds: int) -> None:
    from report.page.desk import Limits, work

    work(line, Limits(seconds))


def reply_of(head: Mapping[str, Json], content: bytes) -> Reply:
    """Return the reply that a message is."""
    return Reply(str(head["state"]), content, str(head.get("type") or "application/json"),
                 str(head.get("name") or ""))


@dataclass(slots=True)
class _Asked:
    action: str
    args: Mapping[str, Json]
    reply: asyncio.Future[Reply]


class Engine:
    """The worker that answers at once. Of the requests of one lane only the last one counts."""

    def __init__(self, processes: BaseContext, *, patience: float = PATIENCE) -> None:
        self._processes, self._patience = processes, patience
        self._waiting: OrderedDict[str, _Asked] = OrderedDict()
        self._news = asyncio.Event()
        self._worker: Worker | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._number = 0
        self._task = asyncio.create_task(self._run())

    async def ask(self, action: str, args: Mapping[str, Json], *, lane: str = "") -> Reply:
        """Return the answer. An older request of the same ``lane`` that still waits is stale."""
        if len(self._waiting) >= MOST_WAITING and lane not in self._waiting:
            return Reply("busy")
        self._number += 1
        key = lane or f"#{self._number}"
        older = self._waiting.pop(key, None)
        if older is not None and not older.reply.done():
            older.reply.set_result(Reply("stale"))
        asked = _Asked(action, args, asyncio.get_running_loop().create_future())
        self._waiting[key] = asked
        self._news.set()
        return await asked.reply

    async def close(self) -> None:
        """End the worker."""
        self._task.cancel()
        if self._worker is not None:
            self._worker.kill()

    async def _run(self) -> None:
        while True:
            if self._worker is None:
                self._worker = Worker(self._processes, 0, self._heard, self._gone)
            await self._news.wait()
            if not self._waiting:
                self._news.clear()
                continue
            _, asked = self._waiting.popitem(last=False)
            if asked.reply.done():
                continue
            reply = await self._one(asked)
            if not asked.reply.done():
                asked.reply.set_result(reply)

    async def _one(self, asked: _Asked) -> Reply:
        assert self._worker is not None
        self._number += 1
        self._answer = asyncio.get_running_loop().create_future()
        try:
            await self._worker.send(self._number, asked.action, asked.args)
            return await asyncio.wait_for(self._answer, self._patience)
        except TimeoutError:
            self._worker.kill()
            self._worker = None
            return Reply("late")
        except OSError:
            self._worker = None
            return Reply("failed")
        finally:
            self._answer = None

    def _heard(self, head: Mapping[str, Json], content: bytes) -> None:
        if head["state"] != "working" and self._answer is not None and not self._answer.done():
            self._answer.set_result(reply_of(head, content))

    def _gone(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Reply("failed"))
        self._worker = None


@dataclass(slots=True)
class Job:
    """Long work in a process of its own."""

    number: str
    action: str
    args: Mapping[str, Json]
    seconds: int
    progress: Progress = field(default_factory=Progress)
    reply: Reply | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    worker: Worker | None = None

    def end(self, reply: Reply) -> None:
        """Set the reply, unless there is one."""
        if self.reply is None:
            self.reply = reply
        self.changed.set()


class Jobs:
    """Jobs under way and their results; ``at_once`` run together, the others wait."""

    def __init__(self, processes: BaseContext, *, at_once: int = 2, most: int = 16) -> None:
        self._processes, self._most = processes, most
        self._room = asyncio.Semaphore(at_once)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, number: str, action: str, args: Mapping[str, Json], *, seconds: int,
              ) -> Job | None:
        """Start a job; ``None`` when too many wait already. ``seconds`` is the most it may take."""
        under_way = sum(1 for job in self._jobs.values() if job.reply is None)
        if under_way >= self._most:
            return None
        job = Job(number, action, args, seconds)
        self._jobs[number] = job
        while len(self._jobs) > 4 * self._most:
            oldest = next(n for n, j in self._jobs.items() if j.reply is not None)
            del self._jobs[oldest]
        task = asyncio.create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def find(self, number: str) -> Job | None:
        """Return a job by its number."""
        return self._jobs.get(number)

    def cancel(self, job: Job) -> None:
        """Kill a job."""
        job.end(Reply("cancelled"))
        if job.worker is not None:
            job.worker.kill()

    async def close(self) -> None:
        """Kill what is under way."""
        for job in self._jobs.values():
            self.cancel(job)
        for task in tuple(self._tasks):
            task.cancel()

    async def _run(self, job: Job) -> None:
        async with self._room:
            if job.reply is not None:  # cancelled while it waited
                return

            def heard(head: Mapping[str, Json], content: bytes) -> None:
                if head["state"] == "working":
                    job.progress = Progress(int(str(head["done"])), int(str(head["total"])),
                                            str(head["what"]))
                    job.changed.set()
                else:
                    job.end(reply_of(head, content))

            job.worker = Worker(self._processes, job.seconds, heard,
                                lambda: job.end(Reply("failed")))
            try:
                await job.worker.send(1, job.action, job.args)
                async with asyncio.timeout(job.seconds):
                    while job.reply is None:
                        await job.changed.wait()
                        job.changed.clear()
            except TimeoutError:
                job.end(Reply("late"))
            except OSError:
                job.end(Reply("failed"))
            finally:
                job.worker.kill()
                job.changed.set()
