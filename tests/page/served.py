"""A page that is really served, and how tests talk to it."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]

PLAN = """\
plan: three-targets
title: {zh: 三项目标, en: Three targets}
region: {zh: 鄂尔多斯市, en: Ordos}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  patent_grants:
    name: {zh: 专利授权量, en: Patent grants}
    unit: 件
    kind: flow
    family: patent_grants
  trademarks:
    name: {zh: 有效注册商标, en: Trademarks in force}
    unit: 件
    kind: stock
    family: trademarks
  hostile:
    name: {zh: "<img src=x onerror=alert(1)>", en: "<a href=\\"javascript:alert(1)\\">click</a>"}
    unit: 件
    kind: flow
targets:
  - {indicator: patent_grants, base: 2748, value: 5527, sense: at_least, source: "表 第1行"}
  - {indicator: trademarks, base: 31219, value: 50000, sense: at_least}
  - {indicator: hostile, base: 100, value: 150, source: "<script>alert(1)</script>"}
history:
  - {indicator: patent_grants, year: 2015, value: 550}
  - {indicator: patent_grants, year: 2018, value: 1510}
  - {indicator: hostile, year: 2018, value: 80}
  - {indicator: hostile, year: 2019, value: 90}
"""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: status, headers (lower case) and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        """The body as JSON."""
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Served:
    """A running page."""

    url: str
    process: subprocess.Popen[str]
    folder: Path
    _token: str = field(default="", repr=False)

    @property
    def port(self) -> int:
        """Its port."""
        return urlsplit(self.url).port or 0

    def request(self, method: str, path: str, body: bytes = b"", *, host: str | None = None,
                headers: Mapping[str, str] | None = None) -> Said:
        """Send one request with exactly these headers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        line.putheader("Host", host or f"127.0.0.1:{self.port}")
        for name, value in (headers or {}).items():
            line.putheader(name, value)
        line.putheader("Content-Length", str(len(body)))
        line.endheaders(body)
        answer = line.getresponse()
        said = Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        line.close()
        return said

    def get(self, path: str, **more: Mapping[str, str]) -> Said:
        """Get a path."""
        return self.request("GET", path, **more)  # type: ignore[arg-type]

    @property
    def token(self) -> str:
        """What the page sends back with whatever costs work."""
        if not self._token:
            page = self.get("/").body.decode("utf-8")
            found = re.search(r'name="plancast-action" content="([^"]+)"', page)
            assert found is not None
            self._token = found[1]
        return self._token

    def post(self, path: str, body: object) -> Said:
        """Post JSON as the page's script does."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8")
        return self.request("POST", path, raw, headers={"X-Plancast": self.token})

    def job(self, action: str, body: object, *, seconds: float = 120) -> Said:
        """Start long work, wait for it, return what it made or why it did not."""
        begun = self.post(f"/api/job/{action}", body)
        assert begun.status == 200, begun
        number = begun.json["job"]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.get(f"/api/job/{number}?seen=-1")
            if state.status != 200:
                return state
            if state.json["state"] == "done":
                return self.get(f"/api/result/{number}")
            time.sleep(0.05)
        raise AssertionError(f"{action} took more than {seconds} s")


    def imported(self, document: str, name: str = "jia.txt") -> str:
        """Have a document read, keep what was read, return the key of the plan to confirm."""
        sent = self.post(f"/api/upload/document?name={name}", document.encode()).json["key"]
        begun = self.post("/api/job/import", {"plan": sent}).json["job"]
        while (said := self.get(f"/api/job/{begun}?seen=-1")).json["state"] != "done":
            assert said.status == 200, said
            time.sleep(0.05)
        return str(self.post("/api/keep", {"job": begun}).json["key"])


def long_plan(targets: int) -> str:
    """A plan with that many targets, each with four figures and a family."""
    families = ("patent_grants", "trademarks_in_force", "pct")
    lines = ["plan: long", "title: {zh: 大规划, en: A long plan}",
             "region: {zh: 鄂尔多斯市, en: Ordos}",
             "period: {base: 2020, start: 2021, end: 2025}", "indicators:"]
    lines += [f"  i{n}: {{name: {{zh: 指标{n}, en: Indicator {n}}}, unit: 件, "
              f"kind: {'flow' if n % 2 else 'stock'}, family: {families[n % 3]}}}"
              for n in range(targets)]
    lines += ["targets:"] + [f"  - {{indicator: i{n}, base: {1000 + 37 * n}, "
                             f"value: {1500 + 60 * n}}}" for n in range(targets)]
    lines += ["history:"] + [
        f"  - {{indicator: i{n}, year: {year}, value: {(800 + 30 * n) + 50 * (year - 2017)}}}"
        for n in range(targets) for year in (2017, 2018, 2019)]
    return "\n".join(lines) + "\n"


@contextmanager
def served(*args: str, temp: Path) -> Iterator[Served]:
    """Serve a page with these arguments until the block ends."""
    temp.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--port", "0", *args],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temp)})
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://"), process.stderr.read() if process.stderr else ""
        yield Served(url, process, temp)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
