"""The page's addresses: pages, what the script asks, long work, uploads."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from data.io.writing import Json
from data.messages.catalogue import FALLBACK, entries, languages
from data.words import Lang
from report.page.guard import BodyRefusedError, Secrets
from report.page.shelf import UPLOADS, Entry, Shelf, shown_name, suffix_of
from report.page.workers import Engine, Job, Jobs, Reply

# The page's own words, for its templates and its script.

_HEAD = "page."


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """Return every text of the page in a language, by its key; the English where one is missing."""
    found = {**entries(FALLBACK), **entries(lang)}
    return MappingProxyType({code.removeprefix(_HEAD): text for code, text in found.items()
                             if code.startswith(_HEAD) and isinstance(text, str)})


def asked_lang(text: str | None, default: Lang) -> Lang:
    """Return the language of a request: a known one, else the default."""
    return next((lang for lang in languages() if lang == text), default)


HERE = Path(__file__).parent
VIEWS = ("overview", "target", "scenarios", "data", "life", "export")
ENGINE = frozenset({"plans", "names", "target_at", "target_for", "under", "related", "form",
                    "reshape", "bases", "scenario", "scenario_file", "rows", "figures", "lint"})
"""Actions that answer at once."""

LONG: Mapping[str, int] = {"assess": 900, "solve": 300, "compare": 300, "check": 30, "import": 120,
                           "export": 1800, "life": 600, "grid": 60, "attribute": 300,
                           "tornado": 300, "filled": 60, "record": 900, "actuals": 120,
                           "template": 60}
"""Long work, and the seconds it may take at most."""

POLL = 10.0
"""Seconds that a question about a job waits for news."""

MOST_RESULTS = 12

NOTHING_READ = json.dumps({"lines": [], "reasons": {}, "unread": []})
"""Of a plan file that was opened without the document it was read from."""


@dataclass
class Page:
    """Everything the handlers share."""

    shelf: Shelf
    engine: Engine
    jobs: Jobs
    secret: Secrets
    lang: Lang
    settings: Mapping[str, Json]
    first: str = ""  # the plan that the start page goes to
    history: tuple[str, ...] = ()
    ledger: str = ""
    plotly: Path | None = None
    results: OrderedDict[str, str] = field(default_factory=OrderedDict)
    parsed: OrderedDict[str, Json] = field(default_factory=OrderedDict)
    pages: Environment = field(default_factory=lambda: Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True)))

    # pages

    async def start(self, request: Request) -> Response:
        """The start page."""
        return self._page("start.html", request, given=[
            {"key": e.key, "label": e.label} for e in self.shelf.entries.values() if e.given])

    async def plan(self, request: Request) -> Response:
        """A plan: the shell, which its script fills."""
        entry = self.shelf.find(request.path_params["key"])
        view = request.path_params.get("view", "overview")
        if entry is None or view not in VIEWS:
            return self._page("missing.html", request, status=404)
        return self._page("plan.html", request, key=entry.key, label=entry.label, view=view,
                          imported=entry.imported, styled=self.styled,
                          kept=bool(entry.given or not entry.path or self.shelf.work),
                          target=request.path_params.get("target", ""))

    async def imported(self, request: Request) -> Response:
        """An uploaded document: import to confirm."""
        entry = self.shelf.find(request.path_params["key"])
        if entry is None or not entry.path or entry.given:
            return self._page("missing.html", request, status=404)
        return self._page("import.html", request, key=entry.key, label=entry.label,
                          read=entry.imported, kept=self.shelf.work is not None)

    @cached_property
    def styled(self) -> tuple[str, ...]:
        """Names of elements whose presence keeps plotly from styling maps, which are not drawn:
        the policy allows no such style."""
        if self.plotly is None:
            return ()
        script = self.plotly.read_text(encoding="utf-8", errors="replace")
        return tuple(dict.fromkeys(re.findall(r'getElementById\("([0-9a-f]{64})"\)', script)))

    def _page(self, name: str, request: Request, *, status: int = 200, **more: Json) -> Response:
        lang = asked_lang(request.query_params.get("lang"), self.lang)
        texts = catalogue(lang)
        html = self.pages.get_template(name).render(
            lang=lang, html_lang={"zh": "zh-CN", "en": "en"}[lang], t=texts,
            texts=json.dumps(dict(texts), ensure_ascii=True).replace("</", "<\\/"),
            action=self.secret.action, ledger=bool(self.ledger), **more)
        return Response(html, status, media_type="text/html; charset=utf-8")

    async def static(self, request: Request) -> Response:
        """A script or style sheet of ours."""
        known = {p.name: p for p in (HERE / "static").iterdir()}
        path = known.get(request.path_params["name"])
        if path is None:
            return Response(status_code=404)
        return FileResponse(path, headers={"cache-control": "no-cache"})

    async def plot_script(self, request: Request) -> Response:
        """Plotly's script, from the installed package."""
        if self.plotly is None:
            return Response(status_code=404)
        return FileResponse(self.plotly, media_type="text/javascript",
                            headers={"cache-control": "max-age=86400"})

    # what the script asks

    async def ask(self, request: Request) -> Response:
        """Answer at once."""
        action = request.path_params["action"]
        body = await _body(request)
        args = self._args(body)
        if action not in ENGINE or args is None:
            return Response(status_code=404)
        lane = str(body.get("lane") or "")[:80]
        reply = await self.engine.ask(action, args, lane=lane and f"{lane}/{action}")
        return _answer(reply)

    async def start_job(self, request: Request) -> Response:
        """Begin long work, or find it done."""
        action = request.path_params["action"]
        body = await _body(request)
        args = self._args(body)
        if action not in LONG or args is None:
            return Response(status_code=404)
        job = self.begin(action, args)
        if job is None:
            return _json({"state": "busy"}, 503)
        return _json({"job": job.number})

    def begin(self, action: str, args: Mapping[str, Json]) -> Job | None:
        """Return a job for this work: one that is under way or done already, else a new one."""
        mark = json.dumps([action, args], sort_keys=True)
        job = self.jobs.find(self.results.get(mark, ""))
        if job is not None and (job.reply is None or job.reply.state == "done"):
            self.results.move_to_end(mark)
            return job
        job = self.jobs.start(secrets.token_urlsafe(9), action, args, seconds=LONG[action])
        if job is not None:
            self.results[mark] = job.number
            while len(self.results) > MOST_RESULTS:
                self.results.popitem(last=False)
        return job

    async def job(self, request: Request) -> Response:
        """Say how far a job is; wait a while for news."""
        job = self.jobs.find(request.path_params["number"])
        if job is None:
            return _json({"state": "gone"}, 404)
        if job.reply is None:
            seen = request.query_params.get("seen")
            if seen == str(job.progress.done):
                await _news(job)
        if job.reply is not None:
            return _answer(job.reply) if job.reply.state != "done" else _json({"state": "done"})
        p = job.progress
        return _json({"state": "working", "done": p.done, "total": p.total, "what": p.what})

    async def result(self, request: Request) -> Response:
        """Return what a job made: all of it, or a part of an assessment."""
        job = self.jobs.find(request.path_params["number"])
        if job is None or job.reply is None or job.reply.state != "done":
            return _json({"state": "gone"}, 404)
        part = request.query_params.get("part")
        if part is None:
            return _answer(job.reply)
        return self._part(job, part, request)

    def _part(self, job: Job, part: str, request: Request) -> Response:
        assert job.reply is not None
        if job.number not in self.parsed:
            self.parsed[job.number] = job.reply.json
            while len(self.parsed) > 4:
                self.parsed.popitem(last=False)
        found = self.parsed[job.number]
        if not isinstance(found, Mapping):
            return Response(status_code=404)
        if part == "json":
            return Response(str(found.get("json")), media_type="application/json")
        lang = asked_lang(request.query_params.get("lang"), self.lang)
        here: Json = found.get("views")
        for step in (lang, *([part] if part == "overview" else
                             ["targets", request.query_params.get("target", "")])):
            here = here.get(step) if isinstance(here, Mapping) else None
        return _json(here) if here is not None else Response(status_code=404)

    async def cancel(self, request: Request) -> Response:
        """Kill a job."""
        job = self.jobs.find(request.path_params["number"])
        if job is not None:
            self.jobs.cancel(job)
        return _json({"state": "cancelled"})

    async def upload(self, request: Request) -> Response:
        """Take a plan file or a document, keep it in the private folder, have a worker read it."""
        kind = request.path_params["kind"]
        name = shown_name(request.query_params.get("name", ""))
        known = UPLOADS.get(kind)
        if known is None:
            return Response(status_code=404)
        suffix = suffix_of(name, known)
        if suffix is None:
            return _json({"state": "refused", "code": "PAGE_UPLOAD_TYPE", "name": name,
                          "known": ", ".join(known)}, 415)
        entry = self.shelf.keep(await request.body(), name, suffix)
        return _json({"key": entry.key, "label": entry.label})

    async def keep(self, request: Request) -> Response:
        """Keep the plan file that a job made: of a document to confirm, or with other figures."""
        body = await _body(request)
        job = self.jobs.find(str(body.get("job")))
        if job is None or job.action not in ("import", "grid", "filled") \
                or job.reply is None or job.reply.state != "done":
            return _json({"state": "gone"}, 404)
        found, source = job.reply.json, job.args.get("source")
        text = found.get("yaml") if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping) or not isinstance(text, str):
            return _json({"state": "gone"}, 404)
        if job.action == "filled" and job.args.get("imported") is True:
            return self._taken(source, text)
        label = str(source.get("label")) if isinstance(source, Mapping) else "plan"
        imported = job.action == "import"
        read = {key: found[key] for key in ("lines", "reasons", "unread")} if imported else None
        entry = self.shelf.made(
            text.encode("utf-8"), f"{Path(label).stem}.yaml", imported=imported,
            read=json.dumps(read, ensure_ascii=False) if read else "")
        return _json({"key": entry.key, "label": entry.label})

    def _taken(self, source: Json, text: str) -> Response:
        """Put a filled sheet's plan file in place of the one that it was made of."""
        asked = source if isinstance(source, Mapping) else {}
        entry = next((e for e in self.shelf.entries.values() if e.path == asked.get("path")), None)
        if entry is None:
            return _json({"state": "gone"}, 404)
        if entry.version != asked.get("version"):
            return _json({"state": "stale", "version": entry.version})
        changed = self.shelf.change(entry.key, text.encode("utf-8"))
        return _json({"key": changed.key, "label": changed.label})

    async def copy(self, request: Request) -> Response:
        """Make a copy of an opened plan file whose rows nobody has confirmed yet."""
        body = await _body(request)
        entry, args = self.shelf.entries.get(str(body.get("plan"))), self._args(body)
        if entry is None or not entry.rows or args is None:
            return _json({"state": "gone"}, 404)
        reply = await self.engine.ask("copy", args)
        if reply.state != "done":
            return _answer(reply)
        found = reply.json
        assert isinstance(found, Mapping)
        made = self.shelf.made(str(found["yaml"]).encode("utf-8"), entry.label, imported=True)
        return _json({"key": made.key, "label": made.label})

    async def read(self, request: Request) -> Response:
        """Return the lines of the document that a plan was read from, and the doubts."""
        entry = self.shelf.entries.get(request.path_params["key"])
        if entry is None or not entry.imported:
            return _json({"state": "gone"}, 404)
        return Response(entry.read or NOTHING_READ, media_type="application/json")

    async def edit(self, request: Request) -> Response:
        """Confirm, correct or drop one row of a plan that was read, or take that back."""
        body = await _body(request)
        entry = self.shelf.entries.get(str(body.get("plan")))
        if entry is None or not entry.imported:
            return _json({"state": "gone"}, 404)
        if body.get("version") != entry.version:
            return _json({"state": "stale", "version": entry.version})
        if body.get("undo") is True:
            try:
                return _json({"version": self.shelf.undo(entry.key).version})
            except KeyError:
                return _json({"version": entry.version})
        args = self._args(body)
        assert args is not None
        reply = await self.engine.ask("edit", args)
        if reply.state != "done":
            return _answer(reply)
        found = reply.json
        now = self.shelf.entries.get(entry.key)
        if now is None:  # many uploads later
            return _json({"state": "gone"}, 404)
        if now != entry:  # another tab was quicker
            return _json({"state": "stale", "version": now.version})
        assert isinstance(found, Mapping)
        changed = self.shelf.change(entry.key, str(found["yaml"]).encode("utf-8"))
        return _json({"version": changed.version})

    def _args(self, body: Mapping[str, Json]) -> dict[str, Json] | None:
        """Return what a worker is told: the request's own words, with the plan's key looked up."""
        args = {key: value for key, value in body.items()
                if key not in ("plan", "lane", "source", "settings", "scratch", "imported", "rows")}
        args["settings"] = dict(self.settings)
        args["scratch"] = str(self.shelf.folder)
        if "upload" in body:
            sent = self.shelf.entries.get(str(body["upload"]))
            if sent is None or sent.given:
                return None
            args["upload"] = {"path": sent.path, "label": sent.label}
        if "plan" in body:
            entry = self.shelf.find(str(body["plan"]))
            if entry is None:
                return None
            args["source"] = self.source(entry)
            args["imported"] = entry.imported
            args["rows"] = entry.rows
        return args

    def source(self, entry: Entry) -> dict[str, Json]:
        """Return where a plan comes from, as a worker is told."""
        return entry.source(self.history, self.ledger)


async def _news(job: Job) -> None:
    before = (job.progress, job.reply)
    end = asyncio.get_running_loop().time() + POLL
    while (job.progress, job.reply) == before and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.1)


async def _body(request: Request) -> dict[str, Json]:
    try:
        found = json.loads(await request.body() or b"{}")
        json.dumps(found, ensure_ascii=False).encode()  # half a character can go no further
    except (ValueError, RecursionError):
        raise BodyRefusedError(400) from None
    if not isinstance(found, dict):
        raise BodyRefusedError(400)
    return found


STATUS = {"done": 200, "refused": 422, "stale": 200, "busy": 503, "cancelled": 410,
          "too_large": 422, "late": 504, "failed": 500}


def _answer(reply: Reply) -> Response:
    """Return a worker's reply."""
    if reply.state == "done":
        headers = {"content-disposition":
                   f"attachment; filename*=UTF-8''{quote(reply.name)}"} if reply.name else {}
        return Response(reply.content, media_type=reply.type, headers=headers)
    if reply.state == "refused":
        found = reply.json
        return _json({"state": "refused", **(found if isinstance(found, Mapping) else {})}, 422)
    return _json({"state": reply.state}, STATUS[reply.state])


def _json(value: Json, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, media_type="application/json")


async def _body_refused(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, BodyRefusedError) else 400
    state = {400: "refused", 413: "too_large", 408: "late"}.get(status, "failed")
    return _json({"state": state}, status)


def application(page: Page) -> Starlette:
    """Return the application, without its guard."""
    routes = [
        Route("/", page.start),
        Route("/plan/{key}", page.plan),
        Route("/plan/{key}/target/{target}", page.plan, name="target"),
        Route("/plan/{key}/{view}", page.plan, name="view"),
        Route("/import/{key}", page.imported),
        Route("/static/{name}", page.static),
        Route("/plotly.js", page.plot_script),
        Route("/api/ask/{action}", page.ask, methods=["POST"]),
        Route("/api/job/{action}", page.start_job, methods=["POST"]),
        Route("/api/job/{number}", page.job, methods=["GET"]),
        Route("/api/job/{number}/cancel", page.cancel, methods=["POST"]),
        Route("/api/result/{number}", page.result),
        Route("/api/keep", page.keep, methods=["POST"]),
        Route("/api/copy", page.copy, methods=["POST"]),
        Route("/api/edit", page.edit, methods=["POST"]),
        Route("/api/read/{key}", page.read),
        Route("/api/upload/{kind}", page.upload, methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers={BodyRefusedError: _body_refused})
