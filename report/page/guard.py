"""What every request has to pass: host, origin, token, size and time; and the headers of answers.

Starlette's own middleware is not enough here: the page is open to whatever runs in the user's
browser, so a foreign page must neither reach it by a name of its own (DNS rebinding) nor make it
do something (cross-site requests), and what a plan says must never run as script.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

Message = MutableMapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MOST_UPLOAD = 30 * 1024**2
MOST_BODY = 256 * 1024
BODY_SECONDS = 20.0
"""A body has to arrive within this time; who is slower is cut off."""

DEFAULT_PORT = 80
"""Browsers leave it out."""

COOKIE, TOKEN_HEADER, TOKEN_QUERY = "plancast", b"x-plancast", "token"

NOTHING_HASH = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""Of an empty style element: plotly makes one and adds its rules by script."""

POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", f"style-src 'self' {NOTHING_HASH}",
    "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
    "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"))

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a request has to know. ``access`` is empty on the loopback address: who reaches the
    port is on this machine. ``action`` is in every page and has to come back with what changes
    something or costs work."""

    access: str = ""
    action: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(frozen=True, slots=True)
class Names:
    """The names under which the page may be called."""

    hosts: frozenset[str]
    port: int
    any_address: bool = False  # listening on all addresses: any literal address is one of them

    def allowed(self, host: str) -> bool:
        """Say whether a Host header names this server."""
        name, port = _split(host)
        if port != self.port and not (port is None and self.port == DEFAULT_PORT):
            return False
        if name in self.hosts:
            return True
        return self.any_address and _is_address(name)


_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+?)\.?)(?::([0-9]{1,5}))?", re.IGNORECASE)
"""A Host header as browsers write it: no user, no path, an IPv6 address in brackets."""


def _split(host: str) -> tuple[str, int | None]:
    found = _HOST.fullmatch(host)
    if found is None:
        return "", None
    return (found[1] or found[2]).lower(), None if found[3] is None else int(found[3])


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """The outermost application: refuses what must not pass and dresses every answer."""

    def __init__(self, app: App, *, names: Names, secret: Secrets,
                 body_seconds: float = BODY_SECONDS) -> None:
        self._app, self._names, self._secret = app, names, secret
        self._body_seconds = body_seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = _headers(scope)
        refusal = self._refused(scope, headers)
        if refusal is not None:
            await _say(send, *refusal)
            return
        cookie = b""
        if self._secret.access and TOKEN_QUERY in _query(scope):
            cookie = (f"{COOKIE}={self._secret.access}; HttpOnly; SameSite=Strict; Path=/"
                      ).encode("ascii")
        most = MOST_UPLOAD if str(scope["path"]).startswith("/api/upload") else MOST_BODY
        await self._app(scope, self._limited(receive, most), _dressed(send, cookie))

    def _refused(self, scope: Message, headers: Mapping[bytes, bytes]) -> tuple[int, str] | None:
        """Return status and reason where a request must not pass."""
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._names.allowed(host):
            return 421, "host"
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and not self._own_origin(origin):
            return 403, "origin"
        site = headers.get(b"sec-fetch-site", b"")
        if site in (b"cross-site", b"same-site") and (
                scope["method"] not in ("GET", "HEAD") or headers.get(
                    b"sec-fetch-mode") != b"navigate"):
            return 403, "origin"
        if self._secret.access and not self._known(scope, headers):
            return 401, "token"
        if scope["method"] not in ("GET", "HEAD"):
            if scope["method"] != "POST":
                return 405, "method"
            given = headers.get(TOKEN_HEADER, b"").decode("latin-1")
            if not hmac.compare_digest(given.encode(), self._secret.action.encode()):
                return 403, "action"
        return None

    def _own_origin(self, origin: str) -> bool:
        scheme, _, host = origin.partition("://")
        return scheme.lower() in ("http", "https") and self._names.allowed(host)

    def _known(self, scope: Message, headers: Mapping[bytes, bytes]) -> bool:
        """Say whether a request carries the token: in its cookie, or once in the URL."""
        given = _query(scope).get(TOKEN_QUERY, [""])[0]
        try:
            jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            jar = SimpleCookie()
        if not given and COOKIE in jar:
            given = jar[COOKIE].value
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.access.encode())

    def _limited(self, receive: Receive, most: int) -> Receive:
        """Return ``receive`` for bodies up to ``most`` bytes that arrive in time."""
        got = 0
        end = asyncio.get_running_loop().time() + self._body_seconds
        whole = False

        async def limited() -> Message:
            nonlocal got, whole
            if whole:
                return await receive()
            left = end - asyncio.get_running_loop().time()
            try:
                message = await asyncio.wait_for(receive(), max(left, 0.01))
            except TimeoutError:
                raise BodyRefusedError(408) from None
            if message["type"] == "http.request":
                body = message.get("body", b"")
                got += len(body) if isinstance(body, bytes) else 0
                if got > most:
                    raise BodyRefusedError(413)
                whole = not message.get("more_body", False)
            return message

        return limited


class BodyRefusedError(Exception):
    """A body that is too large (413), too slow (408) or no JSON object (400)."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def _headers(scope: Message) -> dict[bytes, bytes]:
    raw = scope.get("headers")
    return dict(raw) if isinstance(raw, list) else {}


def _query(scope: Message) -> dict[str, list[str]]:
    raw = scope.get("query_string")
    return parse_qs(raw.decode("latin-1") if isinstance(raw, bytes) else "")


def _dressed(send: Send, cookie: bytes) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = message.get("headers")
            kept = list(own) if isinstance(own, list) else []
            names = {name.lower() for name, _ in kept}
            kept += [(n, v) for n, v in HEADERS if n not in names]
            if b"cache-control" not in names:
                kept.append((b"cache-control", b"no-store"))
            if cookie:
                kept.append((b"set-cookie", cookie))
            message = {**message, "headers": kept}
        await send(message)
    return dressed


async def _say(send: Send, status: int, reason: str) -> None:
    dressed = _dressed(send, b"")
    body = reason.encode("ascii")
    await dressed({"type": "http.response.start", "status": status,
                   "headers": [(b"content-type", b"text/plain; charset=utf-8"),
                               (b"content-length", str(len(body)).encode()),
                               (b"connection", b"close")]})
    await dressed({"type": "http.response.body", "body": body})
