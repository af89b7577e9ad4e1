"""Each way in that has to be shut, tried."""

from __future__ import annotations

import gzip
import io
import signal
import socket
import time
import zipfile
from pathlib import Path

import pytest

from tests.page.served import PLAN, Served, served


def test_a_name_of_a_foreign_site_is_refused(page: Served) -> None:
    for host in ("evil.example", f"evil.example:{page.port}", "127.0.0.1:1", "127.0.0.1.evil:80",
                 f"localhost.evil.example:{page.port}", "", "[::1", f"127.0.0.1:{page.port}@evil",
                 f"user@127.0.0.1:{page.port}", f"[::ffff:127.0.0.1]:{page.port}", "2130706433:80",
                 f"127.0.0.1:{page.port},evil.example", f"127.0.0.1:+{page.port}"):
        assert page.request("GET", "/", host=host or " ").status in (400, 421), host
    for host in (f"127.0.0.1:{page.port}", f"localhost:{page.port}", f"[::1]:{page.port}",
                 f"LOCALHOST:{page.port}", f"localhost.:{page.port}"):
        assert page.request("GET", "/", host=host).status == 200, host


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1",
                                    "https://localhost.evil.example", "file://", "http://[",
                                    "http://[::1", "http://127.0.0.1:99999"])
def test_a_foreign_origin_is_refused(page: Served, origin: str) -> None:
    headers = {"Origin": origin, "X-Plancast": page.token}
    assert page.request("POST", "/api/ask/plans", b"{}", headers=headers).status == 403
    assert page.request("GET", "/api/job/x", headers={"Origin": origin}).status == 403


def test_nothing_is_done_without_the_page_s_token(page: Served) -> None:
    for headers in ({}, {"X-Plancast": "x" * 32}, {"X-Plancast": ""},
                    {"Cookie": f"plancast={page.token}"}):
        for path in ("/api/ask/plans", "/api/job/assess", "/api/upload/plan?name=a.yaml"):
            assert page.request("POST", path, b"{}", headers=headers).status == 403
    for method in ("PUT", "OPTIONS", "DELETE", "TRACE", "get", "FOO"):
        assert page.request(method, "/api/ask/plans", b"{}").status == 405
    assert page.request("HEAD", "/plan/three").body == b""


def test_a_page_of_another_site_cannot_embed_or_fetch(page: Served) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert page.request("GET", "/api/job/x", headers=foreign).status == 403
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert page.request("GET", "/", headers=link).status == 200  # a bookmark, a link in a mail


def test_headers_allow_nothing_from_elsewhere(page: Served) -> None:
    for path in ("/", "/static/page.css", "/plan/three", "/nowhere", "/api/job/none"):
        said = page.get(path)
        policy = said.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert said.headers["x-content-type-options"] == "nosniff"
        assert said.headers["x-frame-options"] == "DENY"
        assert said.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in said.headers
        assert "server" not in said.headers


@pytest.mark.parametrize("path", [
    "/static/..%2f..%2fapp.py", "/static/../app.py", "/static/%2e%2e/%2e%2e/cli.py",
    "/static/page.css%00", "/plan/..%2f..%2fetc%2fpasswd", "/plan/%2e%2e", "/import/..%2fx",
    "//evil.example/%2f..", "/static/", "/api/result/..%2f..",
])
def test_no_path_of_a_client_reaches_the_file_system(page: Served, path: str) -> None:
    assert page.get(path).status in (400, 404)


def test_a_plan_is_named_by_its_key_alone(page: Served, plan_file: Path) -> None:
    for name in (str(plan_file), "/etc/passwd", "../three", "three.yaml", "..", "", "a" * 300):
        said = page.post("/api/ask/names", {"plan": name})
        assert said.status in (404, 422), name
        assert b"root:" not in said.body
    source = {"name": "", "path": "/etc/passwd", "label": "x"}
    said = page.post("/api/ask/names", {"plan": "three", "source": source,
                                        "ledger": "/etc", "settings": {"seed": -1}})
    assert said.status == 200
    assert said.json["title"] == "Three targets"


def test_a_scenario_is_never_a_file(page: Served) -> None:
    for name in ("/etc/passwd", "../x.yaml", "pyproject.toml", "x/y.yaml"):
        said = page.post("/api/ask/under", {"plan": "three", "scenarios": [name]})
        assert said.status == 422
        assert said.json["problems"][0]["code"] == "SCENARIO_UNKNOWN"  # type: ignore[index]


@pytest.mark.parametrize("change", [
    {"text": "scenario: x\nextends: /etc/passwd.yaml\n"},
    {"text": "scenario: x\nextends: ../pyproject.yaml\n"},
    {"text": "a: &a [*a]"}, {"text": "!!python/object:os.system x"}, {"text": ""},
    {"add": "x"}, {"drop": -1}, {"drop": True}, {"law": ["steps", "normal"]},
    {"law": ["steps.0.points", "__class__"]}, {"law": 3}, {}, [], None,
])
def test_the_shape_of_a_scenario_is_changed_by_its_reader_alone(page: Served,
                                                                 change: object) -> None:
    said = page.post("/api/ask/reshape", {"scenario": "policy-push", "change": change})
    assert said.status == 422
    assert said.json["problems"]  # type: ignore[index]


def test_every_step_at_rest_takes_a_law_with_ends(page: Served) -> None:
    """A choice that the page offers is none that its reader refuses."""
    names = [s["step"] for s in page.post(
        "/api/ask/form", {"scenario": "baseline"}).json["addable"]]  # type: ignore[attr-defined]
    for name in names:
        made = page.post("/api/ask/reshape", {"scenario": "baseline", "change": {"add": name}})
        assert made.status == 200, name
        form = page.post("/api/ask/form", {"scenario": made.json}).json
        for law in {f["of"] for s in form["steps"] for f in s["fields"] if f["of"]}:  # type: ignore[attr-defined]
            said = page.post("/api/ask/reshape", {"scenario": made.json,
                                                  "change": {"law": [law, "uniform"]}})
            assert said.status == 200, (name, law, said.json)


@pytest.mark.parametrize("put", [
    {"steps": [{"step": "cap"}]}, {"steps": 3}, {"steps": [[]]}, {"weight": "x"},
])
def test_what_is_put_into_a_scenario_is_checked(page: Served, put: object) -> None:
    said = page.post("/api/ask/under", {"plan": "three",
                                        "scenarios": [{"base": "baseline", "put": put}]})
    assert said.status == 422


def test_uploads_are_of_known_kinds_and_sizes(page: Served) -> None:
    for name in ("a.exe", "a", "a.yaml.sh", "a.svg", "a.docm"):
        assert page.post(f"/api/upload/plan?name={name}", b"x").status == 415
    large = b"x" * (31 * 1024**2)
    try:
        said = page.post("/api/upload/document?name=a.txt", large)
    except (ConnectionResetError, BrokenPipeError):
        pass  # cut off while sending
    else:
        assert said.status == 413
    assert page.post("/api/ask/names", b"x" * 300_000).status == 413
    assert page.get("/").status == 200


def _upload(page: Served, content: bytes, name: str, kind: str = "plan") -> str:
    said = page.post(f"/api/upload/{kind}?name={name}", content)
    assert said.status == 200
    return str(said.json["key"])


def _bomb() -> bytes:
    """A workbook whose only sheet is 2 GB of spaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        with book.open("xl/workbook.xml", "w", force_zip64=True) as sheet:
            for _ in range(200):
                sheet.write(b" " * 10_000_000)
    return out.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("laughs.yaml", b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9))
        for i in range(20)) + b"plan: x\n"),
    ("deep.yaml", b"[" * 100_000),
    ("bomb.xlsx", _bomb()),
    ("not-a-zip.xlsx", b"PK\x03\x04" + b"\0" * 1000),
    ("zipped.yaml", gzip.compress(b"\0" * 5_000_000)),
    ("binary.yaml", bytes(range(256)) * 100),
    ("tags.yaml", b"plan: !!python/object/apply:os.system ['touch /x']\n"),
])
def test_bombs_are_refused_and_the_page_lives_on(page: Served, name: str, content: bytes) -> None:
    key = _upload(page, content, name)
    said = page.job("check", {"plan": key}, seconds=60)
    assert said.status == 422, said.body[:500]
    text = said.body.decode("utf-8")
    assert str(page.folder) not in text  # no path of ours in a message
    assert page.get("/").status == 200
    assert page.post("/api/ask/names", {"plan": "three"}).status == 200


def test_uploads_lie_in_a_private_folder_that_is_emptied(plan_file: Path, tmp_path: Path) -> None:
    with served(str(plan_file), temp=tmp_path / "t") as own:
        key = _upload(own, PLAN.encode("utf-8"), "mine.yaml")
        assert own.job("check", {"plan": key}).status == 200
        folders = [p for p in (tmp_path / "t").iterdir() if p.name.startswith("plancast-")]
        assert len(folders) == 1
        assert folders[0].stat().st_mode & 0o777 == 0o700
        files = [p for p in folders[0].rglob("*") if p.is_file()]
        assert len(files) == 1
        assert "mine" not in files[0].name
        own.process.send_signal(signal.SIGTERM)
        assert own.process.wait(20) == 0
        assert not folders[0].exists()


def test_sigterm_ends_work_under_way(plan_file: Path, tmp_path: Path) -> None:
    with served("ordos-14fyp-ip", temp=tmp_path / "t") as own:
        begun = own.post("/api/job/assess", {"plan": "ordos-14fyp-ip"})
        assert begun.status == 200
        own.process.send_signal(signal.SIGTERM)
        assert own.process.wait(20) == 0
        assert list((tmp_path / "t").glob("plancast-*")) == []


def test_slow_clients_stall_nobody(page: Served) -> None:
    lines = []
    for _ in range(60):
        line = socket.create_connection(("127.0.0.1", page.port))
        line.sendall(b"POST /api/ask/plans HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
        lines.append(line)
    began = time.monotonic()
    assert page.get("/").status == 200
    assert page.post("/api/ask/names", {"plan": "three"}).status == 200
    assert time.monotonic() - began < 10
    for line in lines:
        line.close()


def test_another_address_asks_for_the_token(plan_file: Path, tmp_path: Path) -> None:
    with served(str(plan_file), "--host", "0.0.0.0", temp=tmp_path) as own:
        host = f"127.0.0.1:{own.port}"
        secret = own.url.partition("?token=")[2]
        assert len(secret) >= 32
        assert own.request("GET", "/", host=host).status == 401
        assert own.request("GET", "/?token=wrong", host=host).status == 401
        said = own.request("GET", f"/?token={secret}", host=host)
        assert said.status == 200
        cookie = said.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        again = own.request("GET", "/", host=host, headers={"Cookie": cookie.split(";")[0]})
        assert again.status == 200
        assert own.request("GET", "/", host=f"evil.example:{own.port}",
                           headers={"Cookie": cookie.split(";")[0]}).status == 421


def test_an_odd_request_is_answered(page: Served) -> None:
    for body in (b"", b"[", b"[]", b"null", b'"x"', b"{" * 5000, b"\xff\xfe", b'{"plan": 1}'):
        assert page.post("/api/ask/names", body).status in (400, 404, 500), body
    for level in ("x", None, True, [1], 1e400):
        said = page.post("/api/ask/target_at", {"plan": "three", "target": "patent_grants",
                                                "level": level})
        assert said.status in (404, 422), said.body
    assert page.post("/api/ask/under", b'{"plan": "three", "scenarios": ["\\ud800"]}').status == 400
    assert page.post("/api/ask/../job/assess", {}).status in (404, 405)
    assert page.post("/api/ask/__init__", {"plan": "three"}).status == 404
